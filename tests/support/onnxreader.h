#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace inceptoscope::test {

// ONNX files as tests see them: read with no line of what writes them, by the numbers of
// onnx.proto.

struct OnnxFileNode
{
    std::string operation;
    std::string name;
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::map<std::string, std::vector<std::int64_t>> attributes;
};

struct OnnxFileTensor
{
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

struct OnnxFile
{
    std::int64_t irVersion = 0;
    std::string producer;
    std::map<std::string, std::int64_t> operatorSets; ///< by domain
    std::map<std::string, std::string> metadata;
    std::string graph; ///< its name
    std::vector<OnnxFileNode> nodes;
    std::vector<OnnxFileTensor> initializers;
    std::vector<std::string> inputs; ///< "input batch×3×75×75"
    std::vector<std::string> outputs;
    std::vector<std::string> values;
};

/// Throws where the file is not as such a file must be, or has what this does not know.
OnnxFile readOnnx(const std::filesystem::path &path);

/// A line for everything but values and metadata.
std::string onnxText(const OnnxFile &file);

} // namespace inceptoscope::test
