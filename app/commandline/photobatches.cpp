#include "commandline/photobatches.h"

namespace inceptoscope {

static std::vector<std::vector<float>> inputsOf(std::vector<PreparedPhoto> &photos)
{
    std::vector<std::vector<float>> inputs;
    for (PreparedPhoto &photo : photos) {
        if (photo.inputs)
            inputs.push_back(std::move(photo.inputs->front()));
    }
    return inputs;
}

static Expected<void> answer(std::vector<PreparedPhoto> photos, Engine &engine,
                             const std::stop_token &stop, const PhotoAnswered &answered)
{
    const auto inputs = inputsOf(photos);
    const auto answers =
        inputs.empty() ? Expected<std::vector<Activations>>() : engine.run(inputs, {}, stop);
    if (!answers)
        return tl::unexpected(answers.error());
    auto next = answers->begin();
    for (const PreparedPhoto &photo : photos) {
        const Activations *own = photo.inputs ? &*next++ : nullptr;
        if (answered)
            answered(photo, own);
    }
    return {};
}

Expected<void> answerInBatches(PhotoConveyor &photos, Engine &engine, int batch,
                               const std::stop_token &stop, const PhotoAnswered &answered)
{
    std::vector<PreparedPhoto> waiting;
    int inputs = 0; // of those waiting, how many could be read
    while (auto photo = photos.next()) {
        inputs += photo->inputs ? 1 : 0;
        waiting.push_back(std::move(*photo));
        if (inputs > 0 && inputs < batch)
            continue;
        if (auto done = answer(std::exchange(waiting, {}), engine, stop, answered); !done)
            return done;
        inputs = 0;
    }
    if (stop.stop_requested())
        return failure("cancelled");
    return answer(std::move(waiting), engine, stop, answered);
}

} // namespace inceptoscope
