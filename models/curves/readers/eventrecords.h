#pragma once

#include "curves/readers/bytesource.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// One piece of a TensorBoard event file. A record is a length (8 bytes) with its masked CRC-32C
/// (4), and as many bytes with theirs.
struct EventPiece
{
    /// Longer ones, with pictures or graphs in them, are not held in memory.
    static constexpr std::uint64_t longestHeld = std::uint64_t{64} << 10;

    enum class End {
        OfPiece, ///< there is more
        OfFile, ///< perhaps within a record
        DamagedLength, ///< nobody knows where the next record begins
    };

    /// What a record holds, and where it stands in the file.
    struct Record
    {
        std::string_view data;
        std::uint64_t offset;
    };
    struct LongRecord
    {
        std::uint64_t begin; ///< where it stands in the file
        std::uint64_t offset; ///< of what it holds
        std::uint64_t length;
    };

    std::vector<Record> records; ///< of which only the lengths are checked
    std::optional<LongRecord> longRecord; ///< behind all those; not checked either
    std::uint64_t next = 0; ///< where to read on
    End end = End::OfPiece;
    bool unfinished = false; ///< End::OfFile, within a record
    std::vector<char> buffer; ///< of the records; used again
};

/// Reads records from that offset on, from at most `most` bytes: `piece` is made anew of them.
/// Where a record does not fit into so few, there is none and `next` stays at the offset.
Expected<void> readEventPiece(const ByteSource &bytes, std::uint64_t offset, std::size_t most,
                              EventPiece &piece);

/// Whether these bytes begin with the length of a record.
bool beginsWithEventRecord(std::string_view bytes);

/// Whether what a record of a piece holds has its checksum.
bool isSound(const EventPiece::Record &record);

/// The same for a long one; it is read in small pieces.
Expected<bool> isSound(const ByteSource &bytes, const EventPiece::LongRecord &record);

} // namespace inceptoscope
