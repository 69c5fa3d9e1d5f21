#pragma once

#include "async/outcome.h"

#include <QFuture>
#include <QPromise>

#include <memory>
#include <thread>
#include <utility>

namespace inceptoscope {

/// Does `work` on a thread of its own that nobody waits for, not at the end of the program either:
/// for what may never come back, such as a question to a network mount whose server is gone. `work`
/// owns all it needs.
template<typename Work> auto onDetachedThread(Work work)
{
    using Result = Outcome<std::invoke_result_t<Work>>;
    auto promise = std::make_shared<QPromise<Result>>();
    QFuture<Result> future = promise->future();
    promise->start();
    const auto begun = outcomeOf([&] {
        std::thread([promise, work = std::move(work)] {
            promise->addResult(outcomeOf(work));
            promise->finish();
        }).detach();
    });
    if (!begun) { // too many threads
        promise->addResult(tl::unexpected(begun.error()));
        promise->finish();
    }
    return future;
}

} // namespace inceptoscope
