#pragma once

#include "graph/error.h"

#include <QFuture>
#include <QString>
#include <QStringList>

namespace inceptoscope {

/// The photos that were open, in a file of their own beside the settings: many thousands of paths
/// would make those slow.
struct KeptPhotos
{
    QStringList paths; ///< in their order
    int leftOut = 0; ///< that there were more

    bool operator==(const KeptPhotos &) const = default;
};

/// More than the filmstrip is made for.
constexpr int mostKeptPhotos = 20'000;

/// The first of them, and `selected` in any case.
KeptPhotos photosToKeep(const QStringList &paths, const QString &selected);

/// On a thread of their own, one after the other: what is read is what was written before. Without
/// a file there are no photos.
QFuture<Expected<void>> writeKeptPhotos(const KeptPhotos &photos);
QFuture<Expected<KeptPhotos>> readKeptPhotos();

/// Where that file is.
QString keptPhotosFile();

} // namespace inceptoscope
