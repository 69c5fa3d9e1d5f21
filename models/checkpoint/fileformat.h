#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace inceptoscope {

// What a file is, told by its contents: names of weights say little, ".bin" nothing.

/// The formats that are read.
enum class TensorFormat { Safetensors, Zip, TorchLegacy };

/// As many bytes from a file's beginning are enough to tell.
constexpr std::size_t formatBytes = 512;

/// Nothing where it is none of them.
std::optional<TensorFormat> tensorFormat(std::span<const std::byte> beginning);

/// What else a file is that people take for weights, and what to do: "it is …". Empty where it is
/// nothing known. `bytes`: all of the file, since some are told by their end.
std::string_view foreignFormat(std::span<const std::byte> bytes);

/// Whether a file is of a format that is read, or of another program's for models: its reader has
/// something to say about it. The first `formatBytes` decide.
bool isMeantAsWeights(std::span<const std::byte> beginning);

/// How files of weights are usually called: ".safetensors", ".pth" and so on, for lists of files in
/// a folder, where opening everything would take too long.
std::span<const std::string_view> weightSuffixes();
/// In lower or upper case.
bool hasWeightSuffix(std::string_view name);

} // namespace inceptoscope
