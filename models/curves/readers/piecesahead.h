#pragma once

#include "curves/readers/bytesource.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace inceptoscope {

/// How many threads there is something to do for, besides the one that asks, where so many bytes
/// at most are read of a source.
std::size_t helpersFor(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most);

/// Gives one piece of a file after the other, worked on. The next ones are read and worked on
/// meanwhile where there are helpers: read in their order, worked on by whoever has time. `Worker`
/// has `work(Piece &)`, and each thread has a copy of its own.
template<typename Piece, typename Worker> class PiecesAhead
{
public:
    /// Reads the piece that comes next, and says whether it is the last. Error: a reason.
    using Read = std::function<Expected<bool>(Piece &)>;

    PiecesAhead(std::size_t helpers, Read read, Worker worker)
        : m_read(std::move(read))
        , m_worker(std::move(worker))
        , m_slots(helpers > 0 ? 4 * helpers + 2 : 1)
    {
        try {
            for (std::size_t i = 0; i < helpers; ++i)
                m_helpers.emplace_back([this, own = m_worker]() mutable { help(own); });
        } catch (const std::system_error &) { // it goes without them
        }
    }
    PiecesAhead(const PiecesAhead &) = delete;
    PiecesAhead &operator=(const PiecesAhead &) = delete;
    ~PiecesAhead()
    {
        const Lock lock(m_mutex);
        m_isOver = true;
        m_changed.notify_all();
    }

    struct Given
    {
        Piece piece;
        bool isLast = false;
    };

    /// The next one, until this is called again; none must be asked for behind the last.
    Expected<const Given *> next()
    {
        Lock lock(m_mutex);
        if (std::exchange(m_isGiven, true)) {
            m_first = (m_first + 1) % m_slots.size();
            --m_used;
            m_changed.notify_all();
        }
        while (m_used == 0 || slotAt(0).state != State::Done) {
            if (!doSomething(lock, m_worker))
                m_changed.wait(lock);
        }
        const Slot &slot = slotAt(0);
        if (slot.thrown)
            std::rethrow_exception(slot.thrown);
        if (slot.error)
            return tl::unexpected(*slot.error);
        return &slot.given;
    }

private:
    enum class State { BeingRead, Read, BeingWorkedOn, Done };

    struct Slot
    {
        Given given;
        State state = State::BeingRead;
        std::optional<Error> error;
        std::exception_ptr thrown; ///< for whoever takes it
    };

    using Lock = std::unique_lock<std::mutex>;

    Slot &slotAt(std::size_t place) { return m_slots[(m_first + place) % m_slots.size()]; }

    void help(Worker &worker)
    {
        Lock lock(m_mutex);
        while (!m_isOver) {
            if (!doSomething(lock, worker))
                m_changed.wait(lock);
        }
    }

    /// What was read first comes first.
    bool doSomething(Lock &lock, Worker &worker)
    {
        return workOnOne(lock, worker) || readOne(lock);
    }

    bool workOnOne(Lock &lock, Worker &worker)
    {
        std::size_t place = 0;
        while (place < m_used && slotAt(place).state != State::Read)
            ++place;
        if (place == m_used)
            return false;
        Slot &slot = slotAt(place);
        slot.state = State::BeingWorkedOn;
        lock.unlock();
        try {
            worker.work(slot.given.piece);
        } catch (...) {
            slot.thrown = std::current_exception();
        }
        lock.lock();
        slot.state = State::Done;
        m_changed.notify_all();
        return true;
    }

    /// Where a piece begins is known when the one before is read.
    bool readOne(Lock &lock)
    {
        if (m_isAllRead || m_isReading || m_used == m_slots.size())
            return false;
        Slot &slot = slotAt(m_used++);
        slot.state = State::BeingRead;
        m_isReading = true;
        lock.unlock();
        const bool isRead = read(slot);
        lock.lock();
        m_isAllRead = !isRead || slot.given.isLast;
        slot.state = isRead ? State::Read : State::Done;
        m_isReading = false;
        m_changed.notify_all();
        return true;
    }

    bool read(Slot &slot)
    {
        try {
            const auto isLast = m_read(slot.given.piece);
            if (isLast)
                slot.given.isLast = *isLast;
            else
                slot.error = isLast.error();
            return isLast.has_value();
        } catch (...) {
            slot.thrown = std::current_exception();
            return false;
        }
    }

    const Read m_read;
    Worker m_worker; ///< of whoever takes the pieces

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Slot> m_slots; ///< a ring of pieces in the order of the file
    std::size_t m_first = 0; ///< the slot of the oldest piece
    std::size_t m_used = 0; ///< how many hold one
    bool m_isGiven = false; ///< the oldest is being looked at
    bool m_isReading = false; ///< somebody reads the next one
    bool m_isAllRead = false;
    bool m_isOver = false;
    std::vector<std::jthread> m_helpers; ///< end before all they use
};

} // namespace inceptoscope
