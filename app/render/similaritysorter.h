#pragma once

#include "engine/activations.h"

#include <QObject>

#include <vector>

namespace inceptoscope {

/// Puts channels into the order of their likeness to one of them, on a worker: every value is read
/// twice. The newest wins.
class SimilaritySorter : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void start(const Activation &activation, int channel);
    /// No answer to what was asked before.
    void cancel();
    bool isRunning() const { return m_running; }

signals:
    /// As orderedBySimilarity puts them.
    void sorted(const std::vector<int> &channels);
    void failed(const QString &sentence);

private:
    int m_ticket = 0;
    bool m_running = false;
};

} // namespace inceptoscope
