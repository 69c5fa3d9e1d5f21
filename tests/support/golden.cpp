#include "support/golden.h"

#include "support/testdata.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

namespace inceptoscope::test {

using Json = nlohmann::json;

std::uint64_t fnv(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

std::uint64_t mix(std::uint64_t state)
{
    std::uint64_t z = state + 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static double uniform(std::uint64_t keyHash, std::uint64_t index)
{
    return static_cast<double>(mix(keyHash + index) >> 11) * 0x1p-53;
}

/// Weights of a convolution [O, I, kH, kW] or a linear layer [O, I]. Where I is even, an odd input
/// channel has the negated weights of the one before it.
static std::vector<float> pairedWeights(std::uint64_t keyHash, const ParameterSpec &spec,
                                        double amplitude)
{
    const auto inputs = static_cast<std::size_t>(spec.shape[1]);
    const auto filters = static_cast<std::size_t>(spec.shape[0]);
    const std::size_t cells = static_cast<std::size_t>(spec.elements()) / (inputs * filters);
    const bool paired = inputs % 2 == 0;
    std::vector<float> values(inputs * filters * cells);
    for (std::size_t row = 0; row < inputs * filters; ++row) {
        float *out = values.data() + row * cells;
        if (paired && row % 2 == 1) {
            const float *before = out - cells;
            for (std::size_t i = 0; i < cells; ++i)
                out[i] = -before[i];
            continue;
        }
        for (std::size_t i = 0; i < cells; ++i)
            out[i] =
                static_cast<float>((2.0 * uniform(keyHash, row * cells + i) - 1.0) * amplitude);
    }
    return values;
}

static std::vector<float> vectorValues(std::uint64_t keyHash, const ParameterSpec &spec)
{
    std::vector<float> values(static_cast<std::size_t>(spec.elements()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double u = uniform(keyHash, i);
        double value = 0.2 * (u - 0.5); // a BatchNorm's mean and shift
        if (spec.role == ParameterRole::Bias)
            value = 0.1 * (u - 0.5);
        else if (spec.role == ParameterRole::BatchNormScale
                 || spec.role == ParameterRole::RunningVariance)
            value = 0.5 + u;
        values[i] = static_cast<float>(value);
    }
    return values;
}

Weights goldenWeights(const NetworkGraph &graph, WeightSource source, double linearGain,
                      double firstDivisor)
{
    constexpr double convolutionGain = 1.35;
    const NameMap names = sourceNames(source);
    std::vector<Weights::Entry> entries;
    for (ParameterSpec &spec : graph.parameterSpecs()) {
        const std::uint64_t keyHash = fnv(names(graph, spec));
        std::vector<float> values;
        if (spec.role != ParameterRole::Weight) {
            values = vectorValues(keyHash, spec);
        } else {
            const auto fanIn = static_cast<double>(spec.elements() / spec.shape[0]);
            const bool linear = spec.shape.size() == 2;
            double amplitude = (linear ? linearGain : convolutionGain) * std::sqrt(3.0 / fanIn);
            if (graph.layer(spec.layer).inputs.empty())
                amplitude /= firstDivisor;
            values = pairedWeights(keyHash, spec, amplitude);
        }
        entries.push_back({spec, makeTensor(values, spec.shape)});
    }
    return Weights(std::move(entries));
}

std::vector<std::uint8_t> goldenPicture(std::uint64_t seed, Extent size)
{
    const auto lattice = [seed](std::uint64_t channel, std::uint64_t a, std::uint64_t b) {
        return mix((seed << 56) + (channel << 48) + (a << 24) + b);
    };
    const auto height = static_cast<std::uint64_t>(size.height);
    const auto width = static_cast<std::uint64_t>(size.width);
    std::vector<std::uint8_t> pixels;
    pixels.reserve(3 * height * width);
    for (std::uint64_t c = 0; c < 3; ++c) {
        const auto corner = [&](std::uint64_t a, std::uint64_t b) {
            return lattice(c, a, b) >> 56;
        };
        for (std::uint64_t y = 0; y < height; ++y) {
            for (std::uint64_t x = 0; x < width; ++x) {
                const std::uint64_t gy = y >> 4;
                const std::uint64_t fy = y & 15;
                const std::uint64_t gx = x >> 4;
                const std::uint64_t fx = x & 15;
                const std::uint64_t above = (16 - fx) * corner(gy, gx) + fx * corner(gy, gx + 1);
                const std::uint64_t below =
                    (16 - fx) * corner(gy + 1, gx) + fx * corner(gy + 1, gx + 1);
                const std::uint64_t smooth = ((16 - fy) * above + fy * below + 128) >> 8;
                const std::uint64_t noise = lattice(c + 8, y, x) >> 59;
                pixels.push_back(static_cast<std::uint8_t>(((7 * smooth + 4) >> 3) + noise));
            }
        }
    }
    return pixels;
}

std::vector<float> goldenInput(const Golden &golden)
{
    const std::vector<std::uint8_t> pixels = goldenPicture(golden.seed, golden.input);
    const std::size_t cells = pixels.size() / 3;
    std::vector<float> values(pixels.size());
    for (std::size_t c = 0; c < 3; ++c) {
        const std::size_t source = golden.bgr ? 2 - c : c;
        for (std::size_t i = 0; i < cells; ++i) {
            auto value = static_cast<float>(pixels[source * cells + i]);
            if (golden.unitRange)
                value /= 255.0F;
            values[c * cells + i] = (value - golden.mean[c]) / golden.std[c];
        }
    }
    return values;
}

std::vector<float> transformedInput(const Golden &golden, std::vector<float> input)
{
    if (!golden.transformInput)
        return input;
    constexpr std::array<double, 3> mean{0.485, 0.456, 0.406};
    constexpr std::array<double, 3> std{0.229, 0.224, 0.225};
    const std::size_t cells = input.size() / 3;
    for (std::size_t c = 0; c < 3; ++c) {
        const auto factor = static_cast<float>(std[c] / 0.5);
        const auto offset = static_cast<float>((mean[c] - 0.5) / 0.5);
        for (std::size_t i = 0; i < cells; ++i)
            input[c * cells + i] = input[c * cells + i] * factor + offset;
    }
    return input;
}

static GoldenStatistics statisticsFrom(const Json &json)
{
    return {json.at("mean"), json.at("std"), json.at("min"), json.at("max")};
}

static GoldenLogits logitsFrom(const Json &json)
{
    GoldenLogits logits;
    logits.count = json.at("count");
    logits.argmax = json.at("argmax");
    for (const Json &entry : json.at("top5"))
        logits.top5.emplace_back(entry.at("index"), entry.at("prob"));
    logits.first32 = json.at("first32").get<std::vector<float>>();
    logits.statistics = statisticsFrom(json);
    return logits;
}

static void readInput(const Json &json, Golden &golden)
{
    golden.input = {json.at("height"), json.at("width")};
    golden.seed = json.at("image_seed");
    golden.bgr = json.at("order") == "BGR";
    golden.unitRange = json.at("pixel_range") == 1;
    golden.transformInput = json.at("transform_input");
    golden.mean = json.at("mean").get<std::array<float, 3>>();
    golden.std = json.at("std").get<std::array<float, 3>>();
    golden.firstPixels = json.at("pixels_first8").get<std::vector<int>>();
    golden.pixelSum = json.at("pixels_sum");
    golden.pixelHash = json.at("pixels_fnv1a64");
    golden.tensor = statisticsFrom(json.at("tensor"));
    golden.tensorProbes = json.at("tensor_probe").get<std::vector<float>>();
}

static void readWeights(const Json &json, Golden &golden)
{
    golden.linearGain = json.at("linear_gain");
    golden.firstDivisor = json.at("first_conv_divisor");
    golden.floatElements = json.at("float_elements");
    golden.bitsSum = json.at("bits_sum");
    for (const Json &sample : json.at("samples"))
        golden.samples.push_back({sample.at("key"),
                                  sample.at("shape").get<std::vector<std::int64_t>>(),
                                  sample.at("first4").get<std::vector<float>>()});
}

Golden readGolden(const std::string &name)
{
    std::ifstream file(testData("golden") / name);
    const Json json = Json::parse(file);
    Golden golden;
    readInput(json.at("input"), golden);
    readWeights(json.at("weights"), golden);
    for (const Json &stage : json.at("stages"))
        golden.stages.push_back({stage.at("name"), stage.at("shape").get<std::vector<int>>(),
                                 statisticsFrom(stage),
                                 stage.at("probe16").get<std::vector<float>>()});
    golden.logits = logitsFrom(json.at("logits"));
    if (json.contains("aux_logits"))
        golden.auxiliaryLogits = logitsFrom(json.at("aux_logits"));
    return golden;
}

} // namespace inceptoscope::test
