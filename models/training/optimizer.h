#pragma once

#include "training/parametertable.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inceptoscope {

enum class Optimizer { Sgd, RmsProp, AdamW };

/// What the parameters' update depends on, apart from the learning rate of each step.
struct OptimizerSettings
{
    Optimizer optimizer = Optimizer::Sgd;
    double momentum = 0.9;
    double rmsDecay = 0.9; ///< RMSProp (section 4 of the paper)
    double rmsEpsilon = 1.0;
    double weightDecay = 0.0; ///< on convolution and linear weights only
    double gradientClip = 0.0; ///< largest norm of all gradients together; 0: no clipping
    double averageDecay = 0.999; ///< of the exponential average of the parameters
};

/// The update rules, and what they remember from step to step.
class ParameterUpdater
{
public:
    ParameterUpdater(const OptimizerSettings &settings, const ParameterTable &table);

    /// One step. `gradients` are those before clipping; returns their norm, of all together.
    double update(std::span<float> values, std::span<const float> gradients, double learningRate);

    std::int64_t steps() const { return m_steps; }
    void setSteps(std::int64_t steps) { m_steps = steps; }
    /// Momentum; and the mean square, which SGD has none of. In the table's order.
    std::vector<float> &first() { return m_first; }
    std::vector<float> &second() { return m_second; }
    const std::vector<float> &first() const { return m_first; }
    const std::vector<float> &second() const { return m_second; }

private:
    struct Tensor;
    void updateSgd(const Tensor &tensor, float rate) const;
    void updateRmsProp(const Tensor &tensor, float rate) const;
    void updateAdamW(const Tensor &tensor, double rate) const;

    OptimizerSettings m_settings;
    ParameterTable m_table;
    std::vector<float> m_first;
    std::vector<float> m_second;
    std::int64_t m_steps = 0;
};

/// Moves the average towards the values. In the first steps it forgets its random start, then it
/// reaches its full decay.
void updateAverage(std::span<float> average, std::span<const float> values, double decay,
                   std::int64_t steps);

} // namespace inceptoscope
