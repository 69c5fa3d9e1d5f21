#pragma once

#include "graph/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

enum class DType { Float64, Float32, Float16, BFloat16, Int64, Int32, Int16, Int8, UInt8, Bool };

std::size_t elementSize(DType dtype);
std::string_view dtypeName(DType dtype); ///< safetensors' name: "F32", "F16", "BF16", "I64", …
std::optional<DType> dtypeFromName(std::string_view name);

/// A stored tensor: C order, little endian, somewhere in memory that `owner` keeps alive (a mapped
/// file or a buffer). Copying it copies no data.
struct StoredTensor
{
    DType dtype = DType::Float32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;

    std::int64_t elements() const;
};

/// The values as float, converted from any dtype.
std::vector<float> toFloat(const StoredTensor &tensor);
/// A tensor that owns a copy of `values`, stored as `dtype` (Float32, Float16 or BFloat16; rounded
/// to the nearest, halves to even; beyond a type's range infinite). `shape` must have as many
/// elements.
StoredTensor makeTensor(std::span<const float> values, std::vector<std::int64_t> shape,
                        DType dtype = DType::Float32);

/// What a file of weights holds, whatever its format.
struct TensorFile
{
    std::filesystem::path path;
    std::map<std::string, StoredTensor, std::less<>> tensors;
    std::map<std::string, std::string, std::less<>> metadata;
};

/// Reads a safetensors file by mapping it into memory. Every length, offset and shape is checked
/// before it is used; on failure nothing is kept. While it is in use, the file may be replaced
/// but not cut short in place.
Expected<TensorFile> readSafetensors(const std::filesystem::path &path);

/// Reads a file of weights in whichever format its contents are: safetensors, or what torch.save
/// writes, today's zip archives and the files from before PyTorch 1.6. A state dict may lie in the
/// dictionary of a checkpoint (torchstatedict.h). Of other formats the message says which it is and
/// what to do. As with readSafetensors, tensors stay in the mapped file where they can.
Expected<TensorFile> readTensorFile(const std::filesystem::path &path);

/// Writes beside `path` and renames, so that the file is never half there. The same contents give
/// the same bytes: the widest elements first, then by name, so that every tensor is aligned.
Expected<void> writeSafetensors(const std::filesystem::path &path, const TensorFile &file);

} // namespace inceptoscope
