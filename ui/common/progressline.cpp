#include "common/progressline.h"

#include "style/metrics.h"

#include <QPainter>
#include <QStyle>
#include <QTimerEvent>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace inceptoscope {

namespace {

constexpr int thickness = 3;
constexpr int frameInterval = 33; // milliseconds
constexpr double wanderPeriod = 1600.0; // milliseconds there and back

} // namespace

ProgressLine::ProgressLine(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(thickness);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    updateAccessibleText();
}

void ProgressLine::start()
{
    m_fraction.reset();
    if (!m_running) {
        m_running = true;
        m_delay.start(busyDelay, this);
    }
    updateAccessibleText();
    update();
}

void ProgressLine::stop()
{
    m_running = false;
    m_shown = false;
    m_delay.stop();
    m_frames.stop();
    m_fraction.reset();
    updateAccessibleText();
    update();
}

void ProgressLine::setFraction(std::optional<double> fraction)
{
    if (fraction)
        fraction = std::clamp(*fraction, 0.0, 1.0);
    if (fraction == m_fraction)
        return;
    m_fraction = fraction;
    updateAccessibleText();
    update();
}

QSize ProgressLine::sizeHint() const
{
    return {8 * gridUnit, thickness};
}

bool ProgressLine::animated() const
{
    return style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
}

void ProgressLine::updateAccessibleText()
{
    if (!m_running)
        setAccessibleName(tr("Idle"));
    else if (m_fraction)
        setAccessibleName(tr("Working, %1 % done").arg(qRound(*m_fraction * 100)));
    else
        setAccessibleName(tr("Working"));
}

void ProgressLine::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_frames.timerId()) {
        update();
    } else if (event->timerId() == m_delay.timerId()) {
        m_delay.stop();
        m_shown = true;
        m_clock.start();
        if (animated())
            m_frames.start(frameInterval, this);
        update();
        emit shown();
    } else {
        QWidget::timerEvent(event);
    }
}

void ProgressLine::paintEvent(QPaintEvent *)
{
    if (!m_shown)
        return;
    QPainter painter(this);
    QColor colour = palette().color(QPalette::Highlight);
    QRectF bar(rect());
    if (m_fraction) {
        bar.setWidth(bar.width() * *m_fraction);
    } else if (m_frames.isActive()) {
        const double phase =
            std::fmod(static_cast<double>(m_clock.elapsed()), wanderPeriod) / wanderPeriod;
        const double place = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * phase);
        bar.setWidth(width() * 0.3);
        bar.moveLeft((width() - bar.width()) * place);
    }
    QColor track = colour;
    track.setAlphaF(0.25F);
    painter.fillRect(rect(), track);
    painter.fillRect(bar, colour);
}

} // namespace inceptoscope
