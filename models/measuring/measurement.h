#pragma once

#include "graph/error.h"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace inceptoscope {

/// What a piece of work took, run by run.
struct Measurement
{
    std::string name;
    std::string unit;
    std::vector<double> values; ///< one a run, at least one

    double median() const;
    double minimum() const;
    double maximum() const;
    /// Between the quartiles: what the middle half of the runs differ by.
    double spread() const;
};

/// Does something once and returns what it measured, a value for each measurement.
using MeasuredRun = std::function<Expected<std::vector<double>>()>;

/// Whether so many runs will do: as many as asked for, or with 0 as many as two seconds hold, but 5
/// to 1000.
bool isEnough(int done, int count, std::chrono::steady_clock::duration elapsed);

/// Fills `measurements` with the values of run after run, but for the first run, which prepares
/// things, until that is enough. The error is that of a run, or "cancelled" once `stop` is
/// requested.
Expected<std::vector<Measurement>> measured(std::vector<Measurement> measurements,
                                            const MeasuredRun &run, int count,
                                            const std::stop_token &stop = {});

} // namespace inceptoscope
