#pragma once

#include "inference/answer.h"

namespace inceptoscope {

/// Whether two networks call what they find most probable the same. By name, since networks count
/// their classes in different ways; upper and lower case are the same.
bool agree(const Prediction &a, const Prediction &b);

/// "Both say golf ball: 97.3 % and 88.1 %", "They disagree: A says golf ball (97.3 %), B says
/// parachute (51.0 %)".
QString agreementText(const Prediction &a, const Prediction &b);

/// What one network says of two photos: "A is golf ball (97.3 %), B is parachute (51.0 %)".
QString answersText(const Prediction &a, const Prediction &b);

} // namespace inceptoscope
