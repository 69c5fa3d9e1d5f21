#pragma once

#include "support/onnxreader.h"

#include <map>
#include <string>
#include <vector>

namespace inceptoscope::test {

/// Computes an ONNX file for one input as ONNX's documentation of the operators has it, plainly and
/// slowly. Every value by its name; the input must be of the size of the file's. Throws where the
/// file uses what this does not know.
std::map<std::string, OnnxFileTensor> evaluated(const OnnxFile &file, const OnnxFileTensor &input);

} // namespace inceptoscope::test
