#include "zoo/families.h"
#include "zoo/parts.h"

namespace inceptoscope::zoo {

namespace {

// Where the blocks of a stage differ, one entry for each as published. With more repeats the last
// one goes on, with fewer the first ones are kept.
const std::vector<int> poolProjections{32, 64, 64};
const std::vector<int> factorisedFilters{128, 160, 160, 192};

std::vector<Steps> inceptionA(int poolProjection)
{
    return {{conv({1, 1}, 64)},
            {conv({1, 1}, 48), conv({5, 5}, 64)},
            {conv({1, 1}, 64), conv({3, 3}, 96), conv({3, 3}, 96)},
            {averagePool(true), conv({1, 1}, poolProjection)}};
}

std::vector<Steps> inceptionB(int c)
{
    return {{conv({1, 1}, 192)},
            {conv({1, 1}, c), conv({1, 7}, c), conv({7, 1}, 192)},
            {conv({1, 1}, c), conv({7, 1}, c), conv({1, 7}, c), conv({7, 1}, c), conv({1, 7}, 192)},
            {averagePool(true), conv({1, 1}, 192)}};
}

const std::vector<Steps> reductionB{
    {conv({1, 1}, 192), convValid({3, 3}, 320, 2)},
    {conv({1, 1}, 192), conv({1, 7}, 192), conv({7, 1}, 192), convValid({3, 3}, 192, 2)},
    {maxPool()}};

const std::vector<Steps> inceptionC{
    {conv({1, 1}, 320)},
    {conv({1, 1}, 384), fork({{conv({1, 3}, 384)}, {conv({3, 1}, 384)}})},
    {conv({1, 1}, 448), conv({3, 3}, 384), fork({{conv({1, 3}, 384)}, {conv({3, 1}, 384)}})},
    {averagePool(true), conv({1, 1}, 192)}};

void addAuxiliaryHead(GraphBuilder &builder, int classes)
{
    Step pool = averagePool(true);
    pool.layer.kernel = {5, 5};
    pool.layer.stride = 3;
    pool.layer.padding = Padding::Valid;
    builder.beginAuxiliary("auxiliary_head", "Auxiliary head")
        .single("pool", pool)
        .single("conv0", conv({1, 1}, 128))
        .single("conv1", convValid({5, 5}, 768))
        .single("average_pool", globalAveragePool())
        .single("linear", linear(classes))
        .endAuxiliary();
}

} // namespace

/// Stem -> 3 × A -> Reduction-A -> 4 × B -> Reduction-B -> 2 × C -> pool (arXiv 1512.00567, table
/// 1, as released); the auxiliary head reads the last B.
Expected<NetworkGraph> inceptionV3(const NetworkOptions &options)
{
    const NetworkFamily &family = *findNetworkFamily("inception_v3");
    const auto resolved = resolve(options, family, {3, 4, 2}, {}, 0.5);
    if (!resolved)
        return tl::unexpected(resolved.error());

    const std::vector<int> &repeats = resolved->repeats;
    GraphBuilder builder(std::string(family.id), std::string(family.title), resolved->width);
    addSequentialStem(builder);
    builder.single("pool2", maxPool())
        .released({"Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "MaxPool_3a_3x3",
                   "Conv2d_3b_1x1", "Conv2d_4a_3x3", "MaxPool_5a_3x3"});
    addVaried(builder, "inception_a", "Inception-A", inceptionA, poolProjections, repeats[0]);
    builder.released(letters("Mixed_5", 'b', repeats[0]))
        .stage("reduction_a", "Reduction-A")
        .inception("", reductionA({64, 96, 96, 384}))
        .released({"Mixed_6a"});
    addVaried(builder, "inception_b", "Inception-B", inceptionB, factorisedFilters, repeats[1]);
    builder.released(letters("Mixed_6", 'b', repeats[1]));
    if (options.auxiliaryHead)
        addAuxiliaryHead(builder, resolved->classes);
    builder.stage("reduction_b", "Reduction-B")
        .inception("", reductionB)
        .released({"Mixed_7a"})
        .repeated("inception_c", "Inception-C", inceptionC, repeats[2])
        .released(letters("Mixed_7", 'b', repeats[2]))
        .classifier(resolved->classes, resolved->keepProbability);
    return builder.build(resolved->input);
}

} // namespace inceptoscope::zoo
