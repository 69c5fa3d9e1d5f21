#include "checkpoint/zipdirectory.h"

#include "checkpoint/bytecursor.h"
#include "checkpoint/printable.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <string_view>

namespace inceptoscope {

namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint32_t localSignature = 0x04034b50;
constexpr std::uint32_t centralSignature = 0x02014b50;
constexpr std::uint32_t endSignature = 0x06054b50;
constexpr std::uint32_t end64Signature = 0x06064b50;
constexpr std::uint32_t locator64Signature = 0x07064b50;

constexpr std::size_t centralSize = 46;
constexpr std::size_t endSize = 22;
constexpr std::size_t end64Size = 56;
constexpr std::size_t locator64Size = 20;
constexpr std::size_t longestComment = 0xffff;

constexpr std::uint16_t zip64Field = 0x0001;
/// In place of a number that stands in the zip64 field.
constexpr std::uint64_t elsewhere = 0xffffffff;
constexpr std::uint64_t elsewhereShort = 0xffff;

constexpr unsigned encryptedFlag = 0x0001 | 0x0040 | 0x2000;
/// Sizes and checksum follow the contents, since the writer did not know them before.
constexpr unsigned sizesFollowFlag = 0x0008;

/// A checkpoint of the largest networks has some thousands of tensors.
constexpr std::uint64_t mostEntries = 100'000;

struct Directory
{
    std::uint64_t entries = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
};

/// A header of the directory, or the one before an entry's contents.
struct Header
{
    unsigned flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packedSize = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0; ///< of the header before the contents
    std::string_view name;
};

struct Placed
{
    ZipEntry entry;
    std::uint64_t begin = 0; ///< in the archive, header included
    std::uint64_t end = 0;
};

tl::unexpected<Error> entryFailure(std::string_view name, std::string_view reason)
{
    return failure(fmt::format("its entry \"{}\" {}", printable(name), reason));
}

/// Where the end record begins: its comment reaches exactly to the end of the file.
std::optional<std::size_t> findEnd(Bytes archive)
{
    if (archive.size() < endSize)
        return std::nullopt;
    const std::size_t last = archive.size() - endSize;
    const std::size_t first = last > longestComment ? last - longestComment : 0;
    for (std::size_t at = last + 1; at-- > first;) {
        ByteCursor cursor(archive.subspan(at));
        if (cursor.number<std::uint32_t>() != endSignature)
            continue;
        cursor.bytes(16);
        const auto commentSize = cursor.number<std::uint16_t>();
        if (commentSize == cursor.left())
            return at;
    }
    return std::nullopt;
}

bool agree(std::uint64_t inEnd, std::uint64_t whole, std::uint64_t placeholder)
{
    return inEnd == whole || inEnd == placeholder;
}

/// Replaces what the end record says by what the zip64 record before it says; `end` becomes where
/// that begins. Nothing changes where there is none.
bool readEnd64(Bytes archive, std::size_t &end, Directory &directory)
{
    if (end < locator64Size + end64Size)
        return true;
    ByteCursor locator(archive.subspan(end - locator64Size, locator64Size));
    if (locator.number<std::uint32_t>() != locator64Signature)
        return true;
    locator.bytes(4);
    const auto at = locator.number<std::uint64_t>();
    if (at > end - locator64Size - end64Size)
        return false;
    ByteCursor record(archive.subspan(at, end - locator64Size - at));
    const auto signature = record.number<std::uint32_t>();
    const auto size = record.number<std::uint64_t>();
    if (signature != end64Signature || size != record.left())
        return false;
    record.bytes(12); // versions and numbers of disks
    const auto entriesHere = record.number<std::uint64_t>();
    const Directory whole{record.number<std::uint64_t>(), record.number<std::uint64_t>(),
                          record.number<std::uint64_t>()};
    if (entriesHere != whole.entries || !agree(directory.entries, whole.entries, elsewhereShort)
        || !agree(directory.size, whole.size, elsewhere)
        || !agree(directory.offset, whole.offset, elsewhere))
        return false;
    directory = whole;
    end = at;
    return true;
}

Expected<Directory> findDirectory(Bytes archive)
{
    auto end = findEnd(archive);
    if (!end)
        return failure("it has no directory at its end, so it is cut short or damaged");
    ByteCursor record(archive.subspan(*end));
    record.bytes(4);
    const auto disks = record.number<std::uint32_t>();
    const auto entriesHere = record.number<std::uint16_t>();
    Directory directory{record.number<std::uint16_t>(), record.number<std::uint32_t>(),
                        record.number<std::uint32_t>()};
    if (disks != 0 && disks != elsewhere)
        return failure("it is one part of several");
    if (entriesHere != directory.entries || !readEnd64(archive, *end, directory))
        return failure("the end of its directory contradicts itself");
    if (directory.offset > *end || directory.size != *end - directory.offset)
        return failure("its directory is not where it should be, so it is cut short or damaged");
    if (directory.entries > mostEntries || directory.entries > directory.size / centralSize)
        return failure(fmt::format("its directory claims {} entries", directory.entries));
    return directory;
}

/// The zip64 field among a header's extra fields holds those numbers, in this order, that the
/// header itself has no room for.
bool readSizes64(Bytes extra, Header &header)
{
    ByteCursor fields(extra);
    while (fields.left() >= 4) {
        const auto id = fields.number<std::uint16_t>();
        ByteCursor field(fields.bytes(fields.number<std::uint16_t>()));
        if (fields.failed())
            return false;
        if (id != zip64Field)
            continue;
        for (std::uint64_t *number : {&header.size, &header.packedSize, &header.offset}) {
            if (*number == elsewhere)
                *number = field.number<std::uint64_t>();
        }
        return !field.failed();
    }
    return true;
}

/// What is common to both kinds of header, from the flags to the size.
void readCommon(ByteCursor &cursor, Header &header)
{
    header.flags = cursor.number<std::uint16_t>();
    header.method = cursor.number<std::uint16_t>();
    cursor.bytes(4); // time and date
    header.crc = cursor.number<std::uint32_t>();
    header.packedSize = cursor.number<std::uint32_t>();
    header.size = cursor.number<std::uint32_t>();
}

std::optional<Header> readCentral(ByteCursor &cursor)
{
    Header header;
    const bool known = cursor.number<std::uint32_t>() == centralSignature;
    cursor.bytes(4); // versions
    readCommon(cursor, header);
    const auto nameSize = cursor.number<std::uint16_t>();
    const auto extraSize = cursor.number<std::uint16_t>();
    const auto commentSize = cursor.number<std::uint16_t>();
    cursor.bytes(8); // disk and attributes
    header.offset = cursor.number<std::uint32_t>();
    header.name = cursor.text(nameSize);
    const auto extra = cursor.bytes(extraSize);
    cursor.bytes(commentSize);
    if (!known || cursor.failed() || !readSizes64(extra, header))
        return std::nullopt;
    return header;
}

std::optional<Header> readLocal(ByteCursor &cursor)
{
    Header header;
    const bool known = cursor.number<std::uint32_t>() == localSignature;
    cursor.bytes(2); // version
    readCommon(cursor, header);
    const auto nameSize = cursor.number<std::uint16_t>();
    const auto extraSize = cursor.number<std::uint16_t>();
    header.name = cursor.text(nameSize);
    const auto extra = cursor.bytes(extraSize);
    if (!known || cursor.failed() || !readSizes64(extra, header))
        return std::nullopt;
    return header;
}

bool sameEntry(const Header &central, const Header &local)
{
    if (central.name != local.name || central.method != local.method
        || (local.flags & encryptedFlag) != 0)
        return false;
    // Zeros where they follow the contents: the directory's are then the only ones before them.
    const bool follow = (local.flags & sizesFollowFlag) != 0;
    const auto same = [&](std::uint64_t inDirectory, std::uint64_t before) {
        return before == inDirectory || (follow && before == 0);
    };
    return same(central.crc, local.crc) && same(central.packedSize, local.packedSize)
        && same(central.size, local.size);
}

std::string_view unreadable(const Header &header)
{
    if ((header.flags & encryptedFlag) != 0)
        return "is encrypted";
    if (header.method != static_cast<std::uint16_t>(ZipMethod::Stored)
        && header.method != static_cast<std::uint16_t>(ZipMethod::Deflated))
        return "is compressed by a method unknown here";
    if (header.method == static_cast<std::uint16_t>(ZipMethod::Stored)
        && header.size != header.packedSize)
        return "is stored with two different sizes";
    return {};
}

/// `contents`: the archive up to its directory.
Expected<Placed> placedEntry(const Header &header, Bytes contents)
{
    if (const auto reason = unreadable(header); !reason.empty())
        return entryFailure(header.name, reason);
    if (header.offset > contents.size())
        return entryFailure(header.name, "begins beyond the archive's contents");
    ByteCursor cursor(contents.subspan(header.offset));
    const auto local = readLocal(cursor);
    if (!local || !sameEntry(header, *local))
        return entryFailure(header.name, "is not as the archive's directory says");
    const Bytes packed = cursor.bytes(header.packedSize);
    if (cursor.failed())
        return entryFailure(header.name, "reaches beyond the archive's contents");
    return Placed{{std::string(header.name), static_cast<ZipMethod>(header.method), header.crc,
                   header.size, packed},
                  header.offset,
                  header.offset + cursor.position()};
}

Expected<void> checkApart(const std::vector<Placed> &entries)
{
    std::set<std::string_view> names;
    std::vector<const Placed *> order;
    for (const Placed &placed : entries) {
        if (!names.insert(placed.entry.name).second)
            return entryFailure(placed.entry.name, "is there twice");
        order.push_back(&placed);
    }
    std::ranges::sort(order, {}, &Placed::begin);
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (order[i]->begin < order[i - 1]->end)
            return entryFailure(
                order[i]->entry.name,
                fmt::format("overlaps \"{}\"", printable(order[i - 1]->entry.name)));
    }
    return {};
}

} // namespace

Expected<std::vector<ZipEntry>> readZipDirectory(std::span<const std::byte> archive)
{
    const auto directory = findDirectory(archive);
    if (!directory)
        return tl::unexpected(directory.error());
    const Bytes contents = archive.first(directory->offset);
    ByteCursor cursor(archive.subspan(directory->offset, directory->size));
    std::vector<Placed> placed;
    for (std::uint64_t i = 0; i < directory->entries; ++i) {
        const auto header = readCentral(cursor);
        if (!header)
            return failure(fmt::format("entry {} of its directory is damaged", i + 1));
        auto entry = placedEntry(*header, contents);
        if (!entry)
            return tl::unexpected(entry.error());
        placed.push_back(std::move(*entry));
    }
    if (cursor.left() > 0)
        return failure("its directory has more in it than its entries");
    if (const auto apart = checkApart(placed); !apart)
        return tl::unexpected(apart.error());
    std::vector<ZipEntry> entries;
    entries.reserve(placed.size());
    for (Placed &each : placed)
        entries.push_back(std::move(each.entry));
    return entries;
}

} // namespace inceptoscope
