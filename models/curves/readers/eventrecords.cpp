#include "curves/readers/eventrecords.h"

#include "curves/readers/crc32c.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace inceptoscope {

namespace {

static_assert(std::endian::native == std::endian::little, "event files are little endian");

constexpr std::size_t lengthSize = 8;
constexpr std::size_t headSize = lengthSize + 4; // with the checksum
constexpr std::size_t tailSize = 4; // the checksum of the data

template<typename Number> Number numberAt(const char *bytes)
{
    Number number = 0;
    std::memcpy(&number, bytes, sizeof number);
    return number;
}

/// Of bytes that are enough for one.
bool isHead(std::string_view head)
{
    std::uint32_t checksum = 0;
    std::memcpy(&checksum, head.substr(lengthSize).data(), sizeof checksum);
    return checksum == maskedCrc(crc32c(head.substr(0, lengthSize)));
}

/// Takes records from the buffer, one after the other.
class PieceTaker
{
public:
    PieceTaker(EventPiece &piece, std::uint64_t start, std::uint64_t fileSize)
        : m_piece(piece)
        , m_start(start)
        , m_fileSize(fileSize)
    {
    }

    void takeAll()
    {
        while (takeOne())
            m_piece.next = offset();
    }

private:
    std::uint64_t offset() const { return m_start + m_at; }
    std::size_t left() const { return m_piece.buffer.size() - m_at; }

    bool stop(EventPiece::End end)
    {
        m_piece.end = end;
        return false;
    }
    bool stopWithin()
    {
        m_piece.unfinished = true;
        return stop(EventPiece::End::OfFile);
    }

    /// False where the piece ends.
    bool takeOne()
    {
        const std::uint64_t leftInFile = m_fileSize - offset();
        if (leftInFile == 0)
            return stop(EventPiece::End::OfFile);
        if (leftInFile < headSize)
            return stopWithin();
        if (left() < headSize)
            return stop(EventPiece::End::OfPiece);
        const char *const head = m_piece.buffer.data() + m_at;
        if (!isHead({head, headSize}))
            return stop(EventPiece::End::DamagedLength);
        const auto length = numberAt<std::uint64_t>(head);
        if (length > leftInFile - headSize || leftInFile - headSize - length < tailSize)
            return stopWithin();
        if (length > EventPiece::longestHeld)
            return takeLong(length);
        return takeHeld(head + headSize, static_cast<std::size_t>(length));
    }

    bool takeLong(std::uint64_t length)
    {
        m_piece.longRecord = {offset(), offset() + headSize, length};
        m_piece.next = offset() + headSize + length + tailSize;
        return stop(EventPiece::End::OfPiece);
    }

    bool takeHeld(const char *data, std::size_t length)
    {
        if (left() < headSize + length + tailSize)
            return stop(EventPiece::End::OfPiece);
        m_piece.records.push_back({{data, length}, offset()});
        m_at += headSize + length + tailSize;
        return true;
    }

    EventPiece &m_piece;
    std::uint64_t m_start;
    std::uint64_t m_fileSize;
    std::size_t m_at = 0; ///< in the buffer
};

} // namespace

bool beginsWithEventRecord(std::string_view bytes)
{
    return bytes.size() >= headSize && isHead(bytes);
}

Expected<void> readEventPiece(const ByteSource &bytes, std::uint64_t offset, std::size_t most,
                              EventPiece &piece)
{
    piece.records.clear();
    piece.longRecord.reset();
    piece.next = offset;
    piece.unfinished = false;
    const auto size = bytes.size();
    if (!size)
        return tl::unexpected(size.error());
    const std::uint64_t there = *size > offset ? *size - offset : 0;
    piece.buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(there, most)));
    const auto count = bytes.read(offset, piece.buffer);
    if (!count)
        return tl::unexpected(count.error());
    // Where it has become shorter meanwhile, its end is where reading ended.
    const bool isShorter = *count < piece.buffer.size();
    piece.buffer.resize(*count);
    PieceTaker(piece, offset, isShorter ? offset + *count : std::max(*size, offset)).takeAll();
    return {};
}

bool isSound(const EventPiece::Record &record)
{
    const char *const stored = record.data.data() + record.data.size();
    return numberAt<std::uint32_t>(stored) == maskedCrc(crc32c(record.data));
}

Expected<bool> isSound(const ByteSource &bytes, const EventPiece::LongRecord &record)
{
    std::array<char, std::size_t{64} << 10> buffer;
    std::uint32_t crc = 0;
    for (std::uint64_t done = 0; done < record.length;) {
        const auto wanted = std::min<std::uint64_t>(buffer.size(), record.length - done);
        const auto count = bytes.read(record.offset + done,
                                      std::span(buffer).first(static_cast<std::size_t>(wanted)));
        if (!count)
            return tl::unexpected(count.error());
        if (*count == 0)
            return false; // it was cut short meanwhile
        crc = crc32c(std::string_view(buffer.data(), *count), crc);
        done += *count;
    }
    std::array<char, tailSize> stored{};
    const auto count = bytes.read(record.offset + record.length, stored);
    if (!count)
        return tl::unexpected(count.error());
    return *count == tailSize && numberAt<std::uint32_t>(stored.data()) == maskedCrc(crc);
}

} // namespace inceptoscope
