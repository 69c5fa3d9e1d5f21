#include "session/session.h"

#include "explorer/explorer.h"

#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace inceptoscope {

namespace {

/// What is kept of a folder full of photos: opening it is quicker than reading so many paths.
constexpr int mostPhotos = 1000;

QString pathAt(const PhotoListModel &photos, int row)
{
    return row < 0 ? QString() : photos.index(row).data(PhotoPathRole).toString();
}

/// Files are looked for on a worker. Queued, since the first photo to be found is selected, too.
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
                explorer.selection()->setPhoto(photos.index(row).data(PhotoIdRole).toInt());
                until->deleteLater();
            }
        },
        Qt::QueuedConnection);
}

void showNetwork(const Session &session, Explorer &explorer)
{
    const CatalogueEntry *entry = explorer.catalogue().find(session.network.toStdString());
    if (entry && entry->file == session.weights.toStdString())
        explorer.setNetwork(session.network);
    else if (QFileInfo::exists(session.weights))
        explorer.openWeights(session.weights);
}

} // namespace

Session sessionOf(Explorer &explorer)
{
    const PhotoListModel &photos = *explorer.photos();
    Session session{
        .network = QString::fromStdString(explorer.network().id),
        .weights = QString::fromStdString(explorer.network().file.string()),
        .inputSize = explorer.inputSize(),
        .photos = {},
        .photo = pathAt(photos, photos.rowOf(explorer.selection()->photo())),
        .element = explorer.selection()->element(),
    };
    for (int row = 0; row < photos.rowCount() && session.photos.size() < mostPhotos; ++row) {
        if (const QString path = pathAt(photos, row); !path.isEmpty())
            session.photos << path;
    }
    return session;
}

void showSession(const Session &session, Explorer &explorer)
{
    showNetwork(session, explorer);
    if (session.inputSize > 0)
        explorer.setInputSize(session.inputSize);
    const auto &graph = explorer.graph();
    if (graph && graph->outputOf(session.element.toStdString()) >= 0)
        explorer.selection()->setElement(session.element);
    QStringList there;
    for (const QString &path : session.photos) {
        if (QFileInfo::exists(path))
            there << path;
    }
    if (there.isEmpty())
        return;
    if (there.contains(session.photo))
        selectWhenFound(session.photo, explorer);
    explorer.openPhotos(there);
}

void writeSession(const Session &session, QSettings &settings)
{
    settings.beginGroup(QStringLiteral("session"));
    settings.setValue(QStringLiteral("network"), session.network);
    settings.setValue(QStringLiteral("weights"), session.weights);
    settings.setValue(QStringLiteral("inputSize"), session.inputSize);
    settings.setValue(QStringLiteral("photos"), session.photos);
    settings.setValue(QStringLiteral("photo"), session.photo);
    settings.setValue(QStringLiteral("element"), session.element);
    settings.endGroup();
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
        .photos = value(QStringLiteral("photos")).toStringList(),
        .photo = value(QStringLiteral("photo")).toString(),
        .element = value(QStringLiteral("element")).toString(),
    };
}

} // namespace inceptoscope
