#pragma once

#include "checkpoint/names.h"
#include "checkpoint/weights.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope::test {

// Parity with the public implementations without their weights: every weight is computed from its
// key and position, the picture from an integer formula (rule "inception-golden-1"). What a
// reference answered to them lies in tests/data/golden. All 64-bit arithmetic wraps.

/// 64-bit FNV-1a.
std::uint64_t fnv(std::string_view text);
/// One step of splitmix64.
std::uint64_t mix(std::uint64_t state);

struct GoldenStatistics
{
    double mean = 0.0;
    double std = 0.0; ///< population
    double min = 0.0;
    double max = 0.0;
};

struct GoldenStage
{
    std::string name; ///< of the reference's module
    std::vector<int> shape; ///< without the batch
    GoldenStatistics statistics;
    std::vector<float> probes; ///< values at floor(j · N / 16), j = 0 … 15
};

struct GoldenLogits
{
    int count = 0;
    int argmax = 0;
    std::vector<std::pair<int, double>> top5; ///< class, probability
    std::vector<float> first32;
    GoldenStatistics statistics;
};

struct GoldenSample
{
    std::string key;
    std::vector<std::int64_t> shape;
    std::vector<float> first4;
};

struct Golden
{
    Extent input;
    std::uint64_t seed = 0;
    bool bgr = false;
    bool unitRange = true; ///< pixels divided by 255 first
    bool transformInput = false; ///< torchvision's conversion from ImageNet's mean and std
    std::array<float, 3> mean{};
    std::array<float, 3> std{};
    std::vector<int> firstPixels;
    std::uint64_t pixelSum = 0;
    std::string pixelHash;
    GoldenStatistics tensor;
    std::vector<float> tensorProbes;

    double linearGain = 0.0;
    double firstDivisor = 1.0; ///< of the first convolution's amplitude
    std::int64_t floatElements = 0;
    std::string bitsSum;
    std::vector<GoldenSample> samples;

    std::vector<GoldenStage> stages;
    GoldenLogits logits;
    std::optional<GoldenLogits> auxiliaryLogits;
};

/// A file of tests/data/golden. Throws where it is not as expected: the test that reads it fails.
Golden readGolden(const std::string &name);

/// The weights of the rule under the source's keys.
Weights goldenWeights(const NetworkGraph &graph, WeightSource source, double linearGain,
                      double firstDivisor);

/// Channel, row, column.
std::vector<std::uint8_t> goldenPicture(std::uint64_t seed, Extent size);

/// What the reference's module was fed, computed in float as the rule says.
std::vector<float> goldenInput(const Golden &golden);
/// The same behind torchvision's input transform, where that is on.
std::vector<float> transformedInput(const Golden &golden, std::vector<float> input);

} // namespace inceptoscope::test
