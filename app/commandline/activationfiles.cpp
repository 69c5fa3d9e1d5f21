#include "commandline/activationfiles.h"

#include "checkpoint/atomicfile.h"
#include "checkpoint/npy.h"
#include "commandline/commandoutput.h"
#include "render/activationimage.h"

#include <QBuffer>

#include <array>
#include <filesystem>

namespace inceptoscope {

namespace {

namespace fs = std::filesystem;

fs::path fileOf(const std::string &folder, const ObservedBlock &block, const char *suffix)
{
    return fs::path(folder) / (block.id + suffix);
}

Expected<void> prepareFolder(const std::string &folder, const std::vector<ObservedBlock> &blocks,
                             const char *suffix, bool force)
{
    if (folder.empty())
        return {};
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return failure(folder + " cannot be made: " + error.message());
    for (const ObservedBlock &block : blocks) {
        if (auto free = checkReplaceable(fileOf(folder, block, suffix), force); !free)
            return free;
    }
    return {};
}

Expected<void> writeArray(const fs::path &path, const Activation &activation)
{
    const GridShape &shape = activation.shape;
    const std::array<std::int64_t, 3> extents{shape.channels, shape.height, shape.width};
    return writeNpy(path, activation.all(), extents);
}

Expected<void> writeSheet(const fs::path &path, const Activation &activation)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!sheetImage(activation).save(&buffer, "png"))
        return failure(path.string() + " cannot be written: the picture could not be encoded");
    auto file = AtomicFile::create(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto written = file->write(std::as_bytes(std::span(bytes.constData(), bytes.size())));
    return written ? file->commit() : written;
}

/// Whether it went well; if not, the person is told.
bool told(const Expected<void> &written)
{
    if (!written)
        complain(written.error().message);
    return written.has_value();
}

} // namespace

Expected<void> prepareFolders(const ActivationFiles &files,
                              const std::vector<ObservedBlock> &blocks)
{
    const auto ready = prepareFolder(files.npy, blocks, ".npy", files.force);
    return ready ? prepareFolder(files.png, blocks, ".png", files.force) : ready;
}

bool writeFiles(const ActivationFiles &files, const std::vector<ObservedBlock> &blocks,
                const Activations &answer, const std::stop_token &stop)
{
    bool complete = true;
    for (const ObservedBlock &block : blocks) {
        if (stop.stop_requested()) {
            complain("interrupted; the files that were finished are there");
            return false;
        }
        const Activation &activation = answer.captured.at(block.output);
        if (!files.npy.empty())
            complete &= told(writeArray(fileOf(files.npy, block, ".npy"), activation));
        if (!files.png.empty())
            complete &= told(writeSheet(fileOf(files.png, block, ".png"), activation));
    }
    return complete;
}

} // namespace inceptoscope
