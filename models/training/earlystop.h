#pragma once

namespace inceptoscope {

/// The epoch with the lowest top-1 error so far, the first of equals; epoch 0: none yet.
struct BestEpoch
{
    int epoch = 0;
    double top1Error = 0.0;

    bool operator==(const BestEpoch &) const = default;
};

/// Tells when a run has gone on for too long without a better top-1 error.
class EarlyStop
{
public:
    /// After so many epochs that are no better than the best before; 0: never. Goes on from the
    /// best of those up to `lastEpoch`.
    explicit EarlyStop(int patience, BestEpoch best = {}, int lastEpoch = 0)
        : m_patience(patience)
        , m_best(best)
        , m_lastEpoch(lastEpoch)
    {
    }

    /// Whether the epoch is the best so far.
    bool add(int epoch, double top1Error);
    bool isDue() const;
    const BestEpoch &best() const { return m_best; }

private:
    int m_patience;
    BestEpoch m_best;
    int m_lastEpoch;
};

} // namespace inceptoscope
