#pragma once

#include "checkpoint/tensorfile.h"

#include <optional>
#include <string_view>

namespace inceptoscope {

/// The classes and functions that a state dict saved by PyTorch names (see KnownGlobal), and a few
/// harmless ones of what training scripts keep beside it: their arguments and NumPy's numbers.
std::string_view torchGlobal(std::string_view module, std::string_view name);

/// Of the elements in a storage of the class "torch.FloatStorage"; bytes for an UntypedStorage.
/// Nothing for those not supported here, such as complex numbers, nor for a TypedStorage, whose
/// class does not say what its elements are.
std::optional<DType> dtypeOfStorage(std::string_view storageClass);

bool isStorageClass(std::string_view global);

} // namespace inceptoscope
