#pragma once

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
};

/// A BatchNorm in training mode, with the ReLU after it. Its gradients need nothing but the sums it
/// was given: what the ReLU let through is computed again, which is cheaper than reading it.
template<typename Stored> class BatchNorm
{
public:
    BatchNorm(const BatchNormLayer &layer, const ParameterTable &table, int index, int threads);

    /// y from x; moves the running statistics among the values.
    void forward(const Stored *x, Stored *y, std::span<float> values, double momentum);
    /// The gradient of y becomes that of x, in place.
    void backward(Stored *gradient, const Stored *x, std::span<const float> values,
                  std::span<float> gradients);

private:
    template<typename Add> void addUp(Add add);
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
