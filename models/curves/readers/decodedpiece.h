#pragma once

#include "curves/readers/eventdecoder.h"
#include "curves/readers/eventrecords.h"

#include <limits>
#include <span>
#include <vector>

namespace inceptoscope {

/// The numbers that a piece of an event file has under one tag, in their order. Whether those of
/// tensors are scalars may have been said in a piece before.
struct EventGroup
{
    enum class Kind { Simple, Tensor, NoNumber };

    std::string_view tag; ///< in the piece
    Kind kind = Kind::NoNumber;
    std::optional<bool> isScalar{}; ///< see EventValue
    std::size_t begin = 0; ///< of its numbers among those of the piece
    std::size_t count = 0;

    /// Its part of a column of the piece.
    std::span<const double> of(const std::vector<double> &column) const
    {
        return std::span(column).subspan(begin, count);
    }
};

/// A piece of an event file with what its records hold, all but a long one.
struct DecodedPiece
{
    struct Value
    {
        EventHead head;
        EventValue value; ///< its tag is in the piece
    };
    /// Of a record that is left out.
    struct Fault
    {
        std::uint64_t offset; ///< where it stands in the file
        std::string_view reason;
    };

    EventPiece piece;
    std::vector<Fault> faults;
    /// In the order the tags came first; none where values of one tag are not alike.
    std::vector<EventGroup> groups;
    std::vector<double> steps;
    std::vector<double> numbers;
    std::vector<double> walls; ///< seconds since 1970
    /// All values in their order, where there are no groups.
    std::vector<Value> values;
};

/// Checks and decodes the records of pieces. For one thread.
class PieceDecoder
{
public:
    /// What `decoded.piece` holds.
    void work(DecodedPiece &decoded);

private:
    static constexpr std::uint32_t noGroup = std::numeric_limits<std::uint32_t>::max();

    struct Row
    {
        double step;
        double number;
        double wall;
        std::uint32_t group;
    };

    template<typename Take> static void decodeRecords(DecodedPiece &decoded, Take take);
    bool addRow(const EventHead &head, const EventValue &value);
    std::uint32_t groupOf(std::string_view tag);
    std::uint32_t findGroup(std::string_view tag);
    void enlargeTable();
    void sortRows(DecodedPiece &decoded);

    std::vector<EventGroup> m_groups;
    std::vector<Row> m_rows; ///< as they come
    std::vector<std::uint32_t> m_followers; ///< which group came after each the last time
    std::vector<std::uint32_t> m_table; ///< groups at the hashes of their tags, or behind
    std::uint32_t m_lastGroup = noGroup;
};

} // namespace inceptoscope
