#pragma once

#include "curves/curveranges.h"

namespace inceptoscope {

/// One series that was chosen, and how its curve is shown.
struct CurveSource
{
    std::size_t run = 0; ///< its position
    RunId id;
    std::size_t metric = 0; ///< its position among the chosen ones
    std::string tag;
    CurveUnit unit = CurveUnit::AsLogged;
    Series series;
    bool absoluteTime = false; ///< as its run has it
    double start = 0.0; ///< when the run began, in the time of its log
    bool validation = true;
    QString label;
    RunShade shade;
    std::optional<std::size_t> group{}; ///< with which other seeds it is drawn as one
};

/// What is to be drawn of some runs, and nothing else of them: cheap to make, and a value that any
/// thread can make a CurveSet of.
struct CurveSelection
{
    CurveChoice choice;
    RunArrangement arrangement;
    CurveAxis axis = CurveAxis::Epoch;
    TimeUnit timeUnit =
        TimeUnit::Seconds; ///< so that the longest curve has a number of some digits
    std::vector<CurveSource> sources; ///< whose logs know their places on the axis
    std::size_t withoutPlace = 0; ///< how many others there are
    QString yTitle;
    bool isPercent = false; ///< all of them
    QStringList withoutCurve; ///< names of metrics that no run has which is shown
    CurveScales scales{}; ///< the range will leave outliers out of these
};

/// `shown` says of each run whether it is drawn.
CurveSelection curveSelection(const std::vector<RunLog> &runs, const RunArrangement &arrangement,
                              const std::vector<bool> &shown, const CurveChoice &choice,
                              const CurveScales &scales = {});

/// Whether there is anything to draw of them.
bool hasCurves(const std::vector<RunLog> &runs, const CurveChoice &choice);

} // namespace inceptoscope
