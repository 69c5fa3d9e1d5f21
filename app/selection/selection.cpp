#include "selection/selection.h"

namespace inceptoscope {

void Selection::setPhoto(int id)
{
    if (id == m_photo)
        return;
    m_photo = id;
    emit photoChanged(id);
}

void Selection::setElement(const QString &id)
{
    if (id == m_element)
        return;
    m_element = id;
    m_channel = -1; // a channel of something else
    emit elementChanged(id);
    emit channelChanged(-1);
}

void Selection::setChannel(int channel)
{
    if (channel == m_channel)
        return;
    m_channel = channel;
    emit channelChanged(channel);
}

} // namespace inceptoscope
