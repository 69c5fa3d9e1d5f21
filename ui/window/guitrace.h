#pragma once

#include "commandline/guitasks.h"

#include <QApplication>

#include <memory>
#include <string>
#include <vector>

namespace inceptoscope {

/// An application that keeps what its thread does: a task is one event, with everything that is
/// handled within it.
class TracedApplication : public QApplication
{
    Q_OBJECT

public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override;
    /// The tasks since it was asked last.
    std::vector<GuiTask> takeTasks() { return std::exchange(m_tasks, {}); }

private:
    std::vector<GuiTask> m_tasks;
    bool m_isInTask = false;
};

/// Where there is no display its windows are drawn all the same, and nobody sees them.
std::unique_ptr<QCoreApplication> applicationToTrace(int &argc, char **argv);

} // namespace inceptoscope
