#pragma once

#include "support/temporaryfolder.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <zlib.h>

// IDX and CIFAR files for tests.
namespace inceptoscope::test {

inline std::string bigEndian(std::uint32_t number)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(number >> shift);
    return bytes;
}

/// A header with as many dimensions as there are extents, and what follows it.
inline std::string idx(std::initializer_list<std::uint32_t> extents, std::string_view data)
{
    std::string bytes = bigEndian(0x800 + static_cast<std::uint32_t>(extents.size()));
    for (const std::uint32_t extent : extents)
        bytes += bigEndian(extent);
    return bytes.append(data);
}

inline std::string gzipped(std::string bytes)
{
    z_stream stream = {};
    if (deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        std::abort();
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        std::abort();
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// Bytes that differ from place to place.
inline std::string pattern(std::size_t size)
{
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 37 + i / 256);
    return bytes;
}

/// Six pictures of 5×4 pixels and three classes to train on, three to validate with.
inline void writeIdxFiles(const std::filesystem::path &folder)
{
    std::filesystem::create_directories(folder);
    writeFile(folder / "train-images-idx3-ubyte", idx({6, 4, 5}, pattern(120)));
    writeFile(folder / "train-labels-idx1-ubyte", idx({6}, std::string("\0\1\2\0\1\2", 6)));
    writeFile(folder / "t10k-images-idx3-ubyte", idx({3, 4, 5}, pattern(60)));
    writeFile(folder / "t10k-labels-idx1-ubyte", idx({3}, std::string("\2\1\0", 3)));
}

constexpr std::size_t cifarPixels = 3'072; ///< red, green and blue of 32×32

/// CIFAR-10's pictures, of these classes.
inline std::string cifarPictures(std::initializer_list<int> labels)
{
    std::string bytes;
    for (const int label : labels)
        bytes += static_cast<char>(label) + pattern(cifarPixels);
    return bytes;
}

inline void writeCifar10Files(const std::filesystem::path &folder)
{
    std::filesystem::create_directories(folder);
    writeFile(folder / "data_batch_1.bin", cifarPictures({3, 9}));
    writeFile(folder / "data_batch_2.bin", cifarPictures({0}));
    writeFile(folder / "test_batch.bin", cifarPictures({7, 1}));
    writeFile(folder / "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
}

inline void writeCifar100Files(const std::filesystem::path &folder)
{
    std::filesystem::create_directories(folder);
    const auto picture = [](char coarse, char fine) {
        return std::string{coarse, fine} + pattern(cifarPixels);
    };
    writeFile(folder / "train.bin", picture(2, 75) + picture(1, 99));
    writeFile(folder / "test.bin", picture(0, 5));
}

} // namespace inceptoscope::test
