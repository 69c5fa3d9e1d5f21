#include "common/busyveil.h"

#include "common/progressline.h"
#include "style/metrics.h"

#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimerEvent>

namespace inceptoscope {

BusyVeil::BusyVeil(QWidget *target)
    : QWidget(target)
    , m_line(new ProgressLine(target))
    , m_cancel(new QPushButton(tr("Cancel"), target))
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    m_cancel->hide();
    m_cancel->setAccessibleDescription(tr("Stop the work going on and keep what is shown"));
    target->installEventFilter(this);
    connect(m_line, &ProgressLine::shown, this, [this] {
        layOut();
        show();
        raiseAll();
        emit shown();
    });
    if (auto *pages = qobject_cast<QStackedWidget *>(target)) // which puts a page that comes on top
        connect(pages, &QStackedWidget::currentChanged, this, &BusyVeil::raiseAll);
    connect(m_cancel, &QPushButton::clicked, this, &BusyVeil::cancelRequested);
    layOut();
}

void BusyVeil::setBusy(bool busy)
{
    if (busy == m_busy)
        return;
    m_busy = busy;
    if (busy) {
        m_line->start();
        m_cancelDelay.start(cancelDelay, this);
    } else {
        m_line->stop();
        m_cancelDelay.stop();
        m_cancel->hide();
        hide();
    }
}

void BusyVeil::setFraction(std::optional<double> fraction)
{
    m_line->setFraction(fraction);
}

bool BusyVeil::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        layOut();
    return QWidget::eventFilter(watched, event);
}

void BusyVeil::layOut()
{
    const QRect area = parentWidget()->rect();
    setGeometry(area);
    m_line->setGeometry(0, 0, area.width(), m_line->sizeHint().height());
    m_cancel->resize(m_cancel->sizeHint());
    m_cancel->move((area.width() - m_cancel->width()) / 2,
                   (area.height() - m_cancel->height()) / 2);
}

void BusyVeil::raiseAll()
{
    raise();
    m_line->raise();
    m_cancel->raise();
}

void BusyVeil::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor dim = parentWidget()->palette().color(QPalette::Window);
    dim.setAlphaF(0.55F);
    painter.fillRect(rect(), dim);
}

void BusyVeil::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_cancelDelay.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_cancelDelay.stop();
    layOut();
    m_cancel->show();
    m_cancel->raise();
}

} // namespace inceptoscope
