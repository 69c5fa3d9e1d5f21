#pragma once

#include "checkpoint/tensorfile.h"
#include "support/temporaryfolder.h"
#include "support/ziparchive.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// PyTorch's files, put together by hand; the codes are those of Python's pickletools.
namespace inceptoscope::test {

inline std::string pickledNumber(std::int64_t value)
{
    return "\x8a\x08" + littleEndian(value);
}

inline std::string pickledTuple(const std::vector<std::int64_t> &values)
{
    std::string code = "(";
    for (const std::int64_t value : values)
        code += pickledNumber(value);
    return code + "t";
}

inline std::string pickledText(std::string_view text)
{
    return "X" + littleEndian(static_cast<std::uint32_t>(text.size())) + std::string(text);
}

/// `view`: of a legacy file, the code of what makes the storage part of another.
inline std::string pickledStorage(std::int64_t elements, const std::string &key = "0",
                                  const std::string &view = {}, const std::string &kind = "Float")
{
    return "(" + pickledText("storage") + "ctorch\n" + kind + "Storage\n" + pickledText(key)
        + pickledText("cpu") + pickledNumber(elements) + view + "tQ";
}

inline std::string pickledTensor(const std::string &storage, std::int64_t offset,
                                 const std::vector<std::int64_t> &shape,
                                 const std::vector<std::int64_t> &strides)
{
    return "ctorch._utils\n_rebuild_tensor_v2\n(" + storage + pickledNumber(offset)
        + pickledTuple(shape) + pickledTuple(strides) + "\x89}tR";
}

/// A whole pickle; `items`: the codes of names and values.
inline std::string pickledDictionary(const std::string &items)
{
    return "\x80\x02}(" + items + "u.";
}

inline std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t> &shape)
{
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    return strides;
}

/// Writes tensors of Float32 and Float16 as torch.save does, each with a storage of its own.
inline void writeTorchZip(const std::filesystem::path &path, const TensorFile &file)
{
    std::string items;
    std::vector<ZipPart> storages;
    for (const auto &[name, tensor] : file.tensors) {
        const std::string key = std::to_string(storages.size());
        const std::string kind = tensor.dtype == DType::Float16 ? "Half" : "Float";
        items += pickledText(name)
            + pickledTensor(pickledStorage(tensor.elements(), key, {}, kind), 0, tensor.shape,
                            contiguousStrides(tensor.shape));
        storages.push_back(
            zipPart("archive/data/" + key,
                    {reinterpret_cast<const char *>(tensor.bytes.data()), tensor.bytes.size()}));
    }
    storages.insert(storages.begin(), zipPart("archive/data.pkl", pickledDictionary(items)));
    storages.push_back(zipPart("archive/version", "3\n"));
    writeFile(path, zipArchive(storages));
}

} // namespace inceptoscope::test
