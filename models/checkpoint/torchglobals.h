#pragma once

#include "checkpoint/tensorfile.h"

#include <optional>
#include <string_view>

namespace inceptoscope {

/// The classes and functions that a state dict saved by PyTorch names (see KnownGlobal).
std::string_view torchGlobal(std::string_view module, std::string_view name);

/// Of the elements in a storage of the class "torch.FloatStorage"; bytes for one without a type.
/// Nothing for those not supported here, such as complex numbers.
std::optional<DType> dtypeOfStorage(std::string_view storageClass);

bool isStorageClass(std::string_view global);

} // namespace inceptoscope
