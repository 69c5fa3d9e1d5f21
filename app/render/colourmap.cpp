#include "render/colourmap.h"

#include "render/colourtables.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

static std::uint32_t greyAt(std::size_t index)
{
    const auto level = static_cast<std::uint32_t>(index);
    return (level << 16U) | (level << 8U) | level;
}

static std::uint32_t entry(ColourMap map, std::size_t index)
{
    switch (map) {
    case ColourMap::Viridis:
        return viridisTable[index];
    case ColourMap::Magma:
        return magmaTable[index];
    case ColourMap::Cividis:
        return cividisTable[index];
    case ColourMap::Grey:
        return greyAt(index);
    case ColourMap::Diverging:
        return coolwarmTable[index];
    }
    return 0;
}

QRgb colourOf(ColourMap map, double position)
{
    if (std::isnan(position))
        return notFiniteColour;
    const double scaled = std::clamp(position, 0.0, 1.0) * 256.0;
    return 0xff000000U | entry(map, std::min<std::size_t>(static_cast<std::size_t>(scaled), 255));
}

} // namespace inceptoscope
