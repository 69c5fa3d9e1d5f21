#include "checkpoint/printable.h"
#include "checkpoint/pytorchfile.h"
#include "checkpoint/torchglobals.h"
#include "checkpoint/torchstatedict.h"
#include "checkpoint/zipreader.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <string>

namespace inceptoscope {

namespace {

constexpr std::string_view pickleName = "data.pkl";
constexpr int newestVersion = 10;

std::string_view textOf(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

/// The contents of a small text file without the newline after it; empty where there is none.
Expected<std::string> lineIn(ZipReader &zip, const std::string &name)
{
    const ZipEntry *entry = zip.find(name);
    if (!entry)
        return std::string();
    const auto contents = zip.read(*entry);
    if (!contents)
        return tl::unexpected(contents.error());
    std::string_view text = textOf(contents->bytes);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ')
        text.remove_suffix(1);
    return std::string(text.substr(0, 20));
}

/// Before the names of everything else: the path of the folder with data.pkl, slash included.
Expected<std::string> findRoot(const ZipReader &zip)
{
    const ZipEntry *pickle = nullptr;
    for (const ZipEntry &entry : zip.entries()) {
        const std::string_view name = entry.name;
        if (name != pickleName && !name.ends_with("/data.pkl"))
            continue;
        if (pickle)
            return failure("it is a zip archive with more than one data.pkl");
        pickle = &entry;
    }
    if (!pickle)
        return failure("it is a zip archive, but not one of PyTorch's: it has no data.pkl");
    return pickle->name.substr(0, pickle->name.size() - pickleName.size());
}

Expected<void> checkKind(const ZipReader &zip, const std::string &root)
{
    const bool hasCode = std::ranges::any_of(zip.entries(), [&](const ZipEntry &entry) {
        return entry.name.starts_with(root + "code/");
    });
    if (hasCode || zip.find(root + "constants.pkl"))
        return failure("it is a TorchScript archive, a program rather than weights; load it in "
                       "PyTorch with torch.jit.load and save its weights with "
                       "torch.save(model.state_dict(), …)");
    return {};
}

Expected<void> checkVersion(ZipReader &zip, const std::string &root)
{
    auto text = lineIn(zip, root + ".data/version");
    if (text && text->empty())
        text = lineIn(zip, root + "version");
    if (!text)
        return tl::unexpected(text.error());
    int version = 0;
    const char *end = text->data() + text->size();
    if (std::from_chars(text->data(), end, version).ptr != end || version < 1
        || version > newestVersion)
        return failure(fmt::format("it has the version \"{}\" of PyTorch's format, which is "
                                   "unknown here",
                                   printable(*text)));
    return {};
}

Expected<void> checkByteOrder(ZipReader &zip, const std::string &root)
{
    const auto order = lineIn(zip, root + "byteorder");
    if (!order)
        return tl::unexpected(order.error());
    // Files from before the entry was introduced are as good as always little endian.
    if (order->empty() || *order == "little")
        return {};
    return failure("its numbers are big endian; save it again on a little-endian machine");
}

/// Finds the storages of an archive; each is read once, however many tensors share it.
class ZipStorages
{
public:
    ZipStorages(ZipReader &zip, std::string root)
        : m_zip(zip)
        , m_root(std::move(root))
    {
    }

    Expected<MappedFile> operator()(const TorchStorage &storage)
    {
        auto bytes = entryFor(storage.key);
        if (!bytes)
            return bytes;
        const std::size_t width = elementSize(storage.dtype.value());
        if (storage.viewOffset != 0 || storage.elements > bytes->bytes.size() / width)
            return failure(fmt::format("its storage \"{}\" has {} bytes, too few for {} elements",
                                       printable(storage.key), bytes->bytes.size(),
                                       storage.elements));
        return bytes;
    }

private:
    Expected<MappedFile> entryFor(std::string_view key)
    {
        const auto known = m_read.find(key);
        if (known != m_read.end())
            return known->second;
        const ZipEntry *entry = m_zip.find(m_root + "data/" + std::string(key));
        if (!entry)
            return failure(fmt::format("its storage \"{}\" is not in the file", printable(key)));
        auto contents = m_zip.read(*entry);
        if (contents)
            m_read.emplace(key, *contents);
        return contents;
    }

    ZipReader &m_zip;
    std::string m_root;
    std::map<std::string, MappedFile, std::less<>> m_read;
};

Expected<TensorFile> readTensors(ZipReader &zip, const std::string &root)
{
    const auto bytes = zip.readChecked(*zip.find(root + std::string(pickleName)));
    if (!bytes)
        return tl::unexpected(bytes.error());
    ByteCursor cursor(bytes->bytes);
    const auto pickle = readPickle(cursor, torchGlobal);
    if (!pickle)
        return tl::unexpected(pickle.error());
    std::uint64_t size = 0;
    for (const ZipEntry &entry : zip.entries())
        size += entry.packed.size();
    ZipStorages storages(zip, root);
    auto tensors = readStateDict(*pickle, std::ref(storages), torchCopyLimit(size));
    if (!tensors)
        return tl::unexpected(tensors.error());
    return TensorFile{{}, std::move(*tensors), {}};
}

} // namespace

std::uint64_t torchCopyLimit(std::uint64_t fileSize)
{
    constexpr std::uint64_t always = std::uint64_t{16} << 20U;
    constexpr std::uint64_t most = std::uint64_t{2} << 30U;
    // Every tensor once, and some that share a storage.
    return std::min(always + 2 * std::min(fileSize, most), most);
}

Expected<TensorFile> readTorchZip(const MappedFile &file)
{
    auto zip = ZipReader::open(file);
    if (!zip)
        return tl::unexpected(zip.error());
    const auto root = findRoot(*zip);
    if (!root)
        return tl::unexpected(root.error());
    return checkKind(*zip, *root)
        .and_then([&] { return checkVersion(*zip, *root); })
        .and_then([&] { return checkByteOrder(*zip, *root); })
        .and_then([&] { return readTensors(*zip, *root); });
}

} // namespace inceptoscope
