#include "support/hostilefiles.h"

#include "support/torchfiles.h"
#include "support/ziparchive.h"

#include <random>

namespace inceptoscope::test {

namespace {

constexpr std::int64_t huge = std::int64_t{1} << 62U;

using Files = std::vector<HostileFile>;

// --- safetensors ---------------------------------------------------------------------------------

std::string safetensors(const std::string &header, std::size_t data)
{
    return littleEndian(std::uint64_t{header.size()}) + header + std::string(data, '\0');
}

std::string tensor(const std::string &dtype, const std::string &shape, const std::string &offsets)
{
    return R"({"a":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets
        + "}}";
}

void addSafetensors(Files &files)
{
    const auto add = [&](const std::string &name, const std::string &bytes) {
        files.push_back({name + ".safetensors", bytes});
    };
    const std::string good = tensor("F32", "[2,3]", "[0,24]");
    for (const std::uint64_t length :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{good.size() - 1},
          std::uint64_t{good.size() + 25}, std::uint64_t{1} << 40U, std::uint64_t{1} << 63U,
          ~std::uint64_t{0}})
        add("length-" + std::to_string(length),
            littleEndian(length) + good + std::string(24, '\0'));
    for (const char *shape :
         {"[2,4]", "[-2,-3]", "[4611686018427387904,4]", "[1099511627776,1099511627776]",
          "[18446744073709551616]", "[2.5,3]", "[[2],3]", "[\"2\",3]", "null", "6"})
        add(std::string("shape-") + std::to_string(files.size()),
            safetensors(tensor("F32", shape, "[0,24]"), 24));
    for (const char *offsets : {"[24,0]", "[0,25]", "[1,25]", "[0,18446744073709551615]", "[-24,0]",
                                "[0]", "[0,24,48]", "[0,1e2]", "{}"})
        add(std::string("offsets-") + std::to_string(files.size()),
            safetensors(tensor("F32", "[2,3]", offsets), 24));
    for (const char *dtype : {"F31", "", "float32", "F4", "\\u0000"})
        add(std::string("dtype-") + std::to_string(files.size()),
            safetensors(tensor(dtype, "[2,3]", "[0,24]"), 24));
    add("nesting", safetensors(std::string(100'000, '['), 0));
    add("objects", safetensors(R"({"a":)" + std::string(100'000, '{'), 0));
    add("cut-text", safetensors(R"({"a)", 0));
    add("twice",
        safetensors(R"({"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},)"
                    R"("a":{"dtype":"F32","shape":[],"data_offsets":[4,8]}})",
                    8));
    add("overlap",
        safetensors(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                    R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
                    12));
}

// --- zip -----------------------------------------------------------------------------------------

std::string goodPickle()
{
    return pickledDictionary(pickledText("a")
                             + pickledTensor(pickledStorage(6), 0, {2, 3}, {3, 1}));
}

std::vector<ZipPart> goodParts()
{
    return {zipPart("archive/data.pkl", goodPickle()),
            zipPart("archive/data/0", std::string(24, '\0')), zipPart("archive/version", "3\n")};
}

void addZip(Files &files)
{
    const auto add = [&](const std::string &name, std::vector<ZipPart> parts) {
        files.push_back({"zip-" + name + ".pth", zipArchive(std::move(parts))});
    };
    const auto changed = [](auto change) {
        auto parts = goodParts();
        change(parts[1]);
        return parts;
    };
    auto flipped = goodParts();
    flipped[0].packed[20] ^= 1;
    files.push_back({"zip-flipped.pth", zipArchive(flipped), true, "has another checksum"});
    add("encrypted", changed([](ZipPart &part) { part.local.flags = part.central.flags = 1; }));
    add("method", changed([](ZipPart &part) { part.local.method = part.central.method = 12; }));
    add("other-name", changed([](ZipPart &part) { part.local.name = "archive/data/1"; }));
    add("other-method", changed([](ZipPart &part) { part.local.method = 8; }));
    add("other-size", changed([](ZipPart &part) { part.local.size = 23; }));
    add("too-long", changed([](ZipPart &part) {
            part.local.size = part.local.packedSize = 0x7fffffff;
            part.central.size = part.central.packedSize = 0x7fffffff;
        }));
    add("zip64-without",
        changed([](ZipPart &part) { part.central.size = part.central.packedSize = 0xffffffff; }));
    add("beyond", changed([](ZipPart &part) { part.central.offset = 0x7fffffff; }));
    add("overlap", changed([](ZipPart &part) { part.central.offset = 1; }));
    auto twice = goodParts();
    twice.push_back(zipPart("archive/data/0", std::string(24, '\1')));
    add("twice", twice);
    auto bomb = goodParts();
    bomb[0] = zipPart("archive/data.pkl", std::string(std::size_t{40} << 20U, '\0'), true);
    add("bomb", bomb);
    auto liar = goodParts();
    liar[0] = zipPart("archive/data.pkl", goodPickle(), true);
    liar[0].local.size = liar[0].central.size = 0x7fffffff;
    add("claims-gigabytes", liar);
    const std::string whole = zipArchive(goodParts());
    for (std::size_t part = 1; part < 16; ++part)
        files.push_back({"zip-cut-" + std::to_string(part) + ".pth",
                         whole.substr(0, whole.size() * part / 16)});
}

// --- pickles -------------------------------------------------------------------------------------

HostileFile inZip(const std::string &name, const std::string &pickle,
                  const std::string &reason = {})
{
    auto parts = goodParts();
    parts[0] = zipPart("archive/data.pkl", pickle);
    return {"pickle-" + name + ".pth", zipArchive(parts), true, reason};
}

void addGlobals(Files &files)
{
    for (const std::string global :
         {"os\nsystem", "posix\nsystem", "subprocess\nPopen", "builtins\neval", "builtins\nexec",
          "builtins\ngetattr", "__builtin__\neval", "torch\nload", "torch.hub\nload",
          "importlib\nimport_module", "shutil\nrmtree", "webbrowser\nopen", "socket\nsocket",
          "numpy.core.multiarray\n_reconstruct", "collections\ndefaultdict",
          "copyreg\n_reconstructor", "torch._utils\n_rebuild_qtensor", "\n", "a.b\nc"}) {
        std::string dotted = global;
        dotted.replace(dotted.find('\n'), 1, ".");
        files.push_back(inZip("global-" + std::to_string(files.size()),
                              "\x80\x02"
                              "c" + global
                                  + "\n(" + pickledText("x") + "tR.",
                              dotted.size() > 1 ? dotted : std::string()));
    }
}

void addPickles(Files &files)
{
    const auto add = [&](const std::string &name, const std::string &pickle) {
        files.push_back(inZip(name, pickle));
    };
    add("empty", "");
    add("only-stop", "\x80\x02.");
    add("no-stop", "\x80\x02}");
    add("protocol", "\x80\x09}.");
    add("marks", "\x80\x02" + std::string(100'000, '('));
    add("lists", "\x80\x02" + std::string(50'000, ']') + std::string(49'999, 'a') + ".");
    add("pop-nothing",
        "\x80\x02"
        "0000.");
    add("get-nothing", "\x80\x02h\x07.");
    add("text-length",
        "\x80\x02X\xff\xff\xff\x7f"
        "abc.");
    add("text-length-64",
        "\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\x7f"
        "abc.");
    add("long-length", "\x80\x02\x8b\xff\xff\xff\x7f.");
    add("bytes-length",
        "\x80\x03"
        "B\xff\xff\xff\xff.");
    add("frame", "\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f}.");
    std::string doubling = "\x80\x02]q" + std::string(1, '\0');
    for (char i = 0; i < 100; ++i) // each a list of the one before, twice
        doubling += std::string("](h") + i + "h" + i + "eq" + static_cast<char>(i + 1);
    add("doubling", doubling + ".");
}

void addTensors(Files &files)
{
    const auto add = [&](const std::string &name, const std::string &tensorCode) {
        files.push_back(inZip("tensor-" + name, pickledDictionary(pickledText("a") + tensorCode)));
    };
    const std::string storage = pickledStorage(6);
    add("offset", pickledTensor(storage, 1, {2, 3}, {3, 1}));
    add("negative-offset", pickledTensor(storage, -1, {2, 3}, {3, 1}));
    add("huge-offset", pickledTensor(storage, huge, {2, 3}, {3, 1}));
    add("negative-shape", pickledTensor(storage, 0, {-2, 3}, {3, 1}));
    add("huge-shape", pickledTensor(storage, 0, {huge, 3}, {3, 1}));
    add("product-overflow", pickledTensor(storage, 0, {huge, 4}, {0, 0}));
    add("negative-stride", pickledTensor(storage, 5, {2, 3}, {-3, -1}));
    add("huge-stride", pickledTensor(storage, 0, {2, 3}, {huge, 1}));
    add("stride-overflow", pickledTensor(storage, 0, {2, 3}, {huge, huge}));
    add("expanded", pickledTensor(storage, 0, {std::int64_t{1} << 33U}, {0}));
    add("dimensions",
        pickledTensor(storage, 0, std::vector<std::int64_t>(500, 1),
                      std::vector<std::int64_t>(500, 1)));
    add("strides-missing", pickledTensor(storage, 0, {2, 3}, {1}));
    add("storage-missing", pickledTensor(pickledStorage(6, "9"), 0, {2, 3}, {3, 1}));
    add("storage-elsewhere", pickledTensor(pickledStorage(6, "../../etc/passwd"), 0, {6}, {1}));
    add("storage-short", pickledTensor(pickledStorage(7), 0, {7}, {1}));
    add("storage-negative", pickledTensor(pickledStorage(-6), 0, {6}, {1}));
    add("storage-huge", pickledTensor(pickledStorage(huge), 0, {6}, {1}));
    const std::string untyped = "(" + pickledText("storage") + "ctorch.storage\nTypedStorage\n"
        + pickledText("0") + pickledText("cpu") + pickledNumber(6) + "tQ";
    add("storage-untyped", pickledTensor(untyped, 0, {6}, {1}));
    add("storage-kind", pickledTensor(pickledStorage(6, "0", {}, "Secret"), 0, {6}, {1}));
    for (const int count : {2, 20, 200}) { // each tensor is small to say and large to copy
        std::string items;
        for (int i = 0; i < count; ++i)
            items += pickledText(std::to_string(i))
                + pickledTensor(storage, 0, {std::int64_t{1} << 24U}, {0});
        files.push_back(inZip("tensor-many-" + std::to_string(count), pickledDictionary(items)));
    }
}

// --- PyTorch's legacy files ----------------------------------------------------------------------

std::string legacyStart()
{
    return std::string("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20j\xa8P\x19.") + "\x80\x02M\xe9\x03."
        + "\x80\x02}.";
}

std::string legacyKeys()
{
    return "\x80\x02](" + pickledText("0") + "e.";
}

std::string goodLegacy()
{
    return legacyStart() + goodPickle() + legacyKeys() + littleEndian(std::int64_t{6})
        + std::string(24, '\0');
}

void addLegacy(Files &files)
{
    const auto add = [&](const std::string &name, const std::string &rest) {
        files.push_back({"legacy-" + name + ".pth", legacyStart() + rest});
    };
    const std::string keys = legacyKeys();
    const std::string values(24, '\0');
    add("nothing", "");
    add("no-keys", goodPickle());
    add("no-storages", goodPickle() + keys);
    for (const std::int64_t count : {std::int64_t{-1}, std::int64_t{5}, std::int64_t{7}, huge,
                                     std::int64_t{-9223372036854775807 - 1}})
        add("count-" + std::to_string(count), goodPickle() + keys + littleEndian(count) + values);
    add("other-key",
        goodPickle() + "\x80\x02](" + pickledText("7") + "e." + littleEndian(std::int64_t{6})
            + values);
    add("keys-no-list", goodPickle() + "\x80\x02}." + littleEndian(std::int64_t{6}) + values);
    const std::string whole = goodLegacy();
    for (std::size_t part = 1; part < 16; ++part)
        files.push_back({"legacy-cut-" + std::to_string(part) + ".pth",
                         whole.substr(0, whole.size() * part / 16)});
}

// --- Damage --------------------------------------------------------------------------------------

std::string damaged(std::string bytes, std::mt19937 &random)
{
    const auto below = [&](std::size_t limit) { return limit == 0 ? 0 : random() % limit; };
    const std::size_t times = 1 + below(6);
    for (std::size_t i = 0; i < times && !bytes.empty(); ++i) {
        const std::size_t at = below(bytes.size());
        const std::size_t length = 1 + below(std::min<std::size_t>(bytes.size() - at, 64));
        switch (below(6)) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes[at] = static_cast<char>(bytes[at] ^ (1U << below(8)));
            break;
        case 2:
            bytes.resize(at);
            break;
        case 3:
            bytes.insert(below(bytes.size()), bytes.substr(at, length));
            break;
        case 4:
            bytes.erase(at, length);
            break;
        default:
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), length,
                        static_cast<char>(below(2) == 0 ? 0x00 : 0xff));
        }
    }
    return bytes;
}

} // namespace

std::vector<HostileFile> forgedFiles()
{
    Files files;
    addSafetensors(files);
    addZip(files);
    addGlobals(files);
    addPickles(files);
    addTensors(files);
    addLegacy(files);
    return files;
}

std::vector<HostileFile> honestFiles()
{
    return {{"honest.safetensors", safetensors(tensor("F32", "[2,3]", "[0,24]"), 24), false},
            {"honest-zip.pth", zipArchive(goodParts()), false},
            {"honest-legacy.pth", goodLegacy(), false}};
}

std::vector<HostileFile> damagedFiles(const std::vector<std::string> &good, int count,
                                      std::uint32_t seed)
{
    std::mt19937 random(seed);
    Files files;
    for (int i = 0; i < count; ++i) {
        const std::string &original = good[static_cast<std::size_t>(i) % good.size()];
        files.push_back({"damaged-" + std::to_string(i), damaged(original, random), false});
    }
    return files;
}

} // namespace inceptoscope::test
