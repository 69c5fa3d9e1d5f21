#include "curves/figuremenu.h"

#include "common/iconloader.h"
#include "curves/curvecontrols.h"
#include "curves/paperfigures.h"
#include "curves/runlistmodel.h"

#include <QAction>
#include <QMenu>

#include <algorithm>
#include <utility>

namespace inceptoscope {

FigureMenu::FigureMenu(CurveControls *controls, RunListModel *runs, QWidget *parent)
    : QObject(parent)
    , m_controls(controls)
    , m_runs(runs)
    , m_action(new QAction(themedIcon(QStringLiteral("curves")), tr("Figures of the &paper"), this))
    , m_back(new QAction(tr("&Back to what was drawn before"), this))
{
    m_action->setToolTip(tr("Figures 21 to 26 of the paper, with the runs that are open"));
    auto *menu = new QMenu(parent);
    for (const PaperFigure &figure : paperFigures()) {
        menu->addAction(tr("%1: %2").arg(figure.number).arg(figure.title), this,
                        [this, figure] { showFigure(figure); });
    }
    menu->addSeparator();
    menu->addAction(m_back);
    m_back->setEnabled(false);
    connect(m_back, &QAction::triggered, this, &FigureMenu::goBack);
    m_action->setMenu(menu);
}

void FigureMenu::showFigure(const PaperFigure &figure)
{
    const std::vector<bool> shown = runsIn(figure, m_runs->collection().runs);
    if (std::ranges::find(shown, true) == shown.end()) {
        emit failed(tr("Figure %1 has curves of %2; no run of these networks is open. File > Open "
                       "the paper's experiments has some.")
                        .arg(figure.number)
                        .arg(figure.title));
        return;
    }
    if (!m_before)
        m_before = {m_controls->settings(), m_controls->choice().metrics, hiddenRuns(), {}};
    m_controls->chooseErrors(figure.metric);
    m_before->ofFigure = m_controls->settings();
    m_runs->showOnly(shown);
    m_back->setEnabled(true);
    emit chosen();
}

/// Runs that came meanwhile are shown.
void FigureMenu::goBack()
{
    const Before before = *std::exchange(m_before, {});
    m_back->setEnabled(false);
    m_controls->restore(before.settings);
    m_controls->choose(before.metrics);
    std::vector<bool> shown;
    for (const RunLog &run : m_runs->collection().runs)
        shown.push_back(!before.hidden.contains(run.id));
    m_runs->showOnly(shown);
    emit chosen();
}

std::set<RunId> FigureMenu::hiddenRuns() const
{
    std::set<RunId> hidden;
    const std::vector<bool> shown = m_runs->shown();
    for (std::size_t run = 0; run < shown.size(); ++run) {
        if (!shown[run])
            hidden.insert(m_runs->collection().runs[run].id);
    }
    return hidden;
}

QVariantMap FigureMenu::settings() const
{
    const QVariantMap settings = m_controls->settings();
    return m_before && settings == m_before->ofFigure ? m_before->settings : settings;
}

} // namespace inceptoscope
