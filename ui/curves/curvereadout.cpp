#include "curves/curvereadout.h"

#include "style/metrics.h"
#include "style/theme.h"

#include <QPainter>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int sampleWidth = 3 * gridUnit; // of the line in front of a label
constexpr qreal lineWidth = 2.0;

} // namespace

CurveReadout::CurveReadout(QWidget *parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void CurveReadout::setContent(const QString &title, const std::vector<Row> &rows, std::size_t more)
{
    m_title = title;
    m_rows = rows;
    if (more > 0)
        m_rows.push_back({Qt::transparent, false, tr("%1 more").arg(more), {}});
    setAccessibleName(text());
    resize(sizeHint());
    update();
}

QString CurveReadout::text() const
{
    QStringList lines{m_title};
    for (const Row &row : m_rows) {
        lines += row.value.isEmpty() ? row.label : row.label + QStringLiteral(": ") + row.value;
        if (!row.change.isEmpty())
            lines.back() += QStringLiteral(" (%1)").arg(row.change);
    }
    return lines.join(u'\n');
}

/// Derived anew each time, so that it follows the program's font.
QFont CurveReadout::textFont() const
{
    return tabularFont(captionFont(font()));
}

int CurveReadout::lineHeight() const
{
    return QFontMetrics(textFont()).height() + 2;
}

/// Of the column with what values are more or less; it is there only where there is any.
int CurveReadout::changeWidth() const
{
    const int width = widest(&Row::change);
    return width > 0 ? 2 * gridUnit + width : 0;
}

int CurveReadout::widest(QString Row::*part) const
{
    const QFontMetrics metrics(textFont());
    int widest = 0;
    for (const Row &row : m_rows)
        widest = std::max(widest, metrics.horizontalAdvance(row.*part));
    return widest;
}

QSize CurveReadout::sizeHint() const
{
    const int row = sampleWidth + gridUnit + widest(&Row::label) + 2 * gridUnit
        + widest(&Row::value) + changeWidth();
    const int width = std::max(row, QFontMetrics(textFont()).horizontalAdvance(m_title));
    const int lines = static_cast<int>(m_rows.size()) + 1;
    return {width + 2 * gridUnit, lines * lineHeight() + 2 * halfUnit};
}

void CurveReadout::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::fromPalette(palette());
    QPainter painter(this);
    painter.setFont(textFont());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.background);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), halfUnit, halfUnit);

    QRect line(gridUnit, halfUnit, width() - 2 * gridUnit, lineHeight());
    painter.setPen(theme.secondaryText);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    for (const Row &row : m_rows) {
        line.translate(0, lineHeight());
        painter.setPen(
            QPen(row.colour, lineWidth, row.dashed ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap));
        const qreal middle = line.center().y() + 0.5;
        painter.drawLine(QPointF(line.left(), middle), QPointF(line.left() + sampleWidth, middle));
        painter.setPen(theme.text);
        painter.drawText(line.adjusted(sampleWidth + gridUnit, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter, row.label);
        painter.drawText(line.adjusted(0, 0, -changeWidth(), 0), Qt::AlignRight | Qt::AlignVCenter,
                         row.value);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.change);
    }
}

} // namespace inceptoscope
