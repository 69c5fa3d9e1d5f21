#include "curves/metricshades.h"

namespace inceptoscope {

namespace {

/// All there are, the ones that differ most first.
RunShade shadeNumber(int number)
{
    const bool isStrong = number / hueCount % 2 == 0;
    return {isStrong, 0, number % hueCount + hueCount * (number / hueCount / 2), 0};
}

} // namespace

MetricShades::MetricShades(const std::vector<RunShade> &ofRuns)
{
    for (const RunShade &shade : ofRuns) {
        if (shade.colour == 0)
            m_taken.insert(hueOf(shade));
    }
}

RunShade MetricShades::shadeOf(std::size_t run, const RunShade &own, std::size_t metric)
{
    if (metric == 0)
        return own;
    const auto [given, isNew] = m_given.try_emplace({run, metric});
    if (isNew)
        given->second = next();
    return given->second;
}

RunShade MetricShades::next()
{
    constexpr int count = hueCount * lightnessCount * 2; // strong and pale
    while (m_tried < count) {
        const RunShade shade = shadeNumber(m_tried++);
        if (!m_taken.contains(hueOf(shade)))
            return shade;
    }
    return shadeNumber(m_tried++ % count);
}

} // namespace inceptoscope
