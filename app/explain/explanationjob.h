#pragma once

#include "explain/explanation.h"
#include "explain/gradcam.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace inceptoscope {

/// The weights that were explained last, and what computes with them, each made when it is first
/// needed. Lives on the thread of the explanations.
class ExplanationHost
{
public:
    /// Reads weights only where others are loaded.
    Expected<void> prepare(const CatalogueEntry &entry);

    const Weights &weights() const { return m_model->weights; }
    /// For the answer's graph.
    Expected<Engine *> engine(const NetworkGraph &graph);
    Expected<GradientEngine *> gradientEngine(const NetworkGraph &graph);

private:
    std::optional<CatalogueEntry> m_entry;
    std::optional<LoadedModel> m_model;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<GradientEngine> m_gradientEngine;
};

/// What is known so far; told on the computing thread.
using ExplanationProgress = std::function<void(const ExplanationPtr &soFar)>;

/// Runs a request on the host's thread.
Expected<ExplanationPtr> explain(const ExplanationRequest &request, ExplanationHost &host,
                                 const std::stop_token &stop, const ExplanationProgress &progress);

} // namespace inceptoscope
