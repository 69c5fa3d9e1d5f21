#pragma once

#include "diagram/diagramlayout.h"

namespace inceptoscope {

/// Where the keyboard goes from an element. Forward and backward walk all boxes along the data,
/// into opened frames and out of them; up and down go across branches and lines.
enum class DiagramStep { Forward, Backward, Up, Down, First, Last };

/// The id of the element a step leads to from `id`; `id` itself where there is none. From nothing
/// every step leads to the first element.
QString stepFrom(const DiagramLayout &layout, const QString &id, DiagramStep step);

} // namespace inceptoscope
