#include "curves/picturefonts.h"

namespace inceptoscope {

static QFont fontOf(int pixels)
{
    QFont font(QStringLiteral("sans-serif")); // every reader of SVG knows that one
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(pixels); // points would differ between devices
    font.setHintingPreference(QFont::PreferNoHinting); // text is as wide at every resolution
    return font;
}

PictureFonts::PictureFonts()
    : title(fontOf(14))
    , text(fontOf(12))
    , small(fontOf(11))
{
}

} // namespace inceptoscope
