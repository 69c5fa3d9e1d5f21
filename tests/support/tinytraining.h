#pragma once

#include "support/temporaryfolder.h"
#include "training/trainer.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace inceptoscope::test {

/// Photos of two classes a network can tell apart: one is red on the left, the other on the right.
inline void writeTinyData(const std::filesystem::path &root)
{
    for (const char *part : {"train", "val"}) {
        for (const char *label : {"left", "right"}) {
            std::filesystem::create_directories(root / part / label);
            for (int i = 0; i < 8; ++i)
                std::ofstream(root / part / label / (std::to_string(i) + ".jpg")) << label;
        }
    }
}

inline Expected<RgbImage> decodeTinyPhoto(const std::filesystem::path &path)
{
    std::string label;
    std::ifstream(path) >> label;
    if (label.empty())
        return failure(path.string() + " is empty");
    RgbImage image{100, 90, std::vector<std::uint8_t>(100 * 90 * 3, 40)};
    for (int y = 0; y < 90; ++y) {
        for (int x = 0; x < 50; ++x)
            image.pixels[static_cast<std::size_t>((y * 100 + (label == "left" ? x : x + 50)) * 3)] =
                220;
    }
    return image;
}

class TrainingRecorder : public TrainingObserver
{
public:
    void message(const std::string &text) override { messages.push_back(text); }
    void progress(int, int, int, double) override { ++steps; }
    void epochDone(const EpochResult &result) override { epochs.push_back(result); }

    std::vector<std::string> messages;
    std::vector<EpochResult> epochs;
    int steps = 0;
};

/// Three epochs of four batches on root/data, into root/out.
inline TrainingSettings tinySettings(const std::filesystem::path &root)
{
    TrainingSettings settings;
    settings.network = "inception_resnet_v2";
    settings.options.width = 0.05;
    settings.options.repeats = {1, 1, 1};
    settings.options.input = {80, 80};
    settings.data = root / "data";
    settings.out = root / "out";
    settings.recipe = *findRecipe("small-data");
    settings.recipe.batchSize = 4;
    settings.recipe.flip = false; // the side is what tells the classes apart
    settings.recipe.smallestCrop = 0.9;
    settings.recipe.earlySize = 1.0;
    settings.epochs = 3;
    settings.threads = 1;
    return settings;
}

} // namespace inceptoscope::test
