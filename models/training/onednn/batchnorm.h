#pragma once

#include "training/distributed/collective.h"
#include "training/onednn/trainingkernels.h"
#include "training/parametertable.h"

#include <span>
#include <vector>

namespace inceptoscope {

struct BatchNormLayer
{
    CellRange cells; ///< of a batch
    double epsilon = 0.0;
    bool relu = false; ///< one follows it
    Collective *ranks = nullptr; ///< whose batches it normalises together; nullptr: its own
};

/// What a BatchNorm is told in each pass.
struct BatchNormPass
{
    double momentum = 0.0;
    double cells = 0.0; ///< of the batches that are normalised together
};

/// A BatchNorm in training mode, with the ReLU after it. Its gradients need nothing but the sums it
/// was given: what the ReLU let through is computed again, which is cheaper than reading it.
template<typename Stored> class BatchNorm
{
public:
    BatchNorm(const BatchNormLayer &layer, const ParameterTable &table, int index, int threads);

    /// y from x; moves the running statistics among the values.
    Expected<void> forward(const Stored *x, Stored *y, std::span<float> values,
                           const BatchNormPass &pass);
    /// The gradient of y becomes that of x, in place. Those of the parameters are of the own batch.
    Expected<void> backward(Stored *gradient, const Stored *x, std::span<const float> values,
                            std::span<float> gradients, const BatchNormPass &pass);

private:
    template<typename Add> void addUp(Add add);
    Expected<void> addRanks()
    {
        return m_layer.ranks ? m_layer.ranks->sum(m_sums) : Expected<void>{};
    }
    void prepareNormalising(std::span<float> values, const BatchNormPass &pass);
    void giveGradients(std::span<float> gradients);
    void prepareGoingBack(std::span<const float> values, const BatchNormPass &pass);
    double scaleGradient(std::size_t channel) const
    {
        return m_deviation[channel]
            * (m_sums[m_layer.cells.channels + channel] - m_mean[channel] * m_sums[channel]);
    }
    Affine affine() const { return {m_factor.data(), m_shift.data(), m_layer.relu}; }

    BatchNormLayer m_layer;
    ParameterTable::Row m_scaleRow;
    ParameterTable::Row m_shiftRow;
    ParameterTable::Row m_meanRow;
    ParameterTable::Row m_varianceRow;
    const TrainingKernels<Stored> &m_kernels = trainingKernels<Stored>();
    std::vector<double> m_partial; ///< [threads, 2, channels]
    std::vector<double> m_sums; ///< [2, channels]
    std::vector<double> m_mean;
    std::vector<double> m_deviation; ///< its reciprocal
    std::vector<float> m_factor;
    std::vector<float> m_shift;
    std::vector<float> m_back[3];
};

} // namespace inceptoscope
