#include "checkpoint/modelfile.h"
#include "support/golden.h"
#include "support/goldennetworks.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace inceptoscope;

// make_weights FAMILY FILE [WIDTH]: weights by the golden rule for a family of the zoo, as a file
// that describes itself. Without arguments, the families.

namespace {

std::array<double, 3> widened(const std::array<float, 3> &values)
{
    return {values[0], values[1], values[2]};
}

ModelDescription describe(const test::GoldenNetwork &network, const test::Golden &golden)
{
    ModelDescription description;
    description.id = "golden_" + network.network;
    description.title = "Golden " + network.network;
    description.network = network.network;
    description.options = network.options;
    description.options.input = golden.input;
    Preprocessing &preprocessing = description.preprocessing;
    preprocessing.inputSize = golden.input.height;
    preprocessing.shorterSide = golden.input.height * 8 / 7;
    preprocessing.pixelDivisor = golden.unitRange ? 255.0 : 1.0;
    preprocessing.mean = widened(golden.mean);
    preprocessing.std = widened(golden.std);
    preprocessing.bgr = golden.bgr;
    return description;
}

Expected<void> makeWeights(const std::string &family, const std::string &path, double width)
{
    const auto networks = test::goldenNetworks();
    const auto network = std::ranges::find(networks, family, &test::GoldenNetwork::network);
    if (network == networks.end())
        return failure("there are no golden weights for " + family);
    const test::Golden golden = test::readGolden(network->files.front());
    ModelDescription description = describe(*network, golden);
    description.options.width = width;
    const auto graph = buildDescribed(description);
    if (!graph)
        return tl::unexpected(graph.error());
    const Weights weights =
        test::goldenWeights(*graph, network->source, golden.linearGain, golden.firstDivisor);
    return saveModel(path, description, weights);
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 2) {
        for (const NetworkFamily &family : networkFamilies())
            std::printf("%s\n", std::string(family.id).c_str());
        return 0;
    }
    const double width = arguments.size() > 2 ? std::strtod(arguments[2].c_str(), nullptr) : 1.0;
    const auto done = makeWeights(arguments[0], arguments[1], width);
    if (!done)
        std::fprintf(stderr, "make_weights: %s\n", done.error().message.c_str());
    return done ? 0 : 1;
}
