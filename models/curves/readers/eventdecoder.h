#pragma once

#include "curves/readers/wirecursor.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace inceptoscope {

/// One value of a summary in a TensorBoard event, as far as it may be a scalar.
struct EventValue
{
    std::string_view tag;
    std::optional<double> simple; ///< simple_value
    std::optional<double> tensor; ///< a tensor of rank 0
    /// What its metadata says, which may stand on a tag's first value only.
    std::optional<bool> isScalar;
};

/// Of which event the values are.
struct EventHead
{
    double wall = 0.0; ///< seconds since 1970
    std::int64_t step = 0;
};

namespace eventdecoding {

template<typename Cursor>
bool readHead(Cursor event, EventHead &head, std::optional<Cursor> &summary)
{
    while (!event.atEnd()) {
        WireField field;
        std::uint64_t number = 0;
        bool done = readField(event, field);
        if (done && field.number == 1 && field.type == WireType::Fixed64) {
            done = event.fixed(head.wall);
        } else if (done && field.number == 2 && field.type == WireType::Varint) {
            done = readVarint(event, number);
            head.step = static_cast<std::int64_t>(number);
        } else if (done && field.number == 5 && field.type == WireType::Bytes) {
            summary = readMessage(event);
            done = summary.has_value();
        } else {
            done = done && skipField(event, field.type);
        }
        if (!done)
            return false;
    }
    return true;
}

/// Metadata: 1 plugin_data { 1 name }, 4 data_class (1 is a scalar).
template<typename Cursor> bool readMetadata(Cursor metadata, std::optional<bool> &isScalar);
/// Nothing where the tensor has a rank, or a dtype that no scalar has.
template<typename Cursor> bool readTensor(Cursor tensor, std::optional<double> &value);

/// Value: 1 tag, 2 simple_value, 8 tensor, 9 metadata. What else it may hold is skipped: an image,
/// a histogram, audio. `held` is where the tag is kept, if it is not in memory.
template<typename Cursor> bool readValue(Cursor cursor, std::string &held, EventValue &value)
{
    while (!cursor.atEnd()) {
        WireField field;
        if (!readField(cursor, field))
            return false;
        bool done = false;
        if (field.number == 1 && field.type == WireType::Bytes) {
            std::uint64_t length = 0;
            done = readVarint(cursor, length) && cursor.text(length, held, value.tag);
        } else if (field.number == 2 && field.type == WireType::Fixed32) {
            float number = 0;
            done = cursor.fixed(number);
            value.simple = number;
        } else if ((field.number == 8 || field.number == 9) && field.type == WireType::Bytes) {
            const auto message = readMessage(cursor);
            done = message
                && (field.number == 8 ? readTensor(*message, value.tensor)
                                      : readMetadata(*message, value.isScalar));
        } else {
            done = skipField(cursor, field.type);
        }
        if (!done)
            return false;
    }
    return true;
}

extern template bool readMetadata(MemoryCursor, std::optional<bool> &);
extern template bool readMetadata(FileCursor, std::optional<bool> &);
extern template bool readTensor(MemoryCursor, std::optional<double> &);
extern template bool readTensor(FileCursor, std::optional<double> &);

} // namespace eventdecoding

/// Calls `take(head, value)` for each value in the summary of an event. False where it is no event;
/// values before the fault have been taken then.
template<typename Cursor, typename Take> bool decodeEvent(Cursor event, Take take)
{
    EventHead head;
    std::optional<Cursor> summary;
    if (!eventdecoding::readHead(event, head, summary))
        return false;
    std::string held;
    while (summary && !summary->atEnd()) {
        WireField field;
        if (!readField(*summary, field))
            return false;
        if (field.number != 1 || field.type != WireType::Bytes) {
            if (!skipField(*summary, field.type))
                return false;
            continue;
        }
        const auto message = readMessage(*summary);
        EventValue value;
        if (!message || !eventdecoding::readValue(*message, held, value))
            return false;
        take(head, value);
    }
    return true;
}

} // namespace inceptoscope
