#include "photos/photolistmodel.h"

#include "async/whendone.h"
#include "images/shownname.h"
#include "photos/folderwalk.h"
#include "photos/photomime.h"
#include "photos/phototexts.h"
#include "texts/numbertext.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QMimeData>

#include <algorithm>
#include <limits>

namespace inceptoscope {

namespace {

constexpr int loadersAtOnce = 2;
constexpr int decodedThumbnails = 1000; ///< at most 100 MB; a filmstrip shows some 20
constexpr std::size_t pathsPerChunk = 500;
constexpr qint64 millisecondsPerChunk = 100;

/// Gathers paths, so that the list grows by chunks of rows.
class ChunkedPaths
{
public:
    using Deliver = std::function<void(const std::vector<PhotoSource> &)>;

    explicit ChunkedPaths(Deliver deliver)
        : m_deliver(std::move(deliver))
    {
        m_age.start();
    }

    void add(const QString &path)
    {
        m_sources.push_back({path, shownName(QFileInfo(path).fileName()), {}, {}});
        if (m_sources.size() >= pathsPerChunk || m_age.elapsed() >= millisecondsPerChunk)
            deliver();
    }

    void deliver()
    {
        if (!m_sources.empty())
            m_deliver(std::exchange(m_sources, {}));
        m_age.restart();
    }

private:
    Deliver m_deliver;
    std::vector<PhotoSource> m_sources;
    QElapsedTimer m_age;
};

QString goneText(int photos)
{
    return photos == 1
        ? PhotoListModel::tr("One photo that was open last time is no longer there")
        : PhotoListModel::tr("%1 photos that were open last time are no longer there")
              .arg(groupedNumber(photos));
}

} // namespace

PhotoListModel::PhotoListModel(QObject *parent, qint64 pictureBytes, PhotoReader read)
    : QAbstractListModel(parent)
    , m_pictures(pictureBytes)
    , m_thumbnails(decodedThumbnails)
    , m_read(std::move(read))
{
}

PhotoListModel::~PhotoListModel()
{
    m_walks.request_stop();
}

int PhotoListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_photos.size());
}

QVariant PhotoListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Photo &photo = m_photos[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return photo.source.name;
    case Qt::DecorationRole:
        return thumbnail(photo);
    case Qt::ToolTipRole:
        return photoToolTip(photo);
    case Qt::AccessibleTextRole:
        return photoAccessibleText(photo);
    case PhotoIdRole:
        return photo.id;
    case PhotoPathRole:
        return photo.source.path;
    case PhotoStateRole:
        return QVariant::fromValue(photo.state);
    case PhotoMessageRole:
        return photo.message;
    case PhotoSizeRole:
        return photo.size;
    case PhotoTopLabelRole:
        return photo.topLabel;
    case PhotoTopProbabilityRole:
        return photo.topProbability;
    default:
        return {};
    }
}

bool PhotoListModel::removeRows(int row, int count, const QModelIndex &parent)
{
    if (parent.isValid() || row < 0 || count <= 0 || row > rowCount() - count)
        return false;
    beginRemoveRows(parent, row, row + count - 1);
    const auto first = m_photos.begin() + row;
    for (auto photo = first; photo != first + count; ++photo) {
        m_pictures.remove(photo->id);
        m_thumbnails.remove(photo->id);
        m_answersDue.remove(photo->id);
        if (m_ids.value(photo->source.path) == photo->id)
            m_ids.remove(photo->source.path);
    }
    m_photos.erase(first, first + count);
    endRemoveRows();
    return true;
}

void PhotoListModel::removePhotos(const QList<int> &rows)
{
    m_broughtBack.clear();
    emit redoChanged(false);
    takeOut(rows);
}

void PhotoListModel::redoRemoval()
{
    if (m_broughtBack.empty())
        return;
    QList<int> rows;
    for (const int id : m_broughtBack.back()) {
        if (const int row = rowOf(id); row >= 0)
            rows << row;
    }
    m_broughtBack.pop_back();
    emit redoChanged(!m_broughtBack.empty());
    takeOut(rows);
}

/// From the last on, as many at a time as lie side by side.
void PhotoListModel::takeOut(const QList<int> &rows)
{
    std::vector<Photo> removed;
    for (const int row : rows)
        removed.push_back(m_photos[static_cast<std::size_t>(row)]);
    for (qsizetype last = rows.size() - 1; last >= 0;) {
        qsizetype first = last;
        while (first > 0 && rows[first - 1] == rows[first] - 1)
            --first;
        removeRows(rows[first], static_cast<int>(last - first + 1));
        last = first - 1;
    }
    m_removed.push_back(std::move(removed));
    emit undoChanged(true);
}

void PhotoListModel::undoRemoval()
{
    if (m_removed.empty())
        return;
    const std::vector<Photo> photos = std::move(m_removed.back());
    m_removed.pop_back();
    for (auto first = photos.begin(); first != photos.end();) {
        const auto here = std::ranges::lower_bound(m_photos, first->id, {}, &Photo::id);
        const int next = here == m_photos.end() ? std::numeric_limits<int>::max() : here->id;
        const auto last = std::ranges::lower_bound(first, photos.end(), next, {}, &Photo::id);
        bringBack(first, last);
        first = last;
    }
    QList<int> ids;
    for (const Photo &photo : photos)
        ids << photo.id;
    m_broughtBack.push_back(ids);
    emit undoChanged(!m_removed.empty());
    emit redoChanged(true);
    emit photosBroughtBack(ids);
    loadNext();
}

/// Photos that lie side by side in the list.
void PhotoListModel::bringBack(std::vector<Photo>::const_iterator first,
                               std::vector<Photo>::const_iterator last)
{
    const auto here = std::ranges::lower_bound(m_photos, first->id, {}, &Photo::id);
    const int row = static_cast<int>(here - m_photos.begin());
    beginInsertRows({}, row, row + static_cast<int>(last - first) - 1);
    const auto inserted = m_photos.insert(here, first, last);
    for (auto photo = inserted; photo != inserted + (last - first); ++photo) {
        if (photo->state == PhotoState::Loading)
            photo->state = PhotoState::Waiting; // what was read came to nobody
        if (photo->state == PhotoState::Waiting)
            m_waiting.push_back(photo->id);
        keepId(*photo);
    }
    endInsertRows();
}

void PhotoListModel::addPaths(const QStringList &paths, Missing missing)
{
    // Whoever uses `this` is waited for.
    const auto walk = [this, paths, missing, stop = m_walks.get_token()] {
        bool isFirst = true;
        ChunkedPaths chunks([&](const std::vector<PhotoSource> &sources) {
            const auto addUnlessStopped = [this, sources, stop,
                                           first = std::exchange(isFirst, false)] {
                if (!stop.stop_requested())
                    addFound(sources, first);
            };
            QMetaObject::invokeMethod(this, addUnlessStopped, Qt::QueuedConnection);
        });
        int gone = 0;
        QStringList problems = walkPictures(paths, stop, [&](const QString &path) {
            if (missing == Missing::Shown || askDisk([&] { return QFileInfo::exists(path); }))
                chunks.add(path);
            else
                ++gone;
        });
        chunks.deliver();
        if (gone > 0)
            problems += goneText(gone);
        return problems;
    };
    whenDone(this, m_walkers.run(walk),
             [this, stop = m_walks.get_token()](const Expected<QStringList> &problems) {
                 if (!stop.stop_requested())
                     endWalk(problems);
             });
}

/// What was found before something went wrong is in the list.
void PhotoListModel::endWalk(const Expected<QStringList> &problems)
{
    if (!problems)
        emit problemFound(QString::fromStdString(problems.error().message));
    for (const QString &problem : problems.value_or(QStringList()))
        emit problemFound(problem);
    emit pathsAdded();
}

void PhotoListModel::addFound(const std::vector<PhotoSource> &sources, bool isFirst)
{
    const int firstId = add(sources);
    if (isFirst)
        emit photosAdded(firstId);
}

void PhotoListModel::addImage(const QImage &image, Origin origin)
{
    emit photosAdded(add({{{}, nextName(origin), {}, image}}));
}

void PhotoListModel::addMimeData(const QMimeData *data, Origin origin)
{
    const PhotoMime found = readPhotoMime(*data);
    if (!found.paths.isEmpty())
        addPaths(found.paths);
    if (!found.pixels.isNull())
        addImage(found.pixels, origin);
    if (!found.bytes.isEmpty())
        emit photosAdded(add({{{}, nextName(origin), found.bytes, {}}}));
    for (const QString &problem : found.problems)
        emit problemFound(problem);
}

void PhotoListModel::clear()
{
    m_walks.request_stop();
    m_walks = std::stop_source();
    beginResetModel();
    m_photos.clear();
    m_ids.clear();
    m_waiting.clear();
    m_requested.clear();
    m_answersDue.clear();
    m_pictures.clear();
    m_thumbnails.clear();
    endResetModel();
}

int PhotoListModel::rowOf(int id) const
{
    const auto found = std::ranges::lower_bound(m_photos, id, {}, &Photo::id);
    return found != m_photos.end() && found->id == id ? static_cast<int>(found - m_photos.begin())
                                                      : -1;
}

QImage PhotoListModel::picture(int id)
{
    return m_pictures.find(id);
}

void PhotoListModel::requestPicture(int id)
{
    if (rowOf(id) < 0)
        return;
    if (const QImage known = picture(id); !known.isNull()) {
        const auto answer = [this, id, known] {
            if (rowOf(id) >= 0)
                emit pictureReady(id, known);
        };
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
        return;
    }
    m_answersDue.insert(id);
    m_requested.push_back(id);
    loadNext();
}

void PhotoListModel::setTopPrediction(int id, const QString &label, double probability)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    Photo &photo = m_photos[static_cast<std::size_t>(row)];
    photo.topLabel = label;
    photo.topProbability = probability;
    changed(row, {PhotoTopLabelRole, PhotoTopProbabilityRole, Qt::AccessibleTextRole});
}

void PhotoListModel::clearPredictions()
{
    if (m_photos.empty())
        return;
    for (Photo &photo : m_photos) {
        photo.topLabel.clear();
        photo.topProbability = 0.0;
    }
    emit dataChanged(index(0), index(rowCount() - 1),
                     {PhotoTopLabelRole, PhotoTopProbabilityRole, Qt::AccessibleTextRole});
}

/// Returns the first one's id.
int PhotoListModel::add(const std::vector<PhotoSource> &sources)
{
    const int firstId = m_lastId + 1;
    const int firstRow = rowCount();
    beginInsertRows({}, firstRow, firstRow + static_cast<int>(sources.size()) - 1);
    for (const PhotoSource &source : sources) {
        Photo &photo = m_photos.emplace_back();
        photo.id = ++m_lastId;
        photo.source = source;
        m_waiting.push_back(photo.id);
        keepId(photo);
    }
    endInsertRows();
    loadNext();
    return firstId;
}

void PhotoListModel::keepId(const Photo &photo)
{
    if (!photo.source.path.isEmpty())
        m_ids.insert(photo.source.path, photo.id);
}

QString PhotoListModel::nextName(Origin origin)
{
    return origin == Origin::Pasted ? tr("pasted picture %1").arg(++m_pasted)
                                    : tr("dropped picture %1").arg(++m_dropped);
}

void PhotoListModel::loadNext()
{
    while (m_loading.size() < loadersAtOnce) {
        const int id = takeNextId();
        if (id == 0)
            return;
        load(rowOf(id));
    }
}

/// The next photo to read; 0 where there is none.
int PhotoListModel::takeNextId()
{
    while (!m_requested.empty()) {
        const int id = m_requested.back();
        m_requested.pop_back();
        if (rowOf(id) >= 0 && m_answersDue.contains(id) && !m_loading.contains(id))
            return id;
    }
    while (!m_waiting.empty()) {
        const int id = m_waiting.front();
        m_waiting.pop_front();
        const int row = rowOf(id);
        if (row >= 0 && m_photos[static_cast<std::size_t>(row)].state == PhotoState::Waiting)
            return id;
    }
    return 0;
}

void PhotoListModel::load(int row)
{
    Photo &photo = m_photos[static_cast<std::size_t>(row)];
    const int id = photo.id;
    m_loading.insert(id);
    if (photo.state != PhotoState::Ready) {
        photo.state = PhotoState::Loading;
        changed(row, {PhotoStateRole, Qt::ToolTipRole});
    }
    whenDone(this, m_loaders.run([read = m_read, source = photo.source] { return read(source); }),
             [this, id](const Expected<LoadedPhoto> &loaded) {
                 finish(id, loaded ? *loaded : LoadedPhoto{tl::unexpected(loaded.error()), {}, {}});
             });
}

void PhotoListModel::finish(int id, const LoadedPhoto &loaded)
{
    m_loading.remove(id);
    const bool answerDue = m_answersDue.remove(id);
    if (const int row = rowOf(id); row >= 0) {
        if (loaded.picture && answerDue)
            m_pictures.insert(id, *loaded.picture);
        else if (loaded.picture)
            m_pictures.insertIfRoom(id, *loaded.picture);
        settle(row, loaded);
        if (answerDue && loaded.picture)
            emit pictureReady(id, *loaded.picture);
        else if (answerDue)
            emit pictureFailed(id, QString::fromStdString(loaded.picture.error().message));
    }
    loadNext();
}

void PhotoListModel::settle(int row, const LoadedPhoto &loaded)
{
    Photo &photo = m_photos[static_cast<std::size_t>(row)];
    if (loaded.picture) {
        photo.state = PhotoState::Ready;
        photo.message.clear();
        photo.size = loaded.picture->size();
        photo.thumbnail = loaded.thumbnail;
        m_thumbnails.remove(photo.id);
    } else {
        photo.state = PhotoState::Failed;
        photo.message = QString::fromStdString(loaded.picture.error().message);
    }
    if (!loaded.bytes.isEmpty()) {
        photo.source.bytes = loaded.bytes;
        photo.source.pixels = {};
    }
    changed(row,
            {PhotoStateRole, PhotoMessageRole, PhotoSizeRole, Qt::DecorationRole, Qt::ToolTipRole,
             Qt::AccessibleTextRole});
}

void PhotoListModel::changed(int row, const QList<int> &roles)
{
    emit dataChanged(index(row), index(row), roles);
}

/// Kept as JPEG and decoded when it is looked at: 10,000 of them are 50 MB instead of 700.
QImage PhotoListModel::thumbnail(const Photo &photo) const
{
    if (photo.thumbnail.isEmpty())
        return {};
    if (const QImage *decoded = m_thumbnails.object(photo.id))
        return *decoded;
    const QImage decoded = QImage::fromData(photo.thumbnail, "jpeg");
    m_thumbnails.insert(photo.id, new QImage(decoded));
    return decoded;
}

} // namespace inceptoscope
