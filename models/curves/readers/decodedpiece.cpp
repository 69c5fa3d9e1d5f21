#include "curves/readers/decodedpiece.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace inceptoscope {

namespace {

constexpr std::size_t smallestTable = 256; // a power of two, as all sizes

EventGroup::Kind kindOf(const EventValue &value)
{
    if (value.simple)
        return EventGroup::Kind::Simple;
    return value.tensor ? EventGroup::Kind::Tensor : EventGroup::Kind::NoNumber;
}

} // namespace

void PieceDecoder::work(DecodedPiece &decoded)
{
    m_groups.clear();
    m_rows.clear();
    m_followers.clear();
    m_table.assign(std::max(m_table.size(), smallestTable), noGroup);
    m_lastGroup = noGroup;
    bool alike = true;
    decodeRecords(decoded, [&](const EventHead &head, const EventValue &value) {
        alike = alike && addRow(head, value);
    });
    decoded.groups.clear();
    decoded.values.clear();
    if (alike)
        return sortRows(decoded);
    decodeRecords(decoded, [&decoded](const EventHead &head, const EventValue &value) {
        decoded.values.push_back({head, value});
    });
}

/// Values that are neither numbers nor say anything of their tags are passed over.
template<typename Take> void PieceDecoder::decodeRecords(DecodedPiece &decoded, Take take)
{
    decoded.faults.clear();
    const auto takeAny = [&take](const EventHead &head, const EventValue &value) {
        if (value.simple || value.tensor || value.isScalar)
            take(head, value);
    };
    for (const EventPiece::Record &record : decoded.piece.records) {
        if (!isSound(record))
            decoded.faults.push_back({record.offset, "has a wrong checksum"});
        else if (!decodeEvent(MemoryCursor(record.data), takeAny))
            decoded.faults.push_back({record.offset, "is no event"});
    }
}

/// False where it is unlike another value of its tag.
bool PieceDecoder::addRow(const EventHead &head, const EventValue &value)
{
    const std::uint32_t number = groupOf(value.tag);
    EventGroup &group = m_groups[number];
    const EventGroup::Kind kind = kindOf(value);
    if (group.count++ == 0) {
        group.kind = kind;
        group.isScalar = value.isScalar;
    }
    if (group.kind != kind || group.isScalar != value.isScalar)
        return false;
    m_rows.push_back({static_cast<double>(head.step),
                      value.simple ? *value.simple : value.tensor.value_or(0.0), head.wall,
                      number});
    return true;
}

/// Tags come in turns: most of the time the one that followed the last time follows again.
std::uint32_t PieceDecoder::groupOf(std::string_view tag)
{
    if (m_lastGroup != noGroup) {
        const std::uint32_t expected = m_followers[m_lastGroup];
        if (expected != noGroup && m_groups[expected].tag == tag)
            return m_lastGroup = expected;
    }
    const std::uint32_t number = findGroup(tag);
    if (m_lastGroup != noGroup)
        m_followers[m_lastGroup] = number;
    return m_lastGroup = number;
}

std::uint32_t PieceDecoder::findGroup(std::string_view tag)
{
    if (2 * m_groups.size() >= m_table.size())
        enlargeTable();
    std::size_t place = std::hash<std::string_view>()(tag);
    for (;; ++place) {
        std::uint32_t &number = m_table[place & (m_table.size() - 1)];
        if (number == noGroup) {
            number = static_cast<std::uint32_t>(m_groups.size());
            m_groups.push_back({tag});
            m_followers.push_back(noGroup);
        } else if (m_groups[number].tag != tag) {
            continue;
        }
        return number;
    }
}

void PieceDecoder::enlargeTable()
{
    m_table.assign(2 * m_table.size(), noGroup);
    for (std::uint32_t number = 0; number < m_groups.size(); ++number) {
        std::size_t place = std::hash<std::string_view>()(m_groups[number].tag);
        while (m_table[place & (m_table.size() - 1)] != noGroup)
            ++place;
        m_table[place & (m_table.size() - 1)] = number;
    }
}

/// Brings those of one group together.
void PieceDecoder::sortRows(DecodedPiece &decoded)
{
    std::size_t begin = 0;
    for (EventGroup &group : m_groups) {
        group.begin = begin;
        begin += std::exchange(group.count, 0);
    }
    decoded.steps.resize(begin);
    decoded.numbers.resize(begin);
    decoded.walls.resize(begin);
    for (const Row &row : m_rows) {
        EventGroup &group = m_groups[row.group];
        const std::size_t place = group.begin + group.count++;
        decoded.steps[place] = row.step;
        decoded.numbers[place] = row.number;
        decoded.walls[place] = row.wall;
    }
    decoded.groups = m_groups;
}

} // namespace inceptoscope
