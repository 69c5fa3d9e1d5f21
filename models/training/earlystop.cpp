#include "training/earlystop.h"

namespace inceptoscope {

bool EarlyStop::add(int epoch, double top1Error)
{
    m_lastEpoch = epoch;
    if (m_best.epoch != 0 && top1Error >= m_best.top1Error)
        return false;
    m_best = {epoch, top1Error};
    return true;
}

bool EarlyStop::isDue() const
{
    return m_patience > 0 && m_best.epoch != 0 && m_lastEpoch - m_best.epoch >= m_patience;
}

} // namespace inceptoscope
