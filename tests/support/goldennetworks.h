#pragma once

#include "checkpoint/names.h"
#include "zoo/zoo.h"

#include <ostream>
#include <string>
#include <vector>

namespace inceptoscope::test {

/// A network, and the files of tests/data/golden that hold what a reference answered: the public
/// implementation or, for the paper's own networks, one written in PyTorch from the figures.
struct GoldenNetwork
{
    std::string name;
    WeightSource source;
    std::string network;
    NetworkOptions options;
    std::vector<std::string> files; ///< one a picture; the weights are the same
};

inline void PrintTo(const GoldenNetwork &network, std::ostream *out)
{
    *out << network.name;
}

inline std::vector<GoldenNetwork> goldenNetworks()
{
    return {
        {"inceptionV3",
         WeightSource::Torchvision,
         "inception_v3",
         {.auxiliaryHead = true},
         {"torchvision-inception_v3.json", "torchvision-inception_v3-seed2.json"}},
        {"timmV3",
         WeightSource::Timm,
         "inception_v3",
         {},
         {"timm-inception_v3.json", "timm-inception_v3-seed2.json"}},
        {"inceptionV4",
         WeightSource::Timm,
         "inception_v4",
         {},
         {"timm-inception_v4.json", "timm-inception_v4-seed2.json"}},
        {"cadeneV4",
         WeightSource::Cadene,
         "inception_v4",
         {.classes = 1001},
         {"cadene-inceptionv4.json", "cadene-inceptionv4-seed2.json"}},
        {"paperResNetV1",
         WeightSource::Own,
         "inception_resnet_v1",
         {},
         {"own-inception_resnet_v1.json", "own-inception_resnet_v1-seed2.json"}},
        {"paperResNetV2",
         WeightSource::Own,
         "inception_resnet_v2",
         {},
         {"own-inception_resnet_v2.json", "own-inception_resnet_v2-seed2.json"}},
        {"facenet",
         WeightSource::FacenetPyTorch,
         "inception_resnet_v1_facenet",
         {},
         {"facenet-inception_resnet_v1.json", "facenet-inception_resnet_v1-seed2.json"}},
        {"inceptionResNetV2",
         WeightSource::Timm,
         "inception_resnet_v2_tfslim",
         {},
         {"timm-inception_resnet_v2.json", "timm-inception_resnet_v2-seed2.json"}},
        {"cadeneResNetV2",
         WeightSource::Cadene,
         "inception_resnet_v2_tfslim",
         {.classes = 1001},
         {"cadene-inceptionresnetv2.json", "cadene-inceptionresnetv2-seed2.json"}},
        {"bnInception",
         WeightSource::Cadene,
         "bn_inception",
         {},
         {"cadene-bninception.json", "cadene-bninception-seed2.json"}},
    };
}

} // namespace inceptoscope::test
