#pragma once

#include "async/outcome.h"

#include <QFuture>
#include <QPromise>

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace inceptoscope {

/// Threads for work that asks disks, which may never answer: a network mount whose server is gone
/// holds whoever asks it. Whoever has the threads goes without waiting for those that are held, in
/// `askDisk`, and waits for the others. What a held one was about is given up if its disk answers
/// then, without a touch of what is gone.
class DiskWorkers
{
public:
    static constexpr std::size_t asManyAsNeeded = std::numeric_limits<int>::max();

    /// They are started when they are needed.
    explicit DiskWorkers(std::size_t mostThreads = asManyAsNeeded);
    DiskWorkers(const DiskWorkers &) = delete;
    DiskWorkers &operator=(const DiskWorkers &) = delete;
    /// What was not begun is dropped.
    ~DiskWorkers();

    /// Does it as soon as there is a thread for it, in the order of the calls; what it throws ends
    /// there. Throws std::system_error where it takes another thread and none can be started.
    void start(std::function<void()> task);

    /// The same for what has a result, which is an error where no thread can be started.
    template<typename Work> auto run(Work work)
    {
        using Result = Outcome<std::invoke_result_t<Work>>;
        auto promise = std::make_shared<QPromise<Result>>();
        QFuture<Result> future = promise->future();
        promise->start();
        const auto tell = [promise](const Result &result) {
            promise->addResult(result);
            promise->finish();
        };
        const auto begun =
            outcomeOf([&] { start([tell, work = std::move(work)] { tell(outcomeOf(work)); }); });
        if (!begun)
            tell(tl::unexpected(begun.error()));
        return future;
    }

private:
    void startThread();

    class Line;
    friend class Asking;

    std::shared_ptr<Line> m_line; ///< the threads' as well, which may outlive this
    std::vector<std::thread> m_threads;
    const std::size_t m_mostThreads;
};

/// While it lives, nobody waits for this thread.
class Asking
{
public:
    Asking();
    Asking(const Asking &) = delete;
    Asking &operator=(const Asking &) = delete;
    ~Asking();

    /// Ends the task of a thread that asked for so long that it was left behind: throws what nobody
    /// knows.
    static void endIfLeft();
};

/// What `ask` returns, which may take forever; it must not use anything but what its task owns.
/// Where the task is left behind meanwhile, this ends it instead of returning. On any other thread
/// than DiskWorkers' `ask` is just called.
template<typename Ask> auto askDisk(Ask ask)
{
    try {
        auto answer = [&ask] {
            const Asking asking;
            return ask();
        }();
        Asking::endIfLeft();
        return answer;
    } catch (...) {
        Asking::endIfLeft();
        throw;
    }
}

} // namespace inceptoscope
