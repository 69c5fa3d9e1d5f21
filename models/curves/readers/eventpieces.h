#pragma once

#include "curves/readers/decodedpiece.h"
#include "curves/readers/piecesahead.h"

namespace inceptoscope {

/// Gives one piece of an event file after the other, checked and decoded.
class EventPieces
{
public:
    using Pieces = PiecesAhead<DecodedPiece, PieceDecoder>;

    /// From that offset on, until `most` bytes have been given, or a little more. `ahead`: other
    /// threads read and decode the next pieces while one is looked at, where that is worth it.
    EventPieces(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most, bool ahead);

    /// See PiecesAhead.
    Expected<const Pieces::Given *> next() { return m_pieces.next(); }

private:
    Expected<bool> read(DecodedPiece &decoded);

    const ByteSource &m_bytes;
    const std::uint64_t m_end; ///< of what was asked for
    std::uint64_t m_offset; ///< where the next piece begins
    std::size_t m_size; ///< of the next piece, in bytes
    Pieces m_pieces; ///< last, since its threads read
};

} // namespace inceptoscope
