#pragma once

#include "graph/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace inceptoscope {

enum class ZipMethod : std::uint16_t { Stored = 0, Deflated = 8 };

struct ZipEntry
{
    std::string name;
    ZipMethod method = ZipMethod::Stored;
    std::uint32_t crc = 0; ///< of the contents; some writers leave it 0
    std::uint64_t size = 0; ///< of the contents, as the archive claims
    std::span<const std::byte> packed; ///< the contents as they lie in the archive
};

/// The entries of a zip archive (zip64 too) in the order of its directory. The directory and the
/// header before each entry must agree; entries are stored or deflated, not encrypted, lie before
/// the directory, do not overlap and have names of their own. The message is a reason alone,
/// without the file's name. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
Expected<std::vector<ZipEntry>> readZipDirectory(std::span<const std::byte> archive);

} // namespace inceptoscope
