#pragma once

#include "checkpoint/modelfile.h"
#include "checkpoint/sidecar.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>

namespace inceptoscope {

struct OnnxOptions
{
    int batch = 0; ///< pictures in the input; 0: any number of them
    std::map<std::string, std::string> metadata{}; ///< what the file says about itself
};

struct WrittenOnnx
{
    std::size_t nodes = 0;
    std::uint64_t bytes = 0; ///< of the file
};

/// What weights say about themselves, as in ModelDescription (checkpoint/modelfile.h): id, title,
/// network, options, preprocessing, labels; and source and licence where the sidecar has them.
std::map<std::string, std::string> onnxMetadata(const ModelDescription &description,
                                                const Sidecar &sidecar);

/// Writes a network as an ONNX file (export/onnxgraph.h), whole or not at all. Its input is
/// preprocessed already: float32 [N, 3, H, W]. BatchNorms are folded into the weights in double
/// precision, residual scales are not. The weights go to the file a layer at a time. The error is a
/// sentence with the file's name; requesting the stop is one, too.
Expected<WrittenOnnx> writeOnnx(const std::filesystem::path &path, const NetworkGraph &graph,
                                const Weights &weights, const OnnxOptions &options = {},
                                const std::stop_token &stop = {});

} // namespace inceptoscope
