#include "common/picturesaver.h"

#include "async/whendone.h"
#include "common/messagebar.h"
#include "common/savedialog.h"
#include "images/shownname.h"
#include "render/mapexport.h"

#include <QAction>
#include <QtConcurrentRun>

#include <utility>

namespace inceptoscope {

PictureSaver::PictureSaver(const QString &text, std::function<Content()> content,
                           MessageBar *message, QWidget *parent)
    : QObject(parent)
    , m_content(std::move(content))
    , m_message(message)
    , m_widget(parent)
    , m_action(new QAction(text, this))
{
    connect(m_action, &QAction::triggered, this, &PictureSaver::ask);
}

void PictureSaver::ask()
{
    const Content content = m_content();
    askWhereToSave(
        m_widget,
        {m_action->text().remove(u'&').remove(u'…'), content.name, {QStringLiteral("png")}},
        [this, draw = content.draw](const QString &path) { save(path, draw); });
}

void PictureSaver::save(const QString &path, const Draw &draw)
{
    const auto drawAndWrite = [path, draw]() -> Expected<QSize> {
        const QImage picture = draw();
        return writePng(path, picture).map([&] { return picture.size(); });
    };
    whenDone(this, QtConcurrent::run(drawAndWrite), [this, path](const Expected<QSize> &size) {
        if (size)
            m_message->showMessage(MessageBar::Kind::Info,
                                   tr("Saved %1, %2 × %3 pixels.")
                                       .arg(shownName(path))
                                       .arg(size->width())
                                       .arg(size->height()));
        else
            m_message->showMessage(MessageBar::Kind::Error,
                                   QString::fromStdString(size.error().message));
    });
}

} // namespace inceptoscope
