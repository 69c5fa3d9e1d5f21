#include "window/guitrace.h"

#include <QEvent>
#include <QMetaEnum>
#include <QScopedValueRollback>
#include <QThread>

#include <chrono>

namespace inceptoscope {

static std::string nameOf(QEvent::Type type, const char *receiver)
{
    const char *name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return (name ? std::string(name) : "Event " + std::to_string(type)) + ", " + receiver;
}

bool TracedApplication::notify(QObject *receiver, QEvent *event)
{
    if (m_isInTask || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    const QScopedValueRollback inTask(m_isInTask, true);
    const QEvent::Type type = event->type(); // neither may be there any more afterwards
    const char *name = receiver->metaObject()->className();
    const auto start = std::chrono::steady_clock::now();
    const bool accepted = QApplication::notify(receiver, event);
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - start;
    m_tasks.push_back({taken.count(), nameOf(type, name)});
    return accepted;
}

std::unique_ptr<QCoreApplication> applicationToTrace(int &argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<TracedApplication>(argc, argv);
}

} // namespace inceptoscope
