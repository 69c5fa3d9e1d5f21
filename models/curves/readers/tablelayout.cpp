#include "curves/readers/tablelayout.h"

#include <algorithm>
#include <array>

namespace inceptoscope {

namespace {

using Header = std::vector<std::string>;

constexpr std::string_view partMark = " - "; // between the run and the metric, in a W&B chart

bool has(const Header &header, std::string_view name)
{
    return std::ranges::find(header, name) != header.end();
}

bool startsWith(const Header &header, std::initializer_list<std::string_view> names)
{
    return header.size() >= names.size() && std::equal(names.begin(), names.end(), header.begin());
}

/// A metric of a run, and an end of its range.
bool isChart(const Header &header)
{
    const std::string_view suffix = "__MIN";
    const auto lowest = std::ranges::find_if(header, [suffix](const std::string &name) {
        return name.ends_with(suffix) && name.find(partMark) != std::string::npos;
    });
    return lowest != header.end() && has(header, lowest->substr(0, lowest->size() - suffix.size()));
}

/// Which column says it, of those that might; as many as there are where none does.
std::size_t placeColumn(const Header &header, PlaceKind kind)
{
    const bool isTimed = has(header, loadingTime);
    std::size_t best = header.size();
    int bestRank = 0;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto place = placeName(header[i], isTimed);
        if (place && place->kind == kind && (best == header.size() || place->rank < bestRank)) {
            best = i;
            bestRank = place->rank;
        }
    }
    return best;
}

/// As pandas and R name a column of row numbers.
bool isIndex(std::string_view name)
{
    return name.empty() || name == "Unnamed: 0";
}

/// Names that say nothing, as an index written by pandas has, and such as are an axis.
bool isAxis(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"", "x", "index", "Unnamed: 0", "n"};
    return std::ranges::find(names, name) != names.end();
}

TableLayout namedLayout(const Header &header)
{
    TableLayout layout;
    for (const std::string &name : header)
        layout.columns.push_back({name, {}, std::nullopt});
    for (const PlaceKind kind : {PlaceKind::Step, PlaceKind::Epoch, PlaceKind::Wall}) {
        if (const std::size_t column = placeColumn(header, kind); column < header.size())
            layout.columns[column].place = kind;
    }
    const bool counts = std::ranges::any_of(layout.columns, [](const auto &column) {
        return column.place == PlaceKind::Step || column.place == PlaceKind::Epoch;
    });
    if (!counts && isAxis(header.front()))
        layout.columns.front().place = PlaceKind::Step;
    layout.columns.front().isIndex = counts && isIndex(header.front());
    return layout;
}

/// The first column is the axis, whatever its name. A run may have steps of its own, and a range of
/// them where the chart has joined several.
TableLayout chartLayout(const Header &header)
{
    constexpr std::string_view ownStep = "_step";
    constexpr std::string_view ownStepRange = "_step__";
    TableLayout layout;
    const auto axis = placeName(header.front());
    layout.columns.push_back({header.front(), {}, axis ? axis->kind : PlaceKind::Step});
    for (const std::string &name : Header(header.begin() + 1, header.end())) {
        const std::size_t mark = name.rfind(partMark);
        const bool isOfRun = mark != std::string::npos;
        const std::string tag = isOfRun ? name.substr(mark + partMark.size()) : name;
        layout.columns.push_back({tag, isOfRun ? name.substr(0, mark) : std::string(),
                                  tag == ownStep ? std::optional(PlaceKind::Step) : std::nullopt,
                                  tag.starts_with(ownStepRange)});
    }
    return layout;
}

} // namespace

LogFormat tableFormat(const Header &header)
{
    if (header == Header{"Wall time", "Step", "Value"})
        return LogFormat::TensorBoardCsv;
    if (isChart(header))
        return LogFormat::WeightsAndBiases;
    if (startsWith(header, {"NumIters", "Seconds"}))
        return LogFormat::CaffeCsv;
    if (startsWith(header, {"epoch", "train_loss"}))
        return LogFormat::Timm;
    if (has(header, "epoch") && has(header, "step"))
        return LogFormat::Lightning;
    return startsWith(header, {"epoch"}) && header.size() > 1 ? LogFormat::Keras : LogFormat::Table;
}

TableLayout tableLayout(LogFormat format, const Header &header, const std::string &fileTag)
{
    TableLayout layout =
        format == LogFormat::WeightsAndBiases ? chartLayout(header) : namedLayout(header);
    if (format == LogFormat::TensorBoardCsv)
        layout.columns.back().tag = fileTag;
    if (format == LogFormat::Keras || format == LogFormat::Timm)
        layout.repeated = Series::Repeated::Overwritten;
    return layout;
}

std::vector<std::size_t> TableLayout::withoutEvaluation() const
{
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!columns[i].tag.starts_with("eval_"))
            others.push_back(i);
    }
    return others;
}

std::string tagOfDownload(std::string_view fileName)
{
    constexpr std::string_view mark = "-tag-";
    const std::string_view stem = fileName.substr(0, fileName.rfind('.'));
    const std::size_t found = stem.starts_with("run-") ? stem.find(mark) : std::string_view::npos;
    return std::string(found != std::string_view::npos ? stem.substr(found + mark.size()) : stem);
}

} // namespace inceptoscope
