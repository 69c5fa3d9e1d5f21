#include "curves/readers/eventfilereader.h"

#include <fmt/format.h>

namespace inceptoscope {

Expected<bool> EventFileReader::readOn(const ByteSource &bytes, RunsByPart &runs,
                                       std::uint64_t most)
{
    m_run = &runs[{}];
    m_run->absoluteTime = true;
    for (Tag &tag : m_tags)
        tag.series = nullptr;
    if (m_isOver)
        return false;
    EventPieces pieces(bytes, m_offset, most, m_ahead);
    while (true) {
        const auto next = pieces.next();
        if (!next)
            return tl::unexpected(next.error());
        const auto &[decoded, isLast] = **next;
        if (const auto taken = takePiece(bytes, decoded); !taken)
            return tl::unexpected(taken.error());
        if (isLast)
            return decoded.piece.end == EventPiece::End::OfPiece;
    }
}

Expected<void> EventFileReader::takePiece(const ByteSource &bytes, const DecodedPiece &decoded)
{
    for (const DecodedPiece::Fault &fault : decoded.faults)
        leaveOut(fault.offset, fault.reason);
    for (const EventGroup &group : decoded.groups)
        takeGroup(decoded, group);
    for (const DecodedPiece::Value &each : decoded.values)
        take(each.head, each.value);
    if (const auto &record = decoded.piece.longRecord) {
        if (auto done = takeLong(bytes, *record); !done)
            return done;
    }
    finishPiece(decoded.piece);
    return {};
}

/// Walks over it in the file. Its checksum is looked at if there are numbers in it: a damaged
/// picture harms nobody.
Expected<void> EventFileReader::takeLong(const ByteSource &bytes,
                                         const EventPiece::LongRecord &record)
{
    FileWindow window{bytes};
    const FileCursor event(window, record.offset, record.length);
    bool hasNumbers = false;
    bool sound = decodeEvent(event, [&hasNumbers](const EventHead &, const EventValue &value) {
        hasNumbers = hasNumbers || value.simple || value.tensor;
    });
    if (sound && hasNumbers) {
        const auto checked = isSound(bytes, record);
        if (!checked)
            return tl::unexpected(checked.error());
        sound =
            *checked && decodeEvent(event, [this](const EventHead &head, const EventValue &value) {
                take(head, value);
            });
    }
    if (window.error)
        return tl::unexpected(*window.error);
    if (!sound)
        leaveOut(record.begin, "is damaged");
    return {};
}

void EventFileReader::finishPiece(const EventPiece &piece)
{
    m_offset = piece.next;
    if (piece.end == EventPiece::End::DamagedLength) {
        m_isOver = true;
        m_faults.tell("length",
                      fmt::format("the length of the record at byte {} is damaged; what "
                                  "follows cannot be read",
                                  m_offset));
    } else if (piece.unfinished && m_tail == Tail::Take) {
        m_faults.add("unfinished", [this] {
            return fmt::format("the last record, at byte {}, is unfinished and left out", m_offset);
        });
    }
}

void EventFileReader::leaveOut(std::uint64_t offset, std::string_view reason)
{
    m_faults.add(reason, [&] {
        return fmt::format("the record at byte {} {} and is left out", offset, reason);
    });
}

/// The same as one value of it after the other.
void EventFileReader::takeGroup(const DecodedPiece &decoded, const EventGroup &group)
{
    Tag *const tag = tagOf(group.tag, group.isScalar);
    const bool isNumber = tag && group.kind != EventGroup::Kind::NoNumber
        && (group.kind == EventGroup::Kind::Simple || tag->isScalar.value_or(true));
    if (Series *const series = isNumber ? seriesOf(*tag) : nullptr)
        series->append(
            {group.of(decoded.steps), group.of(decoded.numbers), {}, group.of(decoded.walls)});
}

void EventFileReader::take(const EventHead &head, const EventValue &value)
{
    if (!value.simple && !value.tensor && !value.isScalar)
        return;
    Tag *const tag = tagOf(value.tag, value.isScalar);
    if (!tag)
        return;
    const bool mayBeTensor = tag->isScalar.value_or(true);
    const auto number = value.simple || !mayBeTensor ? value.simple : value.tensor;
    if (Series *const series = number ? seriesOf(*tag) : nullptr)
        series->append({static_cast<double>(head.step), *number, unknownNumber, head.wall});
}

Series *EventFileReader::seriesOf(Tag &tag)
{
    if (!tag.series)
        tag.series = LogReader::seriesOf(*m_run, tag.name);
    return tag.series;
}

/// What is said of a tag first counts.
EventFileReader::Tag *EventFileReader::tagOf(std::string_view name, std::optional<bool> isScalar)
{
    Tag *const tag = findTag(name);
    if (tag && !tag->isScalar)
        tag->isScalar = isScalar;
    return tag;
}

/// Tags come in turns: most of the time the one that followed the last time follows again.
EventFileReader::Tag *EventFileReader::findTag(std::string_view name)
{
    if (m_lastTag < m_tags.size()) {
        const std::size_t expected = m_tags[m_lastTag].follower;
        if (expected < m_tags.size() && m_tags[expected].name == name) {
            m_lastTag = expected;
            return &m_tags[expected];
        }
    }
    const std::size_t number = numberOfTag(name);
    if (number == noTag)
        return nullptr;
    if (m_lastTag < m_tags.size())
        m_tags[m_lastTag].follower = number;
    m_lastTag = number;
    return &m_tags[number];
}

std::size_t EventFileReader::numberOfTag(std::string_view name)
{
    const auto found = m_tagNumbers.find(name);
    if (found != m_tagNumbers.end())
        return found->second;
    if (name.size() > longestTag || m_tags.size() >= 2 * mostSeries) {
        m_faults.tell("tags",
                      fmt::format("there are too many tags, or one with a name of more than "
                                  "{} bytes, which are left out",
                                  longestTag));
        return noTag;
    }
    m_tags.push_back({std::string(name)});
    m_tagNumbers.emplace(m_tags.back().name, m_tags.size() - 1);
    return m_tags.size() - 1;
}

} // namespace inceptoscope
