#pragma once

#include <QString>

namespace inceptoscope {

/// 42,679,816 the way the person's language groups digits.
QString groupedNumber(qint64 number);
/// To three digits with what it is a multiple of: "42.7 M", "1.06 G", "812".
QString prefixedNumber(double number);
/// To three digits, zeros at its end included, so that numbers side by side have as many: "0.640".
QString threeDigits(double number);

} // namespace inceptoscope
