#pragma once

#include "zoo/zoo.h"

#include <string>

namespace inceptoscope::test {

/// A narrow, short network of four classes whose last grid is larger than one place.
inline NetworkGraph narrowGraph(const std::string &network)
{
    NetworkOptions options{.input = {107, 107}, .classes = 4, .width = 0.125, .repeats = {1, 1, 1}};
    if (network == "bn_inception")
        options.input = {127, 127}; // others do not fit together
    return buildNetwork(network, options).value();
}

/// Large enough for its auxiliary head.
inline NetworkGraph narrowInceptionV3()
{
    const NetworkOptions options{
        .classes = 4, .width = 0.125, .repeats = {1, 1, 1}, .auxiliaryHead = true};
    return buildNetwork("inception_v3", options).value();
}

} // namespace inceptoscope::test
