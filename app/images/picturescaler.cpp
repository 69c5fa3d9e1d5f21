#include "images/picturescaler.h"

#include "async/whendone.h"
#include "images/imageconversion.h"

#include <QtConcurrentRun>

#include <utility>

namespace inceptoscope {

/// Qt gives a null picture where there is no memory for it.
static Expected<QImage> scaledForTheScreen(const QImage &picture, QSize size)
{
    const QImage scaled =
        shownInSrgb(picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    if (scaled.isNull())
        return failure("There is not enough memory to draw this photo; close other programs and "
                       "choose it again");
    return scaled;
}

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
    whenDone(
        this,
        QtConcurrent::run(
            &m_worker, [picture, size = m_nextSize] { return scaledForTheScreen(picture, size); }),
        [this, key = picture.cacheKey()](const Expected<QImage> &result) { finish(result, key); });
}

void PictureScaler::finish(const Expected<QImage> &result, qint64 key)
{
    m_running = false;
    const bool isDue = std::exchange(m_answerDue, false);
    if (isDue && result)
        emit scaled(*result, key);
    else if (isDue)
        emit failed(QString::fromStdString(result.error().message), key);
    startNext();
}

} // namespace inceptoscope
