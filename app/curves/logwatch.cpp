#include "curves/logwatch.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace inceptoscope {

using namespace std::chrono_literals;

namespace {

constexpr auto slice = 50ms; // of reading
constexpr auto firstSlice = 20ms; // until the first curve of what was just opened
constexpr qint64 betweenNews = 100; // milliseconds
constexpr auto betweenChecks = 250ms;
constexpr qint64 betweenLooks = 500; // milliseconds
constexpr qint64 shareOfLooks = 20; // at most one part in so many of the time is spent on them

} // namespace

LogWatch::LogWatch()
    : m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LogWatch::tick);
    m_sinceTold.start();
    m_sinceLook.start();
}

void LogWatch::open(const std::vector<std::filesystem::path> &paths, int request,
                    const std::stop_token &stop)
{
    m_follower.add(paths, request, stop);
    readUntilDone(request, stop);
    m_follower.takeProblemNews(); // which are told now
    tell({m_follower.takeChanged(),
          m_follower.takeGone(),
          {},
          m_follower.problems(request),
          m_removals,
          request});
    planTick(false);
}

void LogWatch::readAnew(int request, const std::stop_token &stop)
{
    m_follower.look(stop);
    m_follower.readAnew();
    while (!stop.stop_requested() && !m_stop.stop_requested()
           && m_follower.readOn(LogFollower::Clock::now() + slice, stop)) { }
    m_follower.takeProblemNews();
    tell({m_follower.takeChanged(),
          m_follower.takeGone(),
          {},
          m_follower.problems(),
          m_removals,
          request});
    planTick(false);
}

/// What comes is told while it is read: the first curve soon, and then again and again.
void LogWatch::readUntilDone(int request, const std::stop_token &stop)
{
    bool isFirst = true;
    while (!stop.stop_requested() && !m_stop.stop_requested()) {
        m_follower.check(); // others grow meanwhile
        m_follower.readOn(LogFollower::Clock::now() + (isFirst ? firstSlice : slice), stop);
        if (m_follower.isRead(request))
            return;
        if (std::exchange(isFirst, false))
            tellWhatCame();
        else
            tellInTime();
    }
}

void LogWatch::drop(const RunId &id, int number)
{
    m_removals = number;
    m_follower.drop(id);
}

void LogWatch::forget(int request)
{
    m_follower.forget(request);
}

void LogWatch::tick()
{
    lookAgain();
    m_follower.check();
    const bool hasMore = m_follower.readOn(LogFollower::Clock::now() + slice, m_stop.get_token());
    tellInTime();
    planTick(hasMore);
}

void LogWatch::planTick(bool hasMore)
{
    if (!m_stop.stop_requested())
        m_timer.start(hasMore ? 0ms : betweenChecks);
}

/// A large folder is searched more seldom.
void LogWatch::lookAgain()
{
    if (m_sinceLook.elapsed() < std::max(betweenLooks, shareOfLooks * m_lookTook))
        return;
    m_sinceLook.start();
    m_follower.look(m_stop.get_token());
    m_lookTook = m_sinceLook.restart();
}

void LogWatch::tellInTime()
{
    if (m_sinceTold.elapsed() >= betweenNews)
        tellWhatCame();
}

void LogWatch::tellWhatCame()
{
    auto [settled, problems] = m_follower.takeProblemNews();
    tell({m_follower.takeChanged(),
          m_follower.takeGone(),
          std::move(settled),
          std::move(problems),
          m_removals,
          {}});
}

void LogWatch::tell(const LogNews &news)
{
    if (news.changed.empty() && news.gone.empty() && news.settled.empty() && news.problems.empty()
        && !news.done)
        return;
    m_sinceTold.start();
    emit this->news(news);
}

} // namespace inceptoscope
