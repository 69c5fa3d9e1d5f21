#pragma once

#include "graph/error.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QFile>
#include <QUrl>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace inceptoscope {

/// What a part is a part of.
struct PartRecord
{
    QUrl url;
    QByteArray validator; ///< a strong ETag or a date, as If-Range takes it
    std::int64_t total = -1; ///< bytes of the whole file; -1: unknown

    bool operator==(const PartRecord &) const = default;
};

/// A part that another download left, as it lies there.
struct LeftPart
{
    PartRecord record;
    std::int64_t bytes = 0; ///< more than none
};

/// Nothing where there is none that could be gone on from. Changes nothing.
std::optional<LeftPart> leftPartOf(const std::filesystem::path &destination);

/// The beginning of a file that is being fetched: `<destination>.part` and its record,
/// `<destination>.part.json`, which is there before the first byte. The SHA-256 is computed as the
/// bytes come. Errors are sentences with the part's name.
class PartFile
{
public:
    explicit PartFile(std::filesystem::path destination);

    /// Opens what is there and reads it for the hash; a part of another address, or one that
    /// nothing is known about, is emptied. When `stop` is requested, it is as if nothing were
    /// there, but nothing is changed.
    Expected<void> open(const QUrl &url, const std::stop_token &stop);
    /// Empties the part and begins another.
    Expected<void> begin(const PartRecord &record);
    Expected<void> append(const QByteArray &bytes);
    /// Brings the bytes to the disk and returns the SHA-256 in hex digits.
    Expected<std::string> finish();
    /// Closes it and keeps it.
    void close();
    /// Removes the part and its record.
    void remove();
    /// Removes the record of a part that has become the file.
    void forgetRecord();

    std::int64_t size() const { return m_size; }
    const PartRecord &record() const { return m_record; }
    /// Whether a server can be asked for the rest.
    bool canGoOn() const { return m_size > 0 && !m_record.validator.isEmpty(); }
    std::filesystem::path path() const;

private:
    std::filesystem::path recordPath() const;
    Expected<void> readBack(const std::stop_token &stop);
    tl::unexpected<Error> failed() const;

    std::filesystem::path m_destination;
    QFile m_file;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    PartRecord m_record;
    std::int64_t m_size = 0;
};

} // namespace inceptoscope
