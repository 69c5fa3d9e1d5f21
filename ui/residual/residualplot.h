#pragma once

#include "explain/residualfigures.h"

#include <QWidget>

namespace inceptoscope {

/// How much each residual block adds to what came in: RMS of the residual, after scaling, to that
/// of the trunk, a bar for each block along the depth. A click or the arrow keys choose a block.
class ResidualPlot : public QWidget
{
    Q_OBJECT

public:
    explicit ResidualPlot(QWidget *parent = nullptr);

    void setFigures(const std::vector<ResidualFigures> &figures);
    /// The block that is marked; others than those shown mark nothing.
    void setCurrent(const QString &block);
    QString current() const { return m_current; }
    /// Where the bar of a block is, with the free space above it.
    QRect columnOf(int index) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void chosen(const QString &block);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRect area() const;
    int indexAt(const QPoint &point) const;
    int currentIndex() const;
    double top() const;
    void drawAxis(QPainter &painter) const;
    void drawBars(QPainter &painter) const;
    QString describe(const ResidualFigures &figures) const;

    std::vector<ResidualFigures> m_figures;
    QString m_current;
    int m_hovered = -1;
};

} // namespace inceptoscope
