#pragma once

#include "engine/activations.h"

#include <memory>
#include <utility>
#include <vector>

namespace inceptoscope::test {

inline Activation activationOf(GridShape shape, std::vector<float> values)
{
    return {shape, std::make_shared<const LazyValues>(std::move(values))};
}

/// Every value of channel c is (c · 7) mod `channels`: each channel another value, not in order
/// where 7 does not divide their number. Channel 0 is zero.
inline Activation flatChannels(GridShape shape)
{
    std::vector<float> values;
    for (int channel = 0; channel < shape.channels; ++channel)
        values.insert(values.end(), static_cast<std::size_t>(shape.height * shape.width),
                      static_cast<float>(channel * 7 % shape.channels));
    return activationOf(shape, std::move(values));
}

} // namespace inceptoscope::test
