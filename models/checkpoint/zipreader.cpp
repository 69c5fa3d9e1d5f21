#include "checkpoint/zipreader.h"

#include "checkpoint/bytecursor.h"
#include "checkpoint/printable.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <zlib.h>

namespace inceptoscope {

namespace {

/// Deflate makes at most 1032 bytes of one; the constant part is for tiny entries.
constexpr std::uint64_t mostPerByte = 1032;
constexpr std::uint64_t constantPart = 64;

constexpr std::uint64_t smallLimit = std::uint64_t{16} << 20U;
constexpr std::uint64_t largeLimit = std::uint64_t{2} << 30U;
/// Trained values hardly get smaller by deflate; an archive of zeros does.
constexpr std::uint64_t usualRatio = 20;

/// zlib's state, which wants to be ended.
class Inflater
{
public:
    Inflater() { m_ready = inflateInit2(&m_stream, -MAX_WBITS) == Z_OK; }
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;
    ~Inflater()
    {
        if (m_ready)
            inflateEnd(&m_stream);
    }

    /// Whether `packed`, to its last byte, unpacks to exactly as many bytes as `out` has.
    bool unpack(std::span<const std::byte> packed, std::span<std::byte> out)
    {
        int result = m_ready ? Z_OK : Z_MEM_ERROR;
        while (result == Z_OK) {
            // Its counts have 32 bits.
            const auto input = clamped(packed.size());
            const auto output = clamped(out.size());
            m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<std::byte *>(packed.data()));
            m_stream.next_out = reinterpret_cast<Bytef *>(out.data());
            m_stream.avail_in = input;
            m_stream.avail_out = output;
            result = inflate(&m_stream, Z_NO_FLUSH);
            packed = packed.subspan(input - m_stream.avail_in);
            out = out.subspan(output - m_stream.avail_out);
        }
        return result == Z_STREAM_END && packed.empty() && out.empty();
    }

private:
    static uInt clamped(std::size_t size)
    {
        return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
    }

    z_stream m_stream = {};
    bool m_ready = false;
};

tl::unexpected<Error> entryFailure(const ZipEntry &entry, std::string_view reason)
{
    return failure(fmt::format("its entry \"{}\" {}", printable(entry.name), reason));
}

Expected<void> checkCrc(const ZipEntry &entry, std::span<const std::byte> contents)
{
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef *>(contents.data()), contents.size());
    if (crc != entry.crc)
        return entryFailure(entry, "has another checksum than the archive says");
    return {};
}

} // namespace

bool ZipReader::isZip(std::span<const std::byte> bytes)
{
    return ByteCursor(bytes).number<std::uint32_t>() == 0x04034b50;
}

std::uint64_t ZipReader::unpackingLimit(std::uint64_t archiveSize)
{
    return archiveSize >= largeLimit / usualRatio
        ? largeLimit
        : std::min(smallLimit + archiveSize * usualRatio, largeLimit);
}

ZipReader::ZipReader(MappedFile archive, std::vector<ZipEntry> entries)
    : m_archive(std::move(archive))
    , m_entries(std::move(entries))
    , m_budget(unpackingLimit(m_archive.bytes.size()))
{
    std::ranges::sort(m_entries, {}, &ZipEntry::name);
}

Expected<ZipReader> ZipReader::open(MappedFile archive)
{
    auto entries = readZipDirectory(archive.bytes);
    if (!entries)
        return tl::unexpected(entries.error());
    return ZipReader(std::move(archive), std::move(*entries));
}

const ZipEntry *ZipReader::find(std::string_view name) const
{
    const auto found = std::ranges::lower_bound(m_entries, name, {}, &ZipEntry::name);
    return found != m_entries.end() && found->name == name ? &*found : nullptr;
}

Expected<MappedFile> ZipReader::read(const ZipEntry &entry)
{
    if (entry.method == ZipMethod::Stored)
        return MappedFile{entry.packed, m_archive.owner};
    if (entry.size / mostPerByte > entry.packed.size() + constantPart)
        return entryFailure(entry,
                            fmt::format("claims {} bytes, which {} cannot unpack to", entry.size,
                                        entry.packed.size()));
    if (entry.size > m_budget)
        return entryFailure(entry, "unpacks to more than a file of this size may");
    m_budget -= entry.size;
    auto buffer = std::make_shared_for_overwrite<std::byte[]>(entry.size);
    const std::span contents(buffer.get(), entry.size);
    if (!Inflater().unpack(entry.packed, contents))
        return entryFailure(entry, "does not unpack to the bytes it claims");
    return checkCrc(entry, contents).map([&] { return MappedFile{contents, buffer}; });
}

Expected<MappedFile> ZipReader::readChecked(const ZipEntry &entry)
{
    auto contents = read(entry);
    if (!contents || entry.method != ZipMethod::Stored || entry.crc == 0)
        return contents;
    return checkCrc(entry, contents->bytes).map([&] { return *contents; });
}

} // namespace inceptoscope
