#include "images/picturescaler.h"

#include "async/whendone.h"
#include "images/imageconversion.h"

#include <QtConcurrentRun>

#include <utility>

namespace inceptoscope {

PictureScaler::PictureScaler(QObject *parent)
    : QObject(parent)
{
    m_worker.setMaxThreadCount(1);
}

PictureScaler::~PictureScaler()
{
    m_worker.waitForDone();
}

void PictureScaler::request(const QImage &picture, QSize size)
{
    cancel();
    if (picture.isNull() || size.isEmpty())
        return;
    m_next = picture;
    m_nextSize = size;
    startNext();
}

void PictureScaler::cancel()
{
    m_next = {};
    m_answerDue = false;
}

void PictureScaler::startNext()
{
    if (m_running || m_next.isNull())
        return;
    m_running = true;
    m_answerDue = true;
    const QImage picture = std::exchange(m_next, {});
    const auto work = [picture, size = m_nextSize] {
        return shownInSrgb(picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    };
    whenDone(this, QtConcurrent::run(&m_worker, work),
             [this, key = picture.cacheKey()](const Expected<QImage> &result) {
                 finish(result.value_or(QImage()), key);
             });
}

/// Where there was no memory for it, `result` is null.
void PictureScaler::finish(const QImage &result, qint64 key)
{
    m_running = false;
    if (std::exchange(m_answerDue, false))
        emit scaled(result, key);
    startNext();
}

} // namespace inceptoscope
