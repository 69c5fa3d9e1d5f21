#pragma once

#include <dnnl.hpp>

namespace inceptoscope {

/// Asked of oneDNN, which may be told to use less than the processor has (DNNL_MAX_CPU_ISA).
inline bool computesWith([[maybe_unused]] dnnl::cpu_isa wanted)
{
#if defined(__x86_64__)
    const auto bits = static_cast<unsigned>(wanted); // each set of instructions has those before it
    return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & bits) == bits;
#else
    return false;
#endif
}

} // namespace inceptoscope
