#pragma once

#include "checkpoint/weights.h"

#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// Who published weights of the zoo's networks; each has names of its own for the same tensors.
enum class WeightSource { Own, Timm, Torchvision, Cadene, FacenetPyTorch };

/// "own", "timm", "torchvision", "Cadene", "facenet-pytorch"
std::string_view sourceName(WeightSource source);

/// Those with weights for this network, the project itself first.
std::vector<WeightSource> weightSources(const NetworkGraph &graph);

/// What the source calls a block: "features.6", "Mixed_5b", "repeat_1.3"; the block's own id where
/// it has no name for it.
std::string moduleName(const NetworkGraph &graph, const Block &block, WeightSource source);

/// Derived from the graph by each source's rules. A source that has no weights for the graph's
/// network gives the project's own names.
NameMap sourceNames(WeightSource source);

/// The source whose names find most of the network's tensors in the file.
WeightSource detectSource(const NetworkGraph &graph, const TensorFile &file);

} // namespace inceptoscope
