#include "checkpoint/weights.h"

#include "checkpoint/printable.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <string_view>

namespace inceptoscope {

namespace {

constexpr std::size_t namesShown = 3;

std::string shapeText(const std::vector<std::int64_t> &shape)
{
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

/// "2 tensors are missing (a, b)", the names beyond the first few counted.
std::string listed(std::size_t count, std::string_view what, std::vector<std::string> items)
{
    if (count > items.size())
        items.push_back(fmt::format("and {} more", count - items.size()));
    return fmt::format("{} {} {} ({})", count, count == 1 ? "tensor is" : "tensors are", what,
                       fmt::join(items, ", "));
}

template<typename Item, typename Text>
void report(std::vector<std::string> &parts, const std::vector<Item> &items, std::string_view what,
            Text text)
{
    if (items.empty())
        return;
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < std::min(items.size(), namesShown); ++i)
        shown.push_back(text(items[i]));
    parts.push_back(listed(items.size(), what, std::move(shown)));
}

} // namespace

std::string BindReport::summary() const
{
    std::vector<std::string> parts;
    report(parts, missing, "missing", printable);
    report(parts, misshapen, "of another shape", [](const ShapeMismatch &mismatch) {
        return fmt::format("{} is {} in the file, the network needs {}", printable(mismatch.name),
                           shapeText(mismatch.found), shapeText(mismatch.expected));
    });
    report(parts, unexpected, "not used", printable);
    if (parts.empty())
        return "every tensor fits";
    return fmt::format("{}", fmt::join(parts, "; "));
}

NameMap ownNames()
{
    return [](const NetworkGraph &, const ParameterSpec &spec) { return spec.name; };
}

bool shapeFits(const std::vector<std::int64_t> &shape, const std::vector<std::int64_t> &needed)
{
    return shape == needed
        || (needed.size() == 1 && shape == std::vector<std::int64_t>{1, needed.front()});
}

bool isBatchCounter(std::string_view name)
{
    const std::size_t before = name.size() - batchCounter.size();
    return name.ends_with(batchCounter) && (before == 0 || name[before - 1] == '.');
}

BoundWeights bindWeights(const NetworkGraph &graph, const TensorFile &file, const NameMap &names)
{
    BoundWeights bound;
    std::set<std::string, std::less<>> used;
    std::vector<std::pair<ParameterSpec, const StoredTensor *>> found;
    for (ParameterSpec &spec : graph.parameterSpecs()) {
        std::string name = names(graph, spec);
        const auto tensor = file.tensors.find(name);
        if (tensor == file.tensors.end()) {
            bound.report.missing.push_back(std::move(name));
            continue;
        }
        if (!shapeFits(tensor->second.shape, spec.shape))
            bound.report.misshapen.push_back({name, spec.shape, tensor->second.shape});
        used.insert(std::move(name));
        found.emplace_back(std::move(spec), &tensor->second);
    }
    for (const auto &[name, tensor] : file.tensors) {
        if (!used.contains(name) && !isBatchCounter(name))
            bound.report.unexpected.push_back(name);
    }
    if (!bound.report.complete())
        return bound;
    std::vector<Weights::Entry> entries;
    entries.reserve(found.size());
    for (auto &[spec, tensor] : found)
        entries.push_back({std::move(spec), *tensor});
    bound.weights = Weights(std::move(entries));
    return bound;
}

} // namespace inceptoscope
