#include "support/hostilefiles.h"

#include "support/mutation.h"
#include "support/temporaryfolder.h"
#include "support/torchfiles.h"
#include "support/ziparchive.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <random>
#include <utility>

namespace inceptoscope::test {

namespace {

using Files = std::vector<HostileFile>;

constexpr std::int64_t huge = std::int64_t{1} << 62;

const std::string sixFloats(24, '\x3e');

// --- Good files, to be spoilt

std::string safetensors(const std::string &header, const std::string &data)
{
    return littleEndian(std::uint64_t{header.size()}) + header + data;
}

/// A header with one tensor "w".
std::string oneTensor(const std::string &dtype, const std::string &shape,
                      const std::string &offsets)
{
    return fmt::format(R"({{"w":{{"dtype":"{}","shape":{},"data_offsets":{}}}}})", dtype, shape,
                       offsets);
}

std::string goodSafetensors()
{
    return safetensors(oneTensor("F32", "[2,3]", "[0,24]"), sixFloats);
}

std::string goodPickle()
{
    return pickledDictionary(pickledText("w")
                             + pickledTensor(pickledStorage(6), 0, {2, 3}, {3, 1}));
}

std::vector<ZipPart> partsOf(const std::string &pickle, bool compressed = false)
{
    return {zipPart("any/data.pkl", pickle, compressed),
            zipPart("any/data/0", sixFloats, compressed), zipPart("any/version", "3\n")};
}

std::string zipOf(const std::string &pickle)
{
    return zipArchive(partsOf(pickle));
}

std::string legacyOf(const std::string &pickle, std::int64_t count = 6)
{
    return "\x80\x02\x8a\x0al\xfc\x9c"
           "F\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.\x80\x02}"
        + pickledText("little_endian") + "\x88s." + pickle + "\x80\x02](" + pickledText("0") + "e."
        + littleEndian(count) + sixFloats;
}

// --- Families of bad ones

void addCuts(Files &files, const std::string &name, const std::string &whole)
{
    constexpr std::size_t cuts = 25;
    for (std::size_t i = 0; i < cuts; ++i) {
        const std::size_t length = whole.size() * i / cuts;
        files.push_back(
            {fmt::format("{}-cut-{}", name, length), whole.substr(0, length), "cannot be read"});
    }
}

void addMutations(Files &files, const std::string &name, const std::string &whole)
{
    std::mt19937 random(20'161); // any number, but always the same
    for (int i = 0; i < 40; ++i)
        files.push_back({fmt::format("{}-mutation-{}", name, i), mutated(whole, random), ""});
}

void addSafetensors(Files &files)
{
    const auto add = [&](const char *name, const std::string &bytes, const char *reason) {
        files.push_back({fmt::format("safetensors-{}", name), bytes, reason});
    };
    const auto claiming = [](std::uint64_t length) {
        return littleEndian(length) + goodSafetensors().substr(8);
    };
    add("header-2to64", claiming(~std::uint64_t{0}),
        "its header claims 18446744073709551615 bytes");
    add("header-2to63", claiming(std::uint64_t{1} << 63), "more than the 100000000 allowed");
    add("header-100MB", claiming(100'000'000), "cut short or damaged");
    add("header-one-byte", claiming(1), "not valid JSON");
    add("header-too-short", claiming(20), "not valid JSON");
    add("header-into-data", claiming(70), "not valid JSON");
    const auto one = [&](const char *name, const char *dtype, const char *shape,
                         const char *offsets, const char *reason) {
        add(name, safetensors(oneTensor(dtype, shape, offsets), sixFloats), reason);
    };
    one("shape-huge", "F32", "[4294967296,4294967296]", "[0,24]", "too large");
    one("shape-2to63", "F32", "[9223372036854775808]", "[0,24]", "too large");
    one("shape-wraps-to-24", "F32", "[4611686018427387910]", "[0,24]", "too large");
    one("shape-huge-times-0", "F32", "[9223372036854775807,9223372036854775807,0]", "[0,0]",
        "too large");
    one("shape-negative", "F32", "[-6]", "[0,24]", "a negative number");
    one("shape-fraction", "F32", "[6.5]", "[0,24]", "no whole number");
    one("shape-exponent", "F32", "[1e99]", "[0,24]", "no whole number");
    one("shape-2to70", "F32", "[1180591620717411303424]", "[0,24]", "no whole number");
    one("shape-nested", "F32", "[[6]]", "[0,24]", "a list");
    one("shape-text", "F32", "\"6\"", "[0,24]", "a text");
    one("shape-too-small", "F32", "[5]", "[0,24]", "has 24 bytes where its shape");
    one("dtype-unknown", "F128", "[6]", "[0,24]", "unknown here");
    one("dtype-wider", "F64", "[6]", "[0,24]", "has 24 bytes where its shape");
    one("offsets-beyond", "F32", "[6]", "[8,32]", "ends at byte 32");
    one("offsets-2to64", "F32", "[6]", "[18446744073709551592,18446744073709551615]",
        "ends at byte 18446744073709551615");
    one("offsets-backwards", "F32", "[6]", "[24,0]", "before it begins");
    one("offsets-negative", "F32", "[6]", "[-24,0]", "a negative number");
    one("offsets-three", "F32", "[6]", "[0,24,24]", "3 entries in place of 2");
    one("offsets-gap", "F32", "[5]", "[4,24]", "belong to no tensor");
    one("offsets-rest", "F32", "[5]", "[0,20]", "belong to no tensor");
    add("overlap",
        safetensors(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},)"
                    R"("b":{"dtype":"F32","shape":[4],"data_offsets":[8,24]}})",
                    sixFloats),
        "overlap");
    add("twice",
        safetensors(R"({"w":{"dtype":"F32","shape":[6],"data_offsets":[0,24]},)"
                    R"("w":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}})",
                    sixFloats),
        "is there twice");
    add("deep", safetensors("{\"w\":" + std::string(90'000, '['), ""), "or holds a list");
    add("deep-objects", safetensors("{\"w\":{\"shape\":" + std::string(90'000, '{'), ""),
        "or holds an object");
    add("many-dimensions",
        safetensors(
            R"({"w":{"dtype":"F32","shape":[1)" +
                [] {
                    std::string ones;
                    for (int i = 0; i < 5'000; ++i)
                        ones += ",1";
                    return ones;
                }()
                + "],\"data_offsets\":[0,4]}}",
            "1234"),
        "more than 32 entries");
    add("name-with-newline",
        safetensors("{\"a\\nb\\u0007\":{\"dtype\":\"F32\",\"shape\":[7],\"data_offsets\":[0,24]}}",
                    sixFloats),
        "a\\nb\\x07");
    add("name-not-utf8", safetensors("{\"\xff\xfe\":{}}", ""), "not valid JSON");
    add("zero-byte", safetensors(std::string("{}\0", 3), ""), "not valid JSON");
    add("two-objects", safetensors("{}{}", ""), "not valid JSON");
    add("metadata-of-numbers", safetensors(R"({"__metadata__":{"a":1}})", ""), "a number");
}

/// Lies that either of PyTorch's forms can tell in its pickle.
struct PickleLie
{
    const char *name;
    std::string pickle;
    const char *reason;
    /// Where a legacy file's differs, since it looks for storages in another order.
    const char *legacyReason = nullptr;
};

std::string one(const std::string &value)
{
    return pickledDictionary(pickledText("w") + value);
}

std::string tensor(std::int64_t elements, std::int64_t offset,
                   const std::vector<std::int64_t> &shape, const std::vector<std::int64_t> &strides)
{
    return one(pickledTensor(pickledStorage(elements), offset, shape, strides));
}

std::string repeated(std::string_view text, std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

/// Lists of ten times the one before, which printed or copied would be 10^30 items.
std::string listsOfLists()
{
    std::string code = "](" + repeated("N", 10) + "e";
    for (std::uint8_t level = 0; level < 30; ++level)
        code += "q" + littleEndian(level) + "0](" + repeated("h" + littleEndian(level), 10) + "e";
    return one(code);
}

std::vector<PickleLie> lies()
{
    const char *const beyond = "reaches beyond its storage";
    const char *const strange = "is not described as PyTorch does";
    const char *const noDictionary = "no dictionary of tensors";
    const char *const unused = "belongs to no tensor";
    return {
        {"shape-huge", tensor(6, 0, {huge, huge, 4}, {0, 0, 0}), beyond},
        {"shape-huge-times-0", tensor(6, 0, {huge, huge, 0}, {0, 0, 0}), beyond},
        {"shape-negative", tensor(6, 0, {-2, -3}, {3, 1}), beyond},
        {"shape-too-long", tensor(6, 0, {7}, {1}), beyond},
        {"shape-65-dimensions",
         tensor(6, 0, std::vector<std::int64_t>(65, 1), std::vector<std::int64_t>(65, 1)), strange},
        {"offset-huge", tensor(6, huge, {1}, {1}), beyond},
        {"offset-largest", tensor(6, INT64_MAX, {2}, {INT64_MAX}), beyond},
        {"offset-negative", tensor(6, -1, {1}, {1}), strange},
        {"offset-last", tensor(6, 1, {6}, {1}), beyond},
        {"strides-negative", tensor(6, 5, {6}, {-1}), beyond},
        {"strides-overflow", tensor(6, 0, {5, 5}, {huge, huge}), beyond},
        {"strides-wrap-to-0", tensor(6, 0, {5}, {huge}), beyond},
        {"strides-missing", tensor(6, 0, {2, 3}, {1}), strange},
        {"repeated-4GB", tensor(6, 0, {1 << 30}, {0}), "takes more memory"},
        {"repeated-17MB", tensor(6, 0, {4'500'000}, {0}), "takes more memory"},
        {"storage-claims-more", tensor(1'000'000, 0, {1'000'000}, {1}), "too few for 1000000"},
        {"storage-huge", tensor(huge, 0, {huge / 2}, {1}), beyond},
        {"storage-negative", tensor(-1, 0, {1}, {1}), strange},
        {"storage-absent", one(pickledTensor(pickledStorage(6, "../../etc/passwd"), 0, {1}, {1})),
         "is not in the file", unused},
        {"global-system", one("cos\nsystem\n" + pickledText("ls") + "\x85R"), "\"os.system\""},
        {"global-posix", one("cposix\nsystem\n" + pickledText("ls") + "\x85R"), "\"posix.system\""},
        {"global-eval", one("cbuiltins\neval\n" + pickledText("1") + "\x85R"), "\"builtins.eval\""},
        {"global-getattr", one("c__builtin__\ngetattr\n"), "\"__builtin__.getattr\""},
        {"global-popen", one("csubprocess\nPopen\n)R"), "\"subprocess.Popen\""},
        {"global-load", one("ctorch\nload\n"), "\"torch.load\""},
        {"global-newline", one(pickledText("o\ns") + pickledText("sys\x1b[2Jtem") + "\x93"),
         "\"o\\ns.sys\\x1b[2Jtem\""},
        {"global-endless", one("c" + std::string(100'000, 'a') + "\nb\n"), "…"},
        {"inst-system", one("(" + pickledText("ls") + "ios\nsystem\n"), "\"os.system\""},
        {"newobj-none", one("N)\x81"), "no class or function"},
        {"extension", one("\x82\x01"), "the instruction 0x82"},
        {"protocol-255", "\x80\xff" + goodPickle().substr(2), "the protocol 255"},
        {"marks-deep", std::string(100'000, '('), "nested more than 1000 deep"},
        {"tuples-deep", one("N" + std::string(300'000, '\x85')), noDictionary, unused},
        {"values-many", std::string(1'100'000, 'N'), "more than 1000000 values"},
        {"stack-full", "N" + std::string(4'100'000, '2'), "values at hand"},
        {"memo-far", one("Nr" + littleEndian(0xffffffffU)), "remembers more than"},
        {"memo-far-line", one("Np4294967295\n"), "remembers more than"},
        {"memo-unknown", one("j" + littleEndian(0xfffffffeU)), "has not remembered"},
        {"memo-lists-of-lists", listsOfLists(), noDictionary, unused},
        {"list-in-itself",
         one("]q\x01h\x01"
             "a"),
         noDictionary, unused},
        {"text-2to32", one("X\xff\xff\xff\xff"), "cut short"},
        {"text-2to64", one("\x8d\xff\xff\xff\xff\xff\xff\xff\xff"), "cut short"},
        {"bytes-2to64", one("\x8e\xff\xff\xff\xff\xff\xff\xff\xff"), "cut short"},
        {"long-2to32", one("\x8b\xff\xff\xff\xff"), "cut short"},
        {"frame-cut", "\x80\x04\x95", "cut short", "the instruction 0x00"},
        {"digits-endless", one("L" + std::string(100'000, '9') + "L\n"), "for a number"},
        {"stop-at-once", ".", "something other than one value"},
        {"name-not-utf8",
         pickledDictionary(pickledText("\xff\n") + pickledTensor(pickledStorage(6), 0, {1}, {1})),
         "is not UTF-8"},
        {"call-itself", one("ctorch._utils\n_rebuild_parameter\n)R"), noDictionary, unused},
        {"tensor-of-nothing", one("ctorch._utils\n_rebuild_tensor_v2\n)R"), strange, unused},
        {"storage-of-nothing", one(pickledTensor(")Q", 0, {1}, {1})), strange},
    };
}

void addLies(Files &files)
{
    for (const PickleLie &lie : lies()) {
        files.push_back({fmt::format("zip-{}", lie.name), zipOf(lie.pickle), lie.reason});
        files.push_back({fmt::format("legacy-{}", lie.name), legacyOf(lie.pickle),
                         lie.legacyReason ? lie.legacyReason : lie.reason});
    }
}

void addLegacy(Files &files)
{
    const auto add = [&](const char *name, std::int64_t count) {
        files.push_back({fmt::format("legacy-count-{}", name), legacyOf(goodPickle(), count),
                         "its storages are cut short"});
    };
    add("one-more", 7);
    add("negative", -1);
    add("huge", huge);
    add("wraps", INT64_MAX);
    files.push_back({"legacy-count-less", legacyOf(goodPickle(), 5), "too few for 6 elements"});
}

// --- Archives that lie

using Change = std::function<void(ZipPart &)>;

void addChangedParts(Files &files)
{
    const auto add = [&](const char *name, const char *reason, const Change &change,
                         bool compressed = false) {
        auto parts = partsOf(goodPickle(), compressed);
        change(parts[1]);
        files.push_back({fmt::format("zip-{}", name), zipArchive(parts), reason});
    };
    const auto both = [](std::uint32_t ZipClaims::*field, std::uint32_t value) -> Change {
        return [=](ZipPart &part) { part.local.*field = part.central.*field = value; };
    };
    const char *const contradiction = "is not as the archive's directory says";
    add("size-4GB", "two different sizes", both(&ZipClaims::size, 0xfffffffe));
    add("size-64-absent", "two different sizes", both(&ZipClaims::size, 0xffffffff));
    add("packed-4GB", "two different sizes", both(&ZipClaims::packedSize, 0xfffffffe));
    add("deflated-4GB", "cannot unpack to", both(&ZipClaims::size, 0xfffffffe), true);
    add("deflated-more", "does not unpack", both(&ZipClaims::size, 25), true);
    add("deflated-less", "does not unpack", both(&ZipClaims::size, 23), true);
    add("deflated-crc", "another checksum", both(&ZipClaims::crc, 7), true);
    add("deflated-packed-more", "beyond the archive's contents",
        both(&ZipClaims::packedSize, 100'000), true);
    add("offset-far", "begins beyond", [](ZipPart &part) { part.central.offset = 0xfffffff0; });
    add("offset-1", contradiction, [](ZipPart &part) { part.central.offset = 1; });
    add("local-size", contradiction, [](ZipPart &part) { part.local.size = 0xfffffff0; });
    add("local-packed", contradiction, [](ZipPart &part) { part.local.packedSize = 1; });
    add("local-name", contradiction, [](ZipPart &part) { part.local.name = "any/data/1"; });
    add("local-method", contradiction, [](ZipPart &part) { part.local.method = 8; });
    add("encrypted", "is encrypted", [](ZipPart &part) { part.central.flags = 1; });
    add("method-unknown", "a method unknown here", [](ZipPart &part) { part.central.method = 99; });
    add("extra-cut", "is damaged",
        [](ZipPart &part) { part.central.extra = std::string("\x07\x00\x64\x00", 4); });
    for (const std::uint64_t size :
         {~std::uint64_t{0}, std::uint64_t{1} << 63U, std::uint64_t{999}})
        add(fmt::format("size-64-{}", size).c_str(), "beyond the archive's contents",
            [&](ZipPart &part) {
                for (ZipClaims *claims : {&part.local, &part.central}) {
                    claims->size = claims->packedSize = 0xffffffff;
                    claims->extra = std::string("\x01\x00\x10\x00", 4) + littleEndian(size)
                        + littleEndian(size);
                }
            });
}

void addEnds(Files &files)
{
    const ZipBody body = zipBody(partsOf(goodPickle()));
    const auto add = [&](const char *name, const char *reason,
                         const std::function<void(ZipEnd &)> &change) {
        ZipEnd end = body.end;
        change(end);
        files.push_back({fmt::format("zip-end-{}", name), body.bytes + endRecord(end), reason});
    };
    const char *const misplaced = "its directory is not where it should be";
    add("entries-more", "claims 4 entries", [](ZipEnd &end) { end.entries = end.entriesHere = 4; });
    add("entries-65534", "claims 65534",
        [](ZipEnd &end) { end.entries = end.entriesHere = 65534; });
    add("entries-none", "more in it", [](ZipEnd &end) { end.entries = end.entriesHere = 0; });
    add("entries-differ", "contradicts", [](ZipEnd &end) { end.entriesHere = 0; });
    add("size-0", misplaced, [](ZipEnd &end) { end.size = 0; });
    add("size-4GB", misplaced, [](ZipEnd &end) { end.size = 0xffffffff; });
    add("offset-0", misplaced, [](ZipEnd &end) { end.offset = 0; });
    add("offset-4GB", misplaced, [](ZipEnd &end) { end.offset = 0xffffffff; });
    add("disks", "one part of several", [](ZipEnd &end) { end.disks = 3; });
    const auto add64 = [&](const char *name, const std::string &end64) {
        files.push_back(
            {fmt::format("zip-end64-{}", name),
             body.bytes + end64 + endRecord({0, 0xffff, 0xffff, 0xffffffff, 0xffffffff}),
             "its directory"});
    };
    add64("entries", endRecord64(~std::uint64_t{0}, body.end.size, body.end.offset));
    add64("size", endRecord64(3, ~std::uint64_t{0} - 9, body.end.offset));
    add64("offset", endRecord64(3, body.end.size, ~std::uint64_t{0} - 60));
    add64("offset-huge", endRecord64(3, body.end.size, std::uint64_t{1} << 62));
    add64("absent", "");
}

void addArchives(Files &files)
{
    addChangedParts(files);
    addEnds(files);
    const auto add = [&](const char *name, const std::string &bytes, const char *reason) {
        files.push_back({fmt::format("zip-{}", name), bytes, reason});
    };
    auto parts = partsOf(goodPickle());
    parts.push_back(parts[1]);
    add("same-name", zipArchive(parts), "is there twice");
    parts.back().local.name = parts.back().central.name = "other/data.pkl";
    add("two-pickles", zipArchive(parts), "more than one data.pkl");
    parts = partsOf(goodPickle());
    // A directory entry more, of a name of its own, for what lies within another entry.
    ZipBody body = zipBody(parts);
    ZipClaims again = parts[1].central;
    again.offset = static_cast<std::uint32_t>(body.bytes.find("PK\x03\x04", 4));
    body.bytes += centralHeader(again);
    body.end.size += static_cast<std::uint32_t>(centralHeader(again).size());
    body.end.entries = body.end.entriesHere = 4;
    add("listed-twice", body.bytes + endRecord(body.end), "is there twice");
    const std::string zeros(64U << 20U, '\0');
    add("bomb-pickle",
        zipArchive({zipPart("any/data.pkl", zeros, true), zipPart("any/version", "3\n")}),
        "unpacks to more than a file of this size may");
    add("bomb-version",
        zipArchive({zipPart("any/data.pkl", goodPickle()), zipPart("any/version", zeros, true)}),
        "unpacks to more than a file of this size may");
    std::vector<ZipPart> many = partsOf(goodPickle());
    for (int i = 1; i < 3'000; ++i)
        many.push_back(zipPart(fmt::format("any/data/{}", i), ""));
    many[0] = zipPart("any/data.pkl", "N.");
    add("many-entries", zipArchive(many), "no dictionary of tensors");
    add(
        "pickle-crc",
        [&] {
            auto damaged = partsOf(goodPickle());
            damaged[0].local.crc = damaged[0].central.crc = 1;
            return zipArchive(damaged);
        }(),
        "another checksum");
}

} // namespace

std::vector<HostileFile> hostileFiles()
{
    Files files;
    const std::vector<std::pair<std::string, std::string>> good{
        {"safetensors", goodSafetensors()},
        {"zip", zipOf(goodPickle())},
        {"deflated", zipArchive(partsOf(goodPickle(), true))},
        {"legacy", legacyOf(goodPickle())}};
    for (const auto &[name, bytes] : good) {
        addCuts(files, name, bytes);
        addMutations(files, name, bytes);
    }
    addSafetensors(files);
    addLies(files);
    addLegacy(files);
    addArchives(files);
    return files;
}

} // namespace inceptoscope::test
