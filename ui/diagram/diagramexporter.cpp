#include "diagram/diagramexporter.h"

#include "async/whendone.h"
#include "images/shownname.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QtConcurrentRun>

namespace inceptoscope {

DiagramExporter::~DiagramExporter()
{
    m_stop.request_stop();
}

std::stop_token DiagramExporter::begin(const QString &sentence)
{
    m_stop.request_stop();
    m_stop = {};
    emit started(sentence);
    return m_stop.get_token();
}

void DiagramExporter::save(const DiagramPicture &picture, const QString &path, ExportFormat format)
{
    const std::stop_token stop = begin(tr("Saving %1…").arg(shownName(path)));
    whenDone(this, QtConcurrent::run([=] { return writePicture(picture, path, format, stop); }),
             [this, path, stop](const Expected<QString> &size) {
                 if (stop.stop_requested())
                     return;
                 if (size)
                     emit finished(tr("Saved %1, %2.").arg(shownName(path), *size));
                 else
                     emit failed(QString::fromStdString(size.error().message));
             });
}

void DiagramExporter::copy(const DiagramPicture &picture)
{
    const std::stop_token stop = begin(tr("Copying the diagram…"));
    whenDone(this, QtConcurrent::run([=] { return imageOf(picture, stop); }),
             [this, stop](const QImage &image) {
                 if (stop.stop_requested())
                     return;
                 if (image.isNull()) {
                     emit failed(tr("There is not enough memory for a picture of the diagram"));
                     return;
                 }
                 QGuiApplication::clipboard()->setImage(image);
                 emit finished(tr("Copied the diagram as a picture of %1 × %2 pixels.")
                                   .arg(image.width())
                                   .arg(image.height()));
             });
}

void DiagramExporter::cancel()
{
    m_stop.request_stop();
    emit cancelled();
}

} // namespace inceptoscope
