#include "curves/curvespage.h"

#include "common/busyveil.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "curves/curvecontrols.h"
#include "curves/curveplot.h"
#include "curves/curvepreparer.h"
#include "curves/curvescontroller.h"
#include "curves/figuremenu.h"
#include "curves/figurespane.h"
#include "curves/keptrunchoices.h"
#include "curves/metricnames.h"
#include "curves/metricspane.h"
#include "curves/plotsaver.h"
#include "curves/runlistmodel.h"
#include "curves/runlistview.h"
#include "curves/runmenu.h"
#include "curves/runsummary.h"
#include "opening/logpaths.h"
#include "style/metrics.h"

#include <QAction>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace inceptoscope {

namespace {

constexpr int gapLegendRows = 3;
constexpr qsizetype mostProblems = 3; // said in full

const QString runsKey = QStringLiteral("curves/runs");
const QString pageKey = QStringLiteral("curves/page");
const QString gapKey = QStringLiteral("gap");
const QString figuresKey = QStringLiteral("figures");

QString problemsText(const QStringList &problems)
{
    QString text = problems.mid(0, mostProblems).join(u'\n');
    if (problems.size() > mostProblems)
        text += u'\n' + CurvesPage::tr("and %1 more").arg(problems.size() - mostProblems);
    return text;
}

/// Nothing where all is drawn.
QString withoutPlaceText(const CurveSet &curves)
{
    if (curves.withoutPlace == 0)
        return {};
    return CurvesPage::tr(
               "Curves left out, since their logs do not know %1: %2. Choose another axis "
               "to see them.")
        .arg(curves.axis == CurveAxis::Epoch      ? CurvesPage::tr("epochs")
                 : curves.axis == CurveAxis::Wall ? CurvesPage::tr("dates")
                                                  : CurvesPage::tr("times"))
        .arg(curves.withoutPlace);
}

QString withoutCurveText(const CurveSet &curves)
{
    return curves.withoutCurve.isEmpty() ? QString()
                                         : CurvesPage::tr("No run that is shown has logged: %1.")
                                               .arg(joinedTitles(curves.withoutCurve));
}

/// Nothing where no curve is seen at all: the plot itself says so.
QString belowLogarithmText(const CurveSet &curves, const CurveScales &scales)
{
    const std::size_t below = curvesBelowLogarithms(curves, scales);
    return below == 0 || below == curves.series.size()
        ? QString()
        : CurvesPage::tr("Curves that are not seen, since a logarithmic axis shows only what is "
                         "above zero: %1.")
              .arg(below);
}

QString withLeftOut(const QString &summary, const CurveSet &curves, const CurveScales &scales)
{
    QStringList lines{summary, withoutCurveText(curves), withoutPlaceText(curves),
                      belowLogarithmText(curves, scales)};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace

CurvesPage::CurvesPage(CurvesController *controller, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_preparer(new CurvePreparer(this))
    , m_runs(new RunListModel(this))
    , m_reload(new QAction(themedIcon(QStringLiteral("reload")), tr("&Read logs again"), this))
    , m_header(new PaneHeader(tr("Training curves"), this))
    , m_problems(new MessageBar(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(m_stack))
    , m_controls(new CurveControls(this))
    , m_list(new RunListView(this))
    , m_metrics(new MetricsPane(this))
    , m_plot(new CurvePlot(this))
    , m_gap(new CurvePlot(this))
    , m_figures(new FiguresPane(this))
    , m_paperFigures(new FigureMenu(m_controls, m_runs, this))
    , m_showGap(new QAction(themedIcon(QStringLiteral("gap")), tr("Show the &gap"), this))
    , m_showFigures(new QAction(themedIcon(QStringLiteral("table")), tr("Show the &figures"), this))
    , m_summary(new QLabel(this))
    , m_veil(new BusyVeil(m_stack))
{
    m_empty->setContent(QStringLiteral("curves"),
                        tr("Training curves appear here. Drop training logs to see yours."),
                        tr("Load the bundled runs"));
    m_list->setModel(m_runs);
    buildHeader();
    layOut();
    connectController();
    connectControls();
    showCollection(m_controller->collection());
}

void CurvesPage::buildHeader()
{
    auto *open = new QAction(themedIcon(QStringLiteral("open")), tr("&Open training logs…"), this);
    open->setToolTip(tr("Add training logs: TensorBoard's, CSV tables, JSON Lines and others"));
    connect(open, &QAction::triggered, this, &CurvesPage::openLogs);
    m_reload->setShortcut(QKeySequence::Refresh);
    m_reload->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_reload->setToolTip(tr("Read the logs again, for runs that go on (F5)"));
    connect(m_reload, &QAction::triggered, m_controller, &CurvesController::reload);
    addActions({open, m_reload, m_showGap, m_showFigures});
    buildViews();
    for (QAction *action : {open, m_reload, m_paperFigures->action(), m_showGap, m_showFigures,
                            m_plot->fitAction(), m_plot->saver()->pictureAction()})
        m_header->addActionButton(action)->setPopupMode(QToolButton::InstantPopup);
}

/// Both are there only when asked for: most want to see curves.
void CurvesPage::buildViews()
{
    m_showGap->setToolTip(tr("What residual networks have less than those without residual "
                             "connections, pair by pair"));
    m_showFigures->setToolTip(
        tr("Last and best values, areas, and when each curve reached a value, as a table"));
    for (QAction *action : {m_showGap, m_showFigures})
        action->setCheckable(true);
    m_gap->setAccessibleName(tr("Gap between residual and other networks"));
    m_gap->setEmptyNote(tr("No pair is drawn. The paper's pairs are recognised by their networks; "
                           "the menu of a run pairs it with another."));
    m_gap->putLegendAbove(gapLegendRows);
    m_gap->hide();
    m_figures->hide();
    connect(m_showGap, &QAction::toggled, m_gap, &QWidget::setVisible);
    connect(m_showFigures, &QAction::toggled, m_figures, &QWidget::setVisible);
    for (QAction *action : {m_showGap, m_showFigures})
        connect(action, &QAction::toggled, this, &CurvesPage::updateCurves);
    linkPlots();
}

/// One looks at the same epochs in both.
void CurvesPage::linkPlots()
{
    m_plot->alignWith(m_gap);
    connect(m_plot, &CurvePlot::placesChanged, m_gap, [this](double from, double to) {
        if (m_showGap->isChecked() && !m_isLinking) {
            const QScopedValueRollback linking(m_isLinking, true);
            m_gap->showPlaces(from, to);
        }
    });
    connect(m_gap, &CurvePlot::placesChanged, m_plot, [this](double from, double to) {
        if (m_showGap->isChecked() && !m_isLinking) {
            const QScopedValueRollback linking(m_isLinking, true);
            m_plot->showPlaces(from, to);
        }
    });
}

/// Runs, and below them what they have logged.
QWidget *CurvesPage::buildLists()
{
    auto *lists = new QSplitter(Qt::Vertical, this);
    lists->addWidget(m_list);
    lists->addWidget(m_metrics);
    lists->setChildrenCollapsible(false);
    lists->setSizes({60 * gridUnit, 36 * gridUnit});
    lists->setStretchFactor(0, 1);
    return lists;
}

QWidget *CurvesPage::buildBody()
{
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);

    auto *right = new QWidget(this);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_controls);
    auto *views = new QSplitter(Qt::Vertical, this);
    for (QWidget *view : {static_cast<QWidget *>(m_plot), static_cast<QWidget *>(m_gap),
                          static_cast<QWidget *>(m_figures)})
        views->addWidget(view);
    views->setChildrenCollapsible(false);
    views->setSizes({60 * gridUnit, 28 * gridUnit, 24 * gridUnit});
    views->setStretchFactor(0, 1);
    column->addWidget(views, 1);
    column->addWidget(m_summary);

    auto *body = new QSplitter(Qt::Horizontal, this);
    body->addWidget(buildLists());
    body->addWidget(right);
    body->setStretchFactor(1, 1);
    body->setChildrenCollapsible(false);
    body->setSizes({48 * gridUnit, 112 * gridUnit});
    return body;
}

void CurvesPage::layOut()
{
    m_stack->addWidget(m_empty);
    m_stack->addWidget(buildBody());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_problems);
    layout->addWidget(m_stack, 1);
}

void CurvesPage::connectController()
{
    connect(m_controller, &CurvesController::collectionChanged, this,
            [this](const RunCollection &collection) {
                showCollection(collection);
                tellProblems(collection.problems);
            });
    connect(m_controller, &CurvesController::loadingChanged, m_veil, &BusyVeil::setBusy);
    connect(m_veil, &BusyVeil::cancelRequested, m_controller, &CurvesController::cancel);
    connect(m_empty, &EmptyState::actionTriggered, m_controller, &CurvesController::loadBundled);
    connect(m_list, &RunListView::removeRequested, this, &CurvesPage::removeRuns);
    connect(m_list, &RunListView::menuAboutToShow, this,
            [this](QMenu *menu, const QModelIndexList &rows) {
                addRunActions(menu, m_list, m_runs, rows);
            });
    connect(m_list, &RunListView::showRequested, m_runs,
            [this](const QModelIndexList &rows, bool shown) {
                m_runs->setShown(m_runs->runsOf(rows), shown);
            });
}

/// At once, for the window may crash.
void CurvesPage::keepRunChoices() const
{
    QSettings().setValue(runsKey, keptRunChoices(m_runs->choices()));
}

void CurvesPage::restore(const QSettings &settings)
{
    m_runs->setChoices(runChoicesOf(settings.value(runsKey).toByteArray()));
    const QVariantMap page = settings.value(pageKey).toMap();
    m_controls->restore(page);
    for (const auto &[key, action] :
         {std::pair(gapKey, m_showGap), std::pair(figuresKey, m_showFigures)}) {
        if (const QVariant value = page.value(key); value.typeId() == QMetaType::Bool)
            action->setChecked(value.toBool());
    }
    updateCurves();
}

void CurvesPage::keep(QSettings &settings) const
{
    QVariantMap page = m_paperFigures->settings();
    page.insert(gapKey, m_showGap->isChecked());
    page.insert(figuresKey, m_showFigures->isChecked());
    settings.setValue(pageKey, page);
}

void CurvesPage::removeRuns(const QModelIndexList &rows)
{
    std::set<RunId> ids;
    for (const std::size_t run : m_runs->runsOf(rows))
        ids.insert(m_runs->collection().runs[run].id);
    m_controller->remove(ids);
}

void CurvesPage::connectControls()
{
    connect(m_controls, &CurveControls::choiceChanged, this, [this] {
        m_metrics->setChecked(m_controls->choice().metrics);
        updateCurves();
    });
    connect(m_metrics, &MetricsPane::checkedChanged, this,
            [this] { m_controls->choose(m_metrics->checked()); });
    connect(m_controls, &CurveControls::scalesChanged, this, &CurvesPage::updateCurves);
    connect(m_paperFigures, &FigureMenu::chosen, this, [this] {
        m_metrics->setChecked(m_controls->choice().metrics);
        m_plot->fit();
    });
    connect(m_paperFigures, &FigureMenu::failed, this,
            [this](const QString &sentence) { showProblems({sentence}); });
    connect(m_figures, &FiguresPane::targetChanged, this, &CurvesPage::updateCurves);
    connect(m_preparer, &CurvePreparer::ready, this, &CurvesPage::showCurves);
    connect(m_preparer, &CurvePreparer::failed, this,
            [this](const QString &sentence) { showProblems({sentence}); });
    connect(m_runs, &RunListModel::shownChanged, this, &CurvesPage::updateCurves);
    connect(m_runs, &RunListModel::arrangementChanged, this, &CurvesPage::updateCurves);
    connect(m_runs, &RunListModel::arrangementChanged, this, &CurvesPage::keepRunChoices);
    for (const CurvePlot *plot : {m_plot, m_gap}) {
        connect(plot->saver(), &PlotSaver::saved, this, [this](const QString &sentence) {
            m_problems->showMessage(MessageBar::Kind::Info, sentence);
        });
        connect(plot->saver(), &PlotSaver::failed, this,
                [this](const QString &sentence) { showProblems({sentence}); });
    }
}

void CurvesPage::showCollection(const RunCollection &collection)
{
    const QModelIndex chosen = m_list->chosenRows().value(0);
    const int row = chosen.parent().isValid() ? chosen.parent().row() : chosen.row();
    const std::vector<RunLog> added = runsBeyond(collection.runs, m_runs->collection().runs);
    const std::vector<Metric> metrics = metricsOf(collection.runs);
    m_controls->setMetrics(metrics);
    m_metrics->setMetrics(metrics);
    m_metrics->setChecked(m_controls->choice().metrics);
    m_runs->setCollection(collection);
    if (!m_list->currentIndex().isValid()) // it is gone
        m_list->setCurrentIndex(
            m_runs->index(std::min(row, m_runs->rowCount() - 1), RunNameColumn));
    const bool isEmpty = collection.runs.empty();
    m_header->setDetail(isEmpty ? QString() : tr("runs: %1").arg(collection.runs.size()));
    m_reload->setEnabled(!isEmpty);
    m_stack->setCurrentIndex(isEmpty ? 0 : 1);
    showSomethingOf(added);
    updateCurves();
}

/// What was just opened is to be seen.
void CurvesPage::showSomethingOf(const std::vector<RunLog> &added)
{
    if (added.empty() || hasCurves(added, m_controls->choice()))
        return;
    if (const auto metric = firstMetric(added, m_controls->choice()))
        m_controls->choose({*metric});
}

/// Of those that are told already nothing is said again, but where others of them are over.
void CurvesPage::tellProblems(const QStringList &problems)
{
    const QStringList before = std::exchange(m_told, problems);
    const bool isNew = std::ranges::any_of(
        problems, [&before](const QString &problem) { return !before.contains(problem); });
    const bool isTold = m_problems->isVisibleTo(this) && !before.isEmpty()
        && m_problems->message() == problemsText(before);
    if (isNew || (isTold && problems != before))
        showProblems(problems);
}

void CurvesPage::showProblems(const QStringList &problems)
{
    if (problems.isEmpty())
        m_problems->clear();
    else
        m_problems->showMessage(MessageBar::Kind::Warning, problemsText(problems));
}

void CurvesPage::updateCurves()
{
    const auto &runs = m_runs->collection().runs;
    const auto shown = m_runs->shown();
    const CurveChoice choice = m_controls->choice();
    m_preparer->request(
        {curveSelection(runs, m_runs->arrangement(), shown, choice, m_controls->scales()),
         comparedErrors(runs, shown, comparedMetric(choice.metrics)), m_showGap->isChecked(),
         m_showFigures->isChecked(), m_figures->target(), m_figures->place()});
}

void CurvesPage::showCurves(const PreparedCurves &prepared)
{
    const QScopedValueRollback linking(m_isLinking, true);
    m_plot->setCurves(prepared.curves, prepared.scales);
    if (m_showGap->isChecked()) {
        CurveScales scales = prepared.scales;
        scales.yLogarithmic = false; // a gap may be below zero
        m_gap->setCurves(prepared.gap, scales);
        const CurveRanges seen = m_plot->ranges();
        m_gap->showPlaces(seen.xFrom, seen.xTo);
    }
    if (m_showFigures->isChecked())
        m_figures->setFigures(prepared.curves, prepared.figures);
    const QString summary = withLeftOut(prepared.summary, prepared.curves, prepared.scales);
    m_summary->setText(summary);
    m_summary->setVisible(!summary.isEmpty());
}

bool CurvesPage::isPreparing() const
{
    return m_controller->isLoading() || m_preparer->isBusy();
}

QAction *CurvesPage::mainExport() const
{
    return m_plot->saver()->pictureAction();
}

void CurvesPage::openLogs()
{
    auto *dialog = new QFileDialog(this, tr("Open training logs"), QString(),
                                   tr("Training logs (%1);;All files (*)").arg(logNamePatterns()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, m_controller, &CurvesController::openLogs);
    dialog->open();
}

void CurvesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_wasShown, true) && m_controller->collection().runs.empty()
        && !m_controller->isLoading())
        m_controller->loadBundled();
}

} // namespace inceptoscope
