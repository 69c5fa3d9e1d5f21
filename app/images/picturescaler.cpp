#include "images/picturescaler.h"

#include "images/imageconversion.h"

#include <QMetaObject>

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
    // `this` stays, for the destructor waits.
    m_worker.start([this, picture = std::exchange(m_next, {}), size = m_nextSize] {
        const QImage result =
            shownInSrgb(picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        const auto answer = [this, result, key = picture.cacheKey()] { finish(result, key); };
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
    });
}

void PictureScaler::finish(const QImage &result, qint64 key)
{
    m_running = false;
    if (std::exchange(m_answerDue, false))
        emit scaled(result, key);
    startNext();
}

} // namespace inceptoscope
