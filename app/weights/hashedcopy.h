#pragma once

#include "graph/error.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace inceptoscope {

/// The SHA-256 of a file in 64 hex digits. The error is a sentence with the file's name; a stop is
/// one too.
Expected<std::string> sha256OfFile(const std::filesystem::path &file, const std::stop_token &stop);

/// Copies a file, whole or not at all, and returns the SHA-256 of what was copied.
Expected<std::string> copyHashed(const std::filesystem::path &from, const std::filesystem::path &to,
                                 const std::stop_token &stop);

/// Beside a file, `<stem>.sha256` with its hash as sha256sum writes it, so that `sha256sum -c`
/// checks it without this program.
std::filesystem::path hashRecordPath(const std::filesystem::path &file);
Expected<void> recordHash(const std::filesystem::path &file, const std::string &sha256);
/// Nothing where there is no such record.
std::optional<std::string> recordedHash(const std::filesystem::path &file);

} // namespace inceptoscope
