#include "curves/readers/eventfilereader.h"

#include <algorithm>
#include <fmt/format.h>
#include <future>

namespace inceptoscope {

namespace {

constexpr std::size_t smallestPiece = std::size_t{4} << 10; // bytes
constexpr std::size_t firstPiece = std::size_t{64} << 10;
constexpr std::size_t largestPiece = std::size_t{4} << 20;
constexpr std::size_t holdingPiece = std::size_t{128} << 10;
static_assert(holdingPiece > EventPiece::longestHeld + 16);

/// Small behind a long record, which may not be the last: little is read in vain. Where few bytes
/// are wanted, any record fits all the same.
std::size_t sizeAfter(std::size_t size, const EventPiece &piece, std::uint64_t wanted)
{
    const std::uint64_t most = std::max<std::uint64_t>(wanted, holdingPiece);
    return piece.longRecord
        ? smallestPiece
        : static_cast<std::size_t>(std::min<std::uint64_t>({4 * size, largestPiece, most}));
}

} // namespace

Expected<bool> EventFileReader::readOn(const ByteSource &bytes, RunsByPart &runs,
                                       std::uint64_t most)
{
    m_run = &runs[{}];
    m_run->absoluteTime = true;
    for (Tag &tag : m_tags)
        tag.series = nullptr;
    if (m_isOver)
        return false;
    const std::uint64_t begin = m_offset;
    std::size_t size = firstPiece;
    EventPiece piece;
    EventPiece following;
    auto read = readEventPiece(bytes, begin, size, piece);
    while (read) {
        const std::uint64_t done = piece.next - begin;
        const bool goesOn = piece.end == EventPiece::End::OfPiece && done < most;
        size = sizeAfter(size, piece, goesOn ? most - done : 0);
        std::future<Expected<void>> reading;
        if (goesOn)
            reading = std::async(
                m_ahead && size == largestPiece ? std::launch::async : std::launch::deferred,
                readEventPiece, std::cref(bytes), piece.next, size, std::ref(following));
        if (const auto taken = takePiece(bytes, piece); !taken)
            return tl::unexpected(taken.error());
        if (!goesOn)
            return piece.end == EventPiece::End::OfPiece;
        read = reading.get();
        std::swap(piece, following);
    }
    return tl::unexpected(read.error());
}

Expected<void> EventFileReader::takePiece(const ByteSource &bytes, const EventPiece &piece)
{
    for (const std::uint64_t offset : piece.damaged)
        leaveOut(offset, "has a wrong checksum");
    for (const EventPiece::Record &record : piece.records) {
        const bool sound = decodeEvent(
            MemoryCursor(record.data),
            [this](const EventHead &head, const EventValue &value) { take(head, value); });
        if (!sound)
            leaveOut(record.offset, "is no event");
    }
    if (piece.longRecord) {
        if (auto done = takeLong(bytes, *piece.longRecord); !done)
            return done;
    }
    finishPiece(piece);
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

void EventFileReader::take(const EventHead &head, const EventValue &value)
{
    if (!value.simple && !value.tensor && !value.isScalar)
        return;
    Tag *const tag = tagOf(value.tag);
    if (!tag)
        return;
    if (!tag->isScalar)
        tag->isScalar = value.isScalar;
    const bool mayBeTensor = tag->isScalar.value_or(true);
    const auto number = value.simple || !mayBeTensor ? value.simple : value.tensor;
    if (!number)
        return;
    if (!tag->series)
        tag->series = seriesOf(*m_run, value.tag);
    if (tag->series)
        tag->series->append({static_cast<double>(head.step), *number, unknownNumber, head.wall});
}

/// Tags come in turns: most of the time the one that followed the last time follows again.
EventFileReader::Tag *EventFileReader::tagOf(std::string_view name)
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
