#pragma once

#include "curves/readers/eventpieces.h"
#include "curves/readers/logreader.h"

#include <deque>
#include <limits>
#include <string>
#include <unordered_map>

namespace inceptoscope {

/// Reads a TensorBoard event file. Several of them may append to one run, in turns.
class EventFileReader : public LogReader
{
public:
    /// `ahead`: the next pieces of a file are read, checked and decoded while one is taken, on
    /// threads of their own.
    EventFileReader(Tail tail, bool ahead)
        : m_tail(tail)
        , m_ahead(ahead)
    {
    }

    Expected<bool> readOn(const ByteSource &bytes, RunsByPart &runs, std::uint64_t most) override;
    void setTail(Tail tail) override { m_tail = tail; }

private:
    static constexpr std::size_t noTag = std::numeric_limits<std::size_t>::max();

    /// What is known of a tag.
    struct Tag
    {
        std::string name;
        std::optional<bool> isScalar{}; ///< by its metadata
        Series *series = nullptr; ///< of the run that is being read into
        std::size_t follower = noTag; ///< which tag came after it the last time
    };

    Expected<void> takePiece(const ByteSource &bytes, const DecodedPiece &decoded);
    Expected<void> takeLong(const ByteSource &bytes, const EventPiece::LongRecord &record);
    void takeGroup(const DecodedPiece &decoded, const EventGroup &group);
    void take(const EventHead &head, const EventValue &value);
    void finishPiece(const EventPiece &piece);
    void leaveOut(std::uint64_t offset, std::string_view reason);

    Series *seriesOf(Tag &tag);
    Tag *tagOf(std::string_view name, std::optional<bool> isScalar);
    Tag *findTag(std::string_view name);
    std::size_t numberOfTag(std::string_view name);

    Tail m_tail;
    bool m_ahead;
    bool m_isOver = false; ///< behind a damaged length nothing can be read

    RunLog *m_run = nullptr; ///< while reading
    std::deque<Tag> m_tags;
    std::unordered_map<std::string_view, std::size_t> m_tagNumbers; ///< of their names
    std::size_t m_lastTag = noTag;
};

} // namespace inceptoscope
