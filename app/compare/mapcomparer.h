#pragma once

#include "render/channelsummary.h"

#include <QObject>

namespace inceptoscope {

/// Two activations side by side, and what is shown of them in numbers. A side without one has an
/// empty shape and no summary.
struct ComparedMaps
{
    Activation a;
    Activation b;
    ActivationSummaryPtr summaryA{};
    ActivationSummaryPtr summaryB{};
    /// By channel, see channelDifferences; empty where the channels are not each other's.
    std::vector<double> energyDifferences{};
    std::vector<double> mapDifferences{};
};

/// `isSameLayer`: the channels of both are each other's. Reads every value some times.
ComparedMaps comparedMaps(const Activation &a, const Activation &b, bool isSameLayer);

/// Compares activations on a worker. The newest wins.
class MapComparer : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void start(const Activation &a, const Activation &b, bool isSameLayer);
    /// Drops what is going on.
    void cancel();
    bool isRunning() const { return m_isRunning; }

signals:
    void compared(const inceptoscope::ComparedMaps &maps);
    void failed(const QString &sentence);

private:
    int m_ticket = 0;
    bool m_isRunning = false;
};

} // namespace inceptoscope
