#pragma once

#include "checkpoint/mappedfile.h"
#include "graph/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace inceptoscope {

/// A file of pictures or labels from front to back; what begins as gzip does is unpacked meanwhile.
/// Errors name the file.
class DataFile
{
public:
    static Expected<DataFile> open(const std::filesystem::path &path);
    /// Takes the bytes as they are, whatever they begin with.
    static Expected<DataFile> openPlain(const std::filesystem::path &path);

    /// The most bytes it may have, before any is believed: its size, and for gzip what deflate can
    /// make of that, as far as ZipReader allows it.
    std::uint64_t limit() const;
    /// Fills `out`; fails where there is less.
    Expected<void> read(std::span<std::byte> out);
    /// Fails where there is more, and where gzip's checksum is another.
    Expected<void> end();

    /// "<path> cannot be read: <reason>"
    tl::unexpected<Error> refused(std::string_view reason) const;

private:
    struct Unpacking;

    DataFile(std::filesystem::path path, MappedFile file);
    /// As many bytes as there is room for; fewer at the end alone.
    Expected<std::size_t> take(std::span<std::byte> out);
    Expected<std::size_t> copy(std::span<std::byte> out);
    Expected<std::size_t> unpack(std::span<std::byte> out);

    std::filesystem::path m_path;
    MappedFile m_file;
    std::size_t m_position = 0; ///< in the file as it is on disk
    std::shared_ptr<Unpacking> m_unpacking; ///< null for what is not packed
};

} // namespace inceptoscope
