#pragma once

#include "training/trainingbackend.h"

#include <torch/torch.h>

#include <vector>

namespace inceptoscope {

/// The update rules, over one flat list of parameters. State tensors are public so that a
/// checkpoint can hold them.
class TorchOptimizer
{
public:
    struct Parameter
    {
        at::Tensor value;
        bool decayed = false; ///< weight decay applies: convolution and linear weights
        at::Tensor first; ///< momentum
        at::Tensor second; ///< mean square (RMSProp, AdamW)
    };

    TorchOptimizer(const OptimizerSettings &settings, std::vector<Parameter> parameters);

    /// Norm of all gradients together; clips them where the settings ask for it.
    double clipGradients();
    void step(double learningRate);
    void clearGradients();

    std::vector<Parameter> &parameters() { return m_parameters; }
    const std::vector<Parameter> &parameters() const { return m_parameters; }
    std::int64_t steps = 0;

private:
    void updateSgd(Parameter &parameter, const at::Tensor &gradient, double learningRate) const;
    void updateRmsProp(Parameter &parameter, const at::Tensor &gradient, double learningRate) const;
    void updateAdamW(Parameter &parameter, const at::Tensor &gradient, double learningRate) const;

    OptimizerSettings m_settings;
    std::vector<Parameter> m_parameters;
};

} // namespace inceptoscope
