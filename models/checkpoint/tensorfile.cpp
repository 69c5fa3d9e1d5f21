#include "checkpoint/tensorfile.h"

#include "checkpoint/brain.h"
#include "checkpoint/half.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <functional>
#include <numeric>
#include <type_traits>

namespace inceptoscope {

static_assert(std::endian::native == std::endian::little, "stored tensors are little endian");

namespace {

/// The upper `32 - dropped` bits of `bits`, to the nearest, halves to even.
std::uint32_t rounded(std::uint32_t bits, unsigned dropped)
{
    const std::uint32_t half = 1U << (dropped - 1U);
    return (bits + half - 1U + ((bits >> dropped) & 1U)) >> dropped;
}

std::uint16_t toHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16U) & 0x8000U;
    const std::uint32_t magnitude = bits & 0x7fffffffU;
    std::uint32_t half = 0;
    if (magnitude > 0x7f800000U) // NaN
        half = 0x7e00U;
    else if (magnitude >= 0x477ff000U) // rounds beyond the largest half, 65504
        half = 0x7c00U;
    else if (magnitude >= 0x38800000U)
        half = rounded(magnitude - 0x38000000U, 13);
    else // the sum's last bit is worth 2^-24, the smallest subnormal half
        half = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5F) - 0x3f000000U;
    return static_cast<std::uint16_t>(half | sign);
}

/// Bytes in a file need not be aligned, hence the copies; they compile to plain loads.
template<typename Stored, typename Convert>
void convertAll(std::span<const std::byte> bytes, std::vector<float> &out, Convert convert)
{
    for (std::size_t i = 0; i < out.size(); ++i) {
        Stored value;
        std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
        out[i] = convert(value);
    }
}

template<typename Stored> void convertAll(std::span<const std::byte> bytes, std::vector<float> &out)
{
    convertAll<Stored>(bytes, out, [](Stored value) { return static_cast<float>(value); });
}

template<typename Convert>
void storeAll(std::span<const float> values, std::span<std::byte> out, Convert convert)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto stored = convert(values[i]);
        std::memcpy(out.data() + i * sizeof stored, &stored, sizeof stored);
    }
}

struct DTypeInfo
{
    std::string_view name;
    std::size_t size;
};

/// In the order of the enumeration.
constexpr std::array<DTypeInfo, 10> dtypes{{{"F64", 8},
                                            {"F32", 4},
                                            {"F16", 2},
                                            {"BF16", 2},
                                            {"I64", 8},
                                            {"I32", 4},
                                            {"I16", 2},
                                            {"I8", 1},
                                            {"U8", 1},
                                            {"BOOL", 1}}};

const DTypeInfo &info(DType dtype)
{
    return dtypes[static_cast<std::size_t>(dtype)];
}

} // namespace

std::size_t elementSize(DType dtype)
{
    return info(dtype).size;
}

std::string_view dtypeName(DType dtype)
{
    return info(dtype).name;
}

std::optional<DType> dtypeFromName(std::string_view name)
{
    for (std::size_t i = 0; i < dtypes.size(); ++i) {
        if (dtypes[i].name == name)
            return static_cast<DType>(i);
    }
    return std::nullopt;
}

std::int64_t StoredTensor::elements() const
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::vector<float> toFloat(const StoredTensor &tensor)
{
    const auto bytes = tensor.bytes;
    std::vector<float> values(bytes.size() / elementSize(tensor.dtype));
    switch (tensor.dtype) {
    case DType::Float64:
        convertAll<double>(bytes, values);
        break;
    case DType::Float32:
        convertAll<float>(bytes, values);
        break;
    case DType::Float16:
        convertAll<std::uint16_t>(bytes, values, fromHalf);
        break;
    case DType::BFloat16:
        convertAll<Brain>(bytes, values, [](Brain brain) { return toFloat(brain); });
        break;
    case DType::Int64:
        convertAll<std::int64_t>(bytes, values);
        break;
    case DType::Int32:
        convertAll<std::int32_t>(bytes, values);
        break;
    case DType::Int16:
        convertAll<std::int16_t>(bytes, values);
        break;
    case DType::Int8:
        convertAll<std::int8_t>(bytes, values);
        break;
    case DType::UInt8:
        convertAll<std::uint8_t>(bytes, values);
        break;
    case DType::Bool:
        convertAll<std::uint8_t>(bytes, values, [](auto byte) { return byte ? 1.0F : 0.0F; });
        break;
    }
    return values;
}

StoredTensor makeTensor(std::span<const float> values, std::vector<std::int64_t> shape, DType dtype)
{
    assert(dtype == DType::Float32 || dtype == DType::Float16 || dtype == DType::BFloat16);
    auto buffer = std::make_shared<std::vector<std::byte>>(values.size() * elementSize(dtype));
    if (dtype == DType::Float16)
        storeAll(values, *buffer, toHalf);
    else if (dtype == DType::BFloat16)
        storeAll(values, *buffer, toBrain);
    else
        storeAll(values, *buffer, [](float value) { return value; });
    StoredTensor tensor{dtype, std::move(shape), *buffer, buffer};
    assert(tensor.elements() == static_cast<std::int64_t>(values.size()));
    return tensor;
}

} // namespace inceptoscope
