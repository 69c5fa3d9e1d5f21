#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <stop_token>

namespace inceptoscope {

/// No more pictures are taken from one folder than this.
constexpr int mostPicturesOfAFolder = 100'000;

using PathFound = std::function<void(const QString &path)>;

/// Calls `found` for every picture that `paths` stand for, in the order given. A folder stands for
/// the files below it, in name order, that have a picture's suffix or content; hidden ones, and
/// folders already visited through a link, are left out. Any other path stands for itself, whatever
/// it is.
///
/// Returns the sentences to tell: folders that cannot be read, have no picture or have too many.
/// Blocks on the disk, so call it from one of DiskWorkers; it looks at `stop` between files.
QStringList walkPictures(const QStringList &paths, std::stop_token stop, const PathFound &found);

} // namespace inceptoscope
