#include "weights/partfile.h"

#include "checkpoint/atomicfile.h"
#include "checkpoint/jsonfields.h"
#include "checkpoint/printable.h"
#include "checkpoint/textfile.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace inceptoscope {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longestRecord = 100'000;
constexpr qint64 pieceSize = 1 << 20;

/// A record that cannot be read is none.
PartRecord readRecord(const fs::path &path)
{
    const auto text = readTextFile(path, longestRecord);
    if (!text)
        return {};
    JsonFields fields(*text, "the record");
    std::string url;
    std::string validator;
    double total = -1.0;
    fields.read("url", url);
    fields.read("validator", validator);
    fields.read("total", total);
    if (!fields.finishLoosely() || !(total >= -1.0 && total < 1e15))
        return {};
    return {QUrl(QString::fromStdString(url)), QByteArray::fromStdString(validator),
            static_cast<std::int64_t>(total)};
}

Expected<void> writeRecord(const fs::path &path, const PartRecord &record)
{
    const nlohmann::ordered_json object{
        {"url", record.url.toString(QUrl::FullyEncoded).toStdString()},
        {"validator", record.validator.toStdString()},
        {"total", record.total}};
    const std::string text =
        object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    return AtomicFile::create(path).and_then([&](AtomicFile file) {
        return file.write(std::string_view(text)).and_then([&] { return file.commit(); });
    });
}

fs::path partPath(const fs::path &destination)
{
    return destination.string() + ".part";
}

fs::path recordPathOf(const fs::path &destination)
{
    return destination.string() + ".part.json";
}

} // namespace

std::optional<LeftPart> leftPartOf(const fs::path &destination)
{
    std::error_code error;
    const auto bytes = fs::file_size(partPath(destination), error);
    LeftPart part{readRecord(recordPathOf(destination)),
                  error ? 0 : static_cast<std::int64_t>(bytes)};
    const PartRecord &record = part.record;
    const bool fits =
        !record.validator.isEmpty() && (record.total < 0 || part.bytes <= record.total);
    return fits && part.bytes > 0 ? std::optional(part) : std::nullopt;
}

PartFile::PartFile(fs::path destination)
    : m_destination(std::move(destination))
{
    m_file.setFileName(QFile::decodeName(path().c_str()));
}

fs::path PartFile::path() const
{
    return partPath(m_destination);
}

fs::path PartFile::recordPath() const
{
    return recordPathOf(m_destination);
}

tl::unexpected<Error> PartFile::failed() const
{
    return failure(fmt::format("{} cannot be written: {}", printable(path().string()),
                               m_file.errorString().toStdString()));
}

Expected<void> PartFile::open(const QUrl &url, const std::stop_token &stop)
{
    close();
    m_hash.reset();
    m_size = 0;
    m_record = readRecord(recordPath());
    // Unbuffered, so that a full disk is noticed at once.
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
        return failed();
    const bool fits = m_record.url == url && !m_record.validator.isEmpty()
        && (m_record.total < 0 || m_file.size() <= m_record.total);
    if (fits)
        return readBack(stop);
    m_record = {};
    return m_file.resize(0) ? Expected<void>() : failed();
}

Expected<void> PartFile::readBack(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        const QByteArray piece = m_file.read(pieceSize);
        if (piece.isEmpty())
            break;
        m_hash.addData(piece);
        m_size += piece.size();
    }
    return m_file.error() == QFileDevice::NoError ? Expected<void>() : failed();
}

Expected<void> PartFile::begin(const PartRecord &record)
{
    if (!m_file.resize(0) || !m_file.seek(0))
        return failed();
    m_hash.reset();
    m_size = 0;
    m_record = record;
    return writeRecord(recordPath(), record);
}

Expected<void> PartFile::append(const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const qint64 written = m_file.write(bytes.constData() + at, bytes.size() - at);
        if (written <= 0)
            return failed();
        m_hash.addData(QByteArrayView(bytes).sliced(at, written));
        m_size += written;
        at += written;
    }
    return {};
}

Expected<std::string> PartFile::finish()
{
    if (fsync(m_file.handle()) != 0)
        return failure(fmt::format("{} cannot be written: {}", printable(path().string()),
                                   std::generic_category().message(errno)));
    m_file.close();
    return m_hash.result().toHex().toStdString();
}

void PartFile::close()
{
    m_file.close();
}

void PartFile::remove()
{
    close();
    m_record = {};
    m_size = 0;
    std::error_code ignored;
    fs::remove(path(), ignored);
    fs::remove(recordPath(), ignored);
}

void PartFile::forgetRecord()
{
    std::error_code ignored;
    fs::remove(recordPath(), ignored);
}

} // namespace inceptoscope
