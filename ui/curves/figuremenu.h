#pragma once

#include "curves/curvemetric.h"
#include "curves/runlog.h"

#include <QObject>
#include <QVariantMap>

#include <optional>
#include <set>

class QAction;

namespace inceptoscope {

class CurveControls;
class RunListModel;
struct PaperFigure;

/// The paper's figures, over the runs that are open: a menu that sets controls and runs to one, and
/// back to what was drawn before.
class FigureMenu : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    FigureMenu(CurveControls *controls, RunListModel *runs, QWidget *parent);

    QAction *action() const { return m_action; }
    /// What of the controls is to be kept: as long as a figure stands as it was drawn, what they
    /// were set to before.
    QVariantMap settings() const;

signals:
    /// Controls and runs are set.
    void chosen();
    /// One sentence.
    void failed(const QString &sentence);

private:
    struct Before
    {
        QVariantMap settings;
        std::vector<Metric> metrics;
        std::set<RunId> hidden;
        QVariantMap ofFigure; ///< settings
    };

    void showFigure(const PaperFigure &figure);
    void goBack();
    std::set<RunId> hiddenRuns() const;

    CurveControls *m_controls;
    RunListModel *m_runs;
    QAction *m_action;
    QAction *m_back;
    std::optional<Before> m_before;
};

} // namespace inceptoscope
