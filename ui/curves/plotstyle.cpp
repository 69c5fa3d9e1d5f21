#include "curves/plotstyle.h"

#include "curves/curvecolour.h"
#include "style/metrics.h"

#include <qcustomplot.h>

namespace inceptoscope {

namespace {

constexpr double tracerSize = 9.0;

QColor faded(QColor colour, float opacity)
{
    colour.setAlphaF(opacity);
    return colour;
}

void styleAxis(QCPAxis &axis, const Theme &theme, const QFont &font)
{
    const QPen line(theme.line, 1);
    axis.setBasePen(line);
    axis.setTickPen(line);
    axis.setSubTickPen(line);
    axis.setLabelFont(font);
    axis.setLabelColor(theme.text);
    axis.setTickLabelFont(tabularFont(captionFont(font)));
    axis.setTickLabelColor(theme.secondaryText);
    axis.setLabelPadding(gridUnit);
    axis.grid()->setPen(QPen(faded(theme.line, 0.3F), 1));
    axis.grid()->setZeroLinePen(QPen(faded(theme.line, 0.6F), 1));
    axis.grid()->setSubGridVisible(false);
}

} // namespace

void stylePlot(QCustomPlot &plot, const Theme &theme, const QFont &font)
{
    plot.setBackground(QBrush(theme.background));
    styleAxis(*plot.xAxis, theme, font);
    styleAxis(*plot.yAxis, theme, font);
    plot.legend->setBrush(faded(theme.background, 0.88F));
    plot.legend->setBorderPen(QPen(faded(theme.line, 0.5F), 1));
    plot.legend->setFont(captionFont(font));
    plot.legend->setTextColor(theme.text);
    plot.legend->setIconSize(4 * gridUnit, QFontMetrics(captionFont(font)).height());
    plot.selectionRect()->setPen(QPen(theme.accent, 1));
    plot.selectionRect()->setBrush(faded(theme.accent, 0.15F));
}

void styleReference(QCPItemStraightLine &line, const Theme &theme)
{
    line.setPen(QPen(theme.secondaryText, 1, Qt::DashDotLine));
}

void styleReferenceNames(QCPItemText &label, const Theme &theme, const QFont &font)
{
    label.setFont(captionFont(font));
    label.setColor(theme.secondaryText);
    label.setBrush(faded(theme.background, 0.88F));
    label.setPadding(QMargins(2, 1, 2, 1));
}

void styleCursor(QCPItemStraightLine &line, const Theme &theme)
{
    line.setPen(QPen(theme.secondaryText, 1, Qt::DotLine));
}

void stylePin(QCPItemStraightLine &line, const Theme &theme)
{
    line.setPen(QPen(theme.text, 1));
}

void styleTracer(QCPItemTracer &tracer, const CurveSeries &series, const Theme &theme)
{
    tracer.setStyle(QCPItemTracer::tsCircle);
    tracer.setSize(tracerSize);
    tracer.setPen(QPen(curveColour(series.shade, theme), 2));
    tracer.setBrush(theme.background);
}

} // namespace inceptoscope
