#pragma once

#include <QHash>
#include <QImage>

#include <list>

namespace inceptoscope {

/// Whole pictures by photo id, bounded in bytes: the ones used longest ago go first. The picture
/// put in last stays even where it alone is over the bound.
class PictureCache
{
public:
    explicit PictureCache(qint64 limit);

    QImage find(int id); ///< null where there is none; counts as a use
    void insert(int id, const QImage &picture);
    /// Only where nothing has to go for it.
    void insertIfRoom(int id, const QImage &picture);
    void remove(int id);
    void clear();

    /// In bytes; what is over it goes.
    void setLimit(qint64 limit);
    qint64 limit() const { return m_limit; }
    qint64 bytes() const { return m_bytes; }

private:
    void trim();

    struct Entry
    {
        int id;
        QImage picture;
    };

    qint64 m_limit;
    qint64 m_bytes = 0;
    std::list<Entry> m_entries; ///< last used first
    QHash<int, std::list<Entry>::iterator> m_places;
};

} // namespace inceptoscope
