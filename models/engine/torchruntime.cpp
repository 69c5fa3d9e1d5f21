#include "engine/torchruntime.h"

#include "engine/module.h"

namespace inceptoscope {

static Expected<TorchRuntime *> load()
{
    using Factory = TorchRuntime *();
    return symbolOfModule("libinceptoscope_torch.so", "inceptoscopeTorchRuntime", "LibTorch")
        .map([](void *factory) { return reinterpret_cast<Factory *>(factory)(); });
}

Expected<TorchRuntime *> torchRuntime()
{
    static const Expected<TorchRuntime *> runtime = load();
    return runtime;
}

} // namespace inceptoscope
