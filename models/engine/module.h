#pragma once

#include "graph/error.h"

#include <string>

namespace inceptoscope {

/// The address of `symbol` in a library that lies beside this one, which is loaded for it. `title`
/// is what the message calls it: "LibTorch".
Expected<void *> symbolOfModule(const std::string &library, const char *symbol,
                                const std::string &title);

} // namespace inceptoscope
