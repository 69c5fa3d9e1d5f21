#include "weights/hashedcopy.h"

#include "checkpoint/atomicfile.h"
#include "checkpoint/printable.h"
#include "checkpoint/textfile.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <fmt/format.h>
#include <functional>

namespace inceptoscope {

namespace {

namespace fs = std::filesystem;

constexpr qint64 pieceSize = 1 << 20;
constexpr std::size_t longestRecord = 10'000;

using Take = std::function<Expected<void>(const QByteArray &piece)>;

/// Reads it piece by piece and returns the hash.
Expected<std::string> readPieces(const fs::path &path, const std::stop_token &stop,
                                 const Take &take)
{
    QFile file(QFile::decodeName(path.c_str()));
    const auto failed = [&](std::string_view reason) {
        return failure(fmt::format("{} cannot be read: {}", printable(path.string()), reason));
    };
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failed(file.errorString().toStdString());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (QByteArray piece = file.read(pieceSize); !piece.isEmpty(); piece = file.read(pieceSize)) {
        if (stop.stop_requested())
            return failed("interrupted");
        hash.addData(piece);
        if (auto taken = take(piece); !taken)
            return tl::unexpected(taken.error());
    }
    if (file.error() != QFileDevice::NoError)
        return failed(file.errorString().toStdString());
    return hash.result().toHex().toStdString();
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

} // namespace

Expected<std::string> sha256OfFile(const fs::path &file, const std::stop_token &stop)
{
    return readPieces(file, stop, [](const QByteArray &) { return Expected<void>(); });
}

Expected<std::string> copyHashed(const fs::path &from, const fs::path &to,
                                 const std::stop_token &stop)
{
    auto copy = AtomicFile::create(to);
    if (!copy)
        return tl::unexpected(copy.error());
    auto sha256 = readPieces(from, stop, [&](const QByteArray &piece) {
        return copy->write(std::string_view(piece.constData(), piece.size()));
    });
    if (!sha256)
        return sha256;
    if (auto committed = copy->commit(); !committed)
        return tl::unexpected(committed.error());
    return sha256;
}

fs::path hashRecordPath(const fs::path &file)
{
    return fs::path(file).replace_extension(".sha256");
}

Expected<void> recordHash(const fs::path &file, const std::string &sha256)
{
    auto record = AtomicFile::create(hashRecordPath(file));
    if (!record)
        return tl::unexpected(record.error());
    const std::string line = fmt::format("{}  {}\n", sha256, file.filename().string());
    return record->write(std::string_view(line)).and_then([&] { return record->commit(); });
}

std::optional<std::string> recordedHash(const fs::path &file)
{
    const auto text = readTextFile(hashRecordPath(file), longestRecord);
    if (!text || text->size() < 64 || !std::all_of(text->begin(), text->begin() + 64, isHex))
        return std::nullopt;
    return text->substr(0, 64);
}

} // namespace inceptoscope
