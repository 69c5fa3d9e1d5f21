#include "weights/httpanswer.h"

#include <QNetworkReply>

#include <algorithm>

namespace inceptoscope {

namespace {

std::int64_t numberOf(const QByteArray &text)
{
    bool isNumber =
        !text.isEmpty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    const qlonglong number = isNumber ? text.toLongLong(&isNumber) : -1;
    return isNumber ? number : -1;
}

QByteArray validatorOf(const QNetworkReply &reply)
{
    const QByteArray etag = reply.rawHeader("ETag").trimmed();
    const bool isStrong = etag.size() >= 3 && etag.startsWith('"') && etag.endsWith('"');
    return isStrong ? etag : reply.rawHeader("Last-Modified").trimmed();
}

/// Hugging Face's hub, for files it keeps elsewhere.
std::string linkedSha256Of(const QNetworkReply &reply)
{
    QByteArray etag = reply.rawHeader("X-Linked-ETag").trimmed().toLower();
    if (etag.size() == 66 && etag.startsWith('"') && etag.endsWith('"'))
        etag = etag.sliced(1, 64);
    const bool isSha256 = etag.size() == 64 && std::ranges::all_of(etag, [](char c) {
                              return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                          });
    return isSha256 ? etag.toStdString() : std::string();
}

} // namespace

std::optional<ContentRange> parseContentRange(const QByteArray &text)
{
    const QByteArray trimmed = text.trimmed();
    const qsizetype slash = trimmed.indexOf('/');
    if (!trimmed.toLower().startsWith("bytes ") || slash < 0)
        return std::nullopt;
    ContentRange range;
    const QByteArray total = trimmed.sliced(slash + 1).trimmed();
    range.total = numberOf(total);
    if (range.total < 0 && total != "*")
        return std::nullopt;
    const QByteArray part = trimmed.first(slash).sliced(6).trimmed();
    if (part == "*")
        return range.total >= 0 ? std::optional(range) : std::nullopt;
    const qsizetype dash = part.indexOf('-');
    range.first = numberOf(part.first(std::max<qsizetype>(dash, 0)));
    range.last = numberOf(part.sliced(dash + 1));
    const bool isPossible = range.first >= 0 && range.last >= range.first
        && (range.total < 0 || range.last < range.total);
    return isPossible ? std::optional(range) : std::nullopt;
}

bool HttpAnswer::isTransient() const
{
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

bool HttpAnswer::isWebPage() const
{
    const QByteArray type = contentType.toLower();
    return type.startsWith("text/html") || type.startsWith("application/xhtml");
}

bool HttpAnswer::isEncoded() const
{
    return !contentEncoding.isEmpty() && contentEncoding.toLower() != "identity";
}

HttpAnswer answerOf(const QNetworkReply &reply)
{
    HttpAnswer answer;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.reason = reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    answer.length = numberOf(reply.rawHeader("Content-Length").trimmed());
    answer.range = parseContentRange(reply.rawHeader("Content-Range"));
    answer.validator = validatorOf(reply);
    answer.contentType = reply.rawHeader("Content-Type").trimmed();
    answer.contentEncoding = reply.rawHeader("Content-Encoding").trimmed();
    answer.linkedSha256 = linkedSha256Of(reply);
    // A date in its place is passed over: the waits grow without it too.
    const std::int64_t wait = numberOf(reply.rawHeader("Retry-After").trimmed());
    answer.retryAfter = std::chrono::seconds(std::clamp<std::int64_t>(wait, 0, 86'400));
    const QByteArray location = reply.rawHeader("Location").trimmed();
    if (!location.isEmpty())
        answer.redirect = reply.url().resolved(QUrl::fromEncoded(location));
    return answer;
}

} // namespace inceptoscope
