#pragma once

#include "support/littleendian.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

namespace inceptoscope::test {

inline std::uint32_t crcOf(std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef *>(bytes.data()), bytes.size()));
}

inline std::string deflated(std::string_view bytes)
{
    z_stream stream = {};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// What a header says of an entry; the fields need not be true.
struct ZipClaims
{
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint32_t packedSize = 0;
    std::uint32_t size = 0;
    std::string extra;
    std::uint32_t offset = 0; ///< in the directory only
};

/// An entry: its header, its bytes, what follows them, and what the directory says of it.
struct ZipPart
{
    ZipClaims local;
    std::string packed;
    std::string descriptor;
    ZipClaims central;
};

inline ZipPart zipPart(const std::string &name, std::string_view contents, bool compress = false)
{
    const std::string packed = compress ? deflated(contents) : std::string(contents);
    const ZipClaims claims{name,
                           0,
                           static_cast<std::uint16_t>(compress ? 8 : 0),
                           crcOf(contents),
                           static_cast<std::uint32_t>(packed.size()),
                           static_cast<std::uint32_t>(contents.size()),
                           {},
                           0};
    return {claims, packed, {}, claims};
}

inline std::string commonClaims(const ZipClaims &claims)
{
    return littleEndian(claims.flags) + littleEndian(claims.method) + std::string(4, '\0')
        + littleEndian(claims.crc) + littleEndian(claims.packedSize) + littleEndian(claims.size)
        + littleEndian(static_cast<std::uint16_t>(claims.name.size()))
        + littleEndian(static_cast<std::uint16_t>(claims.extra.size()));
}

inline std::string localHeader(const ZipClaims &claims)
{
    return "PK\x03\x04" + std::string(2, '\0') + commonClaims(claims) + claims.name + claims.extra;
}

inline std::string centralHeader(const ZipClaims &claims)
{
    return "PK\x01\x02" + std::string(4, '\0') + commonClaims(claims) + std::string(10, '\0')
        + littleEndian(claims.offset) + claims.name + claims.extra;
}

struct ZipEnd
{
    std::uint32_t disks = 0;
    std::uint16_t entriesHere = 0;
    std::uint16_t entries = 0;
    std::uint32_t size = 0;
    std::uint32_t offset = 0;
};

inline std::string endRecord(const ZipEnd &end, std::string_view comment = {})
{
    return "PK\x05\x06" + littleEndian(end.disks) + littleEndian(end.entriesHere)
        + littleEndian(end.entries) + littleEndian(end.size) + littleEndian(end.offset)
        + littleEndian(static_cast<std::uint16_t>(comment.size())) + std::string(comment);
}

/// The zip64 end record and its locator.
inline std::string endRecord64(std::uint64_t entries, std::uint64_t size, std::uint64_t offset)
{
    return "PK\x06\x06" + littleEndian(std::uint64_t{44}) + std::string(12, '\0')
        + littleEndian(entries) + littleEndian(entries) + littleEndian(size) + littleEndian(offset)
        + "PK\x06\x07" + std::string(4, '\0') + littleEndian(offset + size)
        + littleEndian(std::uint32_t{1});
}

/// An archive's entries and directory, and what its end record must say; offsets are filled in,
/// except where a part already has one.
struct ZipBody
{
    std::string bytes;
    ZipEnd end;
};

inline ZipBody zipBody(std::vector<ZipPart> parts)
{
    ZipBody body;
    for (ZipPart &part : parts) {
        if (part.central.offset == 0)
            part.central.offset = static_cast<std::uint32_t>(body.bytes.size());
        body.bytes += localHeader(part.local) + part.packed + part.descriptor;
    }
    body.end.offset = static_cast<std::uint32_t>(body.bytes.size());
    for (const ZipPart &part : parts)
        body.bytes += centralHeader(part.central);
    body.end.size = static_cast<std::uint32_t>(body.bytes.size()) - body.end.offset;
    body.end.entries = static_cast<std::uint16_t>(parts.size());
    body.end.entriesHere = body.end.entries;
    return body;
}

inline std::string zipArchive(const std::vector<ZipPart> &parts, std::string_view comment = {})
{
    const ZipBody body = zipBody(parts);
    return body.bytes + endRecord(body.end, comment);
}

} // namespace inceptoscope::test
