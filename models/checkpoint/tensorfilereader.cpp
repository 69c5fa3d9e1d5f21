#include "checkpoint/fileformat.h"
#include "checkpoint/mappedfile.h"
#include "checkpoint/printable.h"
#include "checkpoint/pytorchfile.h"
#include "checkpoint/tensorfile.h"

#include <fmt/format.h>

namespace inceptoscope {

namespace {

/// TensorFlow keeps values in files with nothing in them to tell them by, "….data-00000-of-00001".
bool isTensorFlowData(const std::filesystem::path &path)
{
    return path.extension().string().starts_with(".data-");
}

tl::unexpected<Error> cannotBeRead(const std::filesystem::path &path, std::string_view reason)
{
    return failure(fmt::format("{} cannot be read: {}", printable(path.string()), reason));
}

tl::unexpected<Error> notWeights(const std::filesystem::path &path,
                                 std::span<const std::byte> bytes)
{
    if (bytes.empty())
        return cannotBeRead(path, "it is empty");
    if (const auto foreign = foreignFormat(bytes); !foreign.empty())
        return cannotBeRead(path, foreign);
    if (isTensorFlowData(path))
        return cannotBeRead(path,
                            "it is part of a TensorFlow checkpoint; a safetensors or "
                            "PyTorch file is needed");
    return cannotBeRead(path, "it is neither a safetensors file nor one of PyTorch's");
}

Expected<TensorFile> readTorch(const std::filesystem::path &path, const MappedFile &mapped,
                               TensorFormat format)
{
    auto file = format == TensorFormat::Zip ? readTorchZip(mapped) : readTorchLegacy(mapped);
    if (!file)
        return cannotBeRead(path, file.error().message);
    file->path = path;
    return file;
}

} // namespace

Expected<TensorFile> readTensorFile(const std::filesystem::path &path)
{
    const auto mapped = mapFile(path);
    if (!mapped)
        return cannotBeRead(path, mapped.error().message);
    const auto format = tensorFormat(mapped->bytes);
    if (!format)
        return notWeights(path, mapped->bytes);
    if (*format == TensorFormat::Safetensors)
        return readSafetensors(path);
    return readTorch(path, *mapped, *format);
}

} // namespace inceptoscope
