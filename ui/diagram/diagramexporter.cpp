#include "diagram/diagramexporter.h"

#include "async/whendone.h"
#include "images/shownname.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QtConcurrentRun>

#include <utility>

namespace inceptoscope {

DiagramExporter::DiagramExporter(QObject *parent)
    : QObject(parent)
{
    m_worker.setMaxThreadCount(1);
}

DiagramExporter::~DiagramExporter()
{
    m_stop.request_stop();
}

std::stop_token DiagramExporter::begin(const QString &sentence)
{
    ++m_underWay;
    emit started(sentence);
    return m_stop.get_token();
}

void DiagramExporter::end(const Expected<QString> &told, const std::stop_token &stop)
{
    if (stop.stop_requested())
        return; // which has been told
    m_told << (told ? *told : QString::fromStdString(told.error().message));
    m_hasFailed = m_hasFailed || !told;
    if (--m_underWay == 0)
        tellAll();
}

void DiagramExporter::tellAll()
{
    const QString sentences = std::exchange(m_told, {}).join(u' ');
    if (std::exchange(m_hasFailed, false))
        emit failed(sentences);
    else
        emit finished(sentences);
}

void DiagramExporter::save(const DiagramPicture &picture, const QString &path, ExportFormat format)
{
    const std::stop_token stop = begin(tr("Saving %1…").arg(shownName(path)));
    const auto work = [=] { return writePicture(picture, path, format, stop); };
    whenDone(this, QtConcurrent::run(&m_worker, work),
             [this, path, stop](const Expected<QString> &size) {
                 end(size.map([&path](const QString &written) {
                     return tr("Saved %1, %2.").arg(shownName(path), written);
                 }),
                     stop);
             });
}

void DiagramExporter::copy(const DiagramPicture &picture)
{
    const std::stop_token stop = begin(tr("Copying the diagram…"));
    const auto work = [=]() -> Expected<QImage> {
        QImage image = imageOf(picture, stop);
        if (image.isNull())
            return failure(
                tr("There is not enough memory for a picture of the diagram.").toStdString());
        return image;
    };
    whenDone(this, QtConcurrent::run(&m_worker, work), [this, stop](const Expected<QImage> &image) {
        if (image && !stop.stop_requested())
            QGuiApplication::clipboard()->setImage(*image);
        end(image.map([](const QImage &copied) {
            return tr("Copied the diagram as a picture of %1 × %2 pixels.")
                .arg(copied.width())
                .arg(copied.height());
        }),
            stop);
    });
}

void DiagramExporter::cancel()
{
    m_stop.request_stop();
    m_stop = {};
    m_underWay = 0;
    if (m_told.isEmpty())
        emit cancelled();
    else
        tellAll();
}

} // namespace inceptoscope
