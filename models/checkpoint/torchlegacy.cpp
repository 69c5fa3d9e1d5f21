#include "checkpoint/printable.h"
#include "checkpoint/pytorchfile.h"
#include "checkpoint/torchglobals.h"
#include "checkpoint/torchstatedict.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>

namespace inceptoscope {

namespace {

using Kind = Pickle::Kind;

/// 0x1950a86a20f9469cfc6c, little endian as a pickle holds it.
constexpr std::string_view magic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
constexpr std::int64_t protocol = 1001;

using KeptStorages = std::map<std::string, MappedFile, std::less<>>;
/// Bytes of an element, by the key of the storage.
using Widths = std::map<std::string_view, std::size_t>;

tl::unexpected<Error> cutShort()
{
    return failure("its storages are cut short");
}

/// The pickles before the object: what the file is and the machine it comes from.
Expected<void> readPreamble(ByteCursor &cursor)
{
    const auto number = readPickle(cursor, torchGlobal);
    if (!number)
        return tl::unexpected(number.error());
    if (number->root().kind != Kind::BigInt || number->root().text != magic)
        return failure("it does not begin with PyTorch's magic number");
    const auto version = readPickle(cursor, torchGlobal);
    if (!version)
        return tl::unexpected(version.error());
    if (version->root().kind != Kind::Int || version->root().integer != protocol)
        return failure("it has a protocol of PyTorch's format that is unknown here");
    const auto machine = readPickle(cursor, torchGlobal);
    if (!machine)
        return tl::unexpected(machine.error());
    const Pickle::Value &facts = machine->root();
    for (std::size_t i = 0; i + 1 < facts.items.size(); i += 2) {
        if (machine->at(facts.items[i]).text == "little_endian"
            && machine->at(facts.items[i + 1]).integer == 0)
            return failure("its numbers are big endian; save it again on a little-endian machine");
    }
    return {};
}

/// The object says of what kind the storages are, though not in which order they come.
Expected<Widths> widthsOf(const Pickle &object)
{
    Widths widths;
    for (const Pickle::Value &value : object.values()) {
        if (value.kind != Kind::Persistent)
            continue;
        const auto storage = readTorchStorage(object, value);
        if (!storage)
            return tl::unexpected(storage.error());
        if (!storage->dtype)
            return failure(fmt::format("it has the elements of a {}, which are unknown here",
                                       storage->storageClass));
        const std::size_t width = elementSize(*storage->dtype);
        if (widths.emplace(storage->key, width).first->second != width)
            return failure(fmt::format("its storage \"{}\" has elements of two sizes",
                                       printable(storage->key)));
    }
    return widths;
}

Expected<KeptStorages> readStorages(ByteCursor &cursor, const Pickle &keys, const Widths &widths,
                                    const std::shared_ptr<const void> &owner)
{
    if (keys.root().kind != Kind::List)
        return failure("the list of its storages is no list");
    KeptStorages storages;
    for (const Pickle::Id id : keys.root().items) {
        const std::string_view key = keys.at(id).text;
        const auto width = widths.find(key);
        if (width == widths.end())
            return failure(fmt::format("its storage \"{}\" belongs to no tensor", printable(key)));
        const auto count = cursor.number<std::int64_t>();
        std::int64_t size = 0;
        if (count < 0
            || __builtin_mul_overflow(count, static_cast<std::int64_t>(width->second), &size))
            return cutShort();
        const auto bytes = cursor.bytes(static_cast<std::uint64_t>(size));
        if (cursor.failed())
            return cutShort();
        if (!storages.emplace(key, MappedFile{bytes, owner}).second)
            return failure(fmt::format("its storage \"{}\" is there twice", printable(key)));
    }
    return storages;
}

Expected<MappedFile> bytesOf(const KeptStorages &storages, const TorchStorage &storage)
{
    const auto found = storages.find(storage.key);
    if (found == storages.end())
        return failure(
            fmt::format("its storage \"{}\" is not in the file", printable(storage.key)));
    const std::size_t width = elementSize(storage.dtype.value());
    const auto &bytes = found->second.bytes;
    const std::uint64_t there = bytes.size() / width;
    if (storage.viewOffset > there || storage.elements > there - storage.viewOffset)
        return failure(fmt::format("its storage \"{}\" has {} bytes, too few for {} elements",
                                   printable(storage.key), bytes.size(), storage.elements));
    return MappedFile{bytes.subspan(storage.viewOffset * width, storage.elements * width),
                      found->second.owner};
}

} // namespace

bool isTorchLegacy(std::span<const std::byte> bytes)
{
    // Behind PROTO, perhaps a FRAME, and LONG1.
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()),
                                std::min<std::size_t>(bytes.size(), 32));
    return text.starts_with('\x80') && text.find(magic) != std::string_view::npos;
}

Expected<TensorFile> readTorchLegacy(const MappedFile &file)
{
    ByteCursor cursor(file.bytes);
    if (const auto preamble = readPreamble(cursor); !preamble)
        return tl::unexpected(preamble.error());
    const auto object = readPickle(cursor, torchGlobal);
    if (!object)
        return tl::unexpected(object.error());
    const auto widths = widthsOf(*object);
    if (!widths)
        return tl::unexpected(widths.error());
    const auto keys = readPickle(cursor, torchGlobal);
    if (!keys)
        return tl::unexpected(keys.error());
    const auto storages = readStorages(cursor, *keys, *widths, file.owner);
    if (!storages)
        return tl::unexpected(storages.error());
    auto tensors = readStateDict(
        *object, [&](const TorchStorage &storage) { return bytesOf(*storages, storage); },
        torchCopyLimit(file.bytes.size()));
    if (!tensors)
        return tl::unexpected(tensors.error());
    return TensorFile{{}, std::move(*tensors), {}};
}

} // namespace inceptoscope
