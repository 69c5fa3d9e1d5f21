#pragma once

#include "explain/occlusion.h"
#include "explain/saliencymap.h"
#include "inference/answer.h"
#include "networks/networkcatalogue.h"

#include <QImage>
#include <QString>

#include <memory>

namespace inceptoscope {

/// What is asked: which places of the photo behind an answer speak for a class, and how that is to
/// be found out.
struct ExplanationRequest
{
    CatalogueEntry entry; ///< of the weights that made the answer
    AnswerPtr answer;
    SaliencyMethod method = SaliencyMethod::GradCam;
    int classIndex = 0;
    int layer = -1; ///< whose output is looked at; for Grad-CAM alone
    OcclusionWindow window{}; ///< for occlusion alone

    /// Whether another request would be answered with the same map.
    bool isLike(const ExplanationRequest &other) const;
};

/// Immutable and shared once it is made.
struct Explanation
{
    ExplanationRequest request; ///< its answer is without activations
    SaliencyMap map;
    QImage picture; ///< of the map in its colours, to lie over the answer's crop
    int done = 0; ///< windows of occlusion, and how many there are
    int total = 0;
    double milliseconds = 0.0; ///< that finding it took

    bool isComplete() const { return done == total; }
};
using ExplanationPtr = std::shared_ptr<const Explanation>;

} // namespace inceptoscope
