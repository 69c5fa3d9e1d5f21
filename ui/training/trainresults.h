#pragma once

#include "curves/curveset.h"
#include "training/trainingfolder.h"

#include <QSplitter>

#include <array>

class QLabel;

namespace inceptoscope {

class CurvePlot;
class Explorer;
class GrowthPane;
class RunRow;

/// What a training has come to: the errors in one plot, how far each network is, which was first,
/// and what they answer to the photos in the filmstrip.
class TrainResults : public QSplitter
{
    Q_OBJECT

public:
    explicit TrainResults(Explorer *explorer, QWidget *parent = nullptr);

    /// Another training.
    void begin(const TrainingChoice &choice);
    void showRuns(const std::vector<RunStatus> &runs);

    CurvePlot *plot() { return m_plot; }
    RunRow *row(int run) { return m_rows[static_cast<std::size_t>(run)]; }
    GrowthPane *growth() { return m_growth; }
    QString summary() const;

signals:
    void useRequested(int run);

private:
    QWidget *buildCurves();
    void showCurves(const std::vector<RunStatus> &runs);

    TrainingChoice m_choice;
    QStringList m_titles; ///< of the networks
    CurveSet m_curves;
    CurvePlot *m_plot;
    std::array<RunRow *, 2> m_rows{};
    QLabel *m_summary;
    GrowthPane *m_growth;
};

} // namespace inceptoscope
