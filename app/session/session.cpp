#include "session/session.h"

#include "explorer/explorer.h"
#include "session/photolist.h"

#include <QSettings>

#include <algorithm>

namespace inceptoscope {

namespace {

QString pathAt(const PhotoListModel &photos, int row)
{
    return row < 0 ? QString() : photos.index(row).data(PhotoPathRole).toString();
}

/// The first photo to be found is, until a person chooses another.
bool isUnchosen(Explorer &explorer)
{
    return explorer.photos()->rowOf(explorer.selection()->photo()) <= 0;
}

/// Files are looked for on a worker, and may be gone. Queued, since the first photo to be found is
/// selected, too.
void selectWhenFound(const QString &path, Explorer &explorer)
{
    auto *until = new QObject(&explorer);
    QObject::connect(
        explorer.photos(), &PhotoListModel::rowsInserted, until,
        [path, until, &explorer](const QModelIndex &, int first, int last) {
            const PhotoListModel &photos = *explorer.photos();
            for (int row = first; row <= last; ++row) {
                if (pathAt(photos, row) != path)
                    continue;
                if (isUnchosen(explorer))
                    explorer.selection()->setPhoto(photos.index(row).data(PhotoIdRole).toInt());
                until->deleteLater();
            }
        },
        Qt::QueuedConnection);
    QObject::connect(explorer.photos(), &PhotoListModel::pathsAdded, until, &QObject::deleteLater,
                     Qt::QueuedConnection);
}

/// What belongs to a network.
void showPlace(const Session &session, Explorer &explorer)
{
    if (session.inputSize > 0)
        explorer.setInputSize(session.inputSize);
    const auto &graph = explorer.graph();
    if (graph && graph->outputOf(session.element.toStdString()) >= 0)
        explorer.selection()->setElement(session.element);
}

/// Queued: the network is still being changed when it is told.
void showPlaceWhenOpened(const Session &session, Explorer &explorer)
{
    auto *until = new QObject(&explorer);
    QObject::connect(
        &explorer, &Explorer::networkChanged, until,
        [session, until, &explorer] {
            showPlace(session, explorer);
            until->deleteLater();
        },
        Qt::QueuedConnection);
    QObject::connect(&explorer, &Explorer::weightsFailed, until, &QObject::deleteLater);
}

void showNetwork(const Session &session, Explorer &explorer)
{
    const CatalogueEntry *entry = explorer.catalogue().find(session.network.toStdString());
    if (entry && entry->file == session.weights.toStdString()) {
        explorer.setNetwork(session.network);
        showPlace(session, explorer);
    } else if (!session.weights.isEmpty()) {
        showPlaceWhenOpened(session, explorer);
        explorer.openWeights(session.weights);
    }
}

} // namespace

Session sessionOf(Explorer &explorer)
{
    const PhotoListModel &photos = *explorer.photos();
    Session session{
        .network = QString::fromStdString(explorer.network().id),
        .weights = QString::fromStdString(explorer.network().file.string()),
        .inputSize = explorer.inputSize() == explorer.ownInputSize() ? 0 : explorer.inputSize(),
        .photos = {},
        .photo = pathAt(photos, photos.rowOf(explorer.selection()->photo())),
        .element = explorer.selection()->element(),
    };
    for (int row = 0; row < photos.rowCount(); ++row) {
        if (const QString path = pathAt(photos, row); !path.isEmpty())
            session.photos << path;
    }
    return session;
}

void showSession(const Session &session, Explorer &explorer)
{
    showNetwork(session, explorer);
}

void showPhotos(const QStringList &paths, const QString &selected, Explorer &explorer)
{
    if (paths.isEmpty())
        return;
    if (!selected.isEmpty())
        selectWhenFound(selected, explorer);
    explorer.openPhotos(paths, PhotoListModel::Missing::LeftOut);
}

void writeSession(const Session &session, QSettings &settings)
{
    settings.beginGroup(QStringLiteral("session"));
    settings.setValue(QStringLiteral("network"), session.network);
    settings.setValue(QStringLiteral("weights"), session.weights);
    settings.setValue(QStringLiteral("inputSize"), session.inputSize);
    settings.setValue(QStringLiteral("element"), session.element);
    settings.endGroup();
}

void writePhotos(const Session &session, QSettings &settings)
{
    settings.setValue(QStringLiteral("session/photo"), session.photo);
    writeKeptPhotos(photosToKeep(session.photos, session.photo));
}

Session readSession(const QSettings &settings)
{
    const auto value = [&](const QString &name) {
        return settings.value(QStringLiteral("session/") + name);
    };
    return {
        .network = value(QStringLiteral("network")).toString(),
        .weights = value(QStringLiteral("weights")).toString(),
        .inputSize = std::clamp(value(QStringLiteral("inputSize")).toInt(), 0, 1024),
        .photos = {},
        .photo = value(QStringLiteral("photo")).toString(),
        .element = value(QStringLiteral("element")).toString(),
    };
}

} // namespace inceptoscope
