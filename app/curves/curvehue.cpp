#include "curves/curvehue.h"

#include <array>

namespace inceptoscope {

CurveHue hueOf(const RunShade &shade)
{
    constexpr std::array warm{1, 4, 3}; // hues
    constexpr std::array cool{0, 2, 5};
    if (shade.family >= 0)
        return {shade.family % hueCount, shade.family / hueCount % lightnessCount, !shade.residual};
    const auto count = static_cast<int>(warm.size());
    const auto place = static_cast<std::size_t>(shade.number % count);
    return {shade.residual ? warm[place] : cool[place], shade.number / count % lightnessCount,
            false};
}

} // namespace inceptoscope
