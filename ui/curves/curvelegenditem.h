#pragma once

#include <qcustomplot.h>

namespace inceptoscope {

/// A row of a plot's legend: a line, drawn as its curve is, and what it is.
class CurveLegendItem : public QCPAbstractLegendItem
{
    Q_OBJECT

public:
    CurveLegendItem(QCPLegend *legend, const QString &name, const QPen &pen);

    QString name() const { return m_name; }

protected:
    void draw(QCPPainter *painter) override;
    QSize minimumOuterSizeHint() const override;

private:
    QString m_name;
    QPen m_pen;
};

} // namespace inceptoscope
