#include "curves/values.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inceptoscope {

static bool isFloat(double value)
{
    constexpr double largest = std::numeric_limits<float>::max();
    if (!(std::abs(value) <= largest))
        return !std::isfinite(value);
    return static_cast<double>(static_cast<float>(value)) == value;
}

Values::Values(std::vector<double> values)
{
    if (!std::ranges::all_of(values, isFloat)) {
        m_doubles = std::move(values);
        return;
    }
    m_floats.resize(values.size());
    std::ranges::transform(values, m_floats.begin(),
                           [](double value) { return static_cast<float>(value); });
}

} // namespace inceptoscope
