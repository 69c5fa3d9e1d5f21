#include "images/croprectangle.h"

namespace inceptoscope {

QRectF cropRectangle(QSize picture, const Preprocessing &preprocessing)
{
    const PictureRegion seen = regionSeen(picture.width(), picture.height(), preprocessing);
    return {seen.left, seen.top, seen.width, seen.height};
}

} // namespace inceptoscope
