#include "engine/preprocessing.h"
#include "support/testdata.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <gtest/gtest.h>
#include <numeric>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The picture of tests/data/preprocessing/make.py: noise, edges and ramps.
static RgbImage synthetic(int width, int height)
{
    RgbImage image{width, height, {}};
    std::uint32_t state = 1;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            state = state * 1664525U + 1013904223U;
            image.pixels.push_back(static_cast<std::uint8_t>(state >> 24));
            image.pixels.push_back((x / 3 + y / 2) % 2 == 1 ? 255 : 0);
            image.pixels.push_back(static_cast<std::uint8_t>(x * 5 + y * 3));
        }
    }
    return image;
}

static std::string fnv1a(const std::vector<std::uint8_t> &bytes)
{
    std::uint64_t value = 0xcbf29ce484222325U;
    for (const std::uint8_t byte : bytes)
        value = (value ^ byte) * 0x100000001b3U;
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
    return text;
}

/// A grey ramp along the longer side, so that a pixel's value tells where it came from.
static RgbImage ramp(int width, int height)
{
    RgbImage image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            image.pixels.insert(image.pixels.end(), 3, static_cast<std::uint8_t>(std::max(x, y)));
    }
    return image;
}

static std::vector<int> firstRow(const RgbImage &image)
{
    std::vector<int> row;
    for (int x = 0; x < image.width; ++x)
        row.push_back(image.pixels[static_cast<std::size_t>(x) * 3]);
    return row;
}

static std::vector<int> firstColumn(const RgbImage &image)
{
    std::vector<int> column;
    for (int y = 0; y < image.height; ++y)
        column.push_back(
            image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) * 3]);
    return column;
}

static std::vector<nlohmann::json> pillowRows()
{
    std::ifstream file(testData("preprocessing/pillow.json"));
    return nlohmann::json::parse(file).get<std::vector<nlohmann::json>>();
}

class PillowParity : public testing::TestWithParam<nlohmann::json>
{
};

TEST_P(PillowParity, ResizeGivesTheSameBytes)
{
    const nlohmann::json &row = GetParam();
    const RgbImage source = synthetic(row["from"][0], row["from"][1]);
    const auto filter =
        row["filter"] == "bicubic" ? Interpolation::Bicubic : Interpolation::Bilinear;
    const RgbImage result = resize(source, row["to"][0], row["to"][1], filter);
    EXPECT_EQ(result.width, row["to"][0]);
    EXPECT_EQ(result.height, row["to"][1]);
    if (row.contains("pixels"))
        EXPECT_EQ(result.pixels, row["pixels"].get<std::vector<std::uint8_t>>());
    else
        EXPECT_EQ(fnv1a(result.pixels), row["fnv1a"].get<std::string>());
}

static std::string nameOfRow(const testing::TestParamInfo<nlohmann::json> &info)
{
    const auto number = [&](const char *key, int index) {
        return std::to_string(info.param[key][index].get<int>());
    };
    return number("from", 0) + "x" + number("from", 1) + "To" + number("to", 0) + "x"
        + number("to", 1) + info.param["filter"].get<std::string>();
}

INSTANTIATE_TEST_SUITE_P(Pillow, PillowParity, testing::ValuesIn(pillowRows()), nameOfRow);

TEST(Resize, OfNothingOrToNothingIsEmpty)
{
    EXPECT_EQ(resize({}, 4, 4, Interpolation::Bicubic), RgbImage());
    EXPECT_EQ(resize(synthetic(3, 3), 0, 4, Interpolation::Bicubic), RgbImage());
    EXPECT_EQ(resize(synthetic(3, 3), 4, -1, Interpolation::Bicubic), RgbImage());
    EXPECT_EQ(resize({4, 4, std::vector<std::uint8_t>(47)}, 2, 2, Interpolation::Bicubic),
              RgbImage());
}

TEST(CropSeen, IsTheMiddleOfTheWholeResize)
{
    Preprocessing preprocessing;
    const RgbImage image = synthetic(500, 375);
    const RgbImage whole =
        resize(image, 454, 341, Interpolation::Bicubic); // 341 · 500 / 375 = 454.67
    RgbImage expected{299, 299, {}};
    for (int y = 0; y < 299; ++y) {
        const auto start = whole.pixels.begin() + ((21 + y) * 454 + 78) * 3; // 77.5 to the even 78
        expected.pixels.insert(expected.pixels.end(), start, start + 299 * 3);
    }
    EXPECT_EQ(cropSeen(image, preprocessing), expected);
}

/// The same picture as others keep it: four bytes a pixel, blue first, with a gap behind each row.
struct FourBytePicture
{
    explicit FourBytePicture(const RgbImage &image)
    {
        for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
            bytes.insert(
                bytes.end(),
                {image.pixels[i + 2], image.pixels[i + 1], image.pixels[i], std::uint8_t{255}});
            if ((i / 3 + 1) % static_cast<std::size_t>(image.width) == 0)
                bytes.insert(bytes.end(), gap, std::uint8_t{99});
        }
        view = {bytes.data(), image.width, image.height, std::ptrdiff_t{4} * image.width + gap,
                PixelOrder::Bgrx};
    }

    static constexpr int gap = 20;
    std::vector<std::uint8_t> bytes;
    PictureView view;
};

class SizeSeen : public testing::TestWithParam<std::pair<int, int>>
{
};

TEST_P(SizeSeen, IsTheSameFromFourBytesAPixel)
{
    const auto [width, height] = GetParam();
    const RgbImage image = synthetic(width, height);
    const FourBytePicture picture(image);
    for (const auto interpolation : {Interpolation::Bilinear, Interpolation::Bicubic}) {
        for (const auto &[shorter, crop] :
             {std::pair(341, 299), std::pair(40, 33), std::pair(7, 5)}) {
            Preprocessing preprocessing;
            preprocessing.shorterSide = shorter;
            preprocessing.inputSize = crop;
            preprocessing.interpolation = interpolation;
            EXPECT_EQ(cropSeen(picture.view, preprocessing), cropSeen(image, preprocessing));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, SizeSeen,
                         testing::Values(std::pair(1, 1), std::pair(3, 500), std::pair(500, 3),
                                         std::pair(15, 17), std::pair(16, 16), std::pair(33, 40),
                                         std::pair(40, 33), std::pair(341, 341),
                                         std::pair(375, 500), std::pair(500, 375),
                                         std::pair(1021, 683)));

struct OffsetCase
{
    int side;
    int crop;
    int offset;
};

class CropOffset : public testing::TestWithParam<OffsetCase>
{
};

// The shorter side keeps its length here, so nothing is resized and the ramp shows the offset.
TEST_P(CropOffset, RoundsHalvesToEven)
{
    const auto [side, crop, offset] = GetParam();
    Preprocessing preprocessing;
    preprocessing.shorterSide = crop;
    preprocessing.inputSize = crop;
    std::vector<int> expected(static_cast<std::size_t>(crop));
    std::iota(expected.begin(), expected.end(), offset);
    EXPECT_EQ(firstRow(cropSeen(ramp(side, crop), preprocessing)), expected);
    const RgbImage upright = cropSeen(ramp(crop, side), preprocessing);
    EXPECT_EQ(firstColumn(upright)[static_cast<std::size_t>(crop - 1)], offset + crop - 1);
}

INSTANTIATE_TEST_SUITE_P(Offsets, CropOffset,
                         testing::Values(OffsetCase{4, 4, 0}, OffsetCase{5, 4, 0},
                                         OffsetCase{6, 4, 1}, OffsetCase{7, 4, 2},
                                         OffsetCase{8, 4, 2}, OffsetCase{9, 4, 2},
                                         OffsetCase{11, 4, 4}, OffsetCase{13, 4, 4}));

TEST(CropSeen, TinyAndVeryLongPicturesAreSafe)
{
    const Preprocessing preprocessing;
    const RgbImage dot{1, 1, {10, 20, 30}};
    RgbImage expected{299, 299, {}};
    for (int i = 0; i < 299 * 299; ++i)
        expected.pixels.insert(expected.pixels.end(), {10, 20, 30});
    EXPECT_EQ(cropSeen(dot, preprocessing), expected);

    RgbImage line{1, 5000, {}};
    for (int y = 0; y < 5000; ++y)
        line.pixels.insert(line.pixels.end(), {10, 20, 30});
    EXPECT_EQ(cropSeen(line, preprocessing), expected);
    std::swap(line.width, line.height);
    EXPECT_EQ(cropSeen(line, preprocessing), expected);
    EXPECT_EQ(cropSeen(RgbImage(), preprocessing), RgbImage());
}

TEST(CropSeen, AShorterSideBelowTheCropCountsAsTheCrop)
{
    Preprocessing preprocessing;
    preprocessing.shorterSide = 10;
    preprocessing.inputSize = 20;
    EXPECT_EQ(cropSeen(synthetic(40, 40), preprocessing),
              resize(synthetic(40, 40), 20, 20, Interpolation::Bicubic));
}

struct ValueCase
{
    std::string name;
    Preprocessing preprocessing;
    std::vector<float> expected;
};

static Preprocessing values(double divisor, std::array<double, 3> mean, std::array<double, 3> std,
                            bool bgr)
{
    Preprocessing preprocessing;
    preprocessing.pixelDivisor = divisor;
    preprocessing.mean = mean;
    preprocessing.std = std;
    preprocessing.bgr = bgr;
    return preprocessing;
}

class Normalised : public testing::TestWithParam<ValueCase>
{
};

// Two pixels in one column: (0, 102, 255) above (51, 204, 128).
TEST_P(Normalised, GivesTheValuesFed)
{
    const RgbImage picture{1, 2, {0, 102, 255, 51, 204, 128}};
    const std::vector<float> result = normalised(picture, GetParam().preprocessing);
    ASSERT_EQ(result.size(), GetParam().expected.size());
    for (std::size_t i = 0; i < result.size(); ++i)
        EXPECT_FLOAT_EQ(result[i], GetParam().expected[i]) << "value " << i;
}

INSTANTIATE_TEST_SUITE_P(
    Weights, Normalised,
    testing::Values(
        ValueCase{"HalfAndHalf", Preprocessing(), {-1.0F, -0.6F, -0.2F, 0.6F, 1.0F, 0.003921569F}},
        ValueCase{"ImageNet",
                  values(255.0, {0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}, false),
                  {-2.117904F, -1.2445415F, -0.25F, 1.5357143F, 2.64F, 0.42649239F}},
        ValueCase{"BlueGreenRed",
                  values(1.0, {104.0, 117.0, 128.0}, {1.0, 1.0, 1.0}, true),
                  {151.0F, 24.0F, -15.0F, 87.0F, -128.0F, -77.0F}},
        ValueCase{
            "Faces",
            values(1.0, {127.5, 127.5, 127.5}, {128.0, 128.0, 128.0}, false),
            {-0.99609375F, -0.59765625F, -0.19921875F, 0.59765625F, 0.99609375F, 0.00390625F}}),
    [](const auto &row) { return row.param.name; });

TEST(Preprocessing, AnotherInputSizeKeepsTheRatio)
{
    const Preprocessing preprocessing;
    EXPECT_EQ(preprocessing.withInputSize(299), preprocessing);
    Preprocessing expected = preprocessing;
    expected.inputSize = 128;
    expected.shorterSide = 146; // 128 · 341 / 299 = 145.98
    EXPECT_EQ(preprocessing.withInputSize(128), expected);
}

// As timm computes it, and Cadene: floor(size / crop_pct).
TEST(WithInputSize, KeepsTheShareOfTheCropWhereItIsStated)
{
    Preprocessing preprocessing;
    preprocessing.cropShare = 0.875;
    const auto shorterSide = [&](int size) {
        return preprocessing.withInputSize(size).shorterSide;
    };
    EXPECT_EQ(shorterSide(299), 341);
    EXPECT_EQ(shorterSide(224), 256);
    EXPECT_EQ(shorterSide(160), 182);
    EXPECT_EQ(shorterSide(320), 365);
    preprocessing.cropShare = 0.8975;
    EXPECT_EQ(shorterSide(299), 333);
    EXPECT_EQ(shorterSide(224), 249);
    preprocessing.cropShare = 1.0;
    EXPECT_EQ(shorterSide(160), 160);
}
