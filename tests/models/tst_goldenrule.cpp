#include "support/golden.h"
#include "support/goldennetworks.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <numeric>

using namespace inceptoscope;
using namespace inceptoscope::test;

// The rule itself, without running a network: hashes, weights, picture and input.

namespace {

std::string hex(std::uint64_t value)
{
    return fmt::format("0x{:016x}", value);
}

NetworkGraph built(const GoldenNetwork &network)
{
    return buildNetwork(network.network, network.options).value();
}

std::vector<float> valuesOf(const Weights &weights, const NetworkGraph &graph, WeightSource source,
                            const std::string &key)
{
    const NameMap names = sourceNames(source);
    const auto found = std::ranges::find_if(weights.entries(), [&](const Weights::Entry &entry) {
        return names(graph, entry.spec) == key;
    });
    return toFloat(found->tensor);
}

std::vector<float> picked(const std::vector<float> &values, const std::vector<std::size_t> &indices)
{
    std::vector<float> picked;
    for (const std::size_t index : indices)
        picked.push_back(values[index]);
    return picked;
}

} // namespace

TEST(GoldenRule, Hashes)
{
    EXPECT_EQ(hex(fnv("")), "0xcbf29ce484222325");
    EXPECT_EQ(hex(fnv("a")), "0xaf63dc4c8601ec8c");
    EXPECT_EQ(hex(fnv("features.0.conv.weight")), "0xc315b3946d6c2e4e");
    EXPECT_EQ(hex(mix(0)), "0xe220a8397b1dcdaf");
    EXPECT_EQ(hex(mix(1)), "0x910a2dec89025cc1");
    EXPECT_EQ(hex(mix(fnv("features.0.conv.weight"))), "0xb08bbaf8afef4612");
    EXPECT_EQ(hex(mix(fnv("features.0.conv.weight") + 3)), "0x4f2ed91055199d96");
}

TEST(GoldenRule, WeightsInPairsOfChannels)
{
    const NetworkGraph graph = buildNetwork("inception_v4").value();
    const Weights weights = goldenWeights(graph, WeightSource::Timm, 36.0, 1.0);
    const auto values = [&](const std::string &key) {
        return valuesOf(weights, graph, WeightSource::Timm, key);
    };
    EXPECT_EQ(picked(values("features.0.conv.weight"), {0, 1, 2, 3}),
              (std::vector{0.1706689F, 0.00196514186F, 0.0965457186F, -0.171622261F}));
    EXPECT_EQ(picked(values("features.3.conv.conv.weight"), {0, 1, 8, 9, 10, 17, 18}),
              (std::vector{-0.0376128666F, 0.00115893723F, -0.0419535972F, 0.0376128666F,
                           -0.00115893723F, 0.0419535972F, -0.0588597059F}));
    EXPECT_EQ(
        picked(values("last_linear.weight"), {0, 1, 2, 3, 1536}),
        (std::vector{0.641938984F, -0.641938984F, 0.998727918F, -0.998727918F, -1.03031552F}));
}

TEST(GoldenRule, Picture)
{
    const std::vector<std::uint8_t> pixels = goldenPicture(1, {299, 299});
    const std::size_t cells = 299UL * 299UL;
    const auto from = [&](std::size_t first, std::size_t count) {
        const auto begin = pixels.begin() + static_cast<std::ptrdiff_t>(first);
        return std::vector<int>(begin, begin + static_cast<std::ptrdiff_t>(count));
    };
    EXPECT_EQ(from(0, 8), (std::vector{192, 193, 200, 211, 195, 200, 199, 207}));
    EXPECT_EQ(from(cells, 4), (std::vector{144, 143, 135, 120}));
    EXPECT_EQ(from(3 * cells - 4, 4), (std::vector{113, 89, 117, 113}));
    EXPECT_EQ(std::accumulate(pixels.begin(), pixels.end(), 0), 34'280'217);
}

class GoldenFiles : public testing::TestWithParam<GoldenNetwork>
{
};

TEST_P(GoldenFiles, HaveTheseWeights)
{
    const GoldenNetwork &network = GetParam();
    const NetworkGraph graph = built(network);
    const Golden golden = readGolden(network.files.front());
    const Weights weights =
        goldenWeights(graph, network.source, golden.linearGain, golden.firstDivisor);
    std::uint64_t bits = 0;
    std::int64_t elements = 0;
    for (const Weights::Entry &entry : weights.entries()) {
        for (const float value : toFloat(entry.tensor))
            bits += std::bit_cast<std::uint32_t>(value);
        elements += entry.spec.elements();
    }
    EXPECT_EQ(hex(bits), golden.bitsSum);
    EXPECT_EQ(elements, golden.floatElements);
    for (const GoldenSample &sample : golden.samples)
        EXPECT_EQ(picked(valuesOf(weights, graph, network.source, sample.key), {0, 1, 2, 3}),
                  sample.first4)
            << sample.key;
}

TEST_P(GoldenFiles, HaveThisInput)
{
    for (const std::string &file : GetParam().files) {
        const Golden golden = readGolden(file);
        const std::vector<std::uint8_t> pixels = goldenPicture(golden.seed, golden.input);
        EXPECT_EQ(std::vector<int>(pixels.begin(), pixels.begin() + 8), golden.firstPixels) << file;
        EXPECT_EQ(std::accumulate(pixels.begin(), pixels.end(), std::uint64_t{0}), golden.pixelSum);
        const std::string_view bytes(reinterpret_cast<const char *>(pixels.data()), pixels.size());
        EXPECT_EQ(hex(fnv(bytes)), golden.pixelHash) << file;

        const std::vector<float> input = goldenInput(golden);
        std::vector<std::size_t> probes;
        for (std::size_t j = 0; j < 16; ++j)
            probes.push_back(j * input.size() / 16);
        EXPECT_EQ(picked(input, probes), golden.tensorProbes) << file;
        const double mean =
            std::accumulate(input.begin(), input.end(), 0.0) / static_cast<double>(input.size());
        EXPECT_NEAR(mean, golden.tensor.mean, 1e-8 * std::max(1.0, std::abs(mean))) << file;
    }
}

INSTANTIATE_TEST_SUITE_P(Zoo, GoldenFiles, testing::ValuesIn(goldenNetworks()),
                         [](const auto &row) { return row.param.name; });
