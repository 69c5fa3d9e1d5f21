#pragma once

#include "training/distributed/gradientbuckets.h"
#include "training/trainingengine.h"

#include <memory>
#include <span>
#include <vector>

namespace inceptoscope {

/// What a rank's pass gives to the others' and takes from them: gradients, a bucket as soon as its
/// last one is written, and the running statistics, both while the backward pass goes on.
class PassExchange
{
public:
    /// `layers` in the order in which their gradients are written.
    PassExchange(const TogetherOptions &options, const ParameterTable &table,
                 std::span<const int> layers);

    void begin() { m_sent.clear(); }
    /// After the forward pass. They become the ranks' mean, by their shares of the batch.
    Expected<void> sendStatistics(const Batch &batch, std::span<float> values);
    /// The gradients of a layer are written.
    Expected<void> layerDone(int layer, std::span<float> gradients);
    /// Waits until everything that was sent is there.
    Expected<void> finish(std::span<float> values);

private:
    Expected<void> send(std::span<float> numbers);

    TogetherOptions m_options;
    std::vector<ParameterTable::Row> m_statisticRows; ///< whose running statistics are sent
    std::vector<GradientBucket> m_buckets;
    std::vector<float> m_statistics;
    std::vector<std::unique_ptr<PendingSum>> m_sent;
};

} // namespace inceptoscope
