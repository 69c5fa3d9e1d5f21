#include "filters/filterset.h"

#include "checkpoint/modelfile.h"
#include "checkpoint/tensorvalues.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr int mostKernels = 8192;

QString translated(const char *text)
{
    return QCoreApplication::translate("Filters", text);
}

std::size_t valuesPerFilter(const FilterSet &filters)
{
    return static_cast<std::size_t>(filters.inputs)
        * static_cast<std::size_t>(filters.kernel.height)
        * static_cast<std::size_t>(filters.kernel.width);
}

Expected<std::vector<float>> weightsOf(const LoadedModel &model, int layer)
{
    const auto &entries = model.weights.entries();
    const auto found = std::ranges::find_if(entries, [&](const Weights::Entry &entry) {
        return entry.spec.layer == layer && entry.spec.role == ParameterRole::Weight;
    });
    if (found == entries.end())
        return failure("this layer has no filters");
    std::vector<float> values(static_cast<std::size_t>(found->spec.elements()));
    return copyFloats(found->tensor, values).map([&] { return values; });
}

/// The planes of each filter in the order red, green, blue.
void exchangeRedAndBlue(FilterSet &filters)
{
    const std::size_t plane = valuesPerFilter(filters) / 3;
    for (std::size_t at = 0; at < filters.values.size(); at += 3 * plane) {
        const auto begin = filters.values.begin() + static_cast<std::ptrdiff_t>(at);
        std::swap_ranges(begin, begin + static_cast<std::ptrdiff_t>(plane),
                         begin + static_cast<std::ptrdiff_t>(2 * plane));
    }
}

int level(double position)
{
    return static_cast<int>(std::lround(std::clamp(position, 0.0, 1.0) * 255.0));
}

QImage colourImage(const FilterSet &filters, std::span<const float> values, const ValueRange &range)
{
    const Extent kernel = filters.kernel;
    QImage image(kernel.width, kernel.height, QImage::Format_RGB32);
    const auto plane = static_cast<std::size_t>(kernel.height * kernel.width);
    for (int y = 0; y < kernel.height; ++y) {
        for (int x = 0; x < kernel.width; ++x) {
            const auto at = static_cast<std::size_t>(y * kernel.width + x);
            const double red = range.position(values[at]);
            const double green = range.position(values[at + plane]);
            const double blue = range.position(values[at + 2 * plane]);
            const bool finite = !std::isnan(red) && !std::isnan(green) && !std::isnan(blue);
            image.setPixel(x, y,
                           finite ? qRgb(level(red), level(green), level(blue)) : notFiniteColour);
        }
    }
    return image;
}

QImage kernelsImage(const FilterSet &filters, std::span<const float> values, ColourMap map,
                    const ValueRange &range)
{
    const Extent kernel = filters.kernel;
    const double aspect = (kernel.height + 1.0) / (kernel.width + 1.0);
    const int columns = std::clamp(static_cast<int>(std::ceil(std::sqrt(filters.inputs * aspect))),
                                   1, std::max(1, filters.inputs));
    const int rows = (filters.inputs + columns - 1) / columns;
    QImage image(columns * (kernel.width + 1) - 1, rows * (kernel.height + 1) - 1,
                 QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    auto value = values.begin();
    for (int input = 0; input < filters.inputs; ++input) {
        const QPoint corner(input % columns * (kernel.width + 1),
                            input / columns * (kernel.height + 1));
        for (int y = 0; y < kernel.height; ++y) {
            for (int x = 0; x < kernel.width; ++x)
                image.setPixel(corner + QPoint(x, y), colourOf(map, range.position(*value++)));
        }
    }
    return image;
}

} // namespace

std::span<const float> FilterSet::filter(int index) const
{
    const std::size_t each = valuesPerFilter(*this);
    return std::span(values).subspan(static_cast<std::size_t>(index) * each, each);
}

bool hasDrawableFilters(const NetworkGraph &graph, int layer, QString *why)
{
    QString reason;
    const Layer *each = layer < 0 ? nullptr : &graph.layer(layer);
    if (!each || each->kind != LayerKind::Convolution)
        reason = translated("Only convolutions have filters.");
    else if (each->kernel == Extent{1, 1})
        reason = translated("A filter of 1×1 is a number for each input, not a picture.");
    else if (each->filters * each->in.channels > mostKernels)
        reason = translated("%1 filters of %2 kernels each are too many to be looked at.")
                     .arg(each->filters)
                     .arg(each->in.channels);
    if (why)
        *why = reason;
    return reason.isEmpty();
}

Expected<FilterSetPtr> readFilters(const CatalogueEntry &entry, const std::string &layerId)
{
    const auto model = loadNetwork(entry);
    if (!model)
        return tl::unexpected(model.error());
    FilterSet filters;
    filters.layer = model->graph.outputOf(layerId);
    QString why;
    if (!hasDrawableFilters(model->graph, filters.layer, &why))
        return failure(why.toStdString());
    const Layer &layer = model->graph.layer(filters.layer);
    filters.filters = layer.filters;
    filters.inputs = layer.in.channels;
    filters.kernel = layer.kernel;
    filters.ofPhoto = layer.inputs.empty();
    auto values = weightsOf(*model, filters.layer);
    if (!values)
        return tl::unexpected(values.error());
    filters.values = std::move(*values);
    if (filters.ofPhoto && model->description.preprocessing.bgr)
        exchangeRedAndBlue(filters);
    return std::make_shared<const FilterSet>(std::move(filters));
}

std::vector<ValueRange> filterRanges(const FilterSet &filters, ScaleMode scale)
{
    std::vector<ValueRange> ranges;
    Extremes all;
    for (int filter = 0; filter < filters.filters; ++filter) {
        const Extremes own = extremesOf(filters.filter(filter));
        all = united(all, own);
        ranges.push_back(rangeFor(own, ColourMap::Diverging));
    }
    if (scale != ScaleMode::PerMap)
        ranges.assign(ranges.size(), rangeFor(all, ColourMap::Diverging));
    return ranges;
}

QImage filterImage(const FilterSet &filters, int index, ColourMap map, const ValueRange &range)
{
    return filters.ofPhoto ? colourImage(filters, filters.filter(index), range)
                           : kernelsImage(filters, filters.filter(index), map, range);
}

} // namespace inceptoscope
