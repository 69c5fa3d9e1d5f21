#include "engine/module.h"

#include <dlfcn.h>
#include <filesystem>

namespace inceptoscope {

/// Where this code lies. The loader would look there by itself, but for the address sanitizer,
/// whose dlopen looks beside itself instead.
static std::filesystem::path ownFolder()
{
    static const char here = 0;
    Dl_info info{};
    return dladdr(&here, &info) != 0 ? std::filesystem::path(info.dli_fname).parent_path()
                                     : std::filesystem::path();
}

Expected<void *> symbolOfModule(const std::string &library, const char *symbol,
                                const std::string &title)
{
    void *module = dlopen((ownFolder() / library).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!module)
        return failure(title + " could not be loaded: " + dlerror());
    void *address = dlsym(module, symbol);
    if (!address)
        return failure(library + " is not this program's: install it again");
    return address;
}

} // namespace inceptoscope
