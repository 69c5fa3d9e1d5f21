#include "engine/torch/torchborder.h"

#include <c10/util/Exception.h>

#include <new>
#include <string>

namespace inceptoscope {

Error errorFrom(const std::exception &exception)
{
    const auto *const own = dynamic_cast<const c10::Error *>(&exception);
    const std::string whole = own ? own->what_without_backtrace() : exception.what();
    const bool noMemory = dynamic_cast<const std::bad_alloc *>(&exception) != nullptr
        || whole.find("DefaultCPUAllocator") != std::string::npos;
    if (noMemory)
        return {"there is not enough memory for this network; try a smaller batch, a smaller input "
                "size or a narrower network"};
    return {"LibTorch cannot go on: " + whole.substr(0, whole.find('\n'))};
}

} // namespace inceptoscope
