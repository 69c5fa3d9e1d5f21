#include "curves/readers/eventpieces.h"

#include <algorithm>
#include <system_error>

namespace inceptoscope {

namespace {

constexpr std::size_t smallestPiece = std::size_t{4} << 10; // bytes
constexpr std::size_t firstPiece = std::size_t{64} << 10;
constexpr std::size_t largestPiece = std::size_t{256} << 10; // it stays in a core's own cache
constexpr std::size_t holdingPiece = std::size_t{128} << 10;
static_assert(holdingPiece > EventPiece::longestHeld + 16);

constexpr std::uint64_t worthHelp = std::uint64_t{1} << 20; // bytes
constexpr std::size_t mostHelpers = 3; // somebody must put together what they decode

/// Small behind a long record, which may not be the last: little is read in vain. Where few bytes
/// are wanted, any record fits all the same.
std::size_t sizeAfter(std::size_t size, const EventPiece &piece, std::uint64_t wanted)
{
    const std::uint64_t most = std::max<std::uint64_t>(wanted, holdingPiece);
    return piece.longRecord
        ? smallestPiece
        : static_cast<std::size_t>(std::min<std::uint64_t>({4 * size, largestPiece, most}));
}

/// How many threads there is something to do for, apart from the one that asks.
std::size_t helpersFor(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most)
{
    const auto size = bytes.size();
    if (!size || *size < offset || std::min(*size - offset, most) < worthHelp)
        return 0;
    const std::size_t processors = std::thread::hardware_concurrency();
    return std::min(std::max<std::size_t>(processors, 1) - 1, mostHelpers);
}

std::uint64_t endOf(std::uint64_t offset, std::uint64_t most)
{
    constexpr auto last = std::numeric_limits<std::uint64_t>::max();
    return most > last - offset ? last : offset + most;
}

} // namespace

EventPieces::EventPieces(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most,
                         bool ahead)
    : m_bytes(bytes)
    , m_end(endOf(offset, most))
    , m_offset(offset)
    , m_size(firstPiece)
{
    const std::size_t helpers = ahead ? helpersFor(bytes, offset, most) : 0;
    m_slots.resize(helpers > 0 ? 4 * helpers + 2 : 1);
    try {
        for (std::size_t i = 0; i < helpers; ++i)
            m_helpers.emplace_back([this] { help(); });
    } catch (const std::system_error &) { // it goes without them
    }
}

EventPieces::~EventPieces()
{
    const Lock lock(m_mutex);
    m_isOver = true;
    m_changed.notify_all();
}

void EventPieces::help()
{
    PieceDecoder decoder;
    Lock lock(m_mutex);
    while (!m_isOver) {
        if (!doSomething(lock, decoder))
            m_changed.wait(lock);
    }
}

Expected<const EventPieces::Given *> EventPieces::next()
{
    Lock lock(m_mutex);
    if (std::exchange(m_isGiven, true)) {
        m_first = (m_first + 1) % m_slots.size();
        --m_used;
        m_changed.notify_all();
    }
    while (m_used == 0 || slotAt(0).state != State::Done) {
        if (!doSomething(lock, m_decoder))
            m_changed.wait(lock);
    }
    Slot &slot = slotAt(0);
    if (slot.thrown)
        std::rethrow_exception(slot.thrown);
    if (slot.error)
        return tl::unexpected(*slot.error);
    return &slot.given;
}

/// What was read first comes first.
bool EventPieces::doSomething(Lock &lock, PieceDecoder &decoder)
{
    return decodeOne(lock, decoder) || readOne(lock);
}

bool EventPieces::decodeOne(Lock &lock, PieceDecoder &decoder)
{
    std::size_t place = 0;
    while (place < m_used && slotAt(place).state != State::Read)
        ++place;
    if (place == m_used)
        return false;
    Slot &slot = slotAt(place);
    slot.state = State::BeingDecoded;
    lock.unlock();
    try {
        decoder.decode(slot.given.decoded);
    } catch (...) {
        slot.thrown = std::current_exception();
    }
    lock.lock();
    slot.state = State::Done;
    m_changed.notify_all();
    return true;
}

/// Where a piece begins is known when the one before is read.
bool EventPieces::readOne(Lock &lock)
{
    if (m_isAllRead || m_isReading || m_used == m_slots.size())
        return false;
    Slot &slot = slotAt(m_used++);
    slot.state = State::BeingRead;
    m_isReading = true;
    lock.unlock();
    read(slot);
    lock.lock();
    const bool isRead = !slot.error && !slot.thrown;
    m_isAllRead = !isRead || slot.given.isLast;
    slot.state = isRead ? State::Read : State::Done;
    m_isReading = false;
    m_changed.notify_all();
    return true;
}

void EventPieces::read(Slot &slot)
{
    try {
        EventPiece &piece = slot.given.decoded.piece;
        if (const auto done = readEventPiece(m_bytes, m_offset, m_size, piece); !done) {
            slot.error = done.error();
            return;
        }
        slot.given.isLast = piece.end != EventPiece::End::OfPiece || piece.next >= m_end;
        m_size = sizeAfter(m_size, piece, slot.given.isLast ? 0 : m_end - piece.next);
        m_offset = piece.next;
    } catch (...) {
        slot.thrown = std::current_exception();
    }
}

} // namespace inceptoscope
