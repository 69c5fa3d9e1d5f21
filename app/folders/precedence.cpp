#include "folders/precedence.h"

#include "folders/folderrun.h"

#include <algorithm>

namespace inceptoscope {

void Precedence::setAwaited(QObject *whose, bool awaited)
{
    connect(whose, &QObject::destroyed, this, &Precedence::forget, Qt::UniqueConnection);
    if (awaited)
        m_awaited.insert(whose);
    else
        m_awaited.remove(whose);
    share();
}

void Precedence::add(FolderRun *run)
{
    connect(run, &QObject::destroyed, this, &Precedence::forget);
    connect(run, &FolderRun::stateChanged, this, &Precedence::share);
    m_runs.push_back(run);
    share();
}

void Precedence::lookAt(FolderRun *run)
{
    const auto place = std::ranges::find(m_runs, run);
    if (place == m_runs.end())
        return;
    std::rotate(m_runs.begin(), place, place + 1);
    share();
}

/// Null: none goes.
FolderRun *Precedence::next() const
{
    const auto running = std::ranges::find_if(
        m_runs, [](const FolderRun *run) { return run->state() == FolderRun::State::Running; });
    return running == m_runs.end() || !m_awaited.isEmpty() ? nullptr : *running;
}

bool Precedence::isFree() const
{
    return m_awaited.isEmpty() && !next();
}

/// Others leave before one is let go.
void Precedence::share()
{
    FolderRun *going = next();
    const bool isFree = this->isFree();
    for (FolderRun *run : m_runs) {
        if (run != going)
            run->setHeld(!isFree);
    }
    if (going)
        going->setHeld(false);
    if (isFree)
        emit freed();
}

/// Later, for others may be about to go as well.
void Precedence::forget(QObject *gone)
{
    m_awaited.remove(gone);
    std::erase_if(m_runs, [gone](const QObject *run) { return run == gone; });
    QMetaObject::invokeMethod(this, &Precedence::share, Qt::QueuedConnection);
}

} // namespace inceptoscope
