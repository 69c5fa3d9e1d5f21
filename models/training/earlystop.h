#pragma once

namespace inceptoscope {

/// Tells when a run has gone on for too long without a better top-1 error.
class EarlyStop
{
public:
    /// After so many epochs that are no better than the best before; 0: never.
    explicit EarlyStop(int patience)
        : m_patience(patience)
    {
    }

    void add(int epoch, double top1Error);
    bool isDue() const;
    int bestEpoch() const { return m_bestEpoch; }

private:
    int m_patience;
    int m_lastEpoch = 0;
    int m_bestEpoch = 0; ///< 0: none yet
    double m_bestError = 0.0;
};

} // namespace inceptoscope
