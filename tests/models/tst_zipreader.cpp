#include "checkpoint/zipreader.h"
#include "support/ziparchive.h"

#include <functional>
#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

MappedFile inMemory(std::string bytes)
{
    auto owner = std::make_shared<const std::string>(std::move(bytes));
    return {std::as_bytes(std::span(*owner)), owner};
}

std::string text(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

/// One line an entry, "name=contents", or the first error.
std::string listing(std::string archive)
{
    auto reader = ZipReader::open(inMemory(std::move(archive)));
    if (!reader)
        return reader.error().message;
    std::string lines;
    for (const ZipEntry &entry : reader->entries()) {
        const auto contents = reader->read(entry);
        if (!contents)
            return contents.error().message;
        lines += entry.name + "=" + text(contents->bytes) + "\n";
    }
    return lines;
}

/// An archive of two entries, "a" stored and "b" deflated, the first changed by `change`.
std::string changed(const std::function<void(ZipPart &)> &change)
{
    std::vector<ZipPart> parts{zipPart("a", "first"), zipPart("b", "second", true)};
    change(parts[0]);
    return zipArchive(parts);
}

std::string changedDeflated(const std::function<void(ZipPart &)> &change)
{
    std::vector<ZipPart> parts{zipPart("a", "first"), zipPart("b", "second", true)};
    change(parts[1]);
    return zipArchive(parts);
}

/// The end records of a good archive, changed.
std::string changedEnd(const std::function<void(ZipEnd &)> &change)
{
    ZipBody body = zipBody({zipPart("a", "first")});
    change(body.end);
    return body.bytes + endRecord(body.end);
}

std::string withEnd64(std::uint64_t entries, std::uint64_t extraSize, std::uint64_t offset)
{
    const ZipBody body = zipBody({zipPart("a", "first")});
    return body.bytes + endRecord64(entries, body.end.size + extraSize, body.end.offset + offset)
        + endRecord({0, 0xffff, 0xffff, 0xffffffff, 0xffffffff});
}

void setFlags(ZipPart &part, std::uint16_t flags)
{
    part.local.flags = flags;
    part.central.flags = flags;
}

void setMethod(ZipPart &part, std::uint16_t method)
{
    part.local.method = method;
    part.central.method = method;
}

void setSize(ZipPart &part, std::uint32_t size)
{
    part.local.size = size;
    part.central.size = size;
}

struct BadArchive
{
    const char *name;
    std::string bytes;
    std::string reason;
};

void PrintTo(const BadArchive &row, std::ostream *out)
{
    *out << row.name;
}

const std::string noDirectory = "it has no directory at its end, so it is cut short or damaged";
const std::string misplaced =
    "its directory is not where it should be, so it is cut short or damaged";
const std::string contradiction = "the end of its directory contradicts itself";
const std::string notAsDirectory = "its entry \"a\" is not as the archive's directory says";
const std::string otherBytes = "its entry \"b\" does not unpack to the bytes it claims";

const std::vector<BadArchive> badArchives{
    {"empty", "", noDirectory},
    {"localHeaderOnly", localHeader(zipPart("a", "").local), noDirectory},
    {"cutShort", zipArchive({zipPart("a", "first")}).substr(0, 80), noDirectory},
    {"bytesBehind", zipArchive({zipPart("a", "first")}) + "x", noDirectory},
    {"bytesBefore", "x" + zipArchive({zipPart("a", "first")}), misplaced},
    {"parts", changedEnd([](ZipEnd &end) { end.disks = 1; }), "it is one part of several"},
    {"entriesElsewhere", changedEnd([](ZipEnd &end) { end.entriesHere = 0; }), contradiction},
    {"directoryBeyondEnd", changedEnd([](ZipEnd &end) { end.offset = 0xfffffff0; }), misplaced},
    {"directoryTooLong", changedEnd([](ZipEnd &end) { ++end.size; }), misplaced},
    {"moreEntriesThanFit", changedEnd([](ZipEnd &end) { end.entries = end.entriesHere = 60'000; }),
     "its directory claims 60000 entries"},
    {"fewerEntriesThanThere", changedEnd([](ZipEnd &end) { end.entries = end.entriesHere = 0; }),
     "its directory has more in it than its entries"},
    {"end64Lies", withEnd64(std::uint64_t{1} << 60, 0, 0),
     "its directory claims 1152921504606846976 entries"},
    {"end64Overflows", withEnd64(1, 0, ~std::uint64_t{0} - 60), contradiction},
    {"end64TooLong", withEnd64(1, 8, 0), contradiction},
    {"encrypted", changed([](ZipPart &part) { setFlags(part, 1); }),
     "its entry \"a\" is encrypted"},
    {"encryptedInHeaderOnly", changed([](ZipPart &part) { part.local.flags = 1; }), notAsDirectory},
    {"lzma", changed([](ZipPart &part) { setMethod(part, 14); }),
     "its entry \"a\" is compressed by a method unknown here"},
    {"otherName", changed([](ZipPart &part) { part.local.name = "c"; }), notAsDirectory},
    {"otherMethod", changed([](ZipPart &part) { part.local.method = 8; }), notAsDirectory},
    {"otherSize", changed([](ZipPart &part) { part.local.size = 4; }), notAsDirectory},
    {"otherCrc", changed([](ZipPart &part) { part.local.crc = 4; }), notAsDirectory},
    {"zeroSizeWithoutFlag", changed([](ZipPart &part) { part.local.size = 0; }), notAsDirectory},
    {"storedWithTwoSizes", changed([](ZipPart &part) { setSize(part, 3); }),
     "its entry \"a\" is stored with two different sizes"},
    {"offsetBeyond", changed([](ZipPart &part) { part.central.offset = 100'000; }),
     "its entry \"a\" begins beyond the archive's contents"},
    {"offsetOfNoHeader", changed([](ZipPart &part) { part.central.offset = 1; }), notAsDirectory},
    {"beyondContents",
     changedDeflated([](ZipPart &part) { part.local.packedSize = part.central.packedSize = 900; }),
     "its entry \"b\" reaches beyond the archive's contents"},
    {"zip64FieldCutShort", changed([](ZipPart &part) {
         part.central.size = 0xffffffff;
         part.central.extra = std::string("\x01\x00\x04\x00"
                                          "abcd",
                                          8);
     }),
     "entry 1 of its directory is damaged"},
    {"extraBeyondItsEnd",
     changed([](ZipPart &part) { part.central.extra = std::string("\x07\x00\x64\x00", 4); }),
     "entry 1 of its directory is damaged"},
    {"claims4GB", changedDeflated([](ZipPart &part) { setSize(part, 0xfffffffe); }),
     "its entry \"b\" claims 4294967294 bytes, which 8 cannot unpack to"},
    {"claimsMore", changedDeflated([](ZipPart &part) { setSize(part, 7); }), otherBytes},
    {"claimsLess", changedDeflated([](ZipPart &part) { setSize(part, 5); }), otherBytes},
    {"notDeflate", changedDeflated([](ZipPart &part) { part.packed.assign(8, '\xff'); }),
     otherBytes},
    {"wrongChecksum", changedDeflated([](ZipPart &part) { part.local.crc = part.central.crc = 7; }),
     "its entry \"b\" has another checksum than the archive says"},
    {"sameName", zipArchive({zipPart("a", "1"), zipPart("a", "2")}),
     "its entry \"a\" is there twice"},
    {"nameOfControlCharacters", changed([](ZipPart &part) {
         setFlags(part, 1);
         part.local.name = part.central.name = "\x1b[31m\n";
     }),
     "its entry \"\\x1b[31m\\n\" is encrypted"},
};

/// "inner" lies within the contents of "outer".
std::string nestedEntries()
{
    const ZipPart inner = zipPart("inner", "x");
    const std::string innerBytes = localHeader(inner.local) + inner.packed;
    const ZipPart outer = zipPart("outer", innerBytes);
    ZipPart claim = inner;
    claim.central.offset = static_cast<std::uint32_t>(localHeader(outer.local).size());
    const std::string contents = localHeader(outer.local) + outer.packed;
    const std::string directory = centralHeader(outer.central) + centralHeader(claim.central);
    return contents + directory
        + endRecord({0, 2, 2, static_cast<std::uint32_t>(directory.size()),
                     static_cast<std::uint32_t>(contents.size())});
}

class BadArchives : public testing::TestWithParam<BadArchive>
{
};

TEST_P(BadArchives, SayWhatIsWrong)
{
    EXPECT_EQ(listing(GetParam().bytes), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Zip, BadArchives, testing::ValuesIn(badArchives),
                         [](const auto &row) { return row.param.name; });

TEST(ZipReader, ReadsStoredAndDeflatedEntries)
{
    const std::string archive = zipArchive(
        {zipPart("folder/", ""), zipPart("folder/b", "second", true), zipPart("folder/a", "first"),
         zipPart("empty", "", true), zipPart("한글", std::string(100'000, 'z'), true)});
    EXPECT_EQ(listing(archive),
              "empty=\nfolder/=\nfolder/a=first\nfolder/b=second\n한글=" + std::string(100'000, 'z')
                  + "\n");
    EXPECT_EQ(listing(zipArchive({})), "");
    EXPECT_EQ(listing(zipArchive({zipPart("a", "1")}, "a comment")), "a=1\n");
    EXPECT_EQ(listing(zipArchive({zipPart("a", "1")}, std::string(0xffff, 'c'))), "a=1\n");
}

TEST(ZipReader, TakesStoredEntriesWhereTheyLie)
{
    const MappedFile archive = inMemory(zipArchive({zipPart("a", "first")}));
    auto reader = ZipReader::open(archive);
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->find("b"), nullptr);
    const auto contents = reader->read(*reader->find("a"));
    ASSERT_TRUE(contents);
    EXPECT_EQ(contents->bytes.data(),
              archive.bytes.data() + localHeader(zipPart("a", "").local).size());
    EXPECT_EQ(contents->owner, archive.owner);
}

TEST(ZipReader, ReadsSizesThatFollowTheContents)
{
    EXPECT_EQ(listing(changedDeflated([](ZipPart &part) {
                  setFlags(part, 8);
                  part.local.crc = part.local.size = part.local.packedSize = 0;
                  part.descriptor = "PK\x07\x08" + littleEndian(part.central.crc)
                      + littleEndian(part.central.packedSize) + littleEndian(part.central.size);
              })),
              "a=first\nb=second\n");
}

TEST(ZipReader, ReadsZip64)
{
    EXPECT_EQ(listing(withEnd64(1, 0, 0)), "a=first\n");
    // As PyTorch writes it: a zip64 record, and true numbers in the old one as well.
    const ZipBody body = zipBody({zipPart("a", "first")});
    EXPECT_EQ(
        listing(body.bytes + endRecord64(1, body.end.size, body.end.offset) + endRecord(body.end)),
        "a=first\n");
    EXPECT_EQ(listing(changed([](ZipPart &part) {
                  const std::string sizes = std::string("\x07\x00\x00\x00\x01\x00\x10\x00", 8)
                      + littleEndian(std::uint64_t{5}) + littleEndian(std::uint64_t{5});
                  for (ZipClaims *claims : {&part.local, &part.central}) {
                      claims->extra = sizes;
                      claims->size = claims->packedSize = 0xffffffff;
                  }
              })),
              "a=first\nb=second\n");
}

TEST(ZipReader, ChecksStoredContentsWhereAskedTo)
{
    const auto readChecked = [](std::uint32_t crc) {
        const std::string bytes =
            changed([crc](ZipPart &part) { part.local.crc = part.central.crc = crc; });
        auto reader = ZipReader::open(inMemory(bytes));
        const auto contents = reader->readChecked(*reader->find("a"));
        return contents ? "read" : contents.error().message;
    };
    EXPECT_EQ(readChecked(crcOf("first")), "read");
    EXPECT_EQ(readChecked(0), "read");
    EXPECT_EQ(readChecked(7), "its entry \"a\" has another checksum than the archive says");
}

TEST(ZipReader, RefusesEntriesThatOverlap)
{
    EXPECT_EQ(listing(nestedEntries()), "its entry \"inner\" overlaps \"outer\"");
}

/// Each entry alone is within what may be unpacked.
TEST(ZipReader, RefusesToUnpackMoreThanItsLimitInAll)
{
    const std::string zeros(6U << 20U, '\0');
    std::vector<ZipPart> parts;
    for (const char *name : {"a", "b", "c", "d"})
        parts.push_back(zipPart(name, zeros, true));
    const std::string archive = zipArchive(parts);
    ASSERT_LT(ZipReader::unpackingLimit(archive.size()), 3 * zeros.size());
    EXPECT_EQ(listing(archive), "its entry \"c\" unpacks to more than a file of this size may");
    EXPECT_EQ(ZipReader::unpackingLimit(~std::uint64_t{0}), std::uint64_t{2} << 30);
}

TEST(ZipReader, SurvivesEveryCutAndEveryChangedByte)
{
    const std::string archive =
        zipArchive({zipPart("a", "first"), zipPart("b", "second, which is longer", true)});
    const std::string whole = listing(archive);
    for (std::size_t i = 0; i < archive.size(); ++i) {
        EXPECT_NE(listing(archive.substr(0, i)), whole) << i;
        for (const int bit : {0, 3, 7}) {
            std::string damaged = archive;
            damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
            EXPECT_FALSE(listing(damaged).empty()) << i;
        }
    }
}

TEST(ZipReader, KnowsAnArchiveByItsFirstBytes)
{
    const auto isZip = [](std::string_view bytes) {
        return ZipReader::isZip(std::as_bytes(std::span(bytes)));
    };
    EXPECT_TRUE(isZip("PK\x03\x04"));
    EXPECT_FALSE(isZip("PK\x03"));
    EXPECT_FALSE(isZip("PK\x05\x06 and more"));
}

} // namespace
