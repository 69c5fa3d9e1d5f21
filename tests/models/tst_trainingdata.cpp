#include "support/picturefiles.h"
#include "training/trainingdata.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <set>

using namespace inceptoscope;
using namespace inceptoscope::test;
namespace fs = std::filesystem;

namespace {

void writeClass(const fs::path &folder, int photos)
{
    fs::create_directories(folder);
    for (int i = 0; i < photos; ++i)
        writeFile(folder / (std::to_string(i) + ".jpg"), "photo");
}

/// What is wrong with the data, without the folder's name; empty where nothing is.
std::string problemOf(const fs::path &folder)
{
    const auto data = openTrainingData(folder, {});
    if (data)
        return {};
    std::string message = data.error().message;
    const std::string name = folder.string();
    for (auto at = message.find(name); at != std::string::npos; at = message.find(name))
        message.replace(at, name.size(), "DATA");
    return message;
}

std::set<fs::path> validating(const fs::path &folder, const Split &split)
{
    const auto folders = scanClassFolders(folder, split).value();
    std::set<fs::path> paths;
    for (const LabelledPhoto &photo : folders.validation)
        paths.insert(photo.path.lexically_relative(folder));
    return paths;
}

} // namespace

TEST(TrainingData, IsRecognisedByWhatIsThere)
{
    const TemporaryFolder folder;
    writeIdxFiles(folder / "idx");
    writeCifar10Files(folder / "ten");
    writeCifar100Files(folder / "hundred");
    for (const char *part : {"both/train/a", "both/train/b", "both/val/a", "both/val/b"})
        writeClass(folder / part, 2);
    writeClass(folder / "classes/a", 2);
    writeClass(folder / "classes/b", 2);
    const auto told = [&](const char *name) {
        const auto data = openTrainingData(folder / name, {});
        if (!data)
            return data.error().message;
        std::string text;
        if (const auto *set = std::get_if<PictureSet>(&*data))
            text = std::to_string(set->train.front().image.width) + " pixels, ";
        else
            text = std::get<ImageFolders>(*data).split ? "split, " : "two parts, ";
        return text + std::to_string(classesOf(*data).size()) + " from " + classesOf(*data).front();
    };
    EXPECT_EQ(told("idx"), "5 pixels, 3 from 0");
    EXPECT_EQ(told("ten"), "32 pixels, 10 from a");
    EXPECT_EQ(told("hundred"), "32 pixels, 100 from 0");
    EXPECT_EQ(told("both"), "two parts, 2 from a");
    EXPECT_EQ(told("classes"), "split, 2 from a");
    EXPECT_EQ(told("nowhere"),
              (folder / "nowhere").string() + " cannot be read: No such file or directory");
    EXPECT_EQ(told("ten/test_batch.bin"),
              (folder / "ten/test_batch.bin").string()
                  + " is no folder; training takes a folder of class folders, or one with the "
                    "files of CIFAR or MNIST");
}

TEST(ClassFolders, SplitIsByShareSeedAndName)
{
    const TemporaryFolder folder;
    writeClass(folder / "a", 50);
    writeClass(folder / "b", 3);
    writeClass(folder / "c", 2);
    const auto folders = scanClassFolders(folder.path(), {0.2, 1}).value();
    const auto count = [](const std::vector<LabelledPhoto> &photos, int label) {
        return std::ranges::count(photos, label, &LabelledPhoto::label);
    };
    EXPECT_EQ(count(folders.validation, 0), 10);
    EXPECT_EQ(count(folders.train, 0), 40);
    EXPECT_EQ(count(folders.validation, 1), 1);
    EXPECT_EQ(count(folders.validation, 2), 1);
    EXPECT_EQ(count(folders.train, 2), 1);
    EXPECT_TRUE(std::ranges::is_sorted(folders.train, {}, &LabelledPhoto::path));
    std::set<fs::path> all;
    for (const auto *part : {&folders.train, &folders.validation}) {
        for (const LabelledPhoto &photo : *part)
            all.insert(photo.path);
    }
    EXPECT_EQ(all.size(), 55U);

    EXPECT_EQ(validating(folder.path(), {0.2, 1}), validating(folder.path(), {0.2, 1}));
    EXPECT_NE(validating(folder.path(), {0.2, 1}), validating(folder.path(), {0.2, 2}));
    // Another share or another photo moves as few as can be.
    const auto few = validating(folder.path(), {0.2, 1});
    const auto more = validating(folder.path(), {0.4, 1});
    EXPECT_TRUE(std::ranges::includes(more, few));
    EXPECT_EQ(count(scanClassFolders(folder.path(), {0.99, 1})->train, 0), 1);
}

TEST(ClassFolders, SayWhatIsWrong)
{
    const TemporaryFolder folder;
    EXPECT_EQ(problemOf(folder.path()), "DATA holds 0 class folders; at least two are needed");
    writeClass(folder / "a", 2);
    EXPECT_EQ(problemOf(folder.path()), "DATA holds 1 class folder; at least two are needed");
    fs::create_directories(folder / "b");
    EXPECT_EQ(problemOf(folder.path()), "DATA/b holds no photos");
    writeFile(folder / "b/0.jpg", "photo");
    EXPECT_EQ(problemOf(folder.path()),
              "DATA/b holds one photo only; at least two are needed, one to train on and one to "
              "validate with");
    fs::create_directories(folder / "train/a");
    EXPECT_EQ(problemOf(folder.path()), "DATA/train holds 1 class folder; at least two are needed");
}

TEST(IdxFiles, GreyBecomesThreeChannels)
{
    const TemporaryFolder folder;
    writeIdxFiles(folder.path());
    const auto data = openTrainingData(folder.path(), {});
    ASSERT_TRUE(data) << data.error().message;
    const auto &set = std::get<PictureSet>(*data);
    ASSERT_EQ(set.train.size(), 6U);
    ASSERT_EQ(set.validation.size(), 3U);
    const std::string bytes = pattern(120);
    for (std::size_t i = 0; i < 6; ++i) {
        RgbImage image{5, 4, {}};
        for (std::size_t at = 20 * i; at < 20 * (i + 1); ++at)
            image.pixels.insert(image.pixels.end(), 3, static_cast<std::uint8_t>(bytes[at]));
        EXPECT_EQ(set.train[i], (TrainingPhoto{image, static_cast<int>(i % 3)})) << i;
    }
    EXPECT_EQ(set.validation[0].label, 2);
}

TEST(IdxFiles, AreReadPackedToo)
{
    const TemporaryFolder folder;
    writeIdxFiles(folder / "plain");
    fs::create_directories(folder / "packed");
    for (const auto &entry : fs::directory_iterator(folder / "plain"))
        writeFile(folder / "packed" / (entry.path().filename().string() + ".gz"),
                  gzipped(readFile(entry.path())));
    const auto plain = openTrainingData(folder / "plain", {});
    const auto packed = openTrainingData(folder / "packed", {});
    ASSERT_TRUE(packed) << packed.error().message;
    EXPECT_EQ(std::get<PictureSet>(*packed).train, std::get<PictureSet>(*plain).train);
    EXPECT_EQ(std::get<PictureSet>(*packed).validation, std::get<PictureSet>(*plain).validation);
}

TEST(IdxFiles, OfFashionMnistAreReadWhole)
{
    const fs::path folder = "/usr/share/datasets/fashion-mnist"; // Debian's dataset-fashion-mnist
    ASSERT_TRUE(fs::exists(folder)) << "./dev installs it: dataset-fashion-mnist";
    const auto data = openTrainingData(folder, {});
    ASSERT_TRUE(data) << data.error().message;
    const auto &set = std::get<PictureSet>(*data);
    EXPECT_EQ(set.classes.size(), 10U);
    EXPECT_EQ(set.train.size(), 60'000U);
    EXPECT_EQ(set.validation.size(), 10'000U);
    for (int label = 0; label < 10; ++label)
        EXPECT_EQ(std::ranges::count(set.train, label, &TrainingPhoto::label), 6'000);
}

TEST(CifarFiles, PlanesBecomePixels)
{
    const TemporaryFolder folder;
    writeCifar10Files(folder.path());
    const auto data = openTrainingData(folder.path(), {});
    ASSERT_TRUE(data) << data.error().message;
    const auto &set = std::get<PictureSet>(*data);
    std::vector<int> labels;
    for (const TrainingPhoto &photo : set.train)
        labels.push_back(photo.label);
    EXPECT_EQ(labels, (std::vector<int>{3, 9, 0}));
    const std::string bytes = pattern(3072);
    RgbImage image{32, 32, {}};
    for (std::size_t i = 0; i < 1024; ++i) {
        for (std::size_t plane = 0; plane < 3; ++plane)
            image.pixels.push_back(static_cast<std::uint8_t>(bytes[1024 * plane + i]));
    }
    EXPECT_EQ(set.validation[1], (TrainingPhoto{image, 1}));
    fs::remove(folder / "batches.meta.txt");
    EXPECT_EQ(classesOf(openTrainingData(folder.path(), {}).value())[9], "9");
}

TEST(CifarFiles, FineLabelsAreTheClasses)
{
    const TemporaryFolder folder;
    writeCifar100Files(folder.path());
    const auto data = openTrainingData(folder.path(), {});
    ASSERT_TRUE(data) << data.error().message;
    EXPECT_EQ(std::get<PictureSet>(*data).train[0].label, 75);
    EXPECT_EQ(std::get<PictureSet>(*data).validation[0].label, 5);
}

namespace {

struct BadFile
{
    const char *name;
    std::string bytes;
    std::string sentence;
};

void expectRefused(void (*write)(const fs::path &), const std::vector<BadFile> &files)
{
    for (const BadFile &file : files) {
        const TemporaryFolder folder;
        write(folder.path());
        EXPECT_EQ(problemOf(folder.path()), "");
        writeFile(folder / file.name, file.bytes);
        EXPECT_EQ(problemOf(folder.path()), file.sentence);
    }
}

const char *const images = "train-images-idx3-ubyte";
const char *const labels = "train-labels-idx1-ubyte";
const std::string imagesRefused = "DATA/train-images-idx3-ubyte cannot be read: ";

} // namespace

TEST(IdxFiles, SayWhatIsWrong)
{
    const std::string whole = idx({6, 4, 5}, pattern(120));
    const std::string tooMany =
        imagesRefused + "it claims 6 pictures of 5×4, more than is read from a file of its size";
    const auto sides = [](const char *claim) {
        return imagesRefused + "it claims pictures of " + claim
            + " pixels; sides of 1 to 4096 can be read";
    };
    const auto entries = [](const char *claim) {
        return imagesRefused + "it claims " + claim + " entries; 1 to 1000000 can be read";
    };
    std::string wrongSum = gzipped(whole);
    wrongSum[wrongSum.size() - 7] = static_cast<char>(wrongSum[wrongSum.size() - 7] ^ 1);
    expectRefused(
        writeIdxFiles,
        {{images, "", imagesRefused + "it is cut short"},
         {images, whole.substr(0, 15), imagesRefused + "it is cut short"},
         {images, whole.substr(0, 135), tooMany},
         {images, whole + "x", imagesRefused + "there is more in it than it claims"},
         {images, idx({60}, pattern(60)),
          imagesRefused
              + "it begins with 0x00000801, and IDX with bytes in 3 dimensions with 0x00000803"},
         {images, idx({0, 4, 5}, ""), entries("0")},
         {images, idx({0xffffffff, 4, 5}, pattern(120)), entries("4294967295")},
         {images, idx({6, 0, 5}, pattern(120)), sides("5×0")},
         {images, idx({6, 4, 0xffffffff}, pattern(120)), sides("4294967295×4")},
         {images, idx({1'000'000, 4'096, 4'096}, pattern(120)),
          imagesRefused
              + "it claims 1000000 pictures of 4096×4096, more than is read from a file of its "
                "size"},
         {images, gzipped(idx({6, 4, 5}, pattern(119))), imagesRefused + "it is cut short"},
         {images, gzipped(whole + std::string(8'000'000, '\0')),
          imagesRefused + "there is more in it than it claims"},
         {images, gzipped(whole) + "x", imagesRefused + "something follows its gzip data"},
         {images, gzipped(whole).substr(0, 60), imagesRefused + "it is cut short"},
         {images, gzipped(whole).substr(0, gzipped(whole).size() - 4),
          imagesRefused + "it is cut short"},
         {images, wrongSum, imagesRefused + "its gzip data is damaged"},
         {labels, idx({5}, pattern(5)),
          "DATA/train-labels-idx1-ubyte holds 5 labels for the 6 pictures of "
          "train-images-idx3-ubyte"},
         {labels, idx({6}, "12345"),
          "DATA/train-labels-idx1-ubyte cannot be read: it is cut short"},
         {labels, idx({6}, "1234567"),
          "DATA/train-labels-idx1-ubyte cannot be read: there is more in it than it claims"},
         {labels, idx({6}, std::string(6, '\4')),
          "DATA/train-labels-idx1-ubyte has pictures of class 4 only; at least two classes are "
          "needed"},
         {"t10k-labels-idx1-ubyte", idx({3}, std::string("\1\3\0", 3)),
          "DATA/t10k-labels-idx1-ubyte: picture 2 is of class 3, and there are 3, from 0"},
         {"t10k-images-idx3-ubyte", idx({3, 5, 4}, pattern(60)),
          "DATA/t10k-images-idx3-ubyte holds pictures of 4×5 pixels, and train-images-idx3-ubyte "
          "of 5×4"}});
}

TEST(IdxFiles, AreAllNeeded)
{
    for (const char *missing : {"train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"}) {
        const TemporaryFolder folder;
        writeIdxFiles(folder.path());
        fs::remove(folder / (std::string(missing) + "-ubyte"));
        EXPECT_EQ(problemOf(folder.path()),
                  std::string("DATA holds no ") + missing + "-ubyte, plain or as .gz");
    }
}

TEST(CifarFiles, SayWhatIsWrong)
{
    const std::string refused = "DATA/data_batch_1.bin cannot be read: ";
    const std::string noWhole = " bytes, no whole number of CIFAR-10's pictures of 3073";
    std::string tooLong;
    for (int i = 0; i < 10'001; ++i)
        tooLong += cifarPictures({i % 10});
    expectRefused(
        writeCifar10Files,
        {{"data_batch_1.bin", "", refused + "it has 0" + noWhole},
         {"data_batch_1.bin", cifarPictures({1, 2}).substr(1), refused + "it has 6145" + noWhole},
         {"data_batch_1.bin", cifarPictures({1, 2}) + "x", refused + "it has 6147" + noWhole},
         {"data_batch_1.bin", tooLong,
          refused + "it has 30733073 bytes, more than CIFAR-10's 10000 pictures take"},
         {"data_batch_1.bin", cifarPictures({1, 10}),
          "DATA/data_batch_1.bin: picture 2 is of class 10, and there are 10, from 0"},
         {"data_batch_1.bin", cifarPictures({0, 0}),
          "DATA has pictures of class 0 only; at least two classes are needed"},
         {"test_batch.bin", cifarPictures({255}),
          "DATA/test_batch.bin: picture 1 is of class 255, and there are 10, from 0"},
         {"batches.meta.txt", "a\nb\n",
          "DATA/batches.meta.txt holds 2 names, and CIFAR-10 has 10 classes"},
         {"batches.meta.txt", std::string(100'000, 'a'),
          "DATA/batches.meta.txt cannot be read: it has 100000 bytes, more than 65536"}});
    // It begins as gzip does, and is none.
    expectRefused(writeCifar100Files,
                  {{"train.bin", "\x1f\x8b" + pattern(3072),
                    "DATA/train.bin: picture 1 is of class 139, and there are 100, from 0"}});
    const TemporaryFolder folder;
    writeCifar10Files(folder.path());
    fs::remove(folder / "test_batch.bin");
    EXPECT_EQ(problemOf(folder.path()),
              "DATA/test_batch.bin cannot be read: No such file or directory");
}
