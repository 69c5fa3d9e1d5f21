#include "explain/outputfigures.h"

#include <cmath>
#include <cstddef>

namespace inceptoscope {

OutputFigures outputFigures(const Activation &activation)
{
    double squares = 0.0;
    std::size_t finite = 0;
    std::size_t zeros = 0;
    const auto values = activation.all();
    for (const float value : values) {
        if (!std::isfinite(value))
            continue;
        ++finite;
        zeros += value == 0.0F ? 1U : 0U;
        squares += double{value} * double{value};
    }
    if (finite == 0)
        return {};
    return {squares / static_cast<double>(finite),
            static_cast<double>(zeros) / static_cast<double>(values.size())};
}

} // namespace inceptoscope
