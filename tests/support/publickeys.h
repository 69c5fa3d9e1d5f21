#pragma once

#include "checkpoint/tensorfile.h"
#include "support/testdata.h"

#include <fstream>
#include <sstream>
#include <string>

namespace inceptoscope::test {

/// "[64,3,7,7]"
inline std::vector<std::int64_t> shapeOf(const std::string &text)
{
    std::vector<std::int64_t> shape;
    std::istringstream numbers(text.substr(1, text.size() - 2));
    for (std::string number; std::getline(numbers, number, ',');)
        shape.push_back(std::stoll(number));
    return shape;
}

/// The keys and shapes of a public checkpoint (a table of tests/data/keys), without values, each
/// key behind `prefix`.
inline TensorFile publicFile(const std::string &name, const std::string &prefix = {})
{
    TensorFile file;
    file.path = "weights.safetensors";
    file.metadata["format"] = "pt";
    std::ifstream in(testData("keys") / name);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        std::string key;
        std::string dtype;
        std::string shape;
        fields >> key >> dtype >> shape;
        StoredTensor tensor;
        tensor.dtype = dtype == "int64" ? DType::Int64 : DType::Float32;
        tensor.shape = shapeOf(shape);
        file.tensors.emplace(prefix + key, tensor);
    }
    return file;
}

} // namespace inceptoscope::test
