#pragma once

#include "explain/residualfigures.h"

#include <QImage>
#include <QStringList>
#include <QWidget>

namespace inceptoscope {

/// How much each residual block adds to what came in: RMS of the residual, after scaling, to that
/// of the trunk, a bar for each block along the depth, and the stages they belong to. Blocks that
/// put out nothing but zeros are crossed out. A click chooses a block; on the keyboard Left and
/// Right go along the depth, Home and End to the first and last. The numbers and the picture can be
/// copied, and the picture saved (ResidualPane).
class ResidualPlot : public QWidget
{
    Q_OBJECT

public:
    explicit ResidualPlot(QWidget *parent = nullptr);

    /// `titles`: what people call the blocks, "Inception-ResNet-A 3", in the order of the figures.
    void setFigures(const std::vector<ResidualFigures> &figures, const QStringList &titles);
    /// Ids; those of blocks that are not shown mean nothing.
    void setDead(const std::vector<std::string> &blocks);
    /// The block that is marked; others than those shown mark nothing.
    void setCurrent(const QString &block);
    QString current() const { return m_current; }
    /// Where the bar of a block is, with the free space above it.
    QRect columnOf(int index) const;
    /// A line for each block, for spreadsheets: tabs between the fields, their names first.
    QString toText() const;
    /// Twice as large as on the screen.
    QImage toImage();
    /// What is told of a block when it is pointed at, in one line.
    QString describe(int index) const;

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
    /// Blocks that follow each other in one stage.
    struct Run
    {
        QString title; ///< of the stage
        int first = 0;
        int last = 0;
    };

    const ResidualFigures &figures(int index) const
    {
        return m_figures[static_cast<std::size_t>(index)];
    }
    int count() const { return static_cast<int>(m_figures.size()); }
    QString idOf(int index) const { return QString::fromStdString(figures(index).block); }
    bool isDead(int index) const { return m_dead.contains(idOf(index)); }
    QFont textFont() const;
    bool namesRuns() const;
    QString fitting(const QStringList &texts, int room) const;
    QRect area() const;
    int indexAt(const QPoint &point) const;
    int currentIndex() const;
    double top() const;
    std::vector<Run> runs() const;
    void addActions();
    void tell();
    void drawRuns(QPainter &painter) const;
    void drawValues(QPainter &painter) const;
    void drawBlocks(QPainter &painter) const;
    void drawTitles(QPainter &painter) const;
    void drawBar(QPainter &painter, int index) const;

    std::vector<ResidualFigures> m_figures;
    QStringList m_titles;
    QStringList m_dead;
    QString m_current;
    int m_hovered = -1;
};

} // namespace inceptoscope
