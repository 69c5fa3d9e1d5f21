#include "engine/torch/torchborder.h"

#include "engine/torchsentence.h"

#include <c10/util/Exception.h>

#include <new>

namespace inceptoscope {

Error errorFrom(const std::exception &exception)
{
    if (dynamic_cast<const std::bad_alloc *>(&exception))
        return notEnoughMemory();
    const auto *const own = dynamic_cast<const c10::Error *>(&exception);
    return torchSentence(own ? own->what_without_backtrace() : exception.what());
}

} // namespace inceptoscope
