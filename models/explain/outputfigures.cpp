#include "explain/outputfigures.h"

namespace inceptoscope {

OutputFigures outputFigures(const Activation &activation)
{
    const ValueSums sums = activation.values->sums();
    if (sums.finite == 0)
        return {};
    return {sums.squares / static_cast<double>(sums.finite),
            static_cast<double>(sums.zeros) / static_cast<double>(activation.shape.elements())};
}

} // namespace inceptoscope
