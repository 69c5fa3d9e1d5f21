#include "explain/occlusion.h"

#include <algorithm>
#include <limits>

namespace inceptoscope {

namespace {

/// Pixels from `begin` to before `end`, inside of the picture.
struct Span
{
    int begin = 0;
    int end = 0;
};

Span coveredPixels(const OcclusionWindow &window, int cell, int size)
{
    const int begin = cell * window.stride + (window.stride - window.side) / 2;
    if (begin >= size) // the last one, where strides are longer than windows
        return {std::max(size - window.side, 0), size};
    return {std::max(begin, 0), std::min(begin + window.side, size)};
}

int roundedUp(int size, int step)
{
    return (size + step - 1) / step;
}

/// Pictures at a time: every processor gets as many, and progress is told often.
std::size_t batchSize()
{
    const int processors = availableProcessors();
    return static_cast<std::size_t>(processors * roundedUp(8, processors));
}

Expected<void> check(const NetworkGraph &graph, const OcclusionWindow &window, int classIndex)
{
    if (classIndex < 0 || classIndex >= graph.classes())
        return failure(graph.title() + " has no class " + std::to_string(classIndex)
                       + ", only 0 to " + std::to_string(graph.classes() - 1));
    const int most = std::min(graph.input().height, graph.input().width);
    for (int length : {window.side, window.stride}) {
        if (length < 1 || length > most)
            return failure("a window and its stride are 1 to " + std::to_string(most)
                           + " pixels for this input, not " + std::to_string(length));
    }
    return {};
}

SaliencyMap nothingKnown(const NetworkGraph &graph, const OcclusionWindow &window, int classIndex)
{
    const Extent grid = occlusionGrid(graph, window);
    return {SaliencyMethod::Occlusion,
            classIndex,
            {},
            grid,
            static_cast<double>(window.stride),
            static_cast<double>(window.stride),
            std::vector<float>(static_cast<std::size_t>(grid.height)
                                   * static_cast<std::size_t>(grid.width),
                               std::numeric_limits<float>::quiet_NaN())};
}

} // namespace

OcclusionWindow usualWindow(const NetworkGraph &graph)
{
    const int stride = std::max(1, std::min(graph.input().height, graph.input().width) / 16);
    return {2 * stride, stride};
}

Extent occlusionGrid(const NetworkGraph &graph, const OcclusionWindow &window)
{
    return {roundedUp(graph.input().height, window.stride),
            roundedUp(graph.input().width, window.stride)};
}

std::vector<float> covered(const NetworkGraph &graph, std::vector<float> input,
                           const OcclusionWindow &window, int row, int column)
{
    const GridShape shape = graph.input();
    const Span rows = coveredPixels(window, row, shape.height);
    const Span columns = coveredPixels(window, column, shape.width);
    for (int channel = 0; channel < shape.channels; ++channel) {
        for (int y = rows.begin; y < rows.end; ++y) {
            const auto line = input.begin()
                + (static_cast<std::ptrdiff_t>(channel) * shape.height + y) * shape.width;
            std::fill(line + columns.begin, line + columns.end, 0.0F);
        }
    }
    return input;
}

Expected<SaliencyMap> occlusionSensitivity(Engine &engine, const std::vector<float> &input,
                                           const OcclusionWindow &window, int classIndex,
                                           std::stop_token stop, const OcclusionProgress &progress)
{
    const NetworkGraph &graph = engine.graph();
    if (const auto sound = check(graph, window, classIndex); !sound)
        return tl::unexpected(sound.error());
    const auto index = static_cast<std::size_t>(classIndex);
    const auto whole = engine.run({&input, 1}, {}, stop);
    if (!whole)
        return tl::unexpected(whole.error());

    SaliencyMap map = nothingKnown(graph, window, classIndex);
    const std::size_t total = map.values.size();
    std::vector<std::vector<float>> batch;
    for (std::size_t done = 0; done < total; done += batch.size()) {
        batch.clear();
        for (std::size_t cell = done; cell < std::min(done + batchSize(), total); ++cell) {
            const auto columns = static_cast<std::size_t>(map.grid.width);
            batch.push_back(covered(graph, input, window, static_cast<int>(cell / columns),
                                    static_cast<int>(cell % columns)));
        }
        const auto answers = engine.run(batch, {}, stop);
        if (!answers)
            return tl::unexpected(answers.error());
        for (std::size_t i = 0; i < batch.size(); ++i)
            map.values[done + i] = whole->front().logits[index] - (*answers)[i].logits[index];
        if (progress)
            progress(map, static_cast<int>(done + batch.size()), static_cast<int>(total));
    }
    return map;
}

} // namespace inceptoscope
