#pragma once

#include <QByteArray>
#include <QUrl>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

class QNetworkReply;

namespace inceptoscope {

/// "bytes 100-199/200", or "bytes */200" where `first` is -1.
struct ContentRange
{
    std::int64_t first = -1;
    std::int64_t last = -1;
    std::int64_t total = -1; ///< -1: unknown

    bool operator==(const ContentRange &) const = default;
};

/// Nothing where it is no such text, or contradicts itself.
std::optional<ContentRange> parseContentRange(const QByteArray &text);

/// What a server says before it sends a body. Nothing of it is to be relied on.
struct HttpAnswer
{
    int status = 0;
    QByteArray reason; ///< "Not Found"
    std::int64_t length = -1; ///< of the body that follows; -1: unknown
    std::optional<ContentRange> range{};
    QByteArray validator; ///< a strong ETag, else the date of the last change; empty: neither
    QByteArray contentType;
    QByteArray contentEncoding;
    std::string linkedSha256; ///< of X-Linked-ETag where that is one: 64 lower-case hex digits
    std::chrono::seconds retryAfter{0};
    QUrl redirect; ///< absolute; empty: none

    bool isRedirect() const { return !redirect.isEmpty() && status >= 300 && status < 400; }
    /// Whether the same request may do better later.
    bool isTransient() const;
    bool isWebPage() const;
    bool isEncoded() const;
};

HttpAnswer answerOf(const QNetworkReply &reply);

} // namespace inceptoscope
