#include "training/earlystop.h"

namespace inceptoscope {

void EarlyStop::add(int epoch, double top1Error)
{
    m_lastEpoch = epoch;
    if (m_bestEpoch != 0 && top1Error >= m_bestError)
        return;
    m_bestEpoch = epoch;
    m_bestError = top1Error;
}

bool EarlyStop::isDue() const
{
    return m_patience > 0 && m_lastEpoch - m_bestEpoch >= m_patience;
}

} // namespace inceptoscope
