#include "window/startuptimes.h"

#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "predictions/predictionspane.h"
#include "window/mainwindow.h"

#include <QEvent>
#include <QListView>
#include <QTimer>

#include <chrono>
#include <cstdio>

namespace inceptoscope {

namespace {

constexpr const char *startVariable = "INCEPTOSCOPE_STARTED_AT";

/// Tells when a widget was next painted, and nothing was left to do thereafter.
class PaintWatch : public QObject
{
public:
    PaintWatch(QWidget *widget, const char *milestone)
        : QObject(widget)
        , m_milestone(milestone)
    {
        widget->installEventFilter(this);
    }

    bool eventFilter(QObject *widget, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            widget->removeEventFilter(this);
            // A timer's turn comes when the children are painted and the events are dealt with.
            QTimer::singleShot(std::chrono::milliseconds(0), this, [this] {
                tellStartupTime(m_milestone);
                deleteLater();
            });
        }
        return false;
    }

private:
    const char *m_milestone;
};

} // namespace

void tellStartupTime(const char *milestone)
{
    const qint64 start = qEnvironmentVariable(startVariable).toLongLong();
    if (start == 0)
        return;
    const std::chrono::duration<double, std::milli> since =
        std::chrono::steady_clock::now().time_since_epoch() - std::chrono::nanoseconds(start);
    std::fprintf(stderr, "%s %.1f\n", milestone, since.count());
}

void tellStartupTimes(MainWindow &window)
{
    if (!qEnvironmentVariableIsSet(startVariable))
        return;
    new PaintWatch(&window, "usable");
    auto *waiting = new QObject(&window);
    QObject::connect(window.explorer(), &Explorer::answerChanged, waiting, [waiting, &window] {
        if (!window.explorer()->answer())
            return;
        const auto *list = window.explorePage()->predictions()->findChild<QListView *>();
        new PaintWatch(list->viewport(), "answered");
        delete waiting;
    });
}

} // namespace inceptoscope
