#pragma once

#include <QByteArray>
#include <QIODevice>

namespace inceptoscope {

/// Bytes in memory, followed by a tail of equal bytes where one is asked for; remembers whether its
/// reader wanted more than there is.
class ProbeDevice : public QIODevice
{
    Q_OBJECT

public:
    explicit ProbeDevice(const QByteArray &bytes);
    ProbeDevice(const QByteArray &bytes, char tail);

    /// A read asked for more bytes than were left.
    bool endedShort() const { return m_endedShort; }
    /// A read found nothing left at all.
    bool wasReadOn() const { return m_wasReadOn; }

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_bytes.size() + m_tail.size(); }
    bool seek(qint64 position) override;

protected:
    qint64 readData(char *data, qint64 count) override;
    qint64 writeData(const char *data, qint64 count) override;

private:
    const QByteArray m_bytes;
    const QByteArray m_tail;
    qint64 m_position = 0;
    bool m_endedShort = false;
    bool m_wasReadOn = false;
};

} // namespace inceptoscope
