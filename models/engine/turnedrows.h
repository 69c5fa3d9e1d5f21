#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace inceptoscope {

constexpr std::size_t turnedRows = 16;

/// Turns 16 rows of `count` bytes into columns: turned[count][16].
void turnRows(const std::array<const std::uint8_t *, turnedRows> &rows, std::size_t count,
              std::uint8_t *turned);

/// The way back. Rows may be the same: each gets all of its bytes, the last one last.
void turnBack(const std::uint8_t *turned, std::size_t count,
              const std::array<std::uint8_t *, turnedRows> &rows);

} // namespace inceptoscope
