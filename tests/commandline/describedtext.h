#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace inceptoscope::test {

/// The JSON of "describe --level layer" in the notation of tests/data/networks.
std::string describedText(const nlohmann::ordered_json &description);

/// A table of tests/data/networks without what the JSON does not tell: biases, BatchNorm, ReLU, the
/// dropout's probability, how pools treat their borders, where a fork is, and the auxiliary head.
std::string plainTable(const std::string &table);

} // namespace inceptoscope::test
