#pragma once

#include "async/outcome.h"

#include <QFutureWatcher>

#include <type_traits>
#include <utility>

namespace inceptoscope {

/// Of a future that is done; throws what the job threw.
template<typename Result> Result resultOf(const QFuture<Result> &future)
{
    if constexpr (std::is_void_v<Result>)
        QFuture<void>(future).waitForFinished(); // which is not const
    else
        return future.result();
}

/// Calls `act` with the outcome of a future (an Expected, also where its result is none or void) on
/// the thread of `context`, unless that is gone: whatever a job threw is an error there, and the
/// one who began it says so. Never before it returns: QFuture::then calls back at once where the
/// work is done already, while whoever began it is in the middle of something.
template<typename Result, typename Act>
void whenDone(QObject *context, const QFuture<Result> &future, Act act)
{
    auto *watcher = new QFutureWatcher<Result>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, act = std::move(act)]() mutable {
                         watcher->deleteLater();
                         act(outcomeOf([watcher] { return resultOf(watcher->future()); }));
                     });
    watcher->setFuture(future);
}

} // namespace inceptoscope
