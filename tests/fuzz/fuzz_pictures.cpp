#include "fuzz/fuzz.h"
#include "support/picturecheck.h"
#include "support/picturefiles.h"

#include <array>

using namespace inceptoscope;
namespace fs = std::filesystem;

namespace {

/// IDX and CIFAR files that are read, one of which is another each time.
struct Set
{
    void (*write)(const fs::path &folder);
    const char *file;
};

constexpr std::array sets{Set{test::writeIdxFiles, "train-images-idx3-ubyte"},
                          Set{test::writeIdxFiles, "train-labels-idx1-ubyte"},
                          Set{test::writeIdxFiles, "t10k-images-idx3-ubyte"},
                          Set{test::writeCifar10Files, "data_batch_1.bin"},
                          Set{test::writeCifar10Files, "batches.meta.txt"},
                          Set{test::writeCifar100Files, "train.bin"}};

} // namespace

/// The first byte says which file the others are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const test::TemporaryFolder folder;
    static const bool written = [] {
        for (std::size_t i = 0; i < sets.size(); ++i)
            sets[i].write(folder / std::to_string(i));
        return true;
    }();
    if (!written || size == 0)
        return 0;
    const std::size_t chosen = data[0] % sets.size();
    const fs::path own = folder / std::to_string(chosen);
    test::writeFile(own / sets[chosen].file, {reinterpret_cast<const char *>(data + 1), size - 1});
    fuzz::demand(test::problemOfPictures(openTrainingData(own, {}), own));
    return 0;
}
