#include "curves/smoothing.h"

namespace inceptoscope {

std::vector<double> smoothed(std::span<const double> values, double weight)
{
    std::vector<double> result(values.begin(), values.end());
    const auto differs = [&result](double value) { return value != result.front(); };
    if (std::none_of(result.begin(), result.end(), differs))
        return result;
    ExponentialAverage average(weight);
    for (auto &value : result)
        value = average.next(value);
    return result;
}

} // namespace inceptoscope
