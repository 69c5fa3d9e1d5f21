#include "checkpoint/stridedview.h"

#include <algorithm>
#include <cstring>

namespace inceptoscope {

namespace {

bool isEmpty(const StridedView &view)
{
    return std::ranges::find(view.shape, 0) != view.shape.end();
}

} // namespace

std::optional<std::uint64_t> elementsOf(const StridedView &view, std::size_t elementSize)
{
    auto bytes = static_cast<std::int64_t>(elementSize);
    for (const std::int64_t extent : view.shape) {
        if (extent < 0 || __builtin_mul_overflow(bytes, extent, &bytes))
            return std::nullopt;
    }
    return static_cast<std::uint64_t>(bytes) / elementSize;
}

bool liesWithin(const StridedView &view, std::uint64_t storageElements)
{
    if (isEmpty(view))
        return true;
    std::uint64_t last = view.offset;
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        std::uint64_t reach = 0;
        if (view.strides[i] < 0
            || __builtin_mul_overflow(static_cast<std::uint64_t>(view.shape[i] - 1),
                                      static_cast<std::uint64_t>(view.strides[i]), &reach)
            || __builtin_add_overflow(last, reach, &last))
            return false;
    }
    return last < storageElements;
}

bool isContiguous(const StridedView &view)
{
    if (isEmpty(view))
        return true;
    std::int64_t expected = 1;
    for (std::size_t i = view.shape.size(); i-- > 0;) {
        // The stride of a single row is never taken.
        if (view.shape[i] != 1 && view.strides[i] != expected)
            return false;
        expected *= view.shape[i];
    }
    return true;
}

void copyElements(const StridedView &view, std::span<const std::byte> storage,
                  std::size_t elementSize, std::span<std::byte> out)
{
    std::vector<std::int64_t> position(view.shape.size(), 0);
    std::uint64_t element = view.offset;
    for (std::size_t at = 0; at < out.size(); at += elementSize) {
        std::memcpy(out.data() + at, storage.data() + element * elementSize, elementSize);
        for (std::size_t i = position.size(); i-- > 0;) {
            element += static_cast<std::uint64_t>(view.strides[i]);
            if (++position[i] < view.shape[i])
                break;
            element -= static_cast<std::uint64_t>(view.strides[i])
                * static_cast<std::uint64_t>(view.shape[i]);
            position[i] = 0;
        }
    }
}

} // namespace inceptoscope
