#include "training/torch/torchoptimizer.h"

#include <cmath>

namespace inceptoscope {

namespace {

constexpr double adamBeta1 = 0.9;
constexpr double adamBeta2 = 0.99;
constexpr double adamEpsilon = 1e-6;

} // namespace

TorchOptimizer::TorchOptimizer(const OptimizerSettings &settings, std::vector<Parameter> parameters)
    : m_settings(settings)
    , m_parameters(std::move(parameters))
{
    for (Parameter &parameter : m_parameters) {
        parameter.first = at::zeros_like(parameter.value);
        // TensorFlow's RMSProp, the paper's, starts its mean square at one.
        if (m_settings.optimizer == Optimizer::RmsProp)
            parameter.second = at::ones_like(parameter.value);
        else if (m_settings.optimizer == Optimizer::AdamW)
            parameter.second = at::zeros_like(parameter.value);
    }
}

double TorchOptimizer::clipGradients()
{
    const torch::NoGradGuard noGradients;
    std::vector<at::Tensor> norms;
    for (const Parameter &parameter : m_parameters)
        norms.push_back(parameter.value.grad().norm());
    const double norm = at::stack(norms).norm().item<double>();
    if (m_settings.gradientClip > 0.0 && norm > m_settings.gradientClip) {
        for (const Parameter &parameter : m_parameters)
            parameter.value.grad().mul_(m_settings.gradientClip / norm);
    }
    return norm;
}

void TorchOptimizer::step(double learningRate)
{
    const torch::NoGradGuard noGradients;
    ++steps;
    for (Parameter &parameter : m_parameters) {
        const at::Tensor gradient = parameter.value.grad();
        switch (m_settings.optimizer) {
        case Optimizer::Sgd:
            updateSgd(parameter, gradient, learningRate);
            break;
        case Optimizer::RmsProp:
            updateRmsProp(parameter, gradient, learningRate);
            break;
        case Optimizer::AdamW:
            updateAdamW(parameter, gradient, learningRate);
            break;
        }
    }
}

void TorchOptimizer::clearGradients()
{
    for (const Parameter &parameter : m_parameters)
        parameter.value.mutable_grad().reset();
}

static at::Tensor decayedGradient(const TorchOptimizer::Parameter &parameter,
                                  const at::Tensor &gradient, double weightDecay)
{
    if (!parameter.decayed || weightDecay == 0.0)
        return gradient;
    return gradient.add(parameter.value, weightDecay);
}

/// Nesterov's momentum.
void TorchOptimizer::updateSgd(Parameter &parameter, const at::Tensor &gradient,
                               double learningRate) const
{
    const at::Tensor g = decayedGradient(parameter, gradient, m_settings.weightDecay);
    parameter.first.mul_(m_settings.momentum).add_(g);
    parameter.value.add_(g.add(parameter.first, m_settings.momentum), -learningRate);
}

/// TensorFlow's: epsilon inside the square root, learning rate inside the momentum buffer.
void TorchOptimizer::updateRmsProp(Parameter &parameter, const at::Tensor &gradient,
                                   double learningRate) const
{
    const at::Tensor g = decayedGradient(parameter, gradient, m_settings.weightDecay);
    parameter.second.mul_(m_settings.rmsDecay).addcmul_(g, g, 1.0 - m_settings.rmsDecay);
    const at::Tensor update = g / at::sqrt(parameter.second + m_settings.rmsEpsilon);
    parameter.first.mul_(m_settings.momentum).add_(update, learningRate);
    parameter.value.sub_(parameter.first);
}

/// Weight decay decoupled from the gradient.
void TorchOptimizer::updateAdamW(Parameter &parameter, const at::Tensor &gradient,
                                 double learningRate) const
{
    const auto t = static_cast<double>(steps);
    if (parameter.decayed)
        parameter.value.mul_(1.0 - learningRate * m_settings.weightDecay);
    parameter.first.mul_(adamBeta1).add_(gradient, 1.0 - adamBeta1);
    parameter.second.mul_(adamBeta2).addcmul_(gradient, gradient, 1.0 - adamBeta2);
    const double correction = std::sqrt(1.0 - std::pow(adamBeta2, t));
    const at::Tensor denominator = at::sqrt(parameter.second).add_(adamEpsilon * correction);
    parameter.value.addcdiv_(parameter.first, denominator,
                             -learningRate * correction / (1.0 - std::pow(adamBeta1, t)));
}

} // namespace inceptoscope
