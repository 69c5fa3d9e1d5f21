#include "curves/plotsaver.h"

#include "async/whendone.h"
#include "common/iconloader.h"
#include "common/savedialog.h"
#include "curves/curvevalues.h"
#include "curves/keptlogs.h"
#include "curves/picturedialog.h"
#include "curves/plotexport.h"
#include "folders/foldertexts.h"
#include "images/shownname.h"

#include <QAction>
#include <QtConcurrentRun>

namespace inceptoscope {

PlotSaver::PlotSaver(std::function<CurvePicture()> content, QWidget *parent)
    : QObject(parent)
    , m_content(std::move(content))
    , m_widget(parent)
    , m_pictureAction(new QAction(themedIcon(QStringLiteral("export")), tr("&Save picture…"), this))
    , m_valuesAction(new QAction(tr("Save the &values…"), this))
{
    m_pictureAction->setShortcut(QKeySequence::Save);
    m_pictureAction->setToolTip(tr("Save the plot as PNG, SVG or PDF, for print (Ctrl+S)"));
    m_valuesAction->setToolTip(tr("Save the points that are in sight as CSV"));
    connect(m_pictureAction, &QAction::triggered, this, &PlotSaver::askForPicture);
    connect(m_valuesAction, &QAction::triggered, this, &PlotSaver::askForValues);
}

PlotSaver::~PlotSaver()
{
    m_stop.request_stop();
}

void PlotSaver::askForPicture()
{
    PictureOptions options = rememberedPictureOptions();
    options.title = m_title;
    auto *dialog = new PictureDialog(options, m_widget);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const PictureOptions chosen = dialog->options();
        rememberPictureOptions(chosen);
        m_title = chosen.title;
        askWhereToSave(m_widget,
                       {tr("Save picture"),
                        QStringLiteral("curves"),
                        {QStringLiteral("pdf"), QStringLiteral("svg"), QStringLiteral("png")},
                        tr("Pictures")},
                       [this, chosen](const QString &path) { savePicture(path, chosen); });
    });
    dialog->open();
}

void PlotSaver::askForValues()
{
    askWhereToSave(
        m_widget,
        {tr("Save the values"), QStringLiteral("curves"), {QStringLiteral("csv")}, tr("Tables")},
        [this](const QString &path) { saveValues(path); });
}

void PlotSaver::savePicture(const QString &path, const PictureOptions &options)
{
    CurvePicture picture = m_content();
    picture.options = options;
    write([picture, path, theme = pictureTheme(options.dark), stop = m_stop.get_token()] {
        return keepsLogs(path.toStdString(), picture.curves.sources)
            .and_then([&] { return writeCurvePicture(picture, theme, path, stop); })
            .map([&path](const QString &size) {
                return tr("Saved %1, %2.").arg(shownName(path), size);
            });
    });
}

void PlotSaver::saveValues(const QString &path)
{
    write([picture = m_content(), path, stop = m_stop.get_token()] {
        return keepsLogs(path.toStdString(), picture.curves.sources)
            .and_then([&] { return writeCurveValues(picture.curves, picture.ranges, path, stop); })
            .map([&path](std::size_t points) {
                return tr("Saved %1, a line for each of %2 points.")
                    .arg(shownName(path), groupedText(qsizetype(points)));
            });
    });
}

void PlotSaver::write(const std::function<Expected<QString>()> &job)
{
    whenDone(this, QtConcurrent::run(job), [this](const Expected<QString> &result) {
        if (result)
            emit saved(*result);
        else
            emit failed(QString::fromStdString(result.error().message));
    });
}

} // namespace inceptoscope
