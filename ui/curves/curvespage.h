#pragma once

#include "curves/runcollection.h"

#include <QModelIndexList>
#include <QWidget>

class QAction;
class QLabel;
class QSettings;
class QStackedWidget;

namespace inceptoscope {

class BusyVeil;
class CurveControls;
class CurvePlot;
class CurvePreparer;
class CurvesController;
class EmptyState;
class FigureMenu;
class FiguresPane;
class MessageBar;
class MetricsPane;
class PaneHeader;
class RunListModel;
class RunListView;
struct PreparedCurves;

/// Training curves side by side: the runs on the left, what of them to draw above, the plot, and
/// below it how far each came. The bundled runs are loaded when the page is first shown. Drops are
/// the window's.
class CurvesPage : public QWidget
{
    Q_OBJECT

public:
    /// The controller outlives the page.
    explicit CurvesPage(CurvesController *controller, QWidget *parent = nullptr);

    /// Asks for training logs to add.
    void openLogs();
    CurvePlot *plot() const { return m_plot; }
    /// Saves the plot.
    QAction *mainExport() const;
    /// What the page is set to, but for the metric, and what was made of runs by hand. Damaged
    /// settings change nothing.
    void restore(const QSettings &settings);
    void keep(QSettings &settings) const;
    /// Whether curves are read or prepared that are not drawn yet.
    bool isPreparing() const;

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildHeader();
    void buildViews();
    void linkPlots();
    QWidget *buildBody();
    QWidget *buildLists();
    void layOut();
    void connectController();
    void connectControls();
    void showCollection(const RunCollection &collection);
    void showSomethingOf(const std::vector<RunLog> &added);
    void keepRunChoices() const;
    void removeRuns(const QModelIndexList &rows);
    void tellProblems(const QStringList &problems);
    void showProblems(const QStringList &problems);
    void updateCurves();
    void showCurves(const PreparedCurves &prepared);

    CurvesController *m_controller;
    CurvePreparer *m_preparer;
    RunListModel *m_runs;
    QAction *m_reload;
    PaneHeader *m_header;
    MessageBar *m_problems;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    CurveControls *m_controls;
    RunListView *m_list;
    MetricsPane *m_metrics;
    CurvePlot *m_plot;
    CurvePlot *m_gap;
    FiguresPane *m_figures;
    FigureMenu *m_paperFigures;
    QAction *m_showGap;
    QAction *m_showFigures;
    QLabel *m_summary;
    BusyVeil *m_veil;
    QStringList m_told; ///< of the collection's problems
    bool m_isLinking = false;
    bool m_wasShown = false;
};

} // namespace inceptoscope
