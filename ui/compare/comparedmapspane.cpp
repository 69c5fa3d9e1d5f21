#include "compare/comparedmapspane.h"

#include "activations/channelgrid.h"
#include "activations/mapchoosers.h"
#include "common/paneheader.h"
#include "compare/channeldifference.h"
#include "compare/mapcolumn.h"
#include "render/activationimage.h"
#include "render/valuetext.h"
#include "style/metrics.h"
#include "texts/percenttext.h"

#include <QComboBox>
#include <QLabel>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace inceptoscope {

namespace {

constexpr std::size_t namedChannels = 5;

bool isDifference(ComparedMapsPane::Order order)
{
    return order == ComparedMapsPane::Order::ByMapDifference
        || order == ComparedMapsPane::Order::ByEnergyDifference;
}

ChannelOrder ownOrder(ComparedMapsPane::Order order)
{
    switch (order) {
    case ComparedMapsPane::Order::ByMean:
        return ChannelOrder::ByMean;
    case ComparedMapsPane::Order::ByPeak:
        return ChannelOrder::ByPeak;
    case ComparedMapsPane::Order::ByEnergy:
        return ChannelOrder::ByEnergy;
    case ComparedMapsPane::Order::ByIndex:
    case ComparedMapsPane::Order::ByMapDifference:
    case ComparedMapsPane::Order::ByEnergyDifference:
        break;
    }
    return ChannelOrder::ByIndex;
}

QString energyMeasure()
{
    return ComparedMapsPane::tr("Wherever in the picture: 0 % is as strong on both sides, 100 % "
                                "lit up on one side only.");
}

QString energyFormula()
{
    return ComparedMapsPane::tr("The difference of both root mean squares, divided by their sum");
}

QString mapMeasure()
{
    return ComparedMapsPane::tr("Cell by cell: 0 % is the same map on both sides, 100 % one that "
                                "is lit up on one side only.");
}

QString mapFormula()
{
    return ComparedMapsPane::tr("The root mean square of the differences between cells, divided by "
                                "the sum of both maps' own");
}

} // namespace

ComparedMapsPane::ComparedMapsPane(QWidget *places, QWidget *parent)
    : QWidget(parent)
    , m_header(new PaneHeader(tr("Activation maps")))
    , m_order(mapChooser(tr("Order of the maps"), tr("Order of the maps on both sides")))
    , m_scale(scaleChooser())
    , m_colours(colourChooser())
    , m_columns{new MapColumn(QStringLiteral("A")), new MapColumn(QStringLiteral("B"))}
    , m_differences(new QLabel)
    , m_comparer(new MapComparer(this))
{
    m_size = cellSizeSlider(*columnA()->grid());
    build(places);
    fillOrders();
    connectControls();
    linkGrids();
}

void ComparedMapsPane::build(QWidget *places)
{
    m_order->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_scale->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (QComboBox *box : {m_order, m_scale}) // the box of places gives way
        box->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    m_differences->setFont(tabularFont(captionFont(font())));
    m_differences->setWordWrap(true);
    m_differences->setTextFormat(Qt::PlainText);
    m_differences->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QWidget *control :
         std::initializer_list<QWidget *>{places, m_order, m_scale, m_colours, m_size})
        m_header->addControl(control);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(gridUnit);
    for (MapColumn *column : m_columns)
        columns->addWidget(column, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(gridUnit, 0, gridUnit, halfUnit);
    foot->addWidget(m_differences, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addLayout(columns, 1);
    layout->addLayout(foot);
    m_differences->hide();
}

void ComparedMapsPane::fillOrders()
{
    const Order before = order();
    const QSignalBlocker quiet(m_order);
    m_order->clear();
    const auto add = [this](const QString &text, Order each, const QString &toolTip = {}) {
        m_order->addItem(text, QVariant::fromValue(each));
        m_order->setItemData(m_order->count() - 1, toolTip, Qt::ToolTipRole);
    };
    add(tr("By number"), Order::ByIndex);
    add(tr("By mean"), Order::ByMean);
    add(tr("By peak"), Order::ByPeak);
    add(tr("By energy"), Order::ByEnergy, tr("Root mean square"));
    if (m_isSameLayer) {
        add(tr("By difference of maps"), Order::ByMapDifference, mapFormula());
        add(tr("By difference of energy"), Order::ByEnergyDifference, energyFormula());
    }
    m_order->setCurrentIndex(std::max(0, m_order->findData(QVariant::fromValue(before))));
}

void ComparedMapsPane::forEachColumn(const std::function<void(MapColumn &)> &act)
{
    for (MapColumn *column : m_columns)
        act(*column);
}

void ComparedMapsPane::connectControls()
{
    connect(m_order, &QComboBox::currentIndexChanged, this, &ComparedMapsPane::applyOrder);
    connect(m_scale, &QComboBox::currentIndexChanged, this, [this] {
        m_chosenScale = m_scale->currentData().value<ScaleMode>();
        applyScale();
    });
    connect(m_colours, &QComboBox::currentIndexChanged, this, [this] {
        const auto map = m_colours->currentData().value<ColourMap>();
        forEachColumn([map](MapColumn &column) { column.grid()->setColourMap(map); });
        updateLegends();
    });
    connect(m_comparer, &MapComparer::compared, this, &ComparedMapsPane::present);
    connect(m_comparer, &MapComparer::failed, this, [this](const QString &sentence) {
        m_compared = {}; // so that they are compared when they are shown again
        columnA()->tellProblem(sentence);
    });
    forEachColumn([this](MapColumn &column) {
        linkSizes(m_size, column.grid());
        connect(&column, &MapColumn::enlargeRequested, this,
                [this, &column](bool enlarged) { enlarge(column, enlarged); });
    });
}

void ComparedMapsPane::linkGrids()
{
    const auto link = [this](MapColumn *from, MapColumn *to) {
        connect(from->grid(), &ChannelGrid::cellSizeChanged, to->grid(), &ChannelGrid::setCellSize);
        connect(from->grid()->verticalScrollBar(), &QScrollBar::valueChanged, this,
                [this, from, to] {
                    follow(from->grid()->verticalScrollBar(), to->grid()->verticalScrollBar());
                });
        connect(from->grid(), &ChannelGrid::currentChannelChanged, this, [this, to](int channel) {
            if (m_isSameLayer && !to->isEmpty())
                to->grid()->setCurrentChannel(channel);
            updateLegends();
        });
    };
    link(columnA(), columnB());
    link(columnB(), columnA());
}

/// The same channel on both sides where they are each other's.
void ComparedMapsPane::enlarge(MapColumn &column, bool enlarged)
{
    column.setEnlarged(enlarged);
    for (MapColumn *other : m_columns) {
        if (m_isSameLayer && other != &column)
            other->setEnlarged(enlarged);
    }
}

/// To the same place; where one side is longer, to the same part of the way.
void ComparedMapsPane::follow(QScrollBar *leader, QScrollBar *follower)
{
    if (m_isFollowing || leader->maximum() == 0)
        return;
    const QScopedValueRollback following(m_isFollowing, true);
    if (leader->maximum() == follower->maximum())
        follower->setValue(leader->value());
    else
        follower->setValue(
            static_cast<int>(qint64{leader->value()} * follower->maximum() / leader->maximum()));
}

void ComparedMapsPane::setSameLayers(bool same)
{
    if (same == m_isSameLayer)
        return;
    m_isSameLayer = same;
    fillOrders();
}

void ComparedMapsPane::setOrder(Order order)
{
    m_order->setCurrentIndex(std::max(0, m_order->findData(QVariant::fromValue(order))));
}

ComparedMapsPane::Order ComparedMapsPane::order() const
{
    return m_order->currentData().value<Order>();
}

void ComparedMapsPane::showContents(const Content &a, const Content &b)
{
    m_contents = {a, b};
    for (std::size_t side = 0; side < m_columns.size(); ++side) {
        const Content &content = m_contents[side];
        if (!content.activation && !content.isBusy)
            m_columns[side]->showEmpty(content.emptyLine);
        m_columns[side]->setBusy(content.isBusy);
    }
    const auto valueOf = [](const Content &content) {
        return content.activation ? *content.activation : Activation();
    };
    compare(valueOf(a), valueOf(b));
    for (Content &content : m_contents)
        content.activation = nullptr; // belongs to an answer that may go
}

void ComparedMapsPane::compare(const Activation &a, const Activation &b)
{
    const Compared wanted{a.values, b.values, m_isSameLayer};
    if (std::exchange(m_compared, wanted) != wanted)
        m_comparer->start(a, b, m_isSameLayer);
}

void ComparedMapsPane::showSide(std::size_t side, const Activation &activation,
                                const ActivationSummaryPtr &summary)
{
    m_columns[side]->showMaps(m_contents[side].title, activation, summary);
    m_columns[side]->setBackdrop(m_contents[side].backdrop);
}

void ComparedMapsPane::present(const ComparedMaps &maps)
{
    m_maps = maps;
    if (maps.summaryA)
        showSide(0, maps.a, maps.summaryA);
    if (maps.summaryB)
        showSide(1, maps.b, maps.summaryB);
    if (isComparable())
        agreeOnChannel();
    applyOrder();
    applyScale();
    updateDifferences();
}

/// What was chosen on one side while the channels were not each other's.
void ComparedMapsPane::agreeOnChannel()
{
    const int a = columnA()->grid()->currentChannel();
    const bool enlarged = columnA()->isEnlarged() || columnB()->isEnlarged();
    columnB()->grid()->setCurrentChannel(a >= 0 ? a : columnB()->grid()->currentChannel());
    columnA()->grid()->setCurrentChannel(columnB()->grid()->currentChannel());
    forEachColumn([enlarged](MapColumn &column) { column.setEnlarged(enlarged); });
}

/// Empty where the channels are not each other's.
const std::vector<double> &ComparedMapsPane::differences() const
{
    return order() == Order::ByEnergyDifference ? m_maps.energyDifferences : m_maps.mapDifferences;
}

void ComparedMapsPane::applyOrder()
{
    const bool given = isDifference(order()) && !differences().empty();
    const auto channels = given ? orderedByDifference(differences()) : std::vector<int>();
    forEachColumn([&](MapColumn &column) {
        if (given)
            column.grid()->setChannels(channels);
        else
            column.grid()->setOrder(ownOrder(order()));
    });
    updateDifferences();
}

/// Channels of one value share a scale, whatever was chosen for the others.
bool ComparedMapsPane::isSingleCell() const
{
    const bool single = m_maps.summaryA ? m_maps.a.shape.grid() == Extent{1, 1}
                                        : m_maps.b.shape.grid() == Extent{1, 1};
    return single && (m_maps.summaryA || m_maps.summaryB);
}

/// Of a channel in both, or of all channels in both, where they are each other's.
void ComparedMapsPane::applyScale()
{
    nameScales();
    forEachColumn([this](MapColumn &column) { column.setScale(m_chosenScale); });
    columnA()->grid()->setExtremesElsewhere(isComparable() ? extremesOf(*m_maps.summaryB)
                                                           : std::vector<Extremes>());
    columnB()->grid()->setExtremesElsewhere(isComparable() ? extremesOf(*m_maps.summaryA)
                                                           : std::vector<Extremes>());
    updateLegends();
}

/// The box says what is done, as the legends do.
void ComparedMapsPane::nameScales()
{
    const QSignalBlocker quiet(m_scale);
    const int each = m_scale->findData(QVariant::fromValue(ScaleMode::PerMap));
    const int all = m_scale->findData(QVariant::fromValue(ScaleMode::PerLayer));
    m_scale->setItemText(each, isComparable() ? tr("Scale per channel") : tr("Scale per map"));
    m_scale->setItemText(all, isComparable() ? tr("Shared scale") : tr("Scale per side"));
    m_scale->setToolTip(
        isComparable() ? tr("Whether each channel uses all colours, the same on both sides, or all "
                            "maps of both sides share one scale")
                       : tr("Whether each map uses all colours, or all maps of a side share one "
                            "scale: values of two networks have no common unit"));
    const bool shared = isSingleCell() || m_chosenScale == ScaleMode::PerLayer;
    m_scale->setCurrentIndex(shared ? all : each);
    m_scale->setEnabled(!isSingleCell());
}

/// `channel`: of which the scale is told; -1: of none.
QString ComparedMapsPane::scaleWords(bool shared, int channel) const
{
    if (shared)
        return isComparable() ? tr("all maps, both sides") : tr("all maps of this side");
    if (channel < 0)
        return isComparable() ? tr("each channel, both sides") : tr("each map");
    return isComparable() ? tr("channel %1, both sides").arg(channel)
                          : tr("channel %1").arg(channel);
}

void ComparedMapsPane::updateLegends()
{
    forEachColumn([this](MapColumn &column) { updateColumn(column); });
    fitFeet();
}

/// Alike on both sides, so that their maps stay at one height.
void ComparedMapsPane::fitFeet()
{
    const bool inLine = std::ranges::all_of(m_columns, [](const MapColumn *column) {
        return column->isEmpty() || column->fitsFootInLine();
    });
    forEachColumn([inLine](MapColumn &column) { column.setFootInLine(inLine); });
}

void ComparedMapsPane::updateColumn(MapColumn &column)
{
    const ChannelGrid &grid = *column.grid();
    if (!grid.summary() || grid.channels().empty())
        return;
    column.updateEnlarged();
    const int channel = grid.currentChannel();
    const bool shared =
        effectiveScale(grid.activation().shape, {m_chosenScale, {}}).mode == ScaleMode::PerLayer;
    const auto isNegative = [](const ActivationSummaryPtr &summary) {
        return summary->statistics.min < 0.0F;
    };
    const bool negative = isComparable()
        ? isNegative(m_maps.summaryA) || isNegative(m_maps.summaryB)
        : isNegative(grid.summary());
    ScaleText content;
    content.notFinite = grid.summary()->statistics.nonFinite > 0;
    content.low = negative ? tr("minimum") : QStringLiteral("0");
    content.high = tr("maximum");
    if (isDiverging(grid.colourMap())) {
        content.low = tr("−peak");
        content.high = tr("peak");
    }
    content.words = scaleWords(shared, channel);
    if (shared || channel >= 0) {
        const ValueRange range = grid.range(std::max(channel, 0));
        content.low = valueText(double{range.low});
        content.high = valueText(double{range.high});
    }
    column.setLegend(grid.colourMap(), content);
}

void ComparedMapsPane::updateDifferences()
{
    m_differences->setVisible(!differences().empty());
    if (differences().empty())
        return;
    QStringList most;
    for (const int channel : orderedByDifference(differences())) {
        const double difference = differences()[static_cast<std::size_t>(channel)];
        if (static_cast<std::size_t>(most.size()) == namedChannels || difference == 0.0)
            break;
        most << tr("%1 (%2)").arg(QString::number(channel), percentText(difference));
    }
    const bool energy = order() == Order::ByEnergyDifference;
    const bool isFinite =
        m_maps.summaryA->statistics.nonFinite == 0 && m_maps.summaryB->statistics.nonFinite == 0;
    if (!most.isEmpty())
        m_differences->setText(
            tr("Differ most: channels %1. %2")
                .arg(most.join(QStringLiteral(", ")), energy ? energyMeasure() : mapMeasure()));
    else
        m_differences->setText(isFinite ? tr("No channel differs.")
                                        : tr("No channel differs where both are finite."));
    m_differences->setToolTip(energy ? energyFormula() : mapFormula());
    m_differences->setAccessibleName(m_differences->text());
}

QString ComparedMapsPane::differenceText() const
{
    return differences().empty() ? QString() : m_differences->text();
}

void ComparedMapsPane::resizeEvent(QResizeEvent *event)
{
    constexpr int enough = 86 * gridUnit;
    m_size->setVisible(width() >= enough);
    QWidget::resizeEvent(event);
    fitFeet();
}

} // namespace inceptoscope
