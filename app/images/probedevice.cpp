#include "images/probedevice.h"

#include <algorithm>
#include <cstring>

namespace inceptoscope {

constexpr qsizetype tailLength = 4096;

ProbeDevice::ProbeDevice(const QByteArray &bytes)
    : m_bytes(bytes)
{
    open(ReadOnly | Unbuffered);
}

ProbeDevice::ProbeDevice(const QByteArray &bytes, char tail)
    : m_bytes(bytes)
    , m_tail(tailLength, tail)
{
    open(ReadOnly | Unbuffered);
}

bool ProbeDevice::seek(qint64 position)
{
    if (position < 0 || position > size() || !QIODevice::seek(position))
        return false;
    m_position = position;
    return true;
}

qint64 ProbeDevice::readData(char *data, qint64 count)
{
    const qint64 wanted = std::min(count, size() - m_position);
    m_endedShort = m_endedShort || wanted < count;
    m_wasReadOn = m_wasReadOn || (wanted == 0 && count > 0);
    if (wanted == 0)
        return 0;
    const qint64 fromBytes = std::clamp<qint64>(m_bytes.size() - m_position, 0, wanted);
    if (fromBytes > 0)
        std::memcpy(data, m_bytes.constData() + m_position, static_cast<std::size_t>(fromBytes));
    if (fromBytes < wanted)
        std::memset(data + fromBytes, m_tail.front(), static_cast<std::size_t>(wanted - fromBytes));
    m_position += wanted;
    return wanted;
}

qint64 ProbeDevice::writeData(const char *, qint64)
{
    return -1;
}

} // namespace inceptoscope
