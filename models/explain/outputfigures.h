#pragma once

#include "engine/activations.h"

#include <map>

namespace inceptoscope {

/// What one layer put out for one photo, in two numbers.
struct OutputFigures
{
    double energy = 0.0; ///< mean square of the finite values
    double zeros = 0.0; ///< share of values that are zero, 0 to 1

    bool operator==(const OutputFigures &) const = default;
};

/// By layer index.
using FiguresByLayer = std::map<int, OutputFigures>;

/// All zero for an activation without values.
OutputFigures outputFigures(const Activation &activation);

} // namespace inceptoscope
