#include "curves/readers/eventdecoder.h"

#include "checkpoint/brain.h"
#include "checkpoint/half.h"

#include <cstring>

namespace inceptoscope::eventdecoding {

namespace {

/// As TensorFlow counts them.
enum class TensorType : std::uint64_t {
    Float = 1,
    Double = 2,
    Int32 = 3,
    Int64 = 9,
    BFloat16 = 14,
    Half = 19,
};

/// What a TensorProto holds of one number.
struct TensorFields
{
    std::uint64_t dtype = 0;
    bool hasRank = false;
    std::optional<std::string> content; ///< bytes of the number
    std::optional<double> value; ///< of float_val or double_val
    std::optional<std::uint64_t> integer; ///< of int_val, int64_val or half_val
};

template<typename Number> std::optional<double> stored(const std::string &content)
{
    Number number = 0;
    if (content.size() != sizeof number)
        return std::nullopt;
    std::memcpy(&number, content.data(), sizeof number);
    return static_cast<double>(number);
}

std::optional<double> floatOfBits(TensorType type, std::uint64_t bits)
{
    const auto half = static_cast<std::uint16_t>(bits);
    return type == TensorType::Half ? fromHalf(half) : toFloat(static_cast<Brain>(half));
}

std::optional<double> storedHalf(TensorType type, const std::string &content)
{
    const auto bits = stored<std::uint16_t>(content);
    return bits ? floatOfBits(type, static_cast<std::uint64_t>(*bits)) : std::nullopt;
}

std::optional<double> numberOfContent(TensorType type, const std::string &content)
{
    switch (type) {
    case TensorType::Float:
        return stored<float>(content);
    case TensorType::Double:
        return stored<double>(content);
    case TensorType::Int32:
        return stored<std::int32_t>(content);
    case TensorType::Int64:
        return stored<std::int64_t>(content);
    case TensorType::BFloat16:
    case TensorType::Half:
        return storedHalf(type, content);
    }
    return std::nullopt;
}

/// Fields that hold zeros may be left out.
std::optional<double> numberOfFields(TensorType type, const TensorFields &fields)
{
    const std::uint64_t integer = fields.integer.value_or(0);
    switch (type) {
    case TensorType::Float:
    case TensorType::Double:
        return fields.value.value_or(0.0);
    case TensorType::Int32:
        return static_cast<double>(static_cast<std::int32_t>(integer));
    case TensorType::Int64:
        return static_cast<double>(static_cast<std::int64_t>(integer));
    case TensorType::BFloat16:
    case TensorType::Half:
        return floatOfBits(type, integer);
    }
    return std::nullopt;
}

/// TensorShapeProto: 2 dim, 3 unknown_rank.
template<typename Cursor> bool readShape(Cursor shape, bool &hasRank)
{
    while (!shape.atEnd()) {
        WireField field;
        if (!readField(shape, field) || !skipField(shape, field.type))
            return false;
        hasRank = hasRank || field.number == 2 || field.number == 3;
    }
    return true;
}

/// The first number of a repeated field, which may be packed.
template<typename Cursor, typename Read> bool readFirst(Cursor &cursor, WireType type, Read read)
{
    if (type != WireType::Bytes)
        return read(cursor);
    auto packed = readMessage(cursor);
    return packed && (packed->atEnd() || read(*packed));
}

template<typename Number, typename Cursor>
bool readFixed(Cursor &cursor, WireType type, std::optional<double> &value)
{
    constexpr WireType alone = sizeof(Number) == 4 ? WireType::Fixed32 : WireType::Fixed64;
    if (type != alone && type != WireType::Bytes)
        return skipField(cursor, type);
    return readFirst(cursor, type, [&value](Cursor &each) {
        Number number = 0;
        const bool done = each.fixed(number);
        value = number;
        return done;
    });
}

template<typename Cursor>
bool readInteger(Cursor &cursor, WireType type, std::optional<std::uint64_t> &value)
{
    if (type != WireType::Varint && type != WireType::Bytes)
        return skipField(cursor, type);
    return readFirst(cursor, type, [&value](Cursor &each) {
        std::uint64_t number = 0;
        const bool done = readVarint(each, number);
        value = number;
        return done;
    });
}

/// More than eight bytes are no single number.
template<typename Cursor> bool readContent(Cursor &cursor, TensorFields &fields)
{
    std::uint64_t length = 0;
    if (!readVarint(cursor, length))
        return false;
    std::string held;
    std::string_view text;
    if (length > sizeof(double) ? !cursor.skip(length) : !cursor.text(length, held, text))
        return false;
    fields.hasRank = fields.hasRank || length > sizeof(double);
    fields.content = std::string(text);
    return true;
}

/// 1 dtype, 2 shape, 4 tensor_content, 5 float_val, 6 double_val, 7 int_val, 10 int64_val, 13
/// half_val.
template<typename Cursor>
bool readTensorField(Cursor &cursor, WireField field, TensorFields &fields)
{
    const bool isBytes = field.type == WireType::Bytes;
    if (field.number == 1 && field.type == WireType::Varint)
        return readVarint(cursor, fields.dtype);
    if (field.number == 2 && isBytes) {
        const auto shape = readMessage(cursor);
        return shape && readShape(*shape, fields.hasRank);
    }
    if (field.number == 4 && isBytes)
        return readContent(cursor, fields);
    if (field.number == 5)
        return readFixed<float>(cursor, field.type, fields.value);
    if (field.number == 6)
        return readFixed<double>(cursor, field.type, fields.value);
    if (field.number == 7 || field.number == 10 || field.number == 13)
        return readInteger(cursor, field.type, fields.integer);
    return skipField(cursor, field.type);
}

/// PluginData: 1 plugin_name.
template<typename Cursor> bool readPlugin(Cursor plugin, std::optional<bool> &isScalar)
{
    while (!plugin.atEnd()) {
        WireField field;
        if (!readField(plugin, field))
            return false;
        if (field.number != 1 || field.type != WireType::Bytes) {
            if (!skipField(plugin, field.type))
                return false;
            continue;
        }
        std::uint64_t length = 0;
        std::string held;
        std::string_view name;
        if (!readVarint(plugin, length) || !plugin.text(length, held, name))
            return false;
        if (!name.empty())
            isScalar = name == "scalars";
    }
    return true;
}

} // namespace

template<typename Cursor> bool readMetadata(Cursor metadata, std::optional<bool> &isScalar)
{
    constexpr std::uint64_t scalarClass = 1;
    while (!metadata.atEnd()) {
        WireField field;
        if (!readField(metadata, field))
            return false;
        bool done = false;
        if (field.number == 1 && field.type == WireType::Bytes) {
            const auto plugin = readMessage(metadata);
            done = plugin && readPlugin(*plugin, isScalar);
        } else if (field.number == 4 && field.type == WireType::Varint) {
            std::uint64_t dataClass = 0;
            done = readVarint(metadata, dataClass);
            if (dataClass != 0 && !isScalar)
                isScalar = dataClass == scalarClass;
        } else {
            done = skipField(metadata, field.type);
        }
        if (!done)
            return false;
    }
    return true;
}

template<typename Cursor> bool readTensor(Cursor tensor, std::optional<double> &value)
{
    TensorFields fields;
    while (!tensor.atEnd()) {
        WireField field;
        if (!readField(tensor, field) || !readTensorField(tensor, field, fields))
            return false;
    }
    const auto type = static_cast<TensorType>(fields.dtype);
    if (!fields.hasRank)
        value = fields.content && !fields.content->empty() ? numberOfContent(type, *fields.content)
                                                           : numberOfFields(type, fields);
    return true;
}

template bool readMetadata(MemoryCursor, std::optional<bool> &);
template bool readMetadata(FileCursor, std::optional<bool> &);
template bool readTensor(MemoryCursor, std::optional<double> &);
template bool readTensor(FileCursor, std::optional<double> &);

} // namespace inceptoscope::eventdecoding
