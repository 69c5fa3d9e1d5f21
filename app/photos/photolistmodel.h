#pragma once

#include "async/diskworkers.h"
#include "photos/photo.h"
#include "photos/photoloader.h"
#include "photos/photoroles.h"
#include "photos/picturecache.h"

#include <QAbstractListModel>
#include <QCache>
#include <QHash>
#include <QSet>

#include <deque>
#include <stop_token>
#include <vector>

class QMimeData;

namespace inceptoscope {

/// The photos of the filmstrip, in the order they came. Files are looked for and read on workers,
/// two at a time; a photo that was asked for goes before the others. One that cannot be read stays
/// in the list with the reason. Nobody waits for disks that do not answer, not even at the end.
class PhotoListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Origin { Pasted, Dropped };
    /// Files that are not there: shown as photos that cannot be read, or left out and counted in a
    /// sentence.
    enum class Missing { Shown, LeftOut };

    static constexpr qint64 usualPictureBytes = qint64{512} << 20;

    /// Whole pictures kept in memory have at most `pictureBytes`. Photos are read by `read`.
    explicit PhotoListModel(QObject *parent = nullptr, qint64 pictureBytes = usualPictureBytes,
                            PhotoReader read = loadPhoto);
    ~PhotoListModel() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool removeRows(int row, int count, const QModelIndex &parent = {}) override;

    /// Takes photos out together, so that they come back together.
    void removePhotos(const QList<int> &rows);
    /// Brings back to their places what removePhotos took out last.
    void undoRemoval();
    /// Takes out again what undoRemoval brought back last.
    void redoRemoval();

    /// Files, and folders with all that is below them.
    void addPaths(const QStringList &paths, Missing missing = Missing::Shown);
    void addImage(const QImage &image, Origin origin);
    void addMimeData(const QMimeData *data, Origin origin);
    /// Takes every photo out and stops what is under way.
    void clear();

    /// -1 for an id that is not, or no longer, in the list.
    int rowOf(int id) const;
    /// Of the photo that was read from there; 0: none. Where it is there twice, the last one.
    int idOf(const QString &path) const { return m_ids.value(path); }
    /// For whole pictures kept in memory; those used longest ago go first.
    void setPictureLimit(qint64 bytes) { m_pictures.setLimit(bytes); }
    qint64 pictureLimit() const { return m_pictures.limit(); }
    /// The whole picture where it is in memory, else null.
    QImage picture(int id);
    /// Answers with pictureReady or pictureFailed, later. The newest request is served first; a
    /// photo that failed is tried again.
    void requestPicture(int id);

    void setTopPrediction(int id, const QString &label, double probability);
    /// For another network.
    void clearPredictions();

signals:
    /// Whether there is something that undoRemoval brings back.
    void undoChanged(bool possible);
    void redoChanged(bool possible);
    /// By undoRemoval, by rising id.
    void photosBroughtBack(const QList<int> &ids);
    /// Once for each call that adds, with the first photo that it brought.
    void photosAdded(int firstId);
    /// All that a call of addPaths stands for is in the list.
    void pathsAdded();
    void pictureReady(int id, const QImage &picture);
    void pictureFailed(int id, const QString &message);
    /// What there is to tell that belongs to no photo: one sentence, plain text.
    void problemFound(const QString &sentence);

private:
    void takeOut(const QList<int> &rows);
    int add(const std::vector<PhotoSource> &sources);
    void keepId(const Photo &photo);
    void bringBack(std::vector<Photo>::const_iterator first,
                   std::vector<Photo>::const_iterator last);
    void addFound(const std::vector<PhotoSource> &sources, bool isFirst);
    void endWalk(const Expected<QStringList> &problems);
    QString nextName(Origin origin);
    void loadNext();
    int takeNextId();
    void load(int row);
    void finish(int id, const LoadedPhoto &loaded);
    void settle(int row, const LoadedPhoto &loaded);
    void changed(int row, const QList<int> &roles);
    QImage thumbnail(const Photo &photo) const;

    std::vector<Photo> m_photos; ///< by rising id
    QHash<QString, int> m_ids; ///< by path
    int m_lastId = 0;
    int m_pasted = 0;
    int m_dropped = 0;
    std::vector<std::vector<Photo>> m_removed; ///< newest last, each by rising id
    std::vector<QList<int>> m_broughtBack; ///< ids, since the last removal, newest last
    std::deque<int> m_waiting; ///< ids to read for their thumbnails, in order
    std::vector<int> m_requested; ///< ids asked for, newest last
    QSet<int> m_loading;
    QSet<int> m_answersDue; ///< ids whose picture somebody waits for
    PictureCache m_pictures;
    mutable QCache<int, QImage> m_thumbnails;
    PhotoReader m_read;
    std::stop_source m_walks;
    DiskWorkers m_walkers{1}; ///< so that drops stay in order
    DiskWorkers m_loaders;
};

} // namespace inceptoscope
