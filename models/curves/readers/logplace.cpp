#include "curves/readers/logplace.h"

#include <algorithm>
#include <array>
#include <string>

namespace inceptoscope {

namespace {

struct KnownName
{
    std::string_view name;
    PlaceKind kind;
};

/// Of one kind, the first to be taken comes first.
constexpr std::array knownNames{
    KnownName{"step", PlaceKind::Step},       KnownName{"global_step", PlaceKind::Step},
    KnownName{"_step", PlaceKind::Step},      KnownName{"iter", PlaceKind::Step},
    KnownName{"iteration", PlaceKind::Step},  KnownName{"iterations", PlaceKind::Step},
    KnownName{"numiters", PlaceKind::Step},   KnownName{"iters", PlaceKind::Step},
    KnownName{"epoch", PlaceKind::Epoch},     KnownName{"epochs", PlaceKind::Epoch},
    KnownName{"wall time", PlaceKind::Wall},  KnownName{"wall_time", PlaceKind::Wall},
    KnownName{"_timestamp", PlaceKind::Wall}, KnownName{"timestamp", PlaceKind::Wall},
    KnownName{"_runtime", PlaceKind::Wall},   KnownName{"time", PlaceKind::Wall},
    KnownName{"seconds", PlaceKind::Wall},
};

constexpr double absoluteFrom = 1e8; // seconds: three years, and the spring of 1973
constexpr double millisecondsFrom = 1e11;

bool isKnown(double number)
{
    return !std::isnan(number);
}

double finiteOrUnknown(const std::optional<double> &number)
{
    return number && std::isfinite(*number) ? *number : unknownNumber;
}

} // namespace

std::optional<PlaceName> placeName(std::string_view name, bool timesSteps)
{
    if (name.size() > 16 || (timesSteps && name == "time"))
        return std::nullopt;
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
    });
    const auto *const found = std::ranges::find(knownNames, lower, &KnownName::name);
    if (found == knownNames.end())
        return std::nullopt;
    return PlaceName{found->kind, static_cast<int>(found - knownNames.begin())};
}

void PlaceKeys::add(PlaceName name, std::optional<double> number)
{
    const auto kind = static_cast<std::size_t>(name.kind);
    if (number && name.rank < m_ranks[kind]) {
        m_ranks[kind] = name.rank;
        m_numbers[kind] = number;
    }
}

/// Without its step.
LoggedPoint PlaceCounter::point(const LogPlace &place) const
{
    LoggedPoint point;
    point.epoch = finiteOrUnknown(place.epoch);
    point.wall = finiteOrUnknown(place.wall);
    if (point.wall >= millisecondsFrom)
        point.wall /= 1000;
    return point;
}

LoggedPoint PlaceCounter::next(const LogPlace &place)
{
    ++m_rows;
    LoggedPoint point = this->point(place);
    const double step = finiteOrUnknown(place.step);
    if (isKnown(step))
        point.step = counted(step, point.epoch);
    else
        point.step = isKnown(point.epoch) ? point.epoch : m_rows;
    return point;
}

LoggedPoint PlaceCounter::evaluation(const LogPlace &place)
{
    const double step = m_before + m_most;
    if (!(step > 0))
        return next(place);
    ++m_rows;
    LoggedPoint point = this->point(place);
    point.step = step;
    return point;
}

double PlaceCounter::counted(double step, double epoch)
{
    const bool isResumed = epoch < m_lastEpoch;
    const bool countsAnew = epoch > m_lastEpoch && step < m_most;
    if (countsAnew)
        m_before += m_most;
    m_most = isResumed || countsAnew ? step : std::max(m_most, step);
    if (isKnown(epoch))
        m_lastEpoch = epoch;
    return std::isfinite(m_before + step) ? m_before + step : step;
}

bool isAbsoluteTime(double wall)
{
    return wall >= absoluteFrom;
}

} // namespace inceptoscope
