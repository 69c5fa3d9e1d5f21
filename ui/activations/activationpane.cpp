#include "activations/activationpane.h"

#include "activations/channelgrid.h"
#include "activations/channelview.h"
#include "activations/filterview.h"
#include "activations/mapchoosers.h"
#include "activations/scalebar.h"
#include "common/busyveil.h"
#include "common/elidedlabel.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "graph/networkgraph.h"
#include "render/activationsummariser.h"
#include "render/valuetext.h"
#include "style/metrics.h"

#include <QAction>
#include <QComboBox>
#include <QKeyEvent>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace inceptoscope {

namespace {

bool isSingleCell(const GridShape &shape)
{
    return shape.grid() == Extent{1, 1};
}

} // namespace

ActivationPane::ActivationPane(QWidget *parent)
    : QWidget(parent)
    , m_header(new PaneHeader(tr("Activation maps"), this))
    , m_message(new MessageBar(this))
    , m_exports(new MapExports([this] { return exported(); }, m_message, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState)
    , m_maps(new QWidget)
    , m_views(new QStackedWidget)
    , m_grid(new ChannelGrid)
    , m_view(new ChannelView)
    , m_filters(new FilterView)
    , m_panel(new LayerPanel)
    , m_legend(new ScaleBar)
    , m_statistics(new ElidedLabel)
    , m_summariser(new ActivationSummariser(this))
{
    addControls();
    addButtons();
    addAction(mainExport()); // also where the focus is beside the maps
    layOutMaps();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_maps);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
    m_veil = new BusyVeil(m_stack);

    connectControls();
    connectViews();
    showEmpty();
}

// --- Building ------------------------------------------------------------------------------------

void ActivationPane::layOutMaps()
{
    m_statistics->setCaption(true);
    m_statistics->setSecondary(true);
    for (QWidget *view : {static_cast<QWidget *>(m_grid), static_cast<QWidget *>(m_view),
                          static_cast<QWidget *>(m_filters)}) {
        view->setContextMenuPolicy(Qt::ActionsContextMenu);
        view->addActions(exportActions());
    }
    m_views->addWidget(m_grid);
    m_views->addWidget(m_view);
    m_views->addWidget(m_filters);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_views, 1);
    middle->addWidget(m_panel);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    foot->setSpacing(2 * gridUnit);
    foot->addWidget(m_legend, 1);
    foot->addWidget(m_statistics);
    auto *layout = new QVBoxLayout(m_maps);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(middle, 1);
    layout->addLayout(foot);
}

void ActivationPane::addControls()
{
    m_order = mapChooser(tr("Order of the maps"), tr("Order of the maps"));
    m_order->addItem(tr("By number"), QVariant::fromValue(ChannelOrder::ByIndex));
    m_order->addItem(tr("By mean"), QVariant::fromValue(ChannelOrder::ByMean));
    m_order->addItem(tr("By peak"), QVariant::fromValue(ChannelOrder::ByPeak));
    m_order->addItem(tr("By energy"), QVariant::fromValue(ChannelOrder::ByEnergy));
    m_order->addItem(tr("By similarity"), QVariant::fromValue(ChannelOrder::BySimilarity));
    m_order->setItemData(m_order->count() - 2, tr("Root mean square"), Qt::ToolTipRole);
    m_order->setItemData(m_order->count() - 1, tr("To the chosen map: the cosine between the two"),
                         Qt::ToolTipRole);
    m_scale = scaleChooser();
    m_scale->addItem(tr("Fixed scale"), QVariant::fromValue(ScaleMode::Fixed));
    m_scale->setToolTip(
        tr("Whether each map uses all colours, all maps share one scale, or the scale "
           "stays the same for every layer and photo"));
    m_colours = colourChooser();
    m_size = cellSizeSlider(*m_grid);
    m_controls = {m_order, m_scale, m_colours, m_size};
    for (QWidget *control : std::as_const(m_controls))
        m_header->addControl(control);
}

void ActivationPane::addButtons()
{
    const auto add = [this](const QString &icon, const QString &text, const QKeySequence &key) {
        auto *action = new QAction(themedIcon(icon), text, this);
        action->setCheckable(true);
        action->setShortcut(key);
        action->setToolTip(tr("%1 (%2)").arg(text, key.toString()));
        m_controls += m_header->addActionButton(action);
        return action;
    };
    m_panelAction = add(QStringLiteral("histogram"), tr("Parts and histogram"),
                        QKeySequence(Qt::CTRL | Qt::Key_H));
    m_panelAction->setChecked(true);
    m_maximise = add(QStringLiteral("maximise"), tr("Fill the window with the maps"),
                     QKeySequence(Qt::Key_F11));
}

void ActivationPane::connectControls()
{
    connect(m_order, &QComboBox::currentIndexChanged, this, &ActivationPane::chooseOrder);
    // The same one again: like another map.
    connect(m_order, &QComboBox::activated, this, &ActivationPane::chooseOrder);
    connect(m_scale, &QComboBox::currentIndexChanged, this, &ActivationPane::chooseScale);
    connect(m_legend, &ScaleBar::limitsChanged, this, &ActivationPane::takeLimits);
    connect(m_colours, &QComboBox::currentIndexChanged, this, &ActivationPane::chooseColours);
    linkSizes(m_size, m_grid);
    connect(m_grid, &ChannelGrid::cellSizeChanged, m_filters, &FilterView::setCellSize);
    connect(m_panelAction, &QAction::toggled, this, &ActivationPane::arrange);
    connect(m_panel, &LayerPanel::shownChanged, this, &ActivationPane::updateFilters);
}

void ActivationPane::connectViews()
{
    m_filters->setCellSize(m_grid->cellSize());
    connect(m_grid, &ChannelGrid::currentChannelChanged, this, [this](int channel) {
        m_panel->setChannel(channel, m_grid->activation());
        m_filters->setCurrentFilter(channel);
        updateView();
        emit currentChannelChanged(channel);
    });
    connect(m_grid, &ChannelGrid::valuePointedAt, this, &ActivationPane::showStatistics);
    connect(m_grid, &ChannelGrid::channelActivated, this, [this] { setEnlarged(true); });
    connect(m_view, &ChannelView::backRequested, this, [this] { setEnlarged(false); });
    connect(m_view, &ChannelView::stepRequested, m_grid, &ChannelGrid::moveCurrent);
    connect(m_filters, &FilterView::currentFilterChanged, m_grid, &ChannelGrid::setCurrentChannel);
    connect(m_summariser, &ActivationSummariser::summarised, this, &ActivationPane::present);
    connect(m_summariser, &ActivationSummariser::failed, this, [this](const QString &sentence) {
        m_next = {}; // what was shown stays
        m_nextChannel.reset();
        tellProblem(sentence);
        updateBusy();
    });
    connect(m_grid, &ChannelGrid::failed, this, &ActivationPane::tellProblem);
    connect(m_veil, &BusyVeil::cancelRequested, this, &ActivationPane::cancel);
    connect(m_empty, &EmptyState::actionTriggered, this, &ActivationPane::emptyActionTriggered);
}

// --- Content -------------------------------------------------------------------------------------

void ActivationPane::showActivation(const QString &title, const Activation &activation)
{
    showMaps({title, activation});
}

void ActivationPane::showMaps(const LayerMaps &maps)
{
    m_next = maps;
    m_nextChannel.reset();
    m_summariser->start(maps.activation);
    updateBusy();
}

void ActivationPane::present(const Activation &activation, const ActivationSummaryPtr &summary)
{
    if (m_shown.title != m_next.title)
        m_grid->clear();
    m_shown = std::exchange(m_next, {});
    m_grid->setActivation(activation, summary);
    m_panel->setLayer(summary, activation.shape);
    m_panel->setChannel(m_grid->currentChannel(), activation);
    if (m_nextChannel)
        m_grid->setCurrentChannel(*std::exchange(m_nextChannel, {}));
    setBackdrop(m_backdrop);
    showColours();
    updateScale();
    updateFilters();
    updateView();
    showStatistics();
    m_stack->setCurrentWidget(m_maps);
    updateBusy();
}

void ActivationPane::showWithoutMaps(const LayerMaps &maps)
{
    m_summariser->cancel();
    m_nextChannel.reset();
    m_shown = maps;
    m_grid->clear();
    m_stack->setCurrentWidget(m_maps);
    updateFilters();
    updateBusy();
}

void ActivationPane::showEmpty(const QString &line, const QString &action)
{
    m_summariser->cancel();
    m_nextChannel.reset();
    m_shown = {};
    m_message->clear();
    m_header->setDetail({});
    m_grid->clear();
    m_panel->setLayer({}, {});
    m_empty->setContent(QStringLiteral("channels"),
                        line.isEmpty() ? tr("Select a stage, block or layer in the diagram to see "
                                            "what its channels made of the photo.")
                                       : line,
                        action);
    m_stack->setCurrentWidget(m_empty);
    updateBusy();
}

void ActivationPane::setBackdrop(const Backdrop &backdrop)
{
    m_backdrop = backdrop;
    m_backdrop.covered = m_shown.covered;
    m_view->setBackdrop(m_backdrop);
}

void ActivationPane::showFilters(const FilterLoader::DrawnPtr &drawn)
{
    m_message->clear();
    m_filters->setFilters(drawn);
    m_filters->setCurrentFilter(currentChannel());
    m_panel->setFilters(*drawn->filters);
    updateView();
    showStatistics();
}

void ActivationPane::showFilterProblem(const QString &sentence)
{
    m_filters->setFilters({});
    tellProblem(sentence);
}

void ActivationPane::tellProblem(const QString &sentence)
{
    m_message->showMessage(MessageBar::Kind::Error, sentence);
}

void ActivationPane::setBusy(bool busy)
{
    m_waiting = busy;
    updateBusy();
}

/// The network is not the pane's to stop; where it does not run, its answer stays.
void ActivationPane::cancel()
{
    m_summariser->cancel();
    m_nextChannel.reset();
    updateBusy();
    if (m_waiting)
        emit cancelRequested();
}

void ActivationPane::updateBusy()
{
    m_veil->setBusy(m_waiting || m_summariser->isRunning());
    arrange();
}

/// What there is no room for goes, so it does not ask for any.
QSize ActivationPane::minimumSizeHint() const
{
    constexpr int enoughForMaps = 40 * gridUnit;
    const QSize least = QWidget::minimumSizeHint();
    return {std::min(least.width(), enoughForMaps), least.height()};
}

/// What there is room for. Wheel and keys still change the size where the slider is not.
void ActivationPane::arrange()
{
    constexpr int enoughForSlider = 92 * gridUnit;
    constexpr int enoughForPanel = 76 * gridUnit;
    const bool shown = m_stack->currentWidget() == m_maps;
    // Shown for a moment, the slider would take room from all that is beside the pane.
    for (QWidget *control : std::as_const(m_controls))
        control->setVisible(shown && (control != m_size || width() >= enoughForSlider));
    m_panel->setVisible(m_panelAction->isChecked() && width() >= enoughForPanel);
    updateExports();
}

void ActivationPane::updateExports()
{
    const bool shown = m_stack->currentWidget() == m_maps;
    if (showsFilters() && shown)
        m_exports->setFiltersAvailable(m_filters->filters() != nullptr);
    else
        m_exports->setAvailable(shown, shown && currentChannel() >= 0);
}

void ActivationPane::resizeEvent(QResizeEvent *event)
{
    arrange();
    QWidget::resizeEvent(event);
}

void ActivationPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape || !goBack())
        QWidget::keyPressEvent(event);
}

/// From what was chosen beside the maps to them, from a large map to all, from the maps alone to
/// all panes: a step for each Escape. False: there is nothing to go back from.
bool ActivationPane::goBack()
{
    if (m_maximise->isChecked() && m_panel->isAncestorOf(focusWidget()))
        m_views->currentWidget()->setFocus();
    else if (isEnlarged())
        setEnlarged(false);
    else if (m_maximise->isChecked())
        m_maximise->setChecked(false);
    else
        return false;
    return true;
}

bool ActivationPane::isSettled() const
{
    return !m_summariser->isRunning() && m_grid->isSettled() && m_view->isSettled();
}

int ActivationPane::currentChannel() const
{
    return m_grid->currentChannel();
}

void ActivationPane::setCurrentChannel(int channel)
{
    if (m_summariser->isRunning())
        m_nextChannel = channel;
    else
        m_grid->setCurrentChannel(channel);
}

// --- Views ---------------------------------------------------------------------------------------

bool ActivationPane::showsFilters() const
{
    return m_panel->shown() == ShownValues::Filters;
}

void ActivationPane::updateTitle()
{
    const QString shape = QString::fromStdString(formatShape(m_grid->activation().shape));
    QString detail = m_shown.title;
    if (showsFilters())
        detail = tr("%1 · filters").arg(m_shown.title);
    else if (m_grid->summary())
        detail = m_shown.beforeActivation
            ? tr("%1 · %2, before the activation").arg(m_shown.title, shape)
            : tr("%1 · %2").arg(m_shown.title, shape);
    m_header->setDetail(detail);
}

/// Filters are in place of the maps, and are drawn anew with other colours.
void ActivationPane::updateFilters()
{
    updateTitle();
    if (showsFilters()) {
        m_views->setCurrentWidget(m_filters);
        emit filtersWanted(m_signedMap, filterMode());
    } else if (m_views->currentWidget() == m_filters) {
        m_views->setCurrentWidget(m_grid);
        m_filters->setFilters({});
        m_panel->setLayer(m_grid->summary(), m_grid->activation().shape);
        m_panel->setChannel(currentChannel(), m_grid->activation());
    }
    showColours();
    updateScale();
    updateLegend();
    showStatistics();
}

void ActivationPane::updateView()
{
    updateLegend();
    const int channel = m_grid->currentChannel();
    updateExports();
    if (channel < 0 || isSingleCell(m_grid->activation().shape))
        setEnlarged(false);
    else if (isEnlarged())
        m_view->showChannel(m_grid->activation(), *m_grid->summary(), channel, m_grid->colourMap(),
                            m_grid->range(channel));
}

bool ActivationPane::isEnlarged() const
{
    return m_views->currentWidget() == m_view;
}

void ActivationPane::setEnlarged(bool enlarged)
{
    // A single value is no map.
    if (enlarged && (currentChannel() < 0 || isSingleCell(m_grid->activation().shape)))
        return;
    if (enlarged == isEnlarged() || (!enlarged && showsFilters()))
        return;
    QWidget *const next = enlarged ? static_cast<QWidget *>(m_view) : m_grid;
    const bool focused = m_views->isAncestorOf(focusWidget());
    m_views->setCurrentWidget(next);
    if (focused)
        next->setFocus();
    updateView();
}

void ActivationPane::showStatistics(const QString &pointedAt)
{
    const auto &drawn = m_filters->filters();
    QString text = pointedAt;
    if (text.isEmpty() && showsFilters() && drawn)
        text = tr("%1 filters of %2×%3 for %4 inputs")
                   .arg(drawn->filters->filters)
                   .arg(drawn->filters->kernel.height)
                   .arg(drawn->filters->kernel.width)
                   .arg(drawn->filters->inputs);
    else if (text.isEmpty() && m_grid->summary())
        text =
            inceptoscope::statisticsText(m_grid->summary()->statistics, m_grid->activation().shape);
    m_statistics->setText(text);
    m_statistics->setAccessibleName(text);
}

QString ActivationPane::legendText() const
{
    return m_legend->text();
}

QString ActivationPane::statisticsText() const
{
    return m_statistics->text();
}

} // namespace inceptoscope
