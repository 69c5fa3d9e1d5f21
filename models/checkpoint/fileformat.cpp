#include "checkpoint/fileformat.h"

#include "checkpoint/bytecursor.h"
#include "checkpoint/pytorchfile.h"
#include "checkpoint/zipreader.h"

#include <algorithm>
#include <array>
#include <string>

namespace inceptoscope {

namespace {

using namespace std::string_view_literals;

struct Signature
{
    std::string_view bytes;
    std::size_t offset;
    std::string_view what;
};

constexpr std::string_view compressed =
    "it is a compressed file; unpack it and open what is inside";

constexpr std::string_view oldTorch = "it is a tar archive of the first PyTorch; load it in "
                                      "PyTorch and save it again with torch.save";
constexpr std::string_view pickled = "it is a Python pickle, but not one of PyTorch's";
constexpr std::string_view picture = "it is a picture";

/// Other programs' models, and what stands for one. The first that fits counts.
constexpr std::array<Signature, 14> models{{
    {"version https://git-lfs.github.com/spec/"sv, 0,
     "it is a Git LFS pointer, not the file it stands for; fetch that with \"git lfs pull\" or "
     "download it from its page"},
    {"\x89HDF\r\n\x1a\n"sv, 0,
     "it is an HDF5 file, as Keras writes them; a safetensors or PyTorch file of the network is "
     "needed"},
    {"GGUF"sv, 0, "it is a GGUF file, which is for language models"},
    {"TFL3"sv, 4, "it is a TensorFlow Lite model; a safetensors or PyTorch file is needed"},
    {"model_checkpoint_path:"sv, 0,
     "it is the index of a TensorFlow checkpoint; a safetensors or PyTorch file is needed"},
    {"sys_info\0"sv, 0, oldTorch},
    {"pickle\0"sv, 0, oldTorch},
    {"storages\0"sv, 0, oldTorch},
    {"\x93NUMPY"sv, 0, "it is a single NumPy array, not the tensors of a network"},
    {"\x08\x01\x12"sv, 0, "it is a TensorFlow SavedModel; a safetensors or PyTorch file is needed"},
    {"\x80\x02"sv, 0, pickled},
    {"\x80\x03"sv, 0, pickled},
    {"\x80\x04"sv, 0, pickled},
    {"\x80\x05"sv, 0, pickled},
}};

/// What weights may lie in, and what they may be taken for.
constexpr std::array<Signature, 9> others{{
    {"ustar"sv, 257, "it is a tar archive; unpack it and open what is inside"},
    {"PK\x05\x06"sv, 0, "it is an empty zip archive"},
    {"\x1f\x8b\x08"sv, 0, compressed},
    {"BZh"sv, 0, compressed},
    {"\xfd"
     "7zXZ\0"sv,
     0, compressed},
    {"\x28\xb5\x2f\xfd"sv, 0, compressed},
    {"7z\xbc\xaf\x27\x1c"sv, 0, compressed},
    {"\xff\xd8\xff"sv, 0, picture},
    {"\x89PNG\r\n"sv, 0, picture},
}};

/// In the order of how common they are.
constexpr std::array<std::string_view, 5> suffixes{".safetensors", ".pth", ".pt", ".bin", ".ckpt"};

std::string_view textOf(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

/// What the first of the signatures that fits stands for; empty where none does.
std::string_view matching(std::string_view file, std::span<const Signature> signatures)
{
    const auto found = std::ranges::find_if(signatures, [&](const Signature &each) {
        return file.size() >= each.offset && file.substr(each.offset).starts_with(each.bytes);
    });
    return found == signatures.end() ? std::string_view() : found->what;
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

/// What a server sends in place of a file: a page that asks to log in, or says there is none.
bool isHtml(std::string_view file)
{
    file = file.substr(0, formatBytes);
    if (file.starts_with("\xef\xbb\xbf"))
        file.remove_prefix(3);
    file.remove_prefix(std::min(file.find_first_not_of(" \t\r\n"), file.size()));
    const std::string start = lowerCase(file.substr(0, 14));
    return start.starts_with("<!doctype html") || start.starts_with("<html");
}

/// A protocol buffer that begins with the version of ONNX's form (3 in 2017) and the producer.
bool isOnnx(std::string_view file)
{
    return file.size() > 8 && file[0] == '\x08' && file[1] >= 3 && file[1] <= 20
        && (file[2] == '\x12' || file[2] == '\x3a');
}

/// The table at whose end this number stands; the values lie in files beside it, which have
/// nothing to tell them by.
bool isTensorFlowTable(std::string_view file)
{
    return file.size() >= 48 && file.ends_with("\x57\xfb\x80\x8b\x24\x75\x47\xdb"sv);
}

} // namespace

std::optional<TensorFormat> tensorFormat(std::span<const std::byte> beginning)
{
    if (ZipReader::isZip(beginning))
        return TensorFormat::Zip;
    if (isTorchLegacy(beginning))
        return TensorFormat::TorchLegacy;
    // Behind the length of the header comes its opening brace.
    if (beginning.size() > 8 && beginning[8] == std::byte{'{'})
        return TensorFormat::Safetensors;
    return std::nullopt;
}

std::string_view foreignFormat(std::span<const std::byte> bytes)
{
    const std::string_view file = textOf(bytes);
    if (isHtml(file))
        return "it is a web page, not the file that was to be downloaded";
    if (const auto model = matching(file, models); !model.empty())
        return model;
    if (isOnnx(file))
        return "it is an ONNX model; a safetensors or PyTorch file of the network is needed";
    if (isTensorFlowTable(file))
        return "it is a TensorFlow checkpoint; a safetensors or PyTorch file is needed";
    return matching(file, others);
}

bool isMeantAsWeights(std::span<const std::byte> beginning)
{
    const std::string_view file = textOf(beginning);
    return tensorFormat(beginning) || !matching(file, models).empty() || isOnnx(file);
}

std::span<const std::string_view> weightSuffixes()
{
    return suffixes;
}

bool hasWeightSuffix(std::string_view name)
{
    const std::string lower = lowerCase(name);
    return std::ranges::any_of(suffixes,
                               [&](std::string_view suffix) { return lower.ends_with(suffix); });
}

} // namespace inceptoscope
