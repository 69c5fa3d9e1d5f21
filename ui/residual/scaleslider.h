#pragma once

#include <QSlider>

#include <vector>

namespace inceptoscope {

/// A residual scale from 0 to 1 in steps of a hundredth. Below the groove the paper's 0.1 to 0.3
/// (section 3.3) is a band, and the published factors are marks.
class ScaleSlider : public QSlider
{
    Q_OBJECT

public:
    explicit ScaleSlider(QWidget *parent = nullptr);

    double scale() const { return value() / 100.0; }
    /// Tells nobody.
    void showScale(double scale);
    void setPublished(const std::vector<double> &scales);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double positionOf(double scale) const;

    std::vector<double> m_published;
};

} // namespace inceptoscope
