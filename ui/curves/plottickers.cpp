#include "curves/plottickers.h"

#include "curves/curveranges.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

EpochTicker::EpochTicker()
{
    constexpr int aboutTicks = 8;
    setTickCount(aboutTicks);
}

double EpochTicker::getTickStep(const QCPRange &range)
{
    return std::max(1.0, std::round(QCPAxisTicker::getTickStep(range)));
}

int EpochTicker::getSubTickCount(double tickStep)
{
    constexpr double longestWithEachEpoch = 5;
    return tickStep <= longestWithEachEpoch ? static_cast<int>(tickStep) - 1
                                            : QCPAxisTicker::getSubTickCount(tickStep);
}

QVector<double> LogarithmicTicker::createTickVector(double tickStep, const QCPRange &range)
{
    constexpr std::size_t fewest = 3;
    const auto ticks = logarithmicTicks(range.lower, range.upper);
    if (ticks.size() < fewest)
        return QCPAxisTicker::createTickVector(tickStep, range);
    return {ticks.begin(), ticks.end()};
}

int LogarithmicTicker::getSubTickCount(double)
{
    return 0;
}

double DateTicker::getTickStep(const QCPRange &range)
{
    constexpr double millisecond = 1e-3;
    return std::max(millisecond, QCPAxisTickerDateTime::getTickStep(range));
}

/// QCustomPlot rounds down, and 0.3 s are a little less than that.
QString DateTicker::getTickLabel(double tick, const QLocale &locale, QChar format, int precision)
{
    constexpr double half = 0.5e-3;
    return QCPAxisTickerDateTime::getTickLabel(tick + half, locale, format, precision);
}

QVector<double> DateTicker::createTickVector(double tickStep, const QCPRange &range)
{
    constexpr double second = 1;
    constexpr double minute = 60;
    constexpr double day = 24 * 60 * minute;
    if (tickStep < second)
        setDateTimeFormat(QStringLiteral("HH:mm:ss.zzz"));
    else if (tickStep < minute)
        setDateTimeFormat(QStringLiteral("HH:mm:ss"));
    else if (tickStep < day)
        setDateTimeFormat(QStringLiteral("HH:mm\nMMM d"));
    else
        setDateTimeFormat(QStringLiteral("MMM d\nyyyy"));
    return QCPAxisTickerDateTime::createTickVector(tickStep, range);
}

QSharedPointer<QCPAxisTicker> tickerOf(CurveAxis axis, bool logarithmic)
{
    if (logarithmic)
        return QSharedPointer<LogarithmicTicker>::create();
    switch (axis) {
    case CurveAxis::Step:
    case CurveAxis::Epoch:
        break;
    case CurveAxis::Relative:
        return QSharedPointer<QCPAxisTicker>::create();
    case CurveAxis::Wall:
        return QSharedPointer<DateTicker>::create();
    }
    return QSharedPointer<EpochTicker>::create();
}

QSharedPointer<QCPAxisTicker> valueTicker(bool logarithmic)
{
    return logarithmic ? QSharedPointer<QCPAxisTicker>(new LogarithmicTicker)
                       : QSharedPointer<QCPAxisTicker>::create();
}

} // namespace inceptoscope
