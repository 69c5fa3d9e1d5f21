#include "training/datafile.h"

#include "checkpoint/printable.h"
#include "checkpoint/zipreader.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>
#include <new>
#include <zlib.h>

namespace inceptoscope {

namespace {

/// Deflate makes at most 1032 bytes of one.
constexpr std::uint64_t mostPerByte = 1032;

} // namespace

/// zlib's state, which wants to be ended, and the packed bytes it is at.
struct DataFile::Unpacking
{
    Unpacking()
    {
        if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK) // gzip, and nothing else
            throw std::bad_alloc();
    }
    Unpacking(const Unpacking &) = delete;
    Unpacking &operator=(const Unpacking &) = delete;
    ~Unpacking() { inflateEnd(&stream); }

    z_stream stream = {};
    std::array<std::byte, std::size_t{1} << 16U> packed{};
    bool ended = false; ///< to the last byte, and the checksum is right
};

DataFile::DataFile(std::filesystem::path path, MappedFile file)
    : m_path(std::move(path))
    , m_file(std::move(file))
{
}

Expected<DataFile> DataFile::openPlain(const std::filesystem::path &path)
{
    auto mapped = mapFile(path);
    if (!mapped)
        return failure(
            fmt::format("{} cannot be read: {}", printable(path.string()), mapped.error().message));
    return DataFile(path, std::move(*mapped));
}

Expected<DataFile> DataFile::open(const std::filesystem::path &path)
{
    auto file = openPlain(path);
    if (!file)
        return file;
    std::array<std::byte, 2> magic{};
    const auto taken = file->copy(magic);
    if (!taken)
        return tl::unexpected(taken.error());
    file->m_position = 0;
    if (magic == std::array{std::byte{0x1f}, std::byte{0x8b}})
        file->m_unpacking = std::make_shared<Unpacking>();
    return file;
}

std::uint64_t DataFile::limit() const
{
    const std::uint64_t size = m_file.bytes.size();
    if (!m_unpacking)
        return size;
    const std::uint64_t allowed = ZipReader::unpackingLimit(size);
    return size > allowed / mostPerByte ? allowed : size * mostPerByte;
}

tl::unexpected<Error> DataFile::refused(std::string_view reason) const
{
    return failure(fmt::format("{} cannot be read: {}", printable(m_path.string()), reason));
}

Expected<void> DataFile::read(std::span<std::byte> out)
{
    const auto taken = take(out);
    if (!taken)
        return tl::unexpected(taken.error());
    if (*taken < out.size())
        return refused("it is cut short");
    return {};
}

Expected<void> DataFile::end()
{
    std::array<std::byte, 1> more{};
    const auto taken = take(more);
    if (!taken)
        return tl::unexpected(taken.error());
    if (*taken > 0)
        return refused("there is more in it than it claims");
    if (m_unpacking && !m_unpacking->ended)
        return refused("it is cut short");
    if (m_position < m_file.bytes.size() || (m_unpacking && m_unpacking->stream.avail_in > 0))
        return refused("something follows its gzip data");
    return {};
}

Expected<std::size_t> DataFile::take(std::span<std::byte> out)
{
    return m_unpacking ? unpack(out) : copy(out);
}

Expected<std::size_t> DataFile::copy(std::span<std::byte> out)
{
    const auto part =
        m_file.bytes.subspan(m_position, std::min(out.size(), m_file.bytes.size() - m_position));
    const auto copied = copyBytes(part, m_file.owner, out.first(part.size()));
    if (!copied)
        return tl::unexpected(copied.error());
    m_position += part.size();
    return part.size();
}

Expected<std::size_t> DataFile::unpack(std::span<std::byte> out)
{
    z_stream &stream = m_unpacking->stream;
    std::size_t done = 0;
    while (done < out.size() && !m_unpacking->ended) {
        if (stream.avail_in == 0) {
            const auto taken = copy(m_unpacking->packed);
            if (!taken)
                return taken;
            if (*taken == 0)
                break;
            stream.next_in = reinterpret_cast<Bytef *>(m_unpacking->packed.data());
            stream.avail_in = static_cast<uInt>(*taken);
        }
        const auto room = static_cast<uInt>(
            std::min<std::size_t>(out.size() - done, std::numeric_limits<uInt>::max()));
        stream.next_out = reinterpret_cast<Bytef *>(out.data() + done);
        stream.avail_out = room;
        const int result = inflate(&stream, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END)
            return refused("its gzip data is damaged");
        m_unpacking->ended = result == Z_STREAM_END;
        done += room - stream.avail_out;
    }
    return done;
}

} // namespace inceptoscope
