#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "activations/filterview.h"
#include "activations/scalebar.h"
#include "graph/networkgraph.h"
#include "render/activationimage.h"
#include "render/mappicture.h"
#include "render/valuetext.h"

#include <QAction>
#include <QComboBox>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include <algorithm>
#include <utility>

// What the person chooses above and below the maps of an ActivationPane: order, scale and colours;
// what they stand for; and what leaves the program that way.

namespace inceptoscope {

namespace {

bool isSingleCell(const GridShape &shape)
{
    return shape.grid() == Extent{1, 1};
}

template<typename Value> void choose(QComboBox *box, Value value)
{
    const QSignalBlocker blocker(box);
    box->setCurrentIndex(box->findData(QVariant::fromValue(value)));
}

} // namespace

// --- Order, scale and colours --------------------------------------------------------------------

/// Filters have no fixed scale.
ScaleMode ActivationPane::filterMode() const
{
    return m_scaling.mode == ScaleMode::PerMap ? ScaleMode::PerMap : ScaleMode::PerLayer;
}

void ActivationPane::chooseOrder()
{
    const auto order = m_order->currentData().value<ChannelOrder>();
    m_grid->setOrder(order);
    const QSignalBlocker blocker(m_order);
    m_order->setItemText(m_order->findData(QVariant::fromValue(ChannelOrder::BySimilarity)),
                         order == ChannelOrder::BySimilarity
                             ? tr("Similar to %1").arg(m_grid->reference())
                             : tr("By similarity"));
}

ScaleMode ActivationPane::chosenMode() const
{
    return m_scale->currentData().value<ScaleMode>();
}

/// A fixed scale begins as that of the layer that is shown.
void ActivationPane::chooseScale()
{
    m_scaling.mode = chosenMode();
    if (m_scaling.mode == ScaleMode::Fixed && m_grid->summary()
        && !std::exchange(m_hasLimits, true)) {
        const auto shared = channelRanges(extremesOf(*m_grid->summary()), m_grid->colourMap(),
                                          {ScaleMode::PerLayer, {}});
        if (!shared.empty() && shared.front().low < shared.front().high)
            m_scaling.fixed = shared.front();
    }
    updateScale();
    updateFilters();
    updateView();
}

void ActivationPane::takeLimits(const ValueRange &limits)
{
    m_scaling.fixed = limits;
    updateScale();
    updateView();
}

bool ActivationPane::isSigned() const
{
    return m_shown.beforeActivation || showsFilters()
        || (m_grid->summary() && m_grid->summary()->statistics.min < 0.0F);
}

/// Signed values have colours of their own.
void ActivationPane::chooseColours()
{
    const auto map = m_colours->currentData().value<ColourMap>();
    (isSigned() ? m_signedMap : m_colourMap) = map;
    showColours();
    updateScale();
    updateFilters();
    updateView();
}

void ActivationPane::showColours()
{
    const ColourMap map = isSigned() ? m_signedMap : m_colourMap;
    choose(m_colours, map);
    if (map != m_grid->colourMap())
        m_grid->setColourMap(map);
}

/// Channels of one value share a scale, whatever was chosen for the others.
void ActivationPane::updateScale()
{
    const GridShape &shape = m_grid->activation().shape;
    const bool hasMaps = m_grid->summary() != nullptr;
    const ScaleMode mode = hasMaps ? effectiveScale(shape, m_scaling).mode : m_scaling.mode;
    choose(m_scale, showsFilters() ? filterMode() : mode);
    m_scale->setEnabled(!isSingleCell(shape) || showsFilters());
    m_order->setEnabled(!showsFilters()); // they have but one
    const int fixed = m_scale->findData(QVariant::fromValue(ScaleMode::Fixed));
    qobject_cast<QStandardItemModel *>(m_scale->model())->item(fixed)->setEnabled(!showsFilters());
    m_grid->setScale(m_scaling);
    m_legend->setLimits(m_scaling.mode == ScaleMode::Fixed && !showsFilters()
                            ? std::optional(centred(m_scaling.fixed, m_grid->colourMap()))
                            : std::nullopt);
}

ScaleText ActivationPane::currentScale() const
{
    const ActivationStatistics &statistics = m_grid->summary()->statistics;
    const ScaleMode mode = effectiveScale(m_grid->activation().shape, m_scaling).mode;
    const int channel = currentChannel();
    ScaleText text;
    if (mode != ScaleMode::PerMap)
        text = scaleText(mode, m_grid->range(0));
    else if (channel >= 0)
        text = scaleTextOf(channel, m_grid->range(channel));
    else
        text = scaleTextOfAll(m_grid->colourMap(), statistics);
    text.notFinite = statistics.nonFinite > 0;
    return text;
}

/// Grey in the middle stands for 0 in either case.
ScaleText ActivationPane::filterScale() const
{
    const auto &drawn = m_filters->filters();
    const bool own = filterMode() == ScaleMode::PerMap;
    const int filter = m_filters->currentFilter();
    ScaleText text{tr("−peak"), tr("peak"),
                   own ? tr("each filter has its own scale") : tr("one scale for all filters")};
    const bool isOne = own && filter >= 0;
    if (isOne)
        text.words = tr("scale of filter %1, each has its own").arg(filter);
    if (drawn && drawn->filters->ofPhoto)
        text.words = tr("red, green and blue, %1").arg(text.words);
    if (!drawn || drawn->ranges.empty() || (own && !isOne))
        return text;
    const ValueRange &range = drawn->ranges[static_cast<std::size_t>(std::max(filter, 0))];
    text.low = valueText(double{range.low});
    text.high = valueText(double{range.high});
    return text;
}

void ActivationPane::updateLegend()
{
    if (showsFilters()) {
        const auto &drawn = m_filters->filters();
        const bool ofPhoto = drawn && drawn->filters->ofPhoto;
        m_legend->setScale(ofPhoto ? ColourMap::Grey : m_signedMap, filterScale());
    } else if (m_grid->summary() && !m_grid->channels().empty()) {
        m_legend->setScale(m_grid->colourMap(), currentScale());
    }
}

// --- Settings ------------------------------------------------------------------------------------

QVariantMap ActivationPane::settings() const
{
    return {
        {QStringLiteral("order"), m_order->currentIndex()},
        {QStringLiteral("scale"), static_cast<int>(m_scaling.mode)},
        {QStringLiteral("limits"),
         m_hasLimits ? QVariantList{m_scaling.fixed.low, m_scaling.fixed.high} : QVariantList()},
        {QStringLiteral("colours"), static_cast<int>(m_colourMap)},
        {QStringLiteral("signedColours"), static_cast<int>(m_signedMap)},
        {QStringLiteral("size"), m_grid->cellSize()},
        {QStringLiteral("panel"), m_panelAction->isChecked()}};
}

/// What is missing, or was never one of the choices, stays as it is.
void ActivationPane::restore(const QVariantMap &settings)
{
    const auto number = [&](const char *key) {
        bool isNumber = false;
        const int value = settings.value(QLatin1String(key)).toInt(&isNumber);
        return isNumber ? value : -1;
    };
    const QVariantList limits = settings.value(QStringLiteral("limits")).toList();
    if (limits.size() == 2 && limits[0].toFloat() < limits[1].toFloat()) {
        m_scaling.fixed = {limits[0].toFloat(), limits[1].toFloat()};
        m_hasLimits = true;
    }
    const auto isMap = [this](int map) {
        return m_colours->findData(QVariant::fromValue(static_cast<ColourMap>(map))) >= 0;
    };
    if (const int map = number("colours"); isMap(map))
        m_colourMap = static_cast<ColourMap>(map);
    if (const int map = number("signedColours"); isMap(map))
        m_signedMap = static_cast<ColourMap>(map);
    if (const int order = number("order"); order >= 0 && order < m_order->count())
        m_order->setCurrentIndex(order);
    const auto mode = static_cast<ScaleMode>(number("scale"));
    if (const int row = m_scale->findData(QVariant::fromValue(mode)); row >= 0)
        m_scale->setCurrentIndex(row);
    if (const int size = number("size"); size > 0)
        m_grid->setCellSize(size);
    m_panelAction->setChecked(settings.value(QStringLiteral("panel"), true).toBool());
    showColours();
    updateView();
}

// --- Export --------------------------------------------------------------------------------------

FilterPicture ActivationPane::exportedFilters() const
{
    const auto &drawn = m_filters->filters();
    const bool isOfPhoto = drawn && drawn->filters->ofPhoto;
    return {drawn, isOfPhoto ? ColourMap::Grey : m_signedMap,
            tr("%1 · %2").arg(m_shown.title, statisticsText()), m_shown.subject, filterScale()};
}

MapExports::Content ActivationPane::exported() const
{
    MapExports::Content content;
    const Activation &activation = m_grid->activation();
    content.channel = currentChannel();
    content.name = m_shown.fileName;
    if (showsFilters()) {
        content.filters = exportedFilters();
        return content;
    }
    MapPicture &sheet = content.sheet;
    sheet.activation = activation;
    sheet.options.map = m_grid->colourMap();
    sheet.options.scale = m_scaling;
    sheet.options.channels = m_grid->channels();
    sheet.subject = m_shown.subject;
    sheet.title =
        tr("%1 · %2").arg(m_shown.title, QString::fromStdString(formatShape(activation.shape)));
    if (m_shown.beforeActivation)
        sheet.title += tr(", before the activation");
    content.map = sheet;
    if (m_grid->order() != ChannelOrder::ByIndex)
        sheet.title += tr(", %1").arg(m_order->currentText().toLower());
    if (!m_grid->summary())
        return content;
    const ActivationStatistics &statistics = m_grid->summary()->statistics;
    const ScaleMode mode = effectiveScale(activation.shape, m_scaling).mode;
    sheet.scale = mode == ScaleMode::PerMap ? scaleTextOfAll(m_grid->colourMap(), statistics)
                                            : scaleText(mode, m_grid->range(0));
    sheet.scale.notFinite = statistics.nonFinite > 0;
    if (content.channel < 0)
        return content;
    constexpr int largeMap = 512;
    content.map.options.channels = {content.channel};
    content.map.options.mapSide = largeMap;
    content.map.title += tr(", channel %1").arg(content.channel);
    content.map.scale = currentScale();
    return content;
}

} // namespace inceptoscope
