#include "checkpoint/pytorchfile.h"
#include "checkpoint/tensorvalues.h"
#include "support/temporaryfolder.h"
#include "support/testdata.h"
#include "support/torchfiles.h"
#include "support/ziparchive.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <set>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

std::filesystem::path fixture(const std::string &name)
{
    return testData("pytorch") / name;
}

/// As tests/data/pytorch/make.py writes it.
std::string lineOf(const std::string &name, const StoredTensor &tensor)
{
    std::string line =
        fmt::format("{} {} [{}]", name, dtypeName(tensor.dtype), fmt::join(tensor.shape, ", "));
    for (const float value : toFloat(tensor))
        line += fmt::format(" {:.9g}", value);
    return line + "\n";
}

std::string textOf(const Expected<TensorFile> &file)
{
    if (!file)
        return file.error().message;
    std::string text;
    for (const auto &[name, tensor] : file->tensors)
        text += lineOf(name, tensor);
    return text;
}

MappedFile inMemory(std::string bytes)
{
    auto owner = std::make_shared<const std::string>(std::move(bytes));
    return {std::as_bytes(std::span(*owner)), owner};
}

// --- What torch.save wrote

struct Saved
{
    std::string name;
    std::string contents; ///< the text with what is in it
};

void PrintTo(const Saved &row, std::ostream *out)
{
    *out << row.name;
}

std::vector<Saved> savedFiles()
{
    std::vector<Saved> rows{{"deflated.pth", "deflated.txt"},
                            {"littleendian.pth", "littleendian.txt"},
                            {"zip64.pth", "zip64.txt"}};
    for (const char *name : {"beside", "dtypes", "ema", "model", "module", "parameters",
                             "protocol4", "state_dict", "training", "views"}) {
        for (const char *form : {"zip", "legacy"})
            rows.push_back({fmt::format("{}-{}.pth", name, form), fmt::format("{}.txt", name)});
    }
    return rows;
}

class SavedFiles : public testing::TestWithParam<Saved>
{
};

TEST_P(SavedFiles, AreReadAsPyTorchReadsThem)
{
    const auto file = readTensorFile(fixture(GetParam().name));
    EXPECT_EQ(textOf(file), readFile(fixture(GetParam().contents)));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->path, fixture(GetParam().name));
    EXPECT_TRUE(file->metadata.empty());
}

std::string testName(std::string name)
{
    std::ranges::replace_if(name, [](char letter) { return letter == '.' || letter == '-'; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(PyTorch, SavedFiles, testing::ValuesIn(savedFiles()),
                         [](const auto &row) { return testName(row.param.name); });

TEST(PyTorchFile, LeavesTensorsWhereTheyLie)
{
    for (const char *name : {"views-zip.pth", "views-legacy.pth"}) {
        const auto file = readTensorFile(fixture(name));
        ASSERT_TRUE(file);
        const auto &tensors = file->tensors;
        const auto *base = tensors.at("base").bytes.data();
        EXPECT_EQ(tensors.at("again").bytes.data(), base);
        EXPECT_EQ(tensors.at("grid").bytes.data(), base);
        EXPECT_EQ(tensors.at("tail").bytes.data(), base + 80);
        EXPECT_EQ(tensors.at("row").bytes.data(), base + 80);
        EXPECT_EQ(tensors.at("base").owner, tensors.at("tail").owner);
        EXPECT_NE(tensors.at("turned").owner, tensors.at("base").owner);
    }
}

/// Their message follows "… cannot be read: ".
const std::vector<Saved> refusedFiles{
    {"bigendian.pth", "its numbers are big endian; save it again on a little-endian machine"},
    {"version.pth", "it has the version \"99\" of PyTorch's format, which is unknown here"},
    {"torchscript.pt",
     "it is a TorchScript archive, a program rather than weights; load it in PyTorch with "
     "torch.jit.load and save its weights with torch.save(model.state_dict(), …)"},
    {"stranger-zip.pth",
     "its pickle asks for \"posix.system\", which is never run: only tensors and plain values are "
     "read, as torch.save(model.state_dict(), …) writes them"},
    {"stranger-legacy.pth",
     "its pickle asks for \"posix.system\", which is never run: only tensors and plain values are "
     "read, as torch.save(model.state_dict(), …) writes them"},
    {"wholemodule-zip.pth",
     "its pickle asks for \"torch.nn.modules.container.Sequential\", which is never run: only "
     "tensors and plain values are read, as torch.save(model.state_dict(), …) writes them"},
    {"wholemodule-legacy.pth",
     "its pickle asks for \"torch.nn.modules.container.Sequential\", which is never run: only "
     "tensors and plain values are read, as torch.save(model.state_dict(), …) writes them"},
    {"complex-zip.pth",
     "the tensor \"w\" has the elements of a torch.ComplexFloatStorage, which are unknown here"},
    {"complex-legacy.pth",
     "it has the elements of a torch.ComplexFloatStorage, which are unknown here"},
    {"list-zip.pth",
     "it holds no dictionary of tensors; in PyTorch, save a model's weights with "
     "torch.save(model.state_dict(), …)"},
    {"list-legacy.pth",
     "it holds no dictionary of tensors; in PyTorch, save a model's weights "
     "with torch.save(model.state_dict(), …)"},
};

class RefusedFiles : public testing::TestWithParam<Saved>
{
};

TEST_P(RefusedFiles, SayWhy)
{
    const auto path = fixture(GetParam().name);
    EXPECT_EQ(textOf(readTensorFile(path)),
              path.string() + " cannot be read: " + GetParam().contents);
}

INSTANTIATE_TEST_SUITE_P(PyTorch, RefusedFiles, testing::ValuesIn(refusedFiles),
                         [](const auto &row) { return testName(row.param.name); });

// --- What PyTorch would not write. A storage of six floats, 1 to 6, under the key "0".

std::string one(const std::string &value)
{
    return pickledDictionary(pickledText("w") + value);
}

std::string sixFloats()
{
    std::string bytes;
    for (const float value : {1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F})
        bytes += littleEndian(value);
    return bytes;
}

std::string zipOf(const std::string &pickle)
{
    return textOf(readTorchZip(
        inMemory(zipArchive({zipPart("any/data.pkl", pickle), zipPart("any/data/0", sixFloats()),
                             zipPart("any/version", "3\n")}))));
}

std::string preamble()
{
    return "\x80\x02\x8a\x0al\xfc\x9c"
           "F\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.\x80\x02}"
        + pickledText("little_endian") + "\x88s.";
}

std::string keys(const std::vector<std::string> &names)
{
    std::string code = "\x80\x02](";
    for (const std::string &name : names)
        code += pickledText(name);
    return code + "e.";
}

std::string legacyOf(const std::string &pickle)
{
    return textOf(readTorchLegacy(
        inMemory(preamble() + pickle + keys({"0"}) + littleEndian(std::int64_t{6}) + sixFloats())));
}

struct Described
{
    const char *name;
    std::string pickle;
    std::string answer;
};

void PrintTo(const Described &row, std::ostream *out)
{
    *out << row.name;
}

constexpr std::int64_t huge = std::int64_t{1} << 62;
const std::string beyond = "the tensor \"w\" reaches beyond its storage of 6 elements";
const std::string strange = "the tensor \"w\" is not described as PyTorch does";
const std::string strangeStorage = "its storage is not described as PyTorch does";

const std::vector<Described> described{
    {"whole", one(pickledTensor(pickledStorage(6), 0, {2, 3}, {3, 1})),
     "w F32 [2, 3] 1 2 3 4 5 6\n"},
    {"oldFunction",
     one("ctorch._utils\n_rebuild_tensor\n(" + pickledStorage(6) + pickledNumber(1)
         + pickledTuple({2}) + pickledTuple({2}) + "tR"),
     "w F32 [2] 2 4\n"},
    {"parameter",
     one("ctorch._utils\n_rebuild_parameter\n(" + pickledTensor(pickledStorage(6), 4, {2}, {1})
         + "\x88}tR"),
     "w F32 [2] 5 6\n"},
    {"size",
     one("ctorch._utils\n_rebuild_tensor_v2\n(" + pickledStorage(6) + pickledNumber(0)
         + "ctorch\nSize\n" + pickledTuple({3}) + "\x85R" + pickledTuple({2}) + "\x89}tR"),
     "w F32 [3] 1 3 5\n"},
    {"numbersForNames",
     pickledDictionary(pickledNumber(3) + pickledTensor(pickledStorage(6), 0, {1}, {1})
                       + pickledText("w") + pickledTensor(pickledStorage(6), 0, {1}, {1})),
     "w F32 [1] 1\n"},
    {"overlappingRows", one(pickledTensor(pickledStorage(6), 0, {5, 2}, {1, 1})),
     "w F32 [5, 2] 1 2 2 3 3 4 4 5 5 6\n"},
    {"strideOfOneRow", one(pickledTensor(pickledStorage(6), 0, {1, 6}, {huge, 1})),
     "w F32 [1, 6] 1 2 3 4 5 6\n"},
    {"emptyAnywhere", one(pickledTensor(pickledStorage(6), huge, {0, 4}, {huge, huge})),
     "w F32 [0, 4]\n"},
    {"oneTooMany", one(pickledTensor(pickledStorage(6), 0, {7}, {1})), beyond},
    {"oneTooFar", one(pickledTensor(pickledStorage(6), 1, {2, 3}, {3, 1})), beyond},
    {"hugeOffset", one(pickledTensor(pickledStorage(6), huge, {1}, {1})), beyond},
    {"negativeOffset", one(pickledTensor(pickledStorage(6), -1, {1}, {1})), strange},
    {"negativeExtent", one(pickledTensor(pickledStorage(6), 0, {-1}, {1})), beyond},
    {"negativeStride", one(pickledTensor(pickledStorage(6), 5, {6}, {-1})), beyond},
    {"extentsOverflow", one(pickledTensor(pickledStorage(6), 0, {huge, huge, 4}, {0, 0, 0})),
     beyond},
    {"extentsOverflowToNothing",
     one(pickledTensor(pickledStorage(6), 0, {huge, huge, 0}, {0, 0, 0})), beyond},
    {"stridesOverflow", one(pickledTensor(pickledStorage(6), 0, {5, 5}, {huge, huge})), beyond},
    {"repeatedForever", one(pickledTensor(pickledStorage(6), 0, {1 << 30}, {0})),
     "the tensor \"w\" takes more memory, put in order, than a file of this size may"},
    {"stridesMissing", one(pickledTensor(pickledStorage(6), 0, {2, 3}, {1})), strange},
    {"manyDimensions",
     one(pickledTensor(pickledStorage(6), 0, std::vector<std::int64_t>(65, 1),
                       std::vector<std::int64_t>(65, 1))),
     strange},
    {"shapeOfTexts",
     one("ctorch._utils\n_rebuild_tensor_v2\n(" + pickledStorage(6) + pickledNumber(0)
         + pickledText("ab") + pickledTuple({1}) + "\x89}tR"),
     strange},
    {"withoutStorage", one(pickledTensor("N", 0, {1}, {1})), strange},
    {"withoutArguments", one("ctorch._utils\n_rebuild_tensor_v2\n)R"), strange},
    {"twice",
     pickledDictionary(pickledText("w") + pickledTensor(pickledStorage(6), 0, {1}, {1})
                       + pickledText("w") + pickledTensor(pickledStorage(6), 0, {1}, {1})),
     "the tensor \"w\" is there twice"},
    {"nameNotUtf8",
     pickledDictionary(pickledText("w\xff") + pickledTensor(pickledStorage(6), 0, {1}, {1})),
     "the name of the tensor \"w\\xff\" is not UTF-8"},
    {"claimsMoreThanThere", one(pickledTensor(pickledStorage(1'000), 0, {1'000}, {1})),
     "the tensor \"w\" cannot be read: its storage \"0\" has 24 bytes, too few for 1000 elements"},
    {"wider", one(pickledTensor(pickledStorage(6, "0", {}, "Double"), 0, {6}, {1})),
     "the tensor \"w\" cannot be read: its storage \"0\" has 24 bytes, too few for 6 elements"},
};

class DescribedTensors : public testing::TestWithParam<Described>
{
};

TEST_P(DescribedTensors, OfAZipArchiveAreChecked)
{
    EXPECT_EQ(zipOf(GetParam().pickle), GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(PyTorch, DescribedTensors, testing::ValuesIn(described),
                         [](const auto &row) { return row.param.name; });

TEST(PyTorchFile, NoticesADamagedPickle)
{
    std::string bytes =
        zipArchive({zipPart("any/data.pkl", one(pickledTensor(pickledStorage(6), 0, {2}, {1}))),
                    zipPart("any/data/0", sixFloats()), zipPart("any/version", "3\n")});
    // The tensor's offset, which would silently be another one.
    bytes[bytes.find(pickledNumber(0)) + 2] = 1;
    EXPECT_EQ(textOf(readTorchZip(inMemory(bytes))),
              "its entry \"any/data.pkl\" has another checksum than the archive says");
}

/// Their classes do not say what the elements are, and bytes would be wrong numbers.
TEST(PyTorchFile, RefusesTypedStoragesWithoutAType)
{
    for (const std::string kind : {"TypedStorage", "_TypedStorage"}) {
        const std::string storage = "(" + pickledText("storage") + "ctorch.storage\n" + kind + "\n"
            + pickledText("0") + pickledText("cpu") + pickledNumber(6) + "tQ";
        EXPECT_EQ(zipOf(one(pickledTensor(storage, 0, {6}, {1}))),
                  "the tensor \"w\" has the elements of a torch.storage." + kind
                      + ", which are unknown here");
    }
    for (const std::string kind : {"UntypedStorage", "_UntypedStorage"}) {
        const std::string storage = "(" + pickledText("storage") + "ctorch.storage\n" + kind + "\n"
            + pickledText("0") + pickledText("cpu") + pickledNumber(24) + "tQ";
        EXPECT_EQ(zipOf(one(pickledTensor(storage, 2, {2}, {1}))), "w U8 [2] 128 63\n");
    }
}

TEST(PyTorchFile, LooksForStoragesInTheArchive)
{
    EXPECT_EQ(zipOf(one(pickledTensor(pickledStorage(6, "../0"), 0, {1}, {1}))),
              "the tensor \"w\" cannot be read: its storage \"../0\" is not in the file");
    EXPECT_EQ(zipOf(one(pickledTensor(pickledStorage(-1), 0, {1}, {1}))),
              "the tensor \"w\" cannot be read: " + strangeStorage);
    EXPECT_EQ(zipOf(one(pickledTensor("(NNNNNtQ", 0, {1}, {1}))),
              "the tensor \"w\" cannot be read: " + strangeStorage);
}

/// Each is within what may be copied, all of them are not.
TEST(PyTorchFile, BoundsWhatCopiesTakeInAll)
{
    std::string items;
    for (const char *name : {"a", "b", "c"})
        items +=
            pickledText(name) + pickledTensor(pickledStorage(6), 0, {1'000, 1'000, 2}, {0, 0, 1});
    EXPECT_EQ(zipOf(pickledDictionary(items)),
              "the tensor \"c\" takes more memory, put in order, than a file of this size may");
}

TEST(PyTorchFile, WantsTheFilesOfAnArchive)
{
    const auto answer = [](const std::vector<ZipPart> &parts) {
        return textOf(readTorchZip(inMemory(zipArchive(parts))));
    };
    const std::string pickle = one(pickledTensor(pickledStorage(6), 0, {1}, {1}));
    const ZipPart floats = zipPart("data/0", sixFloats());
    EXPECT_EQ(answer({zipPart("data.pkl", pickle), floats, zipPart(".data/version", "3")}),
              "w F32 [1] 1\n");
    EXPECT_EQ(answer({zipPart("data.pkl", pickle), floats}),
              "it has the version \"\" of PyTorch's format, which is unknown here");
    EXPECT_EQ(answer({zipPart("a/data.pkl", pickle), zipPart("b/data.pkl", pickle)}),
              "it is a zip archive with more than one data.pkl");
    EXPECT_EQ(answer({zipPart("photo.jpg", "")}),
              "it is a zip archive, but not one of PyTorch's: it has no data.pkl");
}

// --- The legacy format

TEST(PyTorchFile, ReadsViewsOfLegacyStorages)
{
    const auto view = [](std::int64_t offset, std::int64_t length) {
        return "(" + pickledText("v") + pickledNumber(offset) + pickledNumber(length) + "t";
    };
    EXPECT_EQ(legacyOf(one(pickledTensor(pickledStorage(6, "0", view(2, 3)), 1, {2}, {1}))),
              "w F32 [2] 4 5\n");
    EXPECT_EQ(legacyOf(one(pickledTensor(pickledStorage(6, "0", "N"), 1, {2}, {1}))),
              "w F32 [2] 2 3\n");
    EXPECT_EQ(legacyOf(one(pickledTensor(pickledStorage(6, "0", view(2, 3)), 1, {3}, {1}))),
              "the tensor \"w\" reaches beyond its storage of 3 elements");
    EXPECT_EQ(legacyOf(one(pickledTensor(pickledStorage(6, "0", view(4, 3)), 0, {3}, {1}))),
              "the tensor \"w\" cannot be read: its storage \"0\" has 24 bytes, too few for 3 "
              "elements");
    EXPECT_EQ(legacyOf(one(pickledTensor(pickledStorage(6, "0", view(huge, huge)), 0, {3}, {1}))),
              "the tensor \"w\" cannot be read: its storage \"0\" has 24 bytes, too few for "
              "4611686018427387904 elements");
    EXPECT_EQ(legacyOf(one(pickledTensor(pickledStorage(6, "0", "(NNNt"), 0, {3}, {1}))),
              strangeStorage);
}

/// Storages begin wherever the pickles end.
TEST(PyTorchFile, ReadsValuesThatAreNotAligned)
{
    const TemporaryFolder folder;
    std::set<std::uintptr_t> places;
    for (std::string name = "w"; name.size() <= 4; name += "w") {
        const std::string pickle =
            pickledDictionary(pickledText(name) + pickledTensor(pickledStorage(6), 1, {4}, {1}));
        writeFile(folder / name,
                  preamble() + pickle + keys({"0"}) + littleEndian(std::int64_t{6}) + sixFloats());
        const auto file = readTensorFile(folder / name);
        EXPECT_EQ(textOf(file), name + " F32 [4] 2 3 4 5\n");
        const StoredTensor &tensor = file->tensors.at(name);
        places.insert(reinterpret_cast<std::uintptr_t>(tensor.bytes.data()) % 4);
        std::vector<float> values(4);
        EXPECT_TRUE(copyFloats(tensor, values));
        EXPECT_EQ(values, (std::vector<float>{2, 3, 4, 5}));
    }
    EXPECT_EQ(places, (std::set<std::uintptr_t>{0, 1, 2, 3}));
}

TEST(PyTorchFile, ChecksTheStoragesOfALegacyFile)
{
    const std::string pickle = one(pickledTensor(pickledStorage(6), 0, {1}, {1}));
    const auto answer = [&](const std::string &rest) {
        return textOf(readTorchLegacy(inMemory(preamble() + pickle + rest)));
    };
    const auto count = [](std::int64_t elements) { return littleEndian(elements); };
    EXPECT_EQ(answer(keys({"0"}) + count(6) + sixFloats()), "w F32 [1] 1\n");
    EXPECT_EQ(answer(keys({"0"}) + count(7) + sixFloats()), "its storages are cut short");
    EXPECT_EQ(answer(keys({"0"}) + count(-1) + sixFloats()), "its storages are cut short");
    EXPECT_EQ(answer(keys({"0"}) + count(huge) + sixFloats()), "its storages are cut short");
    EXPECT_EQ(answer(keys({"0"}) + "123"), "its storages are cut short");
    EXPECT_EQ(answer(keys({}) + count(6) + sixFloats()),
              "the tensor \"w\" cannot be read: its storage \"0\" is not in the file");
    EXPECT_EQ(answer(keys({"1"}) + count(6) + sixFloats()),
              "its storage \"1\" belongs to no tensor");
    EXPECT_EQ(answer(keys({"0", "0"}) + count(0) + count(0)), "its storage \"0\" is there twice");
    EXPECT_EQ(answer("N."), "the list of its storages is no list");
}

TEST(PyTorchFile, ChecksWhatALegacyFileBeginsWith)
{
    const auto answer = [](const std::string &bytes) {
        return textOf(readTorchLegacy(inMemory(bytes)));
    };
    const std::string magic = "\x80\x02\x8a\x0al\xfc\x9c"
                              "F\xf9 j\xa8P\x19.";
    EXPECT_EQ(answer("\x80\x02K\x01."), "it does not begin with PyTorch's magic number");
    EXPECT_EQ(answer(magic), "its pickle is cut short");
    EXPECT_EQ(answer(magic + "K\x01."),
              "it has a protocol of PyTorch's format that is unknown here");
    EXPECT_EQ(answer(magic + "M\xe9\x03.}" + pickledText("little_endian") + "\x89s."),
              "its numbers are big endian; save it again on a little-endian machine");
    const std::string two = pickledDictionary(
        pickledText("a") + pickledTensor(pickledStorage(6), 0, {1}, {1}) + pickledText("b")
        + pickledTensor(pickledStorage(6, "0", {}, "Half"), 0, {1}, {1}));
    EXPECT_EQ(answer(preamble() + two), "its storage \"0\" has elements of two sizes");
}

/// The pickle of a cut file is whole or its storages are not: no cut goes unnoticed.
TEST(PyTorchFile, SurvivesEveryCutAndManyChangedBytes)
{
    for (const char *name : {"views-zip.pth", "views-legacy.pth", "deflated.pth"}) {
        const std::string whole = readFile(fixture(name));
        const auto read = [&](std::string bytes) {
            const MappedFile file = inMemory(std::move(bytes));
            return std::string_view(name) == "views-legacy.pth" ? readTorchLegacy(file)
                                                                : readTorchZip(file);
        };
        ASSERT_TRUE(read(whole));
        for (std::size_t i = 0; i < whole.size(); ++i) {
            EXPECT_FALSE(read(whole.substr(0, i))) << name << " cut at " << i;
            for (const int byte : {0x00, 0x28, 0x7f, 0x80, 0xff}) {
                std::string damaged = whole;
                damaged[i] = static_cast<char>(byte);
                EXPECT_FALSE(textOf(read(damaged)).empty()) << name << " changed at " << i;
            }
        }
    }
}

} // namespace
