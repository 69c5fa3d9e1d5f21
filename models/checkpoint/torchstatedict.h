#pragma once

#include "checkpoint/mappedfile.h"
#include "checkpoint/pickle.h"
#include "checkpoint/tensorfile.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace inceptoscope {

/// What a pickle of PyTorch's says of a storage, the run of elements that tensors are views of.
/// Nothing in it has been compared with the bytes of the file.
struct TorchStorage
{
    std::string_view key;
    std::string_view storageClass; ///< "torch.FloatStorage"
    std::optional<DType> dtype; ///< none for elements not supported here
    std::uint64_t elements = 0;
    /// Only in the legacy format: the storage begins at this element of the one with the key.
    std::uint64_t viewOffset = 0;
};

/// `persistent`: a value of that kind. The message is a reason alone, without the file's name.
Expected<TorchStorage> readTorchStorage(const Pickle &pickle, const Pickle::Value &persistent);

/// Gives at least as many bytes as the storage's elements take.
using StorageBytes = std::function<Expected<MappedFile>(const TorchStorage &)>;

using TensorMap = std::map<std::string, StoredTensor, std::less<>>;

/// The tensors of a state dict: of the pickle's dictionary itself or, if it has none, of the one
/// in it under "state_dict", "model", "state_dict_ema" or "model_ema". Everything beside them is
/// passed over. Tensors in C order stay where their storage lies; others are copied into that
/// order, `copyLimit` bytes of them in all.
Expected<TensorMap> readStateDict(const Pickle &pickle, const StorageBytes &bytes,
                                  std::uint64_t copyLimit);

} // namespace inceptoscope
