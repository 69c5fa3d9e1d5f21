#pragma once

class QWidget;

namespace inceptoscope {

/// Whether what changes may move: not where the system asks for less.
bool hasMotion(const QWidget &widget);

} // namespace inceptoscope
