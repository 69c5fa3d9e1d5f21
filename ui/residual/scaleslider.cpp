#include "residual/scaleslider.h"

#include "style/metrics.h"
#include "style/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyleOptionSlider>

#include <algorithm>
#include <cmath>
#include <utility>

namespace inceptoscope {

namespace {

constexpr double paperFrom = 0.1; // section 3.3
constexpr double paperTo = 0.3;

} // namespace

ScaleSlider::ScaleSlider(QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
{
    setObjectName(QStringLiteral("residualScale"));
    setRange(0, 100);
    setPageStep(10);
    setAccessibleName(tr("Residual scale"));
    setToolTip(tr("What residuals are multiplied by before they are added. The band is the paper's "
                  "0.1 to 0.3, the triangles are what the network was published with"));
    connect(this, &QSlider::sliderReleased, this, &ScaleSlider::settled);
}

void ScaleSlider::showScale(double scale)
{
    const QSignalBlocker quiet(this);
    setValue(static_cast<int>(std::lround(scale * 100.0)));
}

void ScaleSlider::setPublished(const std::vector<double> &scales)
{
    m_published = scales;
    QStringList texts;
    for (double scale : scales)
        texts << QString::number(scale, 'g', 3);
    setAccessibleDescription(tr("0 to 1; the paper has 0.1 to 0.3; published: %1")
                                 .arg(texts.join(QStringLiteral(", "))));
    update();
}

QFont ScaleSlider::textFont() const
{
    return tabularFont(captionFont(font()));
}

int ScaleSlider::rulerHeight() const
{
    return gridUnit + QFontMetrics(textFont()).height();
}

QSize ScaleSlider::sizeHint() const
{
    return QSlider::sizeHint() + QSize(0, rulerHeight());
}

QSize ScaleSlider::minimumSizeHint() const
{
    return {QSlider::minimumSizeHint().width(), sizeHint().height()}; // that has the ruler
}

/// The slider itself has what the ruler leaves.
void ScaleSlider::initStyleOption(QStyleOptionSlider *option) const
{
    QSlider::initStyleOption(option);
    option->rect.setBottom(height() - rulerHeight() - 1);
}

double ScaleSlider::positionOf(double scale) const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove =
        style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
    const int handle = style()->pixelMetric(QStyle::PM_SliderLength, &option, this);
    return groove.left() + handle / 2.0 + scale * (groove.width() - handle);
}

void ScaleSlider::keyPressEvent(QKeyEvent *event)
{
    m_isRepeating = event->isAutoRepeat();
    QSlider::keyPressEvent(event);
}

void ScaleSlider::keyReleaseEvent(QKeyEvent *event)
{
    QSlider::keyReleaseEvent(event);
    if (!event->isAutoRepeat())
        rest();
}

void ScaleSlider::focusOutEvent(QFocusEvent *event)
{
    QSlider::focusOutEvent(event);
    rest();
}

void ScaleSlider::rest()
{
    if (std::exchange(m_isRepeating, false))
        emit settled();
}

void ScaleSlider::drawBand(QPainter &painter) const
{
    const Theme theme = Theme::fromPalette(palette());
    const int top = height() - rulerHeight();
    const QRectF band(QPointF(positionOf(paperFrom), top),
                      QPointF(positionOf(paperTo), top + gridUnit - 1));
    painter.fillRect(band, theme.fill(LayerKind::ResidualAdd));
    painter.setPen(theme.stroke(LayerKind::ResidualAdd));
    painter.drawRect(band);
}

/// Centred where it belongs, as far as the slider reaches.
ScaleSlider::Mark ScaleSlider::mark(double scale, const QString &text) const
{
    const QFontMetricsF metrics(textFont());
    const double textWidth = metrics.horizontalAdvance(text);
    const double left =
        std::clamp(positionOf(scale) - textWidth / 2, 0.0, std::max(width() - textWidth, 0.0));
    return {scale, text,
            QRectF(left, height() - rulerHeight() + gridUnit, textWidth, metrics.height())};
}

/// The paper's is between 0 and 0.5: in a narrow pane it moves or is shorter.
std::vector<ScaleSlider::Mark> ScaleSlider::marks() const
{
    std::vector<Mark> marks{mark(0.0, QStringLiteral("0")), mark(0.5, QStringLiteral("0.5")),
                            mark(1.0, QStringLiteral("1"))};
    const double from = marks[0].place.right() + gridUnit;
    const double to = marks[1].place.left() - gridUnit;
    for (const QString &text : {tr("paper 0.1–0.3"), QStringLiteral("0.1–0.3")}) {
        Mark paper = mark((paperFrom + paperTo) / 2, text);
        const double last = to - paper.place.width();
        if (last < from)
            continue;
        paper.place.moveLeft(std::clamp(paper.place.left(), from, last));
        marks.push_back(paper);
        break;
    }
    return marks;
}

void ScaleSlider::drawRuler(QPainter &painter) const
{
    const int top = height() - rulerHeight();
    painter.setPen(Theme::fromPalette(palette()).secondaryText);
    for (const Mark &mark : marks()) {
        const double x = positionOf(mark.scale);
        painter.drawLine(QPointF(x, top), QPointF(x, top + gridUnit / 2.0));
        painter.drawText(mark.place.adjusted(0, 0, 1, 0), Qt::AlignLeft, mark.text);
    }
}

/// Triangles that point up at the groove.
void ScaleSlider::drawPublished(QPainter &painter) const
{
    const Theme theme = Theme::fromPalette(palette());
    const double top = height() - rulerHeight();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.text);
    for (double scale : m_published) {
        const QPointF tip(positionOf(scale), top);
        painter.drawPolygon(QPolygonF{tip, tip + QPointF(halfUnit, gridUnit - 1),
                                      tip + QPointF(-halfUnit, gridUnit - 1)});
    }
}

void ScaleSlider::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.setFont(textFont());
    drawBand(painter);
    drawRuler(painter);
    drawPublished(painter);
    painter.end();
    QSlider::paintEvent(event);
}

} // namespace inceptoscope
