#pragma once

#include "checkpoint/mappedfile.h"
#include "checkpoint/zipdirectory.h"

#include <string_view>

namespace inceptoscope {

/// The contents of a zip archive that is mapped into memory. Stored entries are read where they
/// lie; deflated ones are unpacked, within a limit for all of an archive together, so that a small
/// file cannot take much memory. Messages are a reason alone, without the file's name.
class ZipReader
{
public:
    /// Whether bytes begin as an archive does whose first entry comes at once.
    static bool isZip(std::span<const std::byte> bytes);
    /// Most bytes that entries of an archive of that size may unpack to, all together.
    static std::uint64_t unpackingLimit(std::uint64_t archiveSize);

    static Expected<ZipReader> open(MappedFile archive);

    /// In the order of their names.
    const std::vector<ZipEntry> &entries() const { return m_entries; }
    /// Null where there is none of that name.
    const ZipEntry *find(std::string_view name) const;
    /// The contents of one of entries(). Of what it unpacks it checks size and CRC-32; stored
    /// contents are not looked at. Reading an entry twice counts twice.
    Expected<MappedFile> read(const ZipEntry &entry);
    /// The same for an entry whose every byte counts: a CRC-32 other than 0 is checked of stored
    /// contents too.
    Expected<MappedFile> readChecked(const ZipEntry &entry);

private:
    ZipReader(MappedFile archive, std::vector<ZipEntry> entries);

    MappedFile m_archive;
    std::vector<ZipEntry> m_entries;
    std::uint64_t m_budget = 0; ///< bytes that may still be unpacked
};

} // namespace inceptoscope
