#pragma once

#include "curves/series.h"

#include <array>
#include <limits>
#include <optional>
#include <string_view>

namespace inceptoscope {

/// What a column or key of a log says, if not a value.
enum class PlaceKind { Step, Epoch, Wall };

/// Told by its name, in whatever case; nothing for a value. `rank`: of two names for the same kind,
/// the lower is the one to take.
struct PlaceName
{
    PlaceKind kind;
    int rank;
};
/// `timesSteps`: see below.
std::optional<PlaceName> placeName(std::string_view name, bool timesSteps = false);

/// Of a row with this name "time" is how long a step took, and not when it was done: mmcv and
/// Detectron2 time the loading of a step's data, too.
inline constexpr const char *loadingTime = "data_time";

/// Where a row of a log stands, as far as it says.
struct LogPlace
{
    std::optional<double> step;
    std::optional<double> epoch;
    std::optional<double> wall; ///< seconds, or milliseconds since 1970
};

/// Of several keys that say the same, the one that is taken.
class PlaceKeys
{
public:
    void add(PlaceName name, std::optional<double> number);
    LogPlace place() const { return {m_numbers[0], m_numbers[1], m_numbers[2]}; }

private:
    static constexpr int none = std::numeric_limits<int>::max();
    std::array<int, 3> m_ranks{none, none, none};
    std::array<std::optional<double>, 3> m_numbers; ///< by kind
};

/// Makes points of rows. A log without steps counts by epochs, and one without either by its rows,
/// from 1. Iterations that begin anew with each epoch are counted on.
class PlaceCounter
{
public:
    /// The next row's, without a value. What is not finite is not known.
    LoggedPoint next(const LogPlace &place);
    /// That of an evaluation, which counts steps of its own: where training is.
    LoggedPoint evaluation(const LogPlace &place);
    /// Of the rows so far; not known before one says it.
    double epoch() const { return m_lastEpoch; }

private:
    LoggedPoint point(const LogPlace &place) const;
    double counted(double step, double epoch);

    double m_rows = 0;
    double m_before = 0; ///< steps of the epochs before
    double m_most = 0; ///< steps of this epoch
    double m_lastEpoch = unknownNumber;
};

/// Whether a wall time counts from 1970.
bool isAbsoluteTime(double wall);

} // namespace inceptoscope
