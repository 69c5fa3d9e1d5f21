#include "training/trainresults.h"

#include "curves/curveplot.h"
#include "curves/runsummary.h"
#include "style/metrics.h"
#include "training/growthcurves.h"
#include "training/growthpane.h"
#include "training/runrow.h"
#include "training/trainingtexts.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace inceptoscope {

TrainResults::TrainResults(Explorer *explorer, QWidget *parent)
    : QSplitter(Qt::Vertical, parent)
    , m_plot(new CurvePlot)
    , m_rows{new RunRow, new RunRow}
    , m_summary(new QLabel)
    , m_growth(new GrowthPane(explorer))
{
    addWidget(buildCurves());
    addWidget(m_growth);
    setChildrenCollapsible(false);
    setStretchFactor(0, 1);
    setSizes({56 * gridUnit, 24 * gridUnit});
    for (int run = 0; run < static_cast<int>(m_rows.size()); ++run)
        connect(row(run), &RunRow::useRequested, this, [this, run] { emit useRequested(run); });
}

QWidget *TrainResults::buildCurves()
{
    m_plot->putLegendAbove(2); // validation and training, for each network a column
    m_plot->setEmptyNote(tr("The curves begin when the first epoch is done."));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setContentsMargins(gridUnit, halfUnit, gridUnit, gridUnit);
    auto *curves = new QWidget;
    auto *column = new QVBoxLayout(curves);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_plot, 1);
    for (RunRow *row : m_rows)
        column->addWidget(row);
    column->addWidget(m_summary);
    return curves;
}

void TrainResults::begin(const TrainingChoice &choice)
{
    m_choice = choice;
    m_titles = variantTitles(choice);
    m_growth->begin(m_titles);
}

void TrainResults::showRuns(const std::vector<RunStatus> &runs)
{
    showCurves(runs);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setVisible(i < runs.size());
        if (i < runs.size())
            m_rows[i]->showRun(m_titles[qsizetype(i)], runs[i], m_choice);
    }
    std::vector<RunLog> logs;
    logs.reserve(runs.size());
    for (const RunStatus &run : runs)
        logs.push_back(run.log);
    m_summary->setText(
        runSummary(logs, std::vector<bool>(logs.size(), true), CurveMetric::TopOneError));
    m_summary->setVisible(!m_summary->text().isEmpty());
    m_growth->showRuns(runs);
}

void TrainResults::showCurves(const std::vector<RunStatus> &runs)
{
    const CurveSet curves = growthCurves(runs, m_titles);
    if (curves == m_curves)
        return;
    m_curves = curves;
    m_plot->setCurves(curves);
    for (std::size_t i = 0; i < runs.size(); ++i)
        m_rows[i]->setSeries(validationCurve(curves, runs, i));
}

QString TrainResults::summary() const
{
    return m_summary->text();
}

} // namespace inceptoscope
