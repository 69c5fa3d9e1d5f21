#pragma once

#include <QSlider>

#include <vector>

namespace inceptoscope {

/// A residual scale from 0 to 1 in steps of a hundredth. Below the groove is a ruler: 0, 0.5 and 1,
/// the paper's 0.1 to 0.3 (section 3.3) as a band, and a mark at what was published.
class ScaleSlider : public QSlider
{
    Q_OBJECT

public:
    explicit ScaleSlider(QWidget *parent = nullptr);

    double scale() const { return value() / 100.0; }
    /// Being dragged, or a key held down: more is to come.
    bool isMoving() const { return isSliderDown() || m_isRepeating; }
    /// Tells nobody.
    void showScale(double scale);
    void setPublished(const std::vector<double> &scales);
    const std::vector<double> &published() const { return m_published; }

    /// Of the ruler: what is written there, and where.
    struct Mark
    {
        double scale = 0.0;
        QString text;
        QRectF place;
    };
    /// Those that there is room for, so that they do not touch.
    std::vector<Mark> marks() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// It rests where it is, after it was moving.
    void settled();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void initStyleOption(QStyleOptionSlider *option) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    QFont textFont() const;
    int rulerHeight() const;
    double positionOf(double scale) const;
    Mark mark(double scale, const QString &text) const;
    void rest();
    void drawRuler(QPainter &painter) const;
    void drawBand(QPainter &painter) const;
    void drawPublished(QPainter &painter) const;

    std::vector<double> m_published;
    bool m_isRepeating = false;
};

} // namespace inceptoscope
