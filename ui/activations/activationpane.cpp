#include "activations/activationpane.h"

#include "activations/channelgrid.h"
#include "activations/channelview.h"
#include "activations/colourlegend.h"
#include "activations/mapchoosers.h"
#include "common/busyveil.h"
#include "common/elidedlabel.h"
#include "common/emptystate.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "graph/networkgraph.h"
#include "render/activationimage.h"
#include "render/activationsummariser.h"
#include "render/mapexport.h"
#include "render/valuetext.h"
#include "style/metrics.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>
#include <utility>

namespace inceptoscope {

namespace {

bool isSingleCell(const GridShape &shape)
{
    return shape.grid() == Extent{1, 1};
}

/// The ends of a scale every map has to itself.
std::pair<QString, QString> ownEnds(ColourMap map, const ActivationStatistics &statistics)
{
    if (isDiverging(map))
        return {ActivationPane::tr("−peak"), ActivationPane::tr("peak")};
    return {statistics.min < 0.0F ? ActivationPane::tr("minimum") : QStringLiteral("0"),
            ActivationPane::tr("maximum")};
}

} // namespace

ActivationPane::ActivationPane(QWidget *parent)
    : QWidget(parent)
    , m_export(new MapExport(this))
    , m_header(new PaneHeader(tr("Activation maps"), this))
    , m_message(new MessageBar(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState)
    , m_maps(new QWidget)
    , m_views(new QStackedWidget)
    , m_grid(new ChannelGrid)
    , m_view(new ChannelView)
    , m_legend(new ColourLegend)
    , m_statistics(new ElidedLabel)
    , m_summariser(new ActivationSummariser(this))
{
    addControls();
    addExports();
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
    showEmpty();
}

void ActivationPane::layOutMaps()
{
    m_statistics->setCaption(true);
    m_statistics->setSecondary(true);
    m_views->addWidget(m_grid);
    m_views->addWidget(m_view);

    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    foot->setSpacing(2 * gridUnit);
    foot->addWidget(m_legend);
    foot->addStretch(1);
    foot->addWidget(m_statistics);
    auto *layout = new QVBoxLayout(m_maps);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_views, 1);
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
    m_colours = colourChooser();
    m_size = cellSizeSlider(*m_grid);
    for (QWidget *control : controls())
        m_header->addControl(control);
}

std::array<QWidget *, 4> ActivationPane::controls() const
{
    return {m_order, m_scale, m_colours, m_size};
}

void ActivationPane::addExports()
{
    const auto add = [this](const QString &text, auto run) {
        auto *action = new QAction(text, this);
        connect(action, &QAction::triggered, this, run);
        m_exports += action;
    };
    add(tr("&Copy all maps as a picture"),
        [this] { m_export->copySheet(m_grid->activation(), sheetOptions()); });
    add(tr("Save all maps as &PNG…"), [this] {
        askWhereToSave(tr("Save all maps"), QStringLiteral("png"), &ActivationPane::savePng);
    });
    add(tr("Save the values as &NPY…"), [this] {
        askWhereToSave(tr("Save the values"), QStringLiteral("npy"), &ActivationPane::saveNpy);
    });
    add(tr("Save the values as CS&V…"), [this] {
        askWhereToSave(tr("Save the values"), QStringLiteral("csv"), &ActivationPane::saveCsv);
    });
    for (QWidget *view : {static_cast<QWidget *>(m_grid), static_cast<QWidget *>(m_view)}) {
        view->setContextMenuPolicy(Qt::ActionsContextMenu);
        view->addActions(m_exports);
    }
    connect(m_export, &MapExport::finished, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Info, sentence);
    });
    connect(m_export, &MapExport::failed, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Error, sentence);
    });
}

SheetOptions ActivationPane::sheetOptions() const
{
    SheetOptions options;
    options.map = m_grid->colourMap();
    options.scale = m_chosenScale;
    return options;
}

void ActivationPane::askWhereToSave(const QString &title, const QString &suffix,
                                    void (ActivationPane::*save)(const QString &path))
{
    auto *dialog = new QFileDialog(this, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    connect(dialog, &QFileDialog::fileSelected, this, save);
    dialog->open();
}

void ActivationPane::savePng(const QString &path)
{
    m_export->savePng(path, m_grid->activation(), sheetOptions());
}

void ActivationPane::saveNpy(const QString &path)
{
    m_export->saveNpy(path, m_grid->activation());
}

void ActivationPane::saveCsv(const QString &path)
{
    m_export->saveCsv(path, m_grid->activation());
}

void ActivationPane::connectControls()
{
    const auto order = [this] { m_grid->setOrder(m_order->currentData().value<ChannelOrder>()); };
    connect(m_order, &QComboBox::currentIndexChanged, this, order);
    connect(m_order, &QComboBox::activated, this, order); // the same one again: like another map
    connect(m_scale, &QComboBox::currentIndexChanged, this, [this] {
        m_chosenScale = m_scale->currentData().value<ScaleMode>();
        m_grid->setScaleMode(m_chosenScale);
        updateView();
    });
    connect(m_colours, &QComboBox::currentIndexChanged, this, [this] {
        m_grid->setColourMap(m_colours->currentData().value<ColourMap>());
        updateView();
    });
    linkSizes(m_size, m_grid);
    connect(m_grid, &ChannelGrid::currentChannelChanged, this, [this](int channel) {
        updateView();
        emit currentChannelChanged(channel);
    });
    connect(m_grid, &ChannelGrid::channelActivated, this, [this] { setEnlarged(true); });
    connect(m_view, &ChannelView::backRequested, this, [this] { setEnlarged(false); });
    connect(m_view, &ChannelView::stepRequested, m_grid, &ChannelGrid::moveCurrent);
    connect(m_summariser, &ActivationSummariser::summarised, this, &ActivationPane::present);
    connect(m_veil, &BusyVeil::cancelRequested, this, &ActivationPane::cancel);
}

void ActivationPane::showActivation(const QString &title, const Activation &activation)
{
    m_nextTitle = title;
    m_nextChannel.reset();
    m_summariser->start(activation);
    updateBusy();
}

void ActivationPane::present(const Activation &activation, const ActivationSummaryPtr &summary)
{
    if (m_title != m_nextTitle)
        m_grid->clear();
    m_title = m_nextTitle;
    m_header->setDetail(
        tr("%1 · %2").arg(m_title, QString::fromStdString(formatShape(activation.shape))));
    m_statistics->setText(inceptoscope::statisticsText(summary->statistics, activation.shape));
    m_statistics->setAccessibleName(m_statistics->text());
    m_grid->setActivation(activation, summary);
    if (m_nextChannel)
        m_grid->setCurrentChannel(*std::exchange(m_nextChannel, {}));
    updateScale();
    updateView();
    m_stack->setCurrentWidget(m_maps);
    updateBusy();
}

void ActivationPane::showEmpty(const QString &line)
{
    m_summariser->cancel();
    m_nextChannel.reset();
    m_title.clear();
    m_message->clear();
    m_header->setDetail({});
    m_grid->clear();
    m_empty->setContent(QStringLiteral("channels"),
                        line.isEmpty() ? tr("Select a stage, block or layer in the diagram to see "
                                            "what its channels made of the photo.")
                                       : line);
    m_stack->setCurrentWidget(m_empty);
    updateBusy();
}

void ActivationPane::setCrop(const QImage &crop)
{
    m_view->setCrop(crop);
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
    const bool shown = m_stack->currentWidget() == m_maps;
    for (QWidget *control : controls())
        control->setVisible(shown);
    hideSliderWhereNarrow();
    for (QAction *action : m_exports)
        action->setEnabled(shown);
}

/// Title and choosers need the room more; wheel and keys still change the size.
void ActivationPane::hideSliderWhereNarrow()
{
    constexpr int enough = 86 * gridUnit;
    m_size->setVisible(m_stack->currentWidget() == m_maps && width() >= enough);
}

void ActivationPane::resizeEvent(QResizeEvent *event)
{
    hideSliderWhereNarrow();
    QWidget::resizeEvent(event);
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

/// Channels of one value share a scale, whatever was chosen for the others.
void ActivationPane::updateScale()
{
    const bool single = isSingleCell(m_grid->activation().shape);
    const QSignalBlocker blocker(m_scale);
    m_scale->setCurrentIndex(m_scale->findData(
        QVariant::fromValue(effectiveScale(m_grid->activation().shape, m_chosenScale))));
    m_scale->setEnabled(!single);
}

void ActivationPane::updateLegend()
{
    const int channel = m_grid->currentChannel();
    if (!m_grid->summary() || m_grid->channels().empty())
        return;
    const ActivationStatistics &statistics = m_grid->summary()->statistics;
    ColourLegend::Content content;
    content.map = m_grid->colourMap();
    content.notFinite = statistics.nonFinite > 0;
    std::tie(content.low, content.high) = ownEnds(content.map, statistics);
    content.scale = tr("each map has its own scale");
    const bool shared =
        effectiveScale(m_grid->activation().shape, m_chosenScale) == ScaleMode::PerLayer;
    if (shared || channel >= 0) {
        const ValueRange range = m_grid->range(std::max(channel, 0));
        content.low = valueText(double{range.low});
        content.high = valueText(double{range.high});
        content.scale = shared ? tr("one scale for all maps")
                               : tr("scale of channel %1, each map has its own").arg(channel);
    }
    m_legend->setContent(content);
}

void ActivationPane::updateView()
{
    updateLegend();
    const int channel = m_grid->currentChannel();
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
    if (enlarged == isEnlarged())
        return;
    QWidget *const next = enlarged ? static_cast<QWidget *>(m_view) : m_grid;
    const bool focused = m_views->isAncestorOf(focusWidget());
    m_views->setCurrentWidget(next);
    if (focused)
        next->setFocus();
    updateView();
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
