#pragma once

#include "checkpoint/weightsfile.h"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace inceptoscope {

/// Whose names an export has: timm's where timm has the very network, whatever its number of
/// classes and its input size, else the project's own.
WeightSource exportNames(const ModelDescription &description, const NetworkGraph &graph);

/// What an export holds: the network's tensors as they were stored, with the counters of its
/// BatchNorms where the file has them, under those names; and the description of the network. What
/// the network does not use (an auxiliary head, strangers) is left out.
TensorFile exportedFile(const TensorFile &file, const RecognisedWeights &recognised);

struct ExportedWeights
{
    WeightSource names = WeightSource::Own;
    std::size_t tensors = 0;
    std::uintmax_t bytes = 0; ///< of the file
};

/// Writes weights from any file as a safetensors file that this program and others read; it appears
/// whole or not at all. Exported once more, it gives the same bytes. `network` as for
/// `recogniseWeights`. The error is a sentence with the name of the file that is to blame.
Expected<ExportedWeights> exportWeights(const std::filesystem::path &from,
                                        const std::filesystem::path &to,
                                        std::string_view network = {});

} // namespace inceptoscope
