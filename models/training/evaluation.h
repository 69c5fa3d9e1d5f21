#pragma once

#include "engine/engine.h"
#include "explain/networkhealth.h"
#include "training/dataset.h"

namespace inceptoscope {

/// How a network does on a set of photos.
struct Evaluation
{
    double loss = 0.0; ///< mean cross-entropy
    double top1Error = 0.0; ///< fraction, 0 to 1
    double top5Error = 0.0;
    int photos = 0;

    bool operator==(const Evaluation &) const = default;
};

/// Adds up the answers to a batch: logits [labels, classes]. Right is what argmax says: of equal
/// logits the first, and NaN never.
class EvaluationSum
{
public:
    void add(std::span<const float> logits, std::span<const std::int64_t> labels);
    Evaluation result() const;

private:
    double m_loss = 0.0;
    int m_top1 = 0;
    int m_top5 = 0;
    int m_photos = 0;
};

constexpr std::size_t evaluationBatch = 64; ///< photos that are computed at once
constexpr std::size_t healthBatch = 4; ///< the same, where all blocks of each are kept

/// Evaluates crops of the network's input size; of pictures of another size, the crop that
/// classification sees.
Expected<Evaluation> evaluate(Engine &engine, std::span<const TrainingPhoto> photos,
                              const Preprocessing &preprocessing, const std::stop_token &stop);

/// On few of the photos, the same for the same photos, evenly spread over all of them.
Expected<NetworkHealth> evaluateHealth(Engine &engine, const std::vector<TrainingPhoto> &photos,
                                       const Preprocessing &preprocessing,
                                       const std::stop_token &stop);

} // namespace inceptoscope
