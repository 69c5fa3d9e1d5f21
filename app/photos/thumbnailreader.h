#pragma once

#include "async/diskworkers.h"

#include <QCache>
#include <QImage>
#include <QObject>

#include <deque>

namespace inceptoscope {

/// Thumbnails of files that no filmstrip has, for lists that show some of very many: read on a
/// worker when they are asked for, the newest first. What is asked for no more is not read.
class ThumbnailReader : public QObject
{
    Q_OBJECT

public:
    explicit ThumbnailReader(QObject *parent = nullptr);

    /// Null until it is read, and where it cannot be.
    QImage thumbnail(const QString &path);

signals:
    void thumbnailRead();

private:
    void readNext();
    void keep(const QString &path, const QImage &thumbnail);

    QCache<QString, QImage> m_thumbnails;
    std::deque<QString> m_waiting; ///< newest first
    QString m_reading; ///< empty: nothing
    DiskWorkers m_worker{1};
};

} // namespace inceptoscope
