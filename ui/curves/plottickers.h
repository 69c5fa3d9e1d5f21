#pragma once

#include "curves/curvepoints.h"

#include <qcustomplot.h>

namespace inceptoscope {

/// Ticks at whole epochs only, however near one looks.
class EpochTicker : public QCPAxisTicker
{
public:
    EpochTicker();

protected:
    double getTickStep(const QCPRange &range) override;
    int getSubTickCount(double tickStep) override;
};

/// Ticks as logarithmicTicks gives them; where there is hardly any in the range, those of a linear
/// axis.
class LogarithmicTicker : public QCPAxisTicker
{
protected:
    QVector<double> createTickVector(double tickStep, const QCPRange &range) override;
    int getSubTickCount(double tickStep) override;
};

/// Dates, and times of the day where one looks near enough, down to milliseconds.
class DateTicker : public QCPAxisTickerDateTime
{
protected:
    double getTickStep(const QCPRange &range) override;
    QVector<double> createTickVector(double tickStep, const QCPRange &range) override;
    QString getTickLabel(double tick, const QLocale &locale, QChar format, int precision) override;
};

QSharedPointer<QCPAxisTicker> tickerOf(CurveAxis axis, bool logarithmic);
/// Of the vertical axis.
QSharedPointer<QCPAxisTicker> valueTicker(bool logarithmic);

} // namespace inceptoscope
