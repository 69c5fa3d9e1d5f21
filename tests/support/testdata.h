#pragma once

#include <filesystem>
#include <string_view>

namespace inceptoscope::test {

/// A file or folder of tests/data. Only testdata.cpp is told where that lies: what every test is
/// compiled with is the same in every checkout, and so comes out of one cache.
std::filesystem::path testData(std::string_view name);

} // namespace inceptoscope::test
