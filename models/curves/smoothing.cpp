#include "curves/smoothing.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

std::vector<double> smoothed(std::span<const double> values, double weight)
{
    std::vector<double> result(values.begin(), values.end());
    const auto differs = [&result](double value) { return value != result.front(); };
    if (std::none_of(result.begin(), result.end(), differs))
        return result;
    const double share = weight > 0 ? std::min(weight, 1.0) : 0.0; // 0 for NaN, too
    double last = 0;
    double remaining = 1; // share to the power of the number of finite values
    for (auto &value : result) {
        if (!std::isfinite(value))
            continue;
        last = share * last + (1 - share) * value;
        remaining *= share;
        value = share < 1 ? last / (1 - remaining) : last;
    }
    return result;
}

} // namespace inceptoscope
