#include "engine/onednn/arena.h"

#include <algorithm>

namespace inceptoscope {

namespace {

/// A cache line of the narrowest type.
constexpr std::int64_t alignment = 64;

/// The narrowest type is half as wide as a float.
std::int64_t roomFor(const PlannedBuffer &buffer, int lanes)
{
    const std::int64_t elements = elementsOf(buffer, lanes) * (buffer.wide ? 2 : 1);
    return (elements + alignment - 1) / alignment * alignment;
}

bool liveTogether(const PlannedBuffer &a, const PlannedBuffer &b)
{
    return a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
}

/// The lowest offset where nothing that lives at the same time is in the way. `placed` is in
/// ascending order of offsets.
std::int64_t freeOffset(const std::vector<const PlannedBuffer *> &placed,
                        const PlannedBuffer &buffer, int lanes)
{
    std::int64_t offset = 0;
    for (const PlannedBuffer *other : placed) {
        if (!liveTogether(*other, buffer))
            continue;
        if (offset + roomFor(buffer, lanes) <= other->offset)
            break;
        offset = std::max(offset, other->offset + roomFor(*other, lanes));
    }
    return offset;
}

} // namespace

std::int64_t assignOffsets(std::vector<PlannedBuffer> &buffers, int lanes)
{
    std::vector<PlannedBuffer *> waiting;
    for (PlannedBuffer &buffer : buffers) {
        if (!buffer.kept && buffer.firstStep >= 0)
            waiting.push_back(&buffer);
    }
    std::ranges::stable_sort(waiting, std::greater{}, [&](const PlannedBuffer *buffer) {
        return elementsOf(*buffer, lanes);
    });
    std::int64_t size = 0;
    std::vector<const PlannedBuffer *> placed;
    for (PlannedBuffer *buffer : waiting) {
        buffer->offset = freeOffset(placed, *buffer, lanes);
        size = std::max(size, buffer->offset + roomFor(*buffer, lanes));
        const auto at = std::ranges::upper_bound(placed, buffer->offset, {},
                                                 [](const auto *other) { return other->offset; });
        placed.insert(at, buffer);
    }
    return size;
}

} // namespace inceptoscope
