#pragma once

#include "engine/activations.h"
#include "engine/preprocessing.h"
#include "explain/outputfigures.h"
#include "graph/networkgraph.h"

#include <QImage>
#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace inceptoscope {

struct Prediction
{
    int index = 0; ///< of the class
    QString label;
    double probability = 0.0; ///< 0 to 1

    bool operator==(const Prediction &) const = default;
};

/// What an element would put out without its last activation: signed values.
struct SignedActivation
{
    std::string element; ///< its id
    Activation activation;
};

/// What a network made of one photo. Immutable and shared once it is made.
struct Answer
{
    int photo = 0; ///< id in the PhotoListModel
    NetworkGraph graph; ///< at the input size that was run
    QImage crop; ///< the very pixels the network saw
    Activations activations; ///< of the layers that were asked for
    std::vector<Prediction> predictions; ///< every class, the most probable first
    double preprocessMilliseconds = 0.0;
    double forwardMilliseconds = 0.0;
    Preprocessing preprocessing{}; ///< that made the crop
    QString engineNote{}; ///< what to know of who computed, see engineNote(); mostly empty
    FiguresByLayer figures{}; ///< of every layer on the trunk, where they were asked for
    std::vector<double> layerMilliseconds{}; ///< by layer, where they were asked for: layerTimes()
    std::optional<SignedActivation> beforeActivation{}; ///< where it was asked for
};
using AnswerPtr = std::shared_ptr<const Answer>;

} // namespace inceptoscope
