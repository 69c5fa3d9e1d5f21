#pragma once

#include "graph/error.h"

#include <QUrl>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace inceptoscope {

/// One file to fetch.
struct DownloadRequest
{
    QUrl url;
    /// Where the finished file is to lie. Until then there are, beside it, `<destination>.part`,
    /// `<destination>.part.json` (what the part is a part of) and, while it is being worked on,
    /// `<destination>.lock`. The folder is made.
    std::filesystem::path destination;
    std::int64_t size = 0; ///< bytes, exactly; 0: unknown
    std::string sha256; ///< 64 lower-case hex digits, or the first ones; empty: unknown
    /// What is still to be done with a file that is all there and has the right hash: look at it,
    /// put it in its place. An error throws the file away. Runs on the download's own thread.
    /// Empty: it is renamed.
    std::function<Expected<void>(const std::filesystem::path &part, const std::string &sha256)>
        install{};
};

/// How patient a download is. Tests are less so.
struct DownloadLimits
{
    std::chrono::milliseconds stall{30'000}; ///< without a byte, the connection counts as cut
    std::chrono::milliseconds firstWait{1'000}; ///< before another try; doubles each time
    std::chrono::milliseconds longestWait{30'000};
    int tries = 6; ///< in a row that bring nothing new
    int redirects = 10;
    std::int64_t largest = std::int64_t{8} << 30; ///< bytes; no weights are that large
    std::int64_t freeAfter = std::int64_t{64} << 20; ///< bytes of the disk left to others
};

enum class DownloadState {
    Idle, ///< nothing was started
    Connecting,
    Receiving,
    Waiting, ///< for another try; the message says why
    Checking, ///< all is there: hash, contents, installing
    Paused, ///< can go on
    Finished,
    Failed, ///< the message says why; can be tried again
};

struct DownloadProgress
{
    std::int64_t received = 0; ///< bytes that are there, those of earlier times included
    std::int64_t total = -1; ///< -1: unknown
    double bytesPerSecond = 0.0; ///< of the last seconds; 0: nothing comes

    bool operator==(const DownloadProgress &) const = default;
};

} // namespace inceptoscope
