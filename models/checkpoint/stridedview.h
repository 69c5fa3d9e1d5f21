#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace inceptoscope {

/// How a tensor picks its elements out of a storage; all counted in elements.
struct StridedView
{
    std::uint64_t offset = 0;
    std::vector<std::int64_t> shape; ///< C order
    std::vector<std::int64_t> strides; ///< one for each extent
};

/// Elements of the tensor; nothing where an extent is negative or their product times
/// `elementSize` is beyond 63 bits.
std::optional<std::uint64_t> elementsOf(const StridedView &view, std::size_t elementSize);

/// Whether every element lies in a storage of that many. Strides must not be negative.
bool liesWithin(const StridedView &view, std::uint64_t storageElements);

/// Whether the elements lie one after another in C order.
bool isContiguous(const StridedView &view);

/// Copies the elements into C order. `out` has exactly their size, the view lies within `storage`.
void copyElements(const StridedView &view, std::span<const std::byte> storage,
                  std::size_t elementSize, std::span<std::byte> out);

} // namespace inceptoscope
