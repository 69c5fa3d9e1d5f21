#include "photos/photomime.h"

#include "images/shownname.h"

#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace inceptoscope {

static QString encodedPictureFormat(const QMimeData &data)
{
    const QStringList formats = data.formats();
    const auto found = std::find_if(formats.begin(), formats.end(), [](const QString &format) {
        return format.startsWith(QLatin1String("image/"));
    });
    return found == formats.end() ? QString() : *found;
}

static QString elided(const QString &text)
{
    constexpr qsizetype longest = 100;
    const QString line = shownName(text);
    return line.size() <= longest ? line : line.left(longest - 1) + u'…';
}

static QString aboutAddress(const QUrl &url)
{
    return elided(url.toDisplayString())
        + QStringLiteral(
               " is an address, and only files can be opened; save the picture and open the file");
}

PhotoMime readPhotoMime(const QMimeData &data)
{
    PhotoMime result;
    QList<QUrl> addresses;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            result.paths += url.toLocalFile();
        else
            addresses += url;
    }
    if (result.paths.isEmpty()) {
        result.pixels = qvariant_cast<QImage>(data.imageData());
        if (result.pixels.isNull())
            result.bytes = data.data(encodedPictureFormat(data));
        if (!result.pixels.isNull() || !result.bytes.isEmpty())
            return result;
    }
    for (const QUrl &url : std::as_const(addresses))
        result.problems += aboutAddress(url);
    if (result.paths.isEmpty() && addresses.isEmpty())
        result.problems +=
            QStringLiteral("There is no picture in it; use files, folders or a copied picture");
    return result;
}

bool mayHoldPhotos(const QMimeData &data)
{
    return data.hasUrls() || data.hasImage() || !encodedPictureFormat(data).isEmpty();
}

} // namespace inceptoscope
