#include "curves/readers/eventpieces.h"

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr std::size_t smallestPiece = std::size_t{4} << 10; // bytes
constexpr std::size_t firstPiece = std::size_t{64} << 10;
constexpr std::size_t largestPiece = std::size_t{256} << 10; // it stays in a core's own cache
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

EventPieces::EventPieces(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most,
                         bool ahead)
    : m_bytes(bytes)
    , m_end(endOfRead(offset, most))
    , m_offset(offset)
    , m_size(firstPiece)
    , m_pieces(
          ahead ? helpersFor(bytes, offset, most) : 0,
          [this](DecodedPiece &decoded) { return read(decoded); }, PieceDecoder())
{
}

Expected<bool> EventPieces::read(DecodedPiece &decoded)
{
    EventPiece &piece = decoded.piece;
    if (const auto done = readEventPiece(m_bytes, m_offset, m_size, piece); !done)
        return tl::unexpected(done.error());
    const bool isLast = piece.end != EventPiece::End::OfPiece || piece.next >= m_end;
    m_size = sizeAfter(m_size, piece, isLast ? 0 : m_end - piece.next);
    m_offset = piece.next;
    return isLast;
}

} // namespace inceptoscope
