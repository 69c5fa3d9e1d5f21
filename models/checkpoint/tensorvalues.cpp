#include "checkpoint/tensorvalues.h"

#include "checkpoint/mappedfile.h"

#include <algorithm>
#include <cassert>

namespace inceptoscope {

/// As many elements are converted at a time: the buffer stays in the processor's cache.
static constexpr std::size_t elementsAtOnce = 65'536;

static Expected<void> convertInParts(const StoredTensor &tensor, std::span<float> out)
{
    const std::size_t size = elementSize(tensor.dtype);
    std::vector<std::byte> buffer(std::min(elementsAtOnce, out.size()) * size);
    auto rest = tensor.bytes;
    while (!out.empty()) {
        const std::size_t count = std::min(elementsAtOnce, out.size());
        const std::span part(buffer.data(), count * size);
        if (auto copied = copyBytes(rest, tensor.owner, part); !copied)
            return copied;
        std::ranges::copy(toFloat({tensor.dtype, {}, part, {}}), out.begin());
        rest = rest.subspan(part.size());
        out = out.subspan(count);
    }
    return {};
}

Expected<void> copyFloats(const StoredTensor &tensor, std::span<float> out)
{
    assert(tensor.bytes.size() == out.size() * elementSize(tensor.dtype));
    if (tensor.dtype == DType::Float32)
        return copyBytes(tensor.bytes, tensor.owner, std::as_writable_bytes(out));
    return convertInParts(tensor, out);
}

} // namespace inceptoscope
