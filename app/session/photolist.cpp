#include "session/photolist.h"

#include "files/savebytes.h"
#include "images/shownname.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QtConcurrentRun>
#include <QThreadPool>

#include <algorithm>

namespace inceptoscope {

namespace {

const QByteArray firstLine = QByteArrayLiteral("Inceptoscope photos 1");

/// 20,000 of the longest paths there are.
constexpr qint64 mostBytes = qint64{20'000} * 4096 + 100;

QThreadPool &thread()
{
    static QThreadPool pool;
    pool.setMaxThreadCount(1);
    return pool;
}

/// Lines end in 0, which is in no path.
QByteArray toBytes(const KeptPhotos &photos)
{
    QByteArray bytes = firstLine + '\0' + QByteArray::number(photos.leftOut) + '\0';
    for (const QString &path : photos.paths)
        bytes += QFile::encodeName(path) + '\0';
    return bytes;
}

Expected<KeptPhotos> read(const QString &path)
{
    QFile file(path);
    const auto refused = [&](const QString &reason) {
        return failure(QStringLiteral("%1, where the photos of last time are listed, %2")
                           .arg(shownName(path), reason)
                           .toStdString());
    };
    if (!file.exists())
        return KeptPhotos();
    if (!file.open(QIODevice::ReadOnly))
        return refused(QStringLiteral("cannot be read: %1").arg(file.errorString()));
    QList<QByteArray> lines = file.read(mostBytes).split('\0');
    bool isNumber = false;
    const int leftOut = lines.value(1).toInt(&isNumber);
    if (lines.size() < 3 || lines[0] != firstLine || !isNumber || leftOut < 0
        || !lines.constLast().isEmpty() || lines.size() > mostKeptPhotos + 3)
        return refused(QStringLiteral("is damaged; open them again"));
    KeptPhotos photos{{}, leftOut};
    for (const QByteArray &line : std::as_const(lines).sliced(2, lines.size() - 3))
        photos.paths << QFile::decodeName(line);
    return photos;
}

Expected<void> write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).absolutePath()); // of a first start
    return saveBytes(path, bytes);
}

} // namespace

KeptPhotos photosToKeep(const QStringList &paths, const QString &selected)
{
    const qsizetype kept = std::min<qsizetype>(paths.size(), mostKeptPhotos);
    KeptPhotos photos{paths.first(kept), static_cast<int>(paths.size() - kept)};
    if (photos.leftOut > 0 && !selected.isEmpty() && !photos.paths.contains(selected))
        photos.paths.back() = selected;
    return photos;
}

QString keptPhotosFile()
{
    return QFileInfo(QSettings().fileName()).absoluteDir().filePath(QStringLiteral("photos.list"));
}

QFuture<Expected<void>> writeKeptPhotos(const KeptPhotos &photos)
{
    return QtConcurrent::run(
        &thread(), [photos, path = keptPhotosFile()] { return write(path, toBytes(photos)); });
}

QFuture<Expected<KeptPhotos>> readKeptPhotos()
{
    return QtConcurrent::run(&thread(), [path = keptPhotosFile()] { return read(path); });
}

} // namespace inceptoscope
