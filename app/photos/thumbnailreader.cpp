#include "photos/thumbnailreader.h"

#include "async/whendone.h"
#include "images/shownname.h"
#include "photos/photoloader.h"

#include <QFileInfo>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int mostKept = 400; // some 100 kB each
constexpr std::size_t mostWaiting = 100; // more than fit a window

QImage readThumbnail(const QString &path)
{
    return QImage::fromData(
        loadPhoto({path, shownName(QFileInfo(path).fileName()), {}, {}}).thumbnail);
}

} // namespace

ThumbnailReader::ThumbnailReader(QObject *parent)
    : QObject(parent)
    , m_thumbnails(mostKept)
{
}

QImage ThumbnailReader::thumbnail(const QString &path)
{
    if (const QImage *known = m_thumbnails.object(path))
        return *known;
    if (path.isEmpty() || path == m_reading
        || std::ranges::find(m_waiting, path) != m_waiting.end())
        return {};
    m_waiting.push_front(path);
    if (m_waiting.size() > mostWaiting)
        m_waiting.pop_back(); // it is asked for again when it is to be seen
    readNext();
    return {};
}

void ThumbnailReader::readNext()
{
    if (!m_reading.isEmpty() || m_waiting.empty())
        return;
    m_reading = m_waiting.front();
    m_waiting.pop_front();
    whenDone(this, m_worker.run([path = m_reading] { return readThumbnail(path); }),
             [this, path = m_reading](const Expected<QImage> &thumbnail) {
                 keep(path, thumbnail ? *thumbnail : QImage());
             });
}

void ThumbnailReader::keep(const QString &path, const QImage &thumbnail)
{
    m_reading.clear();
    m_thumbnails.insert(path, new QImage(thumbnail));
    emit thumbnailRead();
    readNext();
}

} // namespace inceptoscope
