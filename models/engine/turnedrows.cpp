#include "engine/turnedrows.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace inceptoscope {

namespace {

using Bytes [[gnu::vector_size(16)]] = std::uint8_t;
using Square = std::array<Bytes, turnedRows>;

/// Four times one step: the first half of the rows interleaved with the second, byte by byte.
void transpose(Square &square)
{
    for (int step = 0; step < 4; ++step) {
        const Square from = square;
        for (std::size_t i = 0; i < turnedRows / 2; ++i) {
            const Bytes a = from[i];
            const Bytes b = from[i + turnedRows / 2];
            square[2 * i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21,
                                                    6, 22, 7, 23);
            square[2 * i + 1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                                        13, 29, 14, 30, 15, 31);
        }
    }
}

} // namespace

void turnRows(const std::array<const std::uint8_t *, turnedRows> &rows, std::size_t count,
              std::uint8_t *turned)
{
    for (std::size_t at = 0; at < count; at += turnedRows) {
        const std::size_t wanted = std::min<std::size_t>(turnedRows, count - at);
        Square square{};
        for (std::size_t row = 0; row < turnedRows; ++row) {
            if (wanted == turnedRows)
                std::memcpy(&square[row], rows[row] + at, turnedRows);
            else
                std::memcpy(&square[row], rows[row] + at, wanted);
        }
        transpose(square);
        std::memcpy(turned + at * turnedRows, square.data(), wanted * turnedRows);
    }
}

void turnBack(const std::uint8_t *turned, std::size_t count,
              const std::array<std::uint8_t *, turnedRows> &rows)
{
    for (std::size_t at = 0; at < count; at += turnedRows) {
        const std::size_t wanted = std::min<std::size_t>(turnedRows, count - at);
        Square square{};
        std::memcpy(square.data(), turned + at * turnedRows, wanted * turnedRows);
        transpose(square);
        for (std::size_t row = 0; row < turnedRows; ++row) {
            if (wanted == turnedRows)
                std::memcpy(rows[row] + at, &square[row], turnedRows);
            else
                std::memcpy(rows[row] + at, &square[row], wanted);
        }
    }
}

} // namespace inceptoscope
