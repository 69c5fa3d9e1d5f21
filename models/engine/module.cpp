#include "engine/module.h"

#include <dlfcn.h>

namespace inceptoscope {

Expected<void *> symbolOfModule(const std::string &library, const char *symbol,
                                const std::string &title)
{
    // Found through this library's own run path.
    void *module = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!module)
        return failure(title + " could not be loaded: " + dlerror());
    void *address = dlsym(module, symbol);
    if (!address)
        return failure(library + " is not this program's: install it again");
    return address;
}

} // namespace inceptoscope
