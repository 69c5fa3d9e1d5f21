#include "checkpoint/npy.h"
#include "support/temporaryfolder.h"

#include <array>
#include <gtest/gtest.h>
#include <vector>

using namespace inceptoscope;
using namespace inceptoscope::test;
using namespace std::string_literals;

namespace {

using Shape = std::vector<std::int64_t>;

std::string written(const std::vector<float> &values, const Shape &shape)
{
    const TemporaryFolder folder;
    const auto result = writeNpy(folder / "a.npy", values, shape);
    EXPECT_TRUE(result) << result.error().message;
    return readFile(folder / "a.npy");
}

} // namespace

TEST(Npy, IsWrittenByteByByte)
{
    const std::string expected = "\x93NUMPY\x01\x00\x76\x00"s
                                 "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 2), }"
        + std::string(55, ' ') + "\n"
        + "\x00\x00\x00\x00\x00\x00\x80\x3f\x00\x00\x80\xbf\x00\x00\x20\x41"s;
    EXPECT_EQ(written({0.0F, 1.0F, -1.0F, 10.0F}, {2, 1, 2}), expected);
}

TEST(Npy, OneExtentIsATupleToo)
{
    const std::string text = written({1.0F}, {1});
    EXPECT_EQ(text.substr(10, 58), "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } ");
    EXPECT_EQ(text.size(), 128U + 4U);
}

TEST(Npy, ValuesBeginAtAMultipleOf64)
{
    for (std::int64_t extent = 1; extent < 10'000'000; extent *= 10) {
        const std::string text = written({}, {extent, extent, 0});
        EXPECT_EQ(text.size() % 64, 0U) << extent;
        EXPECT_EQ(text.back(), '\n') << extent;
    }
}

TEST(Npy, AShapeThatDoesNotFitIsRefused)
{
    const TemporaryFolder folder;
    const std::array<float, 3> values{};
    const std::vector<Shape> wrong = {{2, 2}, {-1, -3}, {1LL << 62U, 4, 3}};
    for (const Shape &shape : wrong)
        EXPECT_FALSE(writeNpy(folder / "a.npy", values, shape));
    const auto result = writeNpy("a.npy", values, Shape{2, 2});
    EXPECT_EQ(result.error().message,
              "a.npy cannot be written: 3 values do not fill the shape (2, 2)");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Npy, AMissingFolderIsNamed)
{
    const TemporaryFolder folder;
    const auto path = folder / "none" / "a.npy";
    EXPECT_EQ(writeNpy(path, {}, Shape{0}).error().message,
              path.string() + " cannot be written: No such file or directory");
}
