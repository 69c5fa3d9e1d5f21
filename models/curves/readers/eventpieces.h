#pragma once

#include "curves/readers/decodedpiece.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace inceptoscope {

/// Gives one piece of an event file after the other, checked and decoded.
class EventPieces
{
public:
    struct Given
    {
        DecodedPiece decoded;
        bool isLast = false; ///< of those that were asked for
    };

    /// From that offset on, until `most` bytes have been given, or a little more. `ahead`: other
    /// threads read and decode the next pieces while one is looked at, where that is worth it.
    EventPieces(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most, bool ahead);
    EventPieces(const EventPieces &) = delete;
    EventPieces &operator=(const EventPieces &) = delete;
    ~EventPieces();

    /// The next one, until this is called again; none must be asked for behind the last. Error: a
    /// reason, where the source cannot be read.
    Expected<const Given *> next();

private:
    enum class State { BeingRead, Read, BeingDecoded, Done };

    struct Slot
    {
        Given given;
        State state = State::BeingRead;
        std::optional<Error> error;
        std::exception_ptr thrown; ///< for whoever takes it
    };

    using Lock = std::unique_lock<std::mutex>;

    void help();
    bool doSomething(Lock &lock, PieceDecoder &decoder);
    bool decodeOne(Lock &lock, PieceDecoder &decoder);
    bool readOne(Lock &lock);
    void read(Slot &slot);
    Slot &slotAt(std::size_t place) { return m_slots[(m_first + place) % m_slots.size()]; }

    const ByteSource &m_bytes;
    const std::uint64_t m_end; ///< of what was asked for

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Slot> m_slots; ///< a ring of pieces in the order of the file
    std::size_t m_first = 0; ///< the slot of the oldest piece
    std::size_t m_used = 0; ///< how many hold one
    bool m_isGiven = false; ///< the oldest is being looked at
    bool m_isReading = false; ///< somebody reads the next one
    bool m_isAllRead = false;
    bool m_isOver = false;
    std::uint64_t m_offset; ///< where the next piece begins
    std::size_t m_size; ///< of the next piece, in bytes
    PieceDecoder m_decoder; ///< of whoever takes the pieces
    std::vector<std::jthread> m_helpers; ///< end before all they use
};

} // namespace inceptoscope
