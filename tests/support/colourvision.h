#pragma once

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>

namespace inceptoscope::test {

using Matrix = std::array<std::array<double, 3>, 3>;
using Triple = std::array<double, 3>;

/// Of linear RGB, for complete loss of one kind of cone: Machado, Oliveira and Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
inline constexpr Matrix everything{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
inline constexpr Matrix protanopia{{{0.152286, 1.052583, -0.204868},
                                    {0.114503, 0.786281, 0.099216},
                                    {-0.003882, -0.048116, 1.051998}}};
inline constexpr Matrix deuteranopia{{{0.367322, 0.860646, -0.227968},
                                      {0.280085, 0.672501, 0.047413},
                                      {-0.011820, 0.042940, 0.968881}}};
inline constexpr Matrix tritanopia{{{1.255528, -0.076749, -0.178779},
                                    {-0.078411, 0.930809, 0.147602},
                                    {0.004733, 0.691367, 0.303900}}};
/// People who see all colours, and those who lack one kind of cone.
inline constexpr std::array eyes{everything, protanopia, deuteranopia, tritanopia};

inline constexpr Matrix toXyz{
    {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}};

inline Triple times(const Matrix &matrix, const Triple &vector)
{
    Triple product{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column)
            product.at(row) += matrix.at(row).at(column) * vector.at(column);
    }
    return product;
}

inline Triple linear(const QColor &colour)
{
    Triple parts{colour.redF(), colour.greenF(), colour.blueF()};
    for (double &part : parts)
        part = part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    return parts;
}

/// CIE L*a*b*, where equal distances look equally large.
inline Triple lab(const QColor &colour, const Matrix &seenBy)
{
    Triple seen = times(seenBy, linear(colour));
    for (double &part : seen)
        part = std::clamp(part, 0.0, 1.0);
    const Triple xyz = times(toXyz, seen);
    const auto bent = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = bent(xyz[0] / 0.95047);
    const double y = bent(xyz[1]);
    const double z = bent(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

inline double difference(const Triple &a, const Triple &b)
{
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

} // namespace inceptoscope::test
