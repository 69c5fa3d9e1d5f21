#include "checkpoint/keytable.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace inceptoscope {

namespace {

std::string_view roleText(ParameterRole role)
{
    switch (role) {
    case ParameterRole::Weight:
        return "weight";
    case ParameterRole::Bias:
        return "bias";
    case ParameterRole::BatchNormScale:
        return "batch-norm scale";
    case ParameterRole::BatchNormShift:
        return "batch-norm shift";
    case ParameterRole::RunningMean:
        return "running mean";
    case ParameterRole::RunningVariance:
        return "running variance";
    }
    return {};
}

/// Where a tensor belongs.
struct Place
{
    std::string layer;
    std::string role;
};
using Places = std::map<std::string, Place, std::less<>>;

Places placesIn(const NetworkGraph &graph, const NameMap &names)
{
    Places places;
    for (const ParameterSpec &spec : graph.parameterSpecs())
        places.emplace(names(graph, spec),
                       Place{graph.layer(spec.layer).id, std::string(roleText(spec.role))});
    return places;
}

/// Those of the network with an auxiliary head, whether or not it was taken to have one.
Places allPlaces(const RecognisedWeights &recognised)
{
    NetworkOptions options = recognised.description.options;
    options.auxiliaryHead = true;
    const auto whole = buildNetwork(recognised.description.network, options);
    return placesIn(whole ? *whole : recognised.graph, recognised.names());
}

/// A tensor of the file that the network did not ask for.
KeyRow leftOver(const std::string &name, const StoredTensor &tensor, const Places &places)
{
    KeyRow row{KeyStatus::Unexpected, name, tensor.dtype, tensor.shape, {}, {}, {}};
    if (isBatchCounter(name)) {
        const auto sibling =
            places.find(name.substr(0, name.size() - batchCounter.size()).append("running_mean"));
        row.status = KeyStatus::Explained;
        row.layer = sibling == places.end() ? "" : sibling->second.layer;
        row.role = "batch counter";
        row.note = "for training only";
    } else if (const auto place = places.find(name); place != places.end()) {
        row.status = KeyStatus::Explained;
        row.layer = place->second.layer;
        row.role = place->second.role;
        row.note = "auxiliary head, for training only";
    }
    return row;
}

KeyRow wanted(const NetworkGraph &graph, const ParameterSpec &spec, std::string name,
              const TensorFile &file)
{
    KeyRow row;
    row.layer = graph.layer(spec.layer).id;
    row.role = roleText(spec.role);
    const auto tensor = file.tensors.find(name);
    row.name = std::move(name);
    if (tensor == file.tensors.end()) {
        row.status = KeyStatus::Missing;
        row.shape = spec.shape;
        return row;
    }
    row.dtype = tensor->second.dtype;
    row.shape = tensor->second.shape;
    if (!shapeFits(row.shape, spec.shape)) {
        row.status = KeyStatus::Misshapen;
        row.note = fmt::format("the network needs {}", dimensionsText(spec.shape));
    }
    return row;
}

std::vector<KeyRow> rowsOf(const TensorFile &file, const RecognisedWeights &recognised)
{
    std::vector<KeyRow> rows;
    const NameMap names = recognised.names();
    const NetworkGraph &graph = recognised.graph;
    const Places asked = placesIn(graph, names);
    for (const ParameterSpec &spec : graph.parameterSpecs())
        rows.push_back(wanted(graph, spec, names(graph, spec), file));
    const Places places = allPlaces(recognised);
    for (const auto &[name, tensor] : file.tensors) {
        if (!asked.contains(name))
            rows.push_back(leftOver(name, tensor, places));
    }
    std::ranges::stable_sort(rows, {}, &KeyRow::status);
    return rows;
}

} // namespace

std::size_t KeyTable::count(KeyStatus status) const
{
    return static_cast<std::size_t>(std::ranges::count(rows, status, &KeyRow::status));
}

KeyTable keyTable(const TensorFile &file, std::string_view network)
{
    KeyTable table;
    auto recognised = recogniseWeights(file, network);
    if (!recognised) {
        table.problem = recognised.error().message;
        recognised = closestWeights(file, network);
    }
    if (!recognised) {
        for (const auto &[name, tensor] : file.tensors)
            table.rows.push_back(leftOver(name, tensor, {}));
        std::ranges::stable_sort(table.rows, {}, &KeyRow::status);
        return table;
    }
    if (table.problem.empty()) {
        const auto bound = bindRecognised(*recognised, file);
        table.problem = bound ? "" : bound.error().message;
    }
    table.network = recognised->graph.title();
    table.source = sourceName(recognised->source);
    table.rows = rowsOf(file, *recognised);
    return table;
}

std::string_view statusName(KeyStatus status)
{
    switch (status) {
    case KeyStatus::Missing:
        return "missing";
    case KeyStatus::Misshapen:
        return "another shape";
    case KeyStatus::Unexpected:
        return "unexpected";
    case KeyStatus::Explained:
        return "not needed";
    case KeyStatus::Matched:
        return "matched";
    }
    return {};
}

std::string dimensionsText(const std::vector<std::int64_t> &shape)
{
    return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, "×"));
}

} // namespace inceptoscope
