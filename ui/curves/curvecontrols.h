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
    /// Offers tags beside the measures, which always are. What is chosen stays, if it is still
    /// there; if nothing of it is, the first measure is chosen.
    void setMetrics(const std::vector<Metric> &metrics);
    /// Several at once, or none. Of those offered.
    void choose(const std::vector<Metric> &metrics);
    /// Validation errors against the epoch.
    void chooseErrors(CurveMetric metric);

signals:
    void choiceChanged();
    void scalesChanged();

private:
    static std::vector<Metric> measures();
    void buildMetrics();
    void chooseEntry(int index);
    void buildSmoothing();
    void layOut();
    void showSmoothing();
    void enableShares();
    void fillMetrics();
    void showChosen();

    QComboBox *m_metric; ///< measures, a line, tags, and an entry for several or none
    std::vector<Metric> m_offered{measures()};
    std::vector<Metric> m_chosen{Metric()};
    QCheckBox *m_validation;
    QCheckBox *m_training;
    QSlider *m_smoothing;
    QLabel *m_smoothingValue;
    AxesButton *m_axes;
};

} // namespace inceptoscope
