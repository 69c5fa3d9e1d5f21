#include "zoo/families.h"
#include "zoo/parts.h"

namespace inceptoscope::zoo {

namespace {

// Caffe's network: every convolution has a bias beside its BatchNorm, pools round up, and the
// padding of average pools counts.
constexpr double batchNormEpsilon = 1e-5;

Step unit(Extent kernel, int filters, int stride = 1)
{
    Step step = conv(kernel, filters);
    step.layer.stride = stride;
    step.layer.bias = true;
    step.layer.batchNormEpsilon = batchNormEpsilon;
    return step;
}

Step maxPoolRoundedUp()
{
    Step step = maxPool();
    step.layer.roundUp = true;
    return step;
}

Step maxPoolSame()
{
    Step step = maxPool();
    step.layer.stride = 1;
    step.layer.padding = Padding::Same;
    return step;
}

/// A row of the paper's figure 5. Branches: 1×1, 3×3, double 3×3, pool.
struct Row
{
    int one;
    int reduce3x3;
    int out3x3;
    int reduceDouble;
    int outDouble;
    int poolProjection;
    bool maxPool = false;
};

const std::vector<Row> rows3{{64, 64, 64, 64, 96, 32}, {64, 64, 96, 64, 96, 64}};
const std::vector<Row> rows4{{224, 64, 96, 96, 128, 128},
                             {192, 96, 128, 96, 128, 128},
                             {160, 128, 160, 128, 160, 128},
                             {96, 128, 192, 160, 192, 128}};
const std::vector<Row> rows5{{352, 192, 320, 160, 224, 128}, {352, 192, 320, 192, 224, 128, true}};

std::vector<Steps> inception(const Row &row)
{
    return {
        {unit({1, 1}, row.one)},
        {unit({1, 1}, row.reduce3x3), unit({3, 3}, row.out3x3)},
        {unit({1, 1}, row.reduceDouble), unit({3, 3}, row.outDouble), unit({3, 3}, row.outDouble)},
        {row.maxPool ? maxPoolSame() : averagePool(true), unit({1, 1}, row.poolProjection)}};
}

/// No 1×1 branch, stride 2 in the last convolution of the others, the pool passed through.
std::vector<Steps> reduction(const Row &row)
{
    return {{unit({1, 1}, row.reduce3x3), unit({3, 3}, row.out3x3, 2)},
            {unit({1, 1}, row.reduceDouble), unit({3, 3}, row.outDouble),
             unit({3, 3}, row.outDouble, 2)},
            {maxPoolRoundedUp()}};
}

void addStem(GraphBuilder &builder)
{
    builder.stage("stem", "Stem")
        .single("conv1", unit({7, 7}, 64, 2))
        .single("pool1", maxPoolRoundedUp())
        .single("conv2", unit({1, 1}, 64))
        .single("conv3", unit({3, 3}, 192))
        .single("pool2", maxPoolRoundedUp())
        .released(
            {"conv1_7x7_s2", "pool1_3x3_s2", "conv2_3x3_reduce", "conv2_3x3", "pool2_3x3_s2"});
}

/// Stage `number` of the paper: `count` blocks named 3a, 3b, … and, where `last` says so, the
/// block that halves the grid, as a stage of its own.
void addBlocks(GraphBuilder &builder, int number, const std::vector<Row> &rows, int count,
               const Row *last)
{
    const std::string digit = std::to_string(number);
    addVaried(builder, "inception_" + digit, "Inception " + digit, inception, rows, count);
    builder.released(letters("inception_" + digit, 'a', count))
        .titled(letters("Inception " + digit, 'a', count));
    if (!last)
        return;
    const auto names = letters(digit, 'a', count + 1);
    builder.stage("reduction_" + digit, "Reduction " + names.back())
        .inception("", reduction(*last))
        .released({"inception_" + names.back()});
}

} // namespace

/// Stem -> 3a, 3b -> 3c, stride 2 -> 4a to 4d -> 4e, stride 2 -> 5a, 5b -> pool.
Expected<NetworkGraph> bnInception(const NetworkOptions &options)
{
    const NetworkFamily &family = *findNetworkFamily("bn_inception");
    const auto resolved = resolve(options, family, {2, 4, 2}, {}, 1.0);
    if (!resolved)
        return tl::unexpected(resolved.error());

    constexpr Row row3c{0, 128, 160, 64, 96, 0};
    constexpr Row row4e{0, 128, 192, 192, 256, 0};
    GraphBuilder builder(std::string(family.id), std::string(family.title), resolved->width);
    addStem(builder);
    addBlocks(builder, 3, rows3, resolved->repeats[0], &row3c);
    addBlocks(builder, 4, rows4, resolved->repeats[1], &row4e);
    addBlocks(builder, 5, rows5, resolved->repeats[2], nullptr);
    builder.classifier(resolved->classes, resolved->keepProbability);
    return builder.build(resolved->input);
}

} // namespace inceptoscope::zoo
