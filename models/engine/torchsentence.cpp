#include "engine/torchsentence.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace inceptoscope {

Error notEnoughMemory()
{
    return {"there is not enough memory for this network; try a smaller batch, a smaller input "
            "size or a narrower network"};
}

/// LibTorch's own allocator, the driver, and the two libraries that take memory of their own.
static bool isOutOfGraphicsMemory(const std::string &message)
{
    static constexpr std::array<std::string_view, 4> signs{
        "CUDA out of memory", "CUDA error: out of memory", "CUDNN_STATUS_ALLOC_FAILED",
        "CUBLAS_STATUS_ALLOC_FAILED"};
    return std::ranges::any_of(
        signs, [&](std::string_view sign) { return message.find(sign) != std::string::npos; });
}

Error torchSentence(const std::string &message)
{
    if (isOutOfGraphicsMemory(message))
        return {"the graphics processor has not enough memory for this network; close other "
                "programs that use it, try a smaller batch or input size, or set "
                "CUDA_VISIBLE_DEVICES to nothing to compute without it"};
    if (message.find("DefaultCPUAllocator") != std::string::npos)
        return notEnoughMemory();
    return {"LibTorch cannot go on: " + message.substr(0, message.find('\n'))};
}

} // namespace inceptoscope
