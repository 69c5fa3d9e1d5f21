#include "checkpoint/fileformat.h"
#include "checkpoint/tensorfile.h"
#include "support/temporaryfolder.h"
#include "support/testdata.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

struct Row
{
    const char *name; ///< of the file
    std::string bytes;
    std::string reason;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

std::string tarBytes(const std::string &name)
{
    std::string bytes = name;
    bytes.resize(257);
    return bytes + std::string("ustar\0", 6) + std::string(249, '\0');
}

const std::string oldTorch = "it is a tar archive of the first PyTorch; load it in PyTorch and "
                             "save it again with torch.save";
const std::string compressed = "it is a compressed file; unpack it and open what is inside";

const std::vector<Row> foreignFiles{
    {"empty.pth", "", "it is empty"},
    {"text.pth", "hello, world", "it is neither a safetensors file nor one of PyTorch's"},
    {"short.pth", "PK", "it is neither a safetensors file nor one of PyTorch's"},
    {"pointer.safetensors",
     "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n",
     "it is a Git LFS pointer, not the file it stands for; fetch that with \"git lfs pull\" or "
     "download it from its page"},
    {"page.safetensors", "\xef\xbb\xbf\r\n <!DocType HTML>\n<html><title>Sign in</title></html>",
     "it is a web page, not the file that was to be downloaded"},
    {"page.pth", "<html lang=\"en\">", "it is a web page, not the file that was to be downloaded"},
    {"model.h5", std::string("\x89HDF\r\n\x1a\n\0\0\0\0\0\x08\x08\0", 16),
     "it is an HDF5 file, as Keras writes them; a safetensors or PyTorch file of the network is "
     "needed"},
    {"model.onnx",
     "\x08\x06\x12\x07pytorch\x1a\x03"
     "1.9:",
     "it is an ONNX model; a safetensors or PyTorch file of the network is needed"},
    {"model.gguf", std::string("GGUF\x03\0\0\0\0\0\0\0", 12),
     "it is a GGUF file, which is for language models"},
    {"model.tflite", std::string("\x1c\0\0\0TFL3\x14\0", 10),
     "it is a TensorFlow Lite model; a safetensors or PyTorch file is needed"},
    {"saved_model.pb", "\x08\x01\x12\x8c\x0c meta graph",
     "it is a TensorFlow SavedModel; a safetensors or PyTorch file is needed"},
    {"model.ckpt.index", std::string(40, '\1') + "\x57\xfb\x80\x8b\x24\x75\x47\xdb",
     "it is a TensorFlow checkpoint; a safetensors or PyTorch file is needed"},
    {"model.ckpt.data-00000-of-00001", std::string(64, '\1'),
     "it is part of a TensorFlow checkpoint; a safetensors or PyTorch file is needed"},
    {"checkpoint", "model_checkpoint_path: \"model.ckpt-1\"\n",
     "it is the index of a TensorFlow checkpoint; a safetensors or PyTorch file is needed"},
    {"old.pth", tarBytes("sys_info"), oldTorch},
    {"old2.pth", tarBytes("pickle"), oldTorch},
    {"weights.tar", tarBytes("inception_v4/weights.pth"),
     "it is a tar archive; unpack it and open what is inside"},
    {"weights.tar.gz", std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10), compressed},
    {"weights.pth.xz",
     std::string("\xfd"
                 "7zXZ\0\0\x04",
                 8),
     compressed},
    {"weights.pth.bz2", "BZh91AY&SY", compressed},
    {"weights.pth.zst", "\x28\xb5\x2f\xfd\x04\x58", compressed},
    {"array.npy", std::string("\x93NUMPY\x01\0v\0", 10),
     "it is a single NumPy array, not the tensors of a network"},
    {"plain.pkl", "\x80\x04\x95 and more", "it is a Python pickle, but not one of PyTorch's"},
    {"protocol5.pkl", "\x80\x05\x95 and more", "it is a Python pickle, but not one of PyTorch's"},
    {"empty.zip", "PK\x05\x06" + std::string(18, '\0'), "it is an empty zip archive"},
    {"photo.bin", "\xff\xd8\xff\xe0 JFIF", "it is a picture"},
    {"arrays.npz", std::string("PK\x03\x04\0\0\0\0", 8),
     "it has no directory at its end, so it is cut short or damaged"},
    {"cut.safetensors", std::string("\x40\0\0\0\0\0\0\0{", 9),
     "its header claims 64 bytes where only 1 follow, so the file is cut short or damaged"},
};

class ForeignFiles : public testing::TestWithParam<Row>
{
};

TEST_P(ForeignFiles, AreNamed)
{
    const TemporaryFolder folder;
    const auto path = folder / GetParam().name;
    writeFile(path, GetParam().bytes);
    const auto file = readTensorFile(path);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().message, path.string() + " cannot be read: " + GetParam().reason);
}

std::string testName(std::string_view name)
{
    std::string letters;
    for (const char letter : name)
        letters += std::isalnum(static_cast<unsigned char>(letter)) ? letter : '_';
    return letters;
}

INSTANTIATE_TEST_SUITE_P(FileFormat, ForeignFiles, testing::ValuesIn(foreignFiles),
                         [](const auto &row) { return testName(row.param.name); });

TEST(FileFormat, IsToldByContentsAndNotByName)
{
    const TemporaryFolder folder;
    const std::filesystem::path fixtures = testData("pytorch");
    TensorFile tensors;
    tensors.tensors.emplace("w", makeTensor(std::vector<float>{1, 2}, {2}));
    ASSERT_TRUE(writeSafetensors(folder / "a.pth", tensors));
    std::filesystem::copy(fixtures / "module-zip.pth", folder / "b.safetensors");
    std::filesystem::copy(fixtures / "module-legacy.pth", folder / "c");
    EXPECT_TRUE(readTensorFile(folder / "a.pth"));
    EXPECT_TRUE(readTensorFile(folder / "b.safetensors"));
    EXPECT_TRUE(readTensorFile(folder / "c"));

    const auto format = [&](const char *name) {
        const std::string bytes = readFile(folder / name).substr(0, formatBytes);
        return tensorFormat(std::as_bytes(std::span(bytes)));
    };
    EXPECT_EQ(format("a.pth"), TensorFormat::Safetensors);
    EXPECT_EQ(format("b.safetensors"), TensorFormat::Zip);
    EXPECT_EQ(format("c"), TensorFormat::TorchLegacy);
    EXPECT_EQ(tensorFormat({}), std::nullopt);
}

TEST(FileFormat, SaysWhatIsNoFile)
{
    const TemporaryFolder folder;
    EXPECT_EQ(readTensorFile(folder.path()).error().message,
              folder.path().string() + " cannot be read: it is a folder");
    EXPECT_EQ(readTensorFile(folder / "absent").error().message,
              (folder / "absent").string() + " cannot be read: No such file or directory");
}

} // namespace
