#pragma once

#include <QFutureWatcher>

#include <type_traits>
#include <utility>

namespace inceptoscope {

/// Calls `act` with a future's result (or with nothing, where it is void) on the thread of
/// `context`, unless that is gone. Never before it returns: QFuture::then calls back at once where
/// the work is done already, while whoever began it is in the middle of something.
template<typename Result, typename Act>
void whenDone(QObject *context, const QFuture<Result> &future, Act act)
{
    auto *watcher = new QFutureWatcher<Result>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, act = std::move(act)]() mutable {
                         watcher->deleteLater();
                         if constexpr (std::is_void_v<Result>)
                             act();
                         else
                             act(watcher->result());
                     });
    watcher->setFuture(future);
}

} // namespace inceptoscope
