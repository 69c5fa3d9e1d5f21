#pragma once

#include "curves/readers/bytesource.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace inceptoscope {

/// A file that somebody may be writing to, opened again each time one reads on. Knows a log that
/// goes on from one that was rotated away, cut short or written anew, as a table is that gets a new
/// header.
class GrowingFile
{
public:
    explicit GrowingFile(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }

    const std::filesystem::path &path() const { return m_path; }

    /// Text in UTF-16 comes as UTF-8. Error: a reason.
    Expected<std::unique_ptr<ByteSource>> open();
    /// Whether the file that was opened last begins with what had been read of it.
    bool goesOn() const { return m_goesOn; }
    /// Notes how much was read of the file that was opened last.
    void remember(const ByteSource &bytes, std::uint64_t offset);
    /// To be read from its beginning.
    void forget();

private:
    struct Print
    {
        FileIdentity identity;
        FileState state; ///< when it was opened to be read
        std::uint64_t offset = 0;
        std::string beginning; ///< the first bytes that were read; all of a short file
        std::string end; ///< the last ones
    };

    bool isContinued(const ByteSource &bytes) const;

    std::filesystem::path m_path;
    FileIdentity m_identity; ///< of the file that was opened last
    FileState m_state;
    std::optional<Print> m_read;
    bool m_goesOn = true;
};

} // namespace inceptoscope
