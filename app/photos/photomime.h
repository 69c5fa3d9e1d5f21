#pragma once

#include <QByteArray>
#include <QImage>
#include <QStringList>

class QMimeData;

namespace inceptoscope {

/// What a drop or the clipboard brings, sorted.
struct PhotoMime
{
    QStringList paths; ///< files and folders of this machine
    QImage pixels; ///< else a picture,
    QByteArray bytes; ///< or an encoded one
    QStringList problems; ///< sentences to tell, plain text
};

/// Files win over pixels, for they keep their name; pixels win over an address on the web, which is
/// how a picture dragged from a browser comes.
PhotoMime readPhotoMime(const QMimeData &data);

/// Whether readPhotoMime would find anything to add or to tell about a picture: for a drag that
/// enters.
bool mayHoldPhotos(const QMimeData &data);

} // namespace inceptoscope
