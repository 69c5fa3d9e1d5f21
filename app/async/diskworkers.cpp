#include "async/diskworkers.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace inceptoscope {

namespace {

/// No std::exception: nobody is to take it for an error that can be told.
struct LeftBehind
{
};

} // namespace

/// The tasks that wait, and what the threads that do them are at.
class DiskWorkers::Line
{
public:
    struct Thread
    {
        Line *line = nullptr;
        int questions = 0; ///< to disks, one within another
        bool isHeld = false; ///< nobody waits for it
        bool hasEnded = false;
    };

    /// The calling thread; null where it is no DiskWorkers'.
    static thread_local Thread *current;

    /// Whether every thread has something to do.
    bool isBusy()
    {
        const std::scoped_lock lock(m_mutex);
        return m_tasks.size() >= m_idle;
    }

    void put(std::function<void()> task)
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
        m_changed.notify_all();
    }

    Thread &addThread()
    {
        const std::scoped_lock lock(m_mutex);
        return m_threads.emplace_back(Thread{this});
    }

    /// The one added last, which could not be started.
    void dropThread()
    {
        const std::scoped_lock lock(m_mutex);
        m_threads.pop_back();
    }

    /// Does tasks for as long as there is somebody to do them for.
    void serve(Thread &thread)
    {
        std::unique_lock lock(m_mutex);
        while (!m_isLeft) {
            if (m_tasks.empty()) {
                ++m_idle;
                m_changed.wait(lock, [this] { return m_isLeft || !m_tasks.empty(); });
                --m_idle;
                continue;
            }
            std::function<void()> task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            (void)outcomeOf(task);
            task = nullptr; // with what it owns
            lock.lock();
        }
        thread.hasEnded = true;
        m_changed.notify_all();
    }

    void beginAsking(Thread &thread)
    {
        const std::scoped_lock lock(m_mutex);
        ++thread.questions;
        thread.isHeld = true;
        m_changed.notify_all();
    }

    /// A thread that was left behind stays so.
    void endAsking(Thread &thread)
    {
        const std::scoped_lock lock(m_mutex);
        --thread.questions;
        thread.isHeld = thread.questions > 0 || m_isLeft;
    }

    bool isLeftBehind(const Thread &thread)
    {
        const std::scoped_lock lock(m_mutex);
        return m_isLeft && thread.isHeld;
    }

    void leave()
    {
        const std::scoped_lock lock(m_mutex);
        m_isLeft = true;
        m_tasks.clear();
        m_changed.notify_all();
    }

    /// Waits until that thread has ended, which is true, or is held by a disk.
    bool awaitEnd(std::size_t number)
    {
        std::unique_lock lock(m_mutex);
        const Thread &thread = m_threads[number];
        m_changed.wait(lock, [&thread] { return thread.hasEnded || thread.isHeld; });
        return thread.hasEnded;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_tasks;
    std::deque<Thread> m_threads;
    std::size_t m_idle = 0; ///< threads
    bool m_isLeft = false;
};

thread_local DiskWorkers::Line::Thread *DiskWorkers::Line::current = nullptr;

DiskWorkers::DiskWorkers(std::size_t mostThreads)
    : m_line(std::make_shared<Line>())
    , m_mostThreads(mostThreads)
{
}

DiskWorkers::~DiskWorkers()
{
    m_line->leave();
    for (std::size_t i = 0; i < m_threads.size(); ++i) {
        if (m_line->awaitEnd(i))
            m_threads[i].join();
        else
            m_threads[i].detach();
    }
}

void DiskWorkers::start(std::function<void()> task)
{
    if (m_line->isBusy() && m_threads.size() < m_mostThreads)
        startThread();
    m_line->put(std::move(task));
}

void DiskWorkers::startThread()
{
    Line::Thread &thread = m_line->addThread();
    try {
        m_threads.emplace_back([line = m_line, &thread] {
            Line::current = &thread;
            line->serve(thread);
        });
    } catch (...) {
        m_line->dropThread();
        throw;
    }
}

Asking::Asking()
{
    if (DiskWorkers::Line::Thread *thread = DiskWorkers::Line::current)
        thread->line->beginAsking(*thread);
}

Asking::~Asking()
{
    if (DiskWorkers::Line::Thread *thread = DiskWorkers::Line::current)
        thread->line->endAsking(*thread);
}

void Asking::endIfLeft()
{
    const DiskWorkers::Line::Thread *thread = DiskWorkers::Line::current;
    if (thread && thread->line->isLeftBehind(*thread))
        throw LeftBehind();
}

} // namespace inceptoscope
