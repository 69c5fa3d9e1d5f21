#pragma once

#include <array>

namespace inceptoscope {

/// [rows][columns]
template<int rows, int columns> using Matrix = std::array<std::array<double, columns>, rows>;

/// Winograd's minimal filtering F(outputs, taps) along one line: a filter's results at `outputs`
/// cells in a row, from `points` cells and with as many multiplications instead of outputs · taps
/// (Lavin and Gray 2015, "Fast Algorithms for Convolutional Neural Networks", section 2):
/// results = output · ((filter · weights) ⊙ (input · cells)).
template<int outputs_, int taps_> struct LineTransform
{
    static constexpr int outputs = outputs_;
    static constexpr int taps = taps_;
    static constexpr int points = outputs + taps - 1;

    Matrix<points, points> input{};
    Matrix<points, taps> filter{};
    Matrix<outputs, points> output{};
};

/// In which order points are taken; beside them there is always infinity. Pairs of opposite sign,
/// and of a number and its reciprocal, keep the entries of the matrices close to each other, and
/// so the rounding errors of float small.
inline constexpr std::array finitePoints{0.0,  1.0,  -1.0,  0.5,       -2.0,      2.0,
                                         -0.5, 0.75, -0.75, 4.0 / 3.0, -4.0 / 3.0};

constexpr double power(double base, int exponent)
{
    double product = 1.0;
    for (int i = 0; i < exponent; ++i)
        product *= base;
    return product;
}

/// The power of two below the largest entry: a row can be divided by it without rounding.
template<std::size_t size> constexpr double scaleOf(const std::array<double, size> &row)
{
    double largest = 0.0;
    for (double each : row)
        largest = each > largest ? each : -each > largest ? -each : largest;
    double scale = 1.0;
    while (scale * 2.0 <= largest)
        scale *= 2.0;
    while (scale > largest)
        scale /= 2.0;
    return scale;
}

/// Coefficients, ascending, of the product of (x - point) over the first finite points but one.
template<int points> constexpr std::array<double, points> productWithout(int left)
{
    std::array<double, points> product{1.0};
    for (int i = 0; i < points - 1; ++i) {
        if (i == left)
            continue;
        for (int k = points - 1; k > 0; --k)
            product[k] = product[k - 1] - finitePoints[i] * product[k];
        product[0] *= -finitePoints[i];
    }
    return product;
}

/// By Toom and Cook's construction.
template<int outputs, int taps> constexpr LineTransform<outputs, taps> lineTransform()
{
    LineTransform<outputs, taps> line;
    constexpr int infinity = line.points - 1;
    for (int i = 0; i < line.points; ++i) {
        const double point = i < infinity ? finitePoints[i] : 0.0;
        const auto row = productWithout<line.points>(i);
        double value = 0.0; // of the product at the point
        for (int k = 0; k < line.points; ++k)
            value += row[k] * power(point, k);
        const double scale = scaleOf(row);
        for (int k = 0; k < line.points; ++k)
            line.input[i][k] = row[k] / scale;
        for (int k = 0; k < taps; ++k)
            line.filter[i][k] =
                i < infinity ? power(point, k) * scale / value : (k == taps - 1 ? scale : 0.0);
        for (int k = 0; k < outputs; ++k)
            line.output[k][i] = i < infinity ? power(point, k) : (k == outputs - 1 ? 1.0 : 0.0);
    }
    return line;
}

} // namespace inceptoscope
