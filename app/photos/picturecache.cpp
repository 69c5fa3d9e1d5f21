#include "photos/picturecache.h"

namespace inceptoscope {

PictureCache::PictureCache(qint64 limit)
    : m_limit(limit)
{
}

QImage PictureCache::find(int id)
{
    const auto place = m_places.constFind(id);
    if (place == m_places.constEnd())
        return {};
    m_entries.splice(m_entries.begin(), m_entries, *place);
    return m_entries.front().picture;
}

void PictureCache::insert(int id, const QImage &picture)
{
    remove(id);
    m_entries.push_front({id, picture});
    m_places.insert(id, m_entries.begin());
    m_bytes += picture.sizeInBytes();
    trim();
}

void PictureCache::trim()
{
    while (m_bytes > m_limit && m_entries.size() > 1)
        remove(m_entries.back().id);
}

void PictureCache::setLimit(qint64 limit)
{
    m_limit = limit;
    trim();
}

void PictureCache::insertIfRoom(int id, const QImage &picture)
{
    if (!m_places.contains(id) && m_bytes + picture.sizeInBytes() <= m_limit)
        insert(id, picture);
}

void PictureCache::remove(int id)
{
    const auto place = m_places.constFind(id);
    if (place == m_places.constEnd())
        return;
    m_bytes -= (*place)->picture.sizeInBytes();
    m_entries.erase(*place);
    m_places.erase(place);
}

void PictureCache::clear()
{
    m_entries.clear();
    m_places.clear();
    m_bytes = 0;
}

} // namespace inceptoscope
