#pragma once

#include "curves/curveranges.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;

namespace inceptoscope {

class AxesButton;

/// The line of controls that choose what of the runs is drawn, and how.
class CurveControls : public QWidget
{
    Q_OBJECT

public:
    explicit CurveControls(QWidget *parent = nullptr);

    CurveChoice choice() const;
    CurveScales scales() const;
    /// But the metric, which is the runs': to be kept. What is none of its own is passed over.
    QVariantMap settings() const;
    void restore(const QVariantMap &settings);
    /// Offers the tags beside the metrics. What is chosen stays, if it is still there.
    void setTags(const std::vector<std::string> &tags);
    /// Of those offered; none: the first metric.
    void chooseTags(const std::vector<std::string> &tags);
    /// Validation errors against the epoch.
    void chooseErrors(CurveMetric metric);

signals:
    void choiceChanged();
    void scalesChanged();

private:
    void buildMetrics();
    void buildSmoothing();
    void layOut();
    void showSmoothing();
    void enableShares();
    std::vector<std::string> chosenTags() const;

    QComboBox *m_metric;
    std::vector<std::string> m_tags; ///< offered, behind the metrics and a line
    std::vector<std::string> m_chosen; ///< several at once: an entry of their own at the end
    QCheckBox *m_validation;
    QCheckBox *m_training;
    QSlider *m_smoothing;
    QLabel *m_smoothingValue;
    AxesButton *m_axes;
};

} // namespace inceptoscope
