#include "engine/onednnruntime.h"

#include "engine/module.h"

namespace inceptoscope {

static Expected<OnednnRuntime *> load()
{
    using Factory = OnednnRuntime *();
    return symbolOfModule("libinceptoscope_onednn.so", "inceptoscopeOnednnRuntime", "oneDNN")
        .map([](void *factory) { return reinterpret_cast<Factory *>(factory)(); });
}

Expected<OnednnRuntime *> onednnRuntime()
{
    static const Expected<OnednnRuntime *> runtime = load();
    return runtime;
}

} // namespace inceptoscope
