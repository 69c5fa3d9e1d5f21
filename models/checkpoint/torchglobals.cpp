#include "checkpoint/torchglobals.h"

#include <algorithm>
#include <array>

namespace inceptoscope {

namespace {

struct StorageClass
{
    std::string_view name;
    std::optional<DType> dtype;
};

constexpr std::array<StorageClass, 21> storageClasses{{
    {"torch.BFloat16Storage", DType::BFloat16},
    {"torch.BoolStorage", DType::Bool},
    {"torch.ByteStorage", DType::UInt8},
    {"torch.CharStorage", DType::Int8},
    {"torch.ComplexDoubleStorage", std::nullopt},
    {"torch.ComplexFloatStorage", std::nullopt},
    {"torch.DoubleStorage", DType::Float64},
    {"torch.FloatStorage", DType::Float32},
    {"torch.HalfStorage", DType::Float16},
    {"torch.IntStorage", DType::Int32},
    {"torch.LongStorage", DType::Int64},
    {"torch.QInt32Storage", std::nullopt},
    {"torch.QInt8Storage", std::nullopt},
    {"torch.QUInt2x4Storage", std::nullopt},
    {"torch.QUInt4x2Storage", std::nullopt},
    {"torch.QUInt8Storage", std::nullopt},
    {"torch.ShortStorage", DType::Int16},
    {"torch.storage.TypedStorage", std::nullopt},
    {"torch.storage.UntypedStorage", DType::UInt8},
    {"torch.storage._TypedStorage", std::nullopt},
    {"torch.storage._UntypedStorage", DType::UInt8},
}};

constexpr std::array<std::string_view, 35> others{
    "_codecs.encode",
    "argparse.Namespace",
    "collections.OrderedDict",
    "numpy._core.multiarray._reconstruct",
    "numpy._core.multiarray.scalar",
    "numpy.core.multiarray._reconstruct",
    "numpy.core.multiarray.scalar",
    "numpy.dtype",
    "numpy.ndarray",
    "torch.Size",
    "torch._utils._rebuild_parameter",
    "torch._utils._rebuild_tensor",
    "torch._utils._rebuild_tensor_v2",
    "torch.bfloat16",
    "torch.bool",
    "torch.complex128",
    "torch.complex32",
    "torch.complex64",
    "torch.double",
    "torch.float",
    "torch.float16",
    "torch.float32",
    "torch.float64",
    "torch.half",
    "torch.int",
    "torch.int16",
    "torch.int32",
    "torch.int64",
    "torch.int8",
    "torch.long",
    "torch.qint32",
    "torch.qint8",
    "torch.quint8",
    "torch.short",
    "torch.uint8",
};

bool isCalled(std::string_view full, std::string_view module, std::string_view name)
{
    return full.size() == module.size() + 1 + name.size() && full.starts_with(module)
        && full[module.size()] == '.' && full.ends_with(name);
}

} // namespace

std::string_view torchGlobal(std::string_view module, std::string_view name)
{
    for (const StorageClass &storage : storageClasses) {
        if (isCalled(storage.name, module, name))
            return storage.name;
    }
    const auto found = std::ranges::find_if(
        others, [&](std::string_view full) { return isCalled(full, module, name); });
    return found == others.end() ? std::string_view() : *found;
}

bool isStorageClass(std::string_view global)
{
    return std::ranges::find(storageClasses, global, &StorageClass::name) != storageClasses.end();
}

std::optional<DType> dtypeOfStorage(std::string_view storageClass)
{
    const auto found = std::ranges::find(storageClasses, storageClass, &StorageClass::name);
    return found == storageClasses.end() ? std::nullopt : found->dtype;
}

} // namespace inceptoscope
