#pragma once

#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string>

// What is measured with: values of 100 tags.
namespace inceptoscope::test {

inline constexpr int measuredTags = 100;

inline std::string measuredTag(int tag)
{
    return fmt::format("train/layer_{}/loss", tag);
}

inline float measuredValue(std::int64_t step, int tag)
{
    return 1.0F / static_cast<float>(1 + step % 1000 + tag);
}

/// A table with a column for each, behind those for the epoch and the step.
inline void writeTable(const std::filesystem::path &path, std::int64_t rows)
{
    std::ofstream file(path);
    file << "epoch,step";
    for (int tag = 0; tag < measuredTags; ++tag)
        file << ',' << measuredTag(tag);
    for (std::int64_t step = 0; step < rows; ++step) {
        file << fmt::format("\n{},{}", step / 1000, step);
        for (int tag = 0; tag < measuredTags; ++tag)
            file << fmt::format(",{}", measuredValue(step, tag));
    }
    file << '\n';
}

} // namespace inceptoscope::test
