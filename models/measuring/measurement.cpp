#include "measuring/measurement.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

/// The value below which a share of the runs lie; between two runs, what lies between them.
static double quantile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - std::floor(place));
}

double Measurement::median() const
{
    return quantile(values, 0.5);
}

double Measurement::minimum() const
{
    return std::ranges::min(values);
}

double Measurement::maximum() const
{
    return std::ranges::max(values);
}

double Measurement::spread() const
{
    return quantile(values, 0.75) - quantile(values, 0.25);
}

bool isEnough(int done, int count, std::chrono::steady_clock::duration elapsed)
{
    constexpr int fewest = 5;
    constexpr int most = 1000;
    if (count > 0)
        return done >= count;
    return done >= most || (done >= fewest && elapsed >= std::chrono::seconds(2));
}

Expected<std::vector<Measurement>> measured(std::vector<Measurement> measurements,
                                            const MeasuredRun &run, int count,
                                            const std::stop_token &stop)
{
    using std::chrono::steady_clock;
    if (const auto first = run(); !first)
        return tl::unexpected(first.error());
    const auto start = steady_clock::now();
    for (int done = 0; !isEnough(done, count, steady_clock::now() - start); ++done) {
        if (stop.stop_requested())
            return failure("cancelled");
        const auto values = run();
        if (!values)
            return tl::unexpected(values.error());
        for (std::size_t i = 0; i < measurements.size(); ++i)
            measurements[i].values.push_back(values->at(i));
    }
    return measurements;
}

} // namespace inceptoscope
