#pragma once

#include "checkpoint/keytable.h"

#include <QObject>

namespace inceptoscope {

/// Reads the table of a file's tensors on another thread. The newest request wins.
class KeyTableLoader : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// `network`: id of the family to hold it against; empty: the one it is for.
    void load(const QString &path, const QString &network = {});
    bool isBusy() const { return m_busy; }

signals:
    void busyChanged(bool busy);
    void loaded(const inceptoscope::KeyTable &table);
    void failed(const QString &message); ///< the file has no tensors that could be listed

private:
    void setBusy(bool busy);

    int m_ticket = 0;
    bool m_busy = false;
};

} // namespace inceptoscope
