#include "checkpoint/tensorfile.h"
#include "support/temporaryfolder.h"

#include <array>
#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <sys/stat.h>

using namespace inceptoscope;
using inceptoscope::test::readFile;
using inceptoscope::test::TemporaryFolder;
using inceptoscope::test::writeFile;

namespace {

std::string withLength(std::uint64_t length, std::string_view rest)
{
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes.append(rest);
}

std::string fileOf(std::string_view header, std::size_t dataBytes)
{
    return withLength(header.size(), header) + std::string(dataBytes, '\x01');
}

std::string tensorJson(std::string_view shape, std::string_view offsets,
                       std::string_view dtype = "F32")
{
    return R"({"dtype":")" + std::string(dtype) + R"(","shape":)" + std::string(shape)
        + R"(,"data_offsets":)" + std::string(offsets) + "}";
}

std::string oneTensor(std::string_view shape, std::string_view offsets,
                      std::string_view dtype = "F32")
{
    return R"({"a":)" + tensorJson(shape, offsets, dtype) + "}";
}

std::string twoTensors(std::string_view firstOffsets, std::string_view secondOffsets)
{
    return R"({"a":)" + tensorJson("[1]", firstOffsets) + R"(,"b":)"
        + tensorJson("[1]", secondOffsets) + "}";
}

StoredTensor raw(DType dtype, std::vector<std::int64_t> shape, std::string_view bytes)
{
    auto buffer = std::make_shared<const std::string>(bytes);
    return {dtype, std::move(shape), std::as_bytes(std::span(*buffer)), buffer};
}

/// One tensor of every dtype, an empty one and a scalar, and metadata.
TensorFile everything()
{
    TensorFile file;
    file.metadata = {{"format", "test"}, {"title", "한글 \"quoted\"\n"}};
    const std::string bytes = "0123456789abcdefghijklmnopqrstuv";
    for (DType dtype :
         {DType::Float64, DType::Float32, DType::Float16, DType::BFloat16, DType::Int64,
          DType::Int32, DType::Int16, DType::Int8, DType::UInt8, DType::Bool})
        file.tensors.emplace("tensor." + std::string(dtypeName(dtype)),
                             raw(dtype, {1, 3}, bytes.substr(0, 3 * elementSize(dtype))));
    file.tensors.emplace("empty", raw(DType::Float32, {0, 7}, ""));
    file.tensors.emplace("scalar", raw(DType::Float32, {}, "abcd"));
    return file;
}

std::string text(const StoredTensor &tensor)
{
    return {reinterpret_cast<const char *>(tensor.bytes.data()), tensor.bytes.size()};
}

void expectSame(const TensorFile &a, const TensorFile &b)
{
    EXPECT_EQ(a.metadata, b.metadata);
    ASSERT_EQ(a.tensors.size(), b.tensors.size());
    for (const auto &[name, tensor] : a.tensors) {
        const auto other = b.tensors.find(name);
        ASSERT_NE(other, b.tensors.end()) << name;
        EXPECT_EQ(tensor.dtype, other->second.dtype) << name;
        EXPECT_EQ(tensor.shape, other->second.shape) << name;
        EXPECT_EQ(text(tensor), text(other->second)) << name;
    }
}

struct BadFile
{
    const char *name;
    std::string bytes;
    std::string reason;
};

void PrintTo(const BadFile &row, std::ostream *out)
{
    *out << row.name;
}

std::string nested(int depth)
{
    return R"({"a":{"shape":)" + std::string(static_cast<std::size_t>(depth), '[');
}

const std::string good = oneTensor("[2]", "[0,8]");

const std::vector<BadFile> badFiles{
    {"empty", "", "it is empty"},
    {"short", "abc", "it is not a safetensors file"},
    {"lengthAlone", withLength(2, ""), "it is not a safetensors file"},
    {"jpeg", "\xff\xd8\xff\xe0 a photograph, not weights", "it is not a safetensors file"},
    {"listInPlaceOfObject", fileOf("[1,2,3]", 0), "it is not a safetensors file"},
    {"hugeHeaderLength", withLength(std::uint64_t{1} << 63, "{}"),
     "its header claims 9223372036854775808 bytes, more than the 100000000 allowed"},
    {"headerBeyondFile", withLength(1000, "{}"),
     "its header claims 1000 bytes where only 2 follow, so the file is cut short or damaged"},
    {"brokenJson", fileOf(R"({"a":)", 0), "its header is not valid JSON near byte 6"},
    {"trailingJson", fileOf("{}{}", 0), "its header is not valid JSON near byte 3"},
    {"zeroByte", fileOf(std::string_view("{}\0", 3), 0),
     "its header is not valid JSON near byte 3"},
    {"notUtf8", fileOf("{\"\xff\":1}", 0), "its header is not valid JSON near byte 3"},
    {"deepLists", fileOf(nested(1'000'000), 0), "the shape of the tensor \"a\" is or holds a list"},
    {"deepObjects", fileOf(R"({"a":{"b":{)", 0), "the tensor \"a\" has an unknown field \"b\""},
    {"number", fileOf(R"({"a":1})", 0), "the tensor \"a\" is or holds a number"},
    {"null", fileOf(R"({"a":null})", 0), "the tensor \"a\" is or holds null"},
    {"listTensor", fileOf(R"({"a":[]})", 0), "the tensor \"a\" is or holds a list"},
    {"tensorTwice", fileOf(R"({"a":)" + tensorJson("[0]", "[0,0]") + R"(,"a":{}})", 0),
     "the tensor \"a\" is there twice"},
    {"fieldTwice", fileOf(R"({"a":{"dtype":"F32","dtype":"F16"}})", 0),
     "the dtype of the tensor \"a\" is there twice"},
    {"metadataTwice", fileOf(R"({"__metadata__":{},"__metadata__":{}})", 0),
     "the metadata is there twice"},
    {"metadataKeyTwice", fileOf(R"({"__metadata__":{"k":"1","k":"2"}})", 0),
     "the metadata \"k\" is there twice"},
    {"metadataNotAnObject", fileOf(R"({"__metadata__":[]})", 0), "the metadata is or holds a list"},
    {"metadataOfNumbers", fileOf(R"({"__metadata__":{"k":1}})", 0),
     "the metadata \"k\" is or holds a number"},
    {"unknownField", fileOf(R"({"a":{"size":3}})", 0),
     "the tensor \"a\" has an unknown field \"size\""},
    {"noShape", fileOf(R"({"a":{"dtype":"F32","data_offsets":[0,8]}})", 8),
     "the tensor \"a\" has no shape"},
    {"noOffsets", fileOf(R"({"a":{"dtype":"F32","shape":[2]}})", 8),
     "the tensor \"a\" has no data_offsets"},
    {"dtypeNumber", fileOf(R"({"a":{"dtype":32}})", 0),
     "the dtype of the tensor \"a\" is or holds a number"},
    {"dtypeUnknown", fileOf(oneTensor("[8]", "[0,8]", "F8_E4M3"), 8),
     "the tensor \"a\" has the dtype \"F8_E4M3\", which is unknown here"},
    {"shapeText", fileOf(oneTensor("\"2\"", "[0,8]"), 8),
     "the shape of the tensor \"a\" is or holds a text"},
    {"shapeNegative", fileOf(oneTensor("[-2]", "[0,8]"), 8),
     "the shape of the tensor \"a\" is or holds a negative number"},
    {"shapeFraction", fileOf(oneTensor("[2.0]", "[0,8]"), 8),
     "the shape of the tensor \"a\" is or holds a number that is no whole number of 64 bits"},
    {"shapeBeyond64Bits", fileOf(oneTensor("[18446744073709551616]", "[0,8]"), 8),
     "the shape of the tensor \"a\" is or holds a number that is no whole number of 64 bits"},
    {"shapeTrue", fileOf(oneTensor("[true]", "[0,8]"), 8),
     "the shape of the tensor \"a\" is or holds true or false"},
    {"shapeOverflow", fileOf(oneTensor("[4294967296,4294967296]", "[0,8]"), 8),
     "the tensor \"a\" has the shape [4294967296, 4294967296], which is too large"},
    {"shapeOverflowToZero", fileOf(oneTensor("[9223372036854775808,2]", "[0,0]"), 0),
     "the tensor \"a\" has the shape [9223372036854775808, 2], which is too large"},
    {"shapeHugeAfterZero", fileOf(oneTensor("[0,9223372036854775808]", "[0,0]"), 0),
     "the tensor \"a\" has the shape [0, 9223372036854775808], which is too large"},
    {"offsetsOfThree", fileOf(oneTensor("[2]", "[0,8,16]"), 8),
     "the data_offsets of the tensor \"a\" has 3 entries in place of 2"},
    {"offsetsReversed", fileOf(oneTensor("[2]", "[8,0]"), 8),
     "the tensor \"a\" ends at byte 0, before it begins at byte 8"},
    {"offsetsOutOfRange", fileOf(good, 7),
     "the tensor \"a\" ends at byte 8 of the data where there are only 7, so the file is cut short "
     "or damaged"},
    {"offsetsHuge", fileOf(oneTensor("[2]", "[18446744073709551608,18446744073709551615]"), 8),
     "the tensor \"a\" ends at byte 18446744073709551615 of the data where there are only 8, so "
     "the "
     "file is cut short or damaged"},
    {"sizeDiffers", fileOf(oneTensor("[3]", "[0,8]"), 8),
     "the tensor \"a\" has 8 bytes where its shape [3] of F32 takes 12"},
    {"overlap", fileOf(twoTensors("[0,4]", "[2,6]"), 6), "the tensors \"a\" and \"b\" overlap"},
    {"sameBytes", fileOf(twoTensors("[0,4]", "[0,4]"), 4), "the tensors \"a\" and \"b\" overlap"},
    {"gap", fileOf(twoTensors("[0,4]", "[8,12]"), 12),
     "bytes 4 to 8 of the data belong to no tensor"},
    {"gapBefore", fileOf(oneTensor("[1]", "[4,8]"), 8),
     "bytes 0 to 4 of the data belong to no tensor"},
    {"dataBehind", fileOf(good, 16), "bytes 8 to 16 of the data belong to no tensor"},
    {"nameWithLineBreak", fileOf(R"({"a\nb\u007f":1})", 0),
     "the tensor \"a\\nb\\x7f\" is or holds a number"},
};

class BadSafetensors : public testing::TestWithParam<BadFile>
{
};

} // namespace

TEST_P(BadSafetensors, IsRefusedInOneSentence)
{
    const TemporaryFolder folder;
    const auto path = folder / "weights.safetensors";
    writeFile(path, GetParam().bytes);
    const auto file = readSafetensors(path);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().message, path.string() + " cannot be read: " + GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Files, BadSafetensors, testing::ValuesIn(badFiles),
                         [](const auto &row) { return row.param.name; });

TEST(Safetensors, TooManyDimensionsAreRefused)
{
    const TemporaryFolder folder;
    const auto path = folder / "weights.safetensors";
    std::string shape = "[1";
    for (int i = 0; i < 32; ++i)
        shape += ",1";
    writeFile(path, fileOf(oneTensor(shape + "]", "[0,4]"), 4));
    const auto file = readSafetensors(path);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().message,
              path.string()
                  + " cannot be read: the shape of the tensor \"a\" has more than 32 entries");
}

TEST(Safetensors, WhatIsNoReadableFileIsRefused)
{
    const TemporaryFolder folder;
    const auto message = [](const std::filesystem::path &path) {
        const auto file = readSafetensors(path);
        return file ? std::string("read") : file.error().message;
    };
    const auto path = folder.path().string();
    EXPECT_EQ(message(folder.path()), path + " cannot be read: it is a folder");
    EXPECT_EQ(message(folder / "none"), path + "/none cannot be read: No such file or directory");
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(message(folder / "pipe"), path + "/pipe cannot be read: it is not a regular file");
    std::filesystem::create_symlink("loop", folder / "loop");
    EXPECT_EQ(message(folder / "loop"),
              path + "/loop cannot be read: Too many levels of symbolic links");
}

TEST(Safetensors, WhatIsWrittenIsReadBitForBit)
{
    const TemporaryFolder folder;
    const TensorFile file = everything();
    ASSERT_TRUE(writeSafetensors(folder / "a.safetensors", file));
    const auto read = readSafetensors(folder / "a.safetensors");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->path, folder / "a.safetensors");
    expectSame(file, *read);

    ASSERT_TRUE(writeSafetensors(folder / "b.safetensors", *read));
    EXPECT_EQ(readFile(folder / "a.safetensors"), readFile(folder / "b.safetensors"));
}

TEST(Safetensors, TheHeaderIsPaddedAndInAFixedOrder)
{
    const TemporaryFolder folder;
    TensorFile file;
    file.metadata = {{"format", "test"}};
    file.tensors.emplace("a", raw(DType::Float16, {1}, "ab"));
    file.tensors.emplace("b", raw(DType::Float32, {1}, "cdef"));
    ASSERT_TRUE(writeSafetensors(folder / "file", file));
    std::string header = R"({"__metadata__":{"format":"test"},)"
                         R"("b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                         R"("a":{"dtype":"F16","shape":[1],"data_offsets":[4,6]}})";
    header.resize((header.size() + 7) / 8 * 8, ' ');
    EXPECT_EQ(readFile(folder / "file"), withLength(header.size(), header) + "cdefab");
}

TEST(Safetensors, WritingReplacesTheWholeFileAndLeavesNothingBesideIt)
{
    const TemporaryFolder folder;
    writeFile(folder / "file", std::string(100'000, 'x'));
    ASSERT_TRUE(writeSafetensors(folder / "file", everything()));
    const auto read = readSafetensors(folder / "file");
    ASSERT_TRUE(read) << read.error().message;
    expectSame(*read, everything());
    const std::filesystem::directory_iterator files(folder.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST(Safetensors, ALinkStaysALinkWhenItsFileIsReplaced)
{
    const TemporaryFolder folder;
    writeFile(folder / "file", "old");
    std::filesystem::create_symlink("file", folder / "link");
    ASSERT_TRUE(writeSafetensors(folder / "link", everything()));
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
    EXPECT_TRUE(readSafetensors(folder / "file"));
}

TEST(Safetensors, WhatCannotBeWrittenIsSaidAndNothingStays)
{
    const TemporaryFolder folder;
    const auto message = [&](const std::filesystem::path &path, const TensorFile &file) {
        const auto written = writeSafetensors(path, file);
        return written ? std::string("written") : written.error().message;
    };
    const auto path = folder.path().string();
    EXPECT_EQ(message(folder / "none/file", everything()),
              path + "/none/file cannot be written: No such file or directory");
    EXPECT_EQ(message(folder.path(), everything()), path + " cannot be written: Is a directory");

    TensorFile wrongSize;
    wrongSize.tensors.emplace("a", raw(DType::Float32, {2}, "abcd"));
    EXPECT_EQ(message(folder / "file", wrongSize),
              path
                  + "/file cannot be written: the tensor \"a\" has 4 bytes, which does not match "
                    "its shape");
    TensorFile negative;
    negative.tensors.emplace("a", raw(DType::Float32, {-1, 0}, ""));
    EXPECT_EQ(message(folder / "file", negative),
              path
                  + "/file cannot be written: the tensor \"a\" has 0 bytes, which does not match "
                    "its shape");
    TensorFile reserved;
    reserved.tensors.emplace("__metadata__", raw(DType::Float32, {1}, "abcd"));
    EXPECT_EQ(message(folder / "file", reserved),
              path + "/file cannot be written: a tensor cannot have the name \"__metadata__\"");
    TensorFile notUtf8;
    notUtf8.tensors.emplace("\xff", raw(DType::Float32, {1}, "abcd"));
    EXPECT_EQ(message(folder / "file", notUtf8),
              path + "/file cannot be written: the name of the tensor \"\\xff\" is not UTF-8");
    TensorFile badMetadata;
    badMetadata.metadata = {{"key", "\xed\xa0\x80"}};
    EXPECT_EQ(message(folder / "file", badMetadata),
              path + "/file cannot be written: the metadata \"key\" is not UTF-8");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

// Whatever a damaged file says: an error, or a value whose every tensor lies inside the file.
TEST(Safetensors, DamagedFilesGiveAValueOrAnError)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(writeSafetensors(folder / "good", everything()));
    const std::string original = readFile(folder / "good");
    std::mt19937 random(20160223);
    int refused = 0;
    for (int round = 0; round < 4000; ++round) {
        std::string bytes = original;
        for (unsigned flips = 1 + random() % 3; flips > 0; --flips)
            bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
        if (round % 4 == 0)
            bytes.resize(random() % bytes.size());
        writeFile(folder / "damaged", bytes);
        const auto file = readSafetensors(folder / "damaged");
        if (!file) {
            ++refused;
            continue;
        }
        std::size_t covered = 0;
        for (const auto &[name, tensor] : file->tensors) {
            covered += tensor.bytes.size();
            ASSERT_EQ(toFloat(tensor).size(), static_cast<std::size_t>(tensor.elements()));
        }
        ASSERT_LT(covered, bytes.size());
        ASSERT_TRUE(writeSafetensors(folder / "again", *file));
    }
    EXPECT_GT(refused, 2000);
}

TEST(Tensor, EveryDtypeBecomesFloat)
{
    const auto floats = [](auto... values) {
        using Value = std::common_type_t<decltype(values)...>;
        const std::array<Value, sizeof...(values)> array{values...};
        return std::string(reinterpret_cast<const char *>(array.data()), sizeof array);
    };
    const auto count = [](std::int64_t n) { return std::vector<std::int64_t>{n}; };
    using Values = std::vector<float>;
    EXPECT_EQ(toFloat(raw(DType::Float64, count(2), floats(0.1, -1e300))),
              (Values{0.1F, -std::numeric_limits<float>::infinity()}));
    EXPECT_EQ(toFloat(raw(DType::Float32, count(2), floats(0.1F, -3.0F))), (Values{0.1F, -3.0F}));
    EXPECT_EQ(toFloat(raw(DType::Int64, count(2), floats(std::int64_t{1} << 40, std::int64_t{-1}))),
              (Values{0x1p40F, -1.0F}));
    EXPECT_EQ(toFloat(raw(DType::Int32, count(2), floats(-7, 1 << 30))), (Values{-7.0F, 0x1p30F}));
    EXPECT_EQ(toFloat(raw(DType::Int16, count(1), "\xfe\xff")), (Values{-2.0F}));
    EXPECT_EQ(toFloat(raw(DType::Int8, count(2), "\x80\x7f")), (Values{-128.0F, 127.0F}));
    EXPECT_EQ(toFloat(raw(DType::UInt8, count(2), "\x80\xff")), (Values{128.0F, 255.0F}));
    EXPECT_EQ(toFloat(raw(DType::Bool, count(3), std::string_view("\x00\x01\x02", 3))),
              (Values{0.0F, 1.0F, 1.0F}));
    EXPECT_EQ(toFloat(raw(DType::BFloat16, count(2), "\x80\x3f\x49\xc0")),
              (Values{1.0F, -3.140625F}));
    EXPECT_EQ(toFloat(raw(DType::Float16, count(0), "")), Values{});
}

// Against the definition: (-1)^s · 2^(e-15) · (1 + m/1024), 2^-14 · m/1024 for e = 0.
TEST(Tensor, EveryHalfBecomesItsFloatAndBack)
{
    for (unsigned bits = 0; bits < 0x10000U; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        const auto tensor =
            raw(DType::Float16, {1}, {reinterpret_cast<const char *>(&half), sizeof half});
        const float value = toFloat(tensor).front();
        const int exponent = static_cast<int>((bits >> 10U) & 0x1fU);
        const auto mantissa = static_cast<float>(bits & 0x3ffU);
        if (exponent == 31 && mantissa > 0.0F) {
            ASSERT_TRUE(std::isnan(value)) << bits;
            ASSERT_TRUE(
                std::isnan(toFloat(makeTensor(std::array{value}, {1}, DType::Float16)).front()));
            continue;
        }
        float expected = exponent == 0 ? std::ldexp(mantissa, -24)
                                       : std::ldexp(1024.0F + mantissa, exponent - 25);
        if (exponent == 31)
            expected = std::numeric_limits<float>::infinity();
        ASSERT_EQ(value, (bits & 0x8000U) ? -expected : expected) << bits;
        ASSERT_EQ(text(makeTensor(std::array{value}, {1}, DType::Float16)), text(tensor)) << bits;
    }
}

TEST(Tensor, NarrowerTypesRoundToTheNearestHalvesToEven)
{
    const float infinity = std::numeric_limits<float>::infinity();
    const std::vector<float> values{1.0F + 0x1p-11F, 1.0F + 0x3p-11F, 1.0F + 0x1.8p-11F,
                                    65519.0F,        65520.0F,        -1e30F,
                                    0x1p-25F,        0x1.8p-25F,      0x1p-30F};
    EXPECT_EQ(toFloat(makeTensor(values, {3, 3}, DType::Float16)),
              (std::vector<float>{1.0F, 1.0F + 0x1p-9F, 1.0F + 0x1p-10F, 65504.0F, infinity,
                                  -infinity, 0.0F, 0x1p-24F, 0.0F}));
    const std::vector<float> wide{1.0F + 0x1p-8F, 1.0F + 0x3p-8F, 1.0F + 0x1.8p-8F,
                                  std::numeric_limits<float>::max(), -infinity};
    EXPECT_EQ(toFloat(makeTensor(wide, {5}, DType::BFloat16)),
              (std::vector<float>{1.0F, 1.0F + 0x1p-6F, 1.0F + 0x1p-7F, infinity, -infinity}));
    const float nan = std::numeric_limits<float>::signaling_NaN();
    EXPECT_TRUE(std::isnan(toFloat(makeTensor(std::array{nan}, {1}, DType::BFloat16)).front()));
}

TEST(Tensor, AFloatTensorKeepsItsValuesAndItsOwnCopy)
{
    std::vector<float> values{0.1F, -0.0F, 3e38F, 1e-42F, 5.0F, 6.0F};
    const auto tensor = makeTensor(values, {2, 3});
    const auto kept = values;
    values.assign(6, 0.0F);
    EXPECT_EQ(tensor.dtype, DType::Float32);
    EXPECT_EQ(tensor.shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(tensor.elements(), 6);
    EXPECT_EQ(toFloat(tensor), kept);
}
