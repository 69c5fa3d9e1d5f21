#pragma once

#include "curves/chosenseries.h"

namespace inceptoscope {

/// How the chosen metrics are called that runs have logged.
class MetricTitles
{
public:
    /// Of the series of the runs that are shown. The choice outlives this.
    MetricTitles(const std::vector<ChosenSeries> &ofShownRuns, const CurveChoice &choice);

    /// "A, validation", and of several metrics which.
    QString label(const QString &run, const ChosenSeries &series) const;
    QString yTitle() const;
    bool arePercent() const;
    /// The names of those that no run has.
    QStringList withoutCurve() const;

private:
    QString title(std::size_t metric) const;

    const CurveChoice &m_choice;
    std::vector<std::optional<CurveUnit>> m_units; ///< of those that any run has
};

} // namespace inceptoscope
