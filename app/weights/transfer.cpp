#include "weights/transfer.h"

#include "checkpoint/printable.h"
#include "weights/downloadtexts.h"

#include <QFile>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QSslError>
#include <QStorageInfo>

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto tick = 100ms;
constexpr qint64 bufferSize = 1 << 20;

class SystemProxies : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return systemProxyForQuery(query);
    }
};

QString lockPath(const fs::path &destination)
{
    return QFile::decodeName((destination.string() + ".lock").c_str());
}

std::string shown(const QUrl &url)
{
    return printable(url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).toStdString());
}

std::string statusText(const HttpAnswer &answer)
{
    const std::string reason = answer.reason.toStdString();
    return fmt::format("the server answers {}{}{}", answer.status, reason.empty() ? "" : " ",
                       printable(reason));
}

bool isHopeless(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ProtocolUnknownError
        || error == QNetworkReply::ProtocolInvalidOperationError
        || error == QNetworkReply::ProxyAuthenticationRequiredError;
}

std::string reasonOf(const QNetworkReply &reply)
{
    switch (reply.error()) {
    case QNetworkReply::NoError:
    case QNetworkReply::RemoteHostClosedError:
        return "the connection was cut";
    case QNetworkReply::ConnectionRefusedError:
        return "the server refuses the connection";
    case QNetworkReply::HostNotFoundError:
        return fmt::format("the server {} cannot be found", reply.url().host().toStdString());
    default:
        return printable(reply.errorString().toStdString());
    }
}

} // namespace

Transfer::Transfer(DownloadRequest request, DownloadLimits limits)
    : m_request(std::move(request))
    , m_limits(limits)
    , m_lock(lockPath(m_request.destination))
    , m_part(m_request.destination)
    , m_stall(this)
    , m_wait(this)
    , m_tick(this)
{
    m_lock.setStaleLockTime(0); // a download takes as long as it takes
    m_stall.setSingleShot(true);
    m_stall.setInterval(limits.stall);
    m_wait.setSingleShot(true);
    m_tick.setInterval(tick);
    connect(&m_stall, &QTimer::timeout, this, [this] {
        const double seconds = std::chrono::duration<double>(m_limits.stall).count();
        retry(fmt::format("nothing has come for {:.3g} s", seconds));
    });
    connect(&m_wait, &QTimer::timeout, this, &Transfer::send);
    connect(&m_tick, &QTimer::timeout, this, &Transfer::tellProgress);
}

Transfer::~Transfer()
{
    dropReply();
}

void Transfer::begin(const std::stop_token &stop)
{
    if (m_lock.isLocked())
        return;
    m_stop = stop;
    m_fruitless = 0;
    m_progress = {};
    m_speed.reset();
    setState(DownloadState::Connecting);
    if (auto prepared = prepare(); !prepared)
        return end(DownloadState::Failed, QString::fromStdString(prepared.error().message));
    m_most = m_part.size();
    m_progress = {m_part.size(), m_part.record().total, 0.0};
    m_sinceTick.start();
    m_tick.start();
    if (!m_stop.stop_requested()) // else pause() or cancel() is on its way
        send();
}

Expected<void> Transfer::prepare()
{
    const fs::path folder = m_request.destination.parent_path();
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return failure(
            fmt::format("{} cannot be made: {}", printable(folder.string()), error.message()));
    return lock().and_then([&] { return m_part.open(m_request.url, m_stop); });
}

Expected<void> Transfer::lock()
{
    if (m_lock.tryLock(0))
        return {};
    const std::string path = printable(m_request.destination.string());
    if (m_lock.error() != QLockFile::LockFailedError)
        return failure(fmt::format("{} cannot be written: its lock cannot be made", path));
    qint64 process = 0;
    QString host;
    QString program;
    if (!m_lock.getLockInfo(&process, &host, &program))
        return failure(fmt::format("{} is being downloaded already", path));
    return failure(fmt::format("{} is being downloaded already, by process {}", path, process));
}

void Transfer::setState(DownloadState state, const QString &message)
{
    if (state == DownloadState::Receiving) {
        m_speed.reset();
        m_sinceTick.restart();
    }
    m_state = state;
    tellProgress();
    emit stateChanged(state, message);
}

/// Lets go of everything, the part excepted.
void Transfer::end(DownloadState state, const QString &message)
{
    dropReply();
    m_wait.stop();
    m_tick.stop();
    if (m_lock.isLocked())
        m_part.size() > 0 ? m_part.close() : m_part.remove();
    m_lock.unlock();
    setState(state, message);
}

void Transfer::fail(const std::string &reason)
{
    end(DownloadState::Failed,
        QString::fromStdString(
            fmt::format("{} cannot be downloaded: {}", shown(m_request.url), reason)));
}

void Transfer::pause()
{
    if (m_lock.isLocked())
        end(DownloadState::Paused);
}

void Transfer::cancel()
{
    if (m_lock.isLocked() || m_lock.tryLock(0)) {
        dropReply();
        m_part.remove();
        m_progress = {};
        end(DownloadState::Idle);
    }
}

void Transfer::tellProgress()
{
    m_progress.received = m_part.size();
    if (m_part.record().total >= 0)
        m_progress.total = m_part.record().total;
    if (m_state != DownloadState::Receiving)
        m_progress.bytesPerSecond = 0.0;
    else if (const qint64 elapsed = m_sinceTick.elapsed(); elapsed > 0) {
        m_progress.bytesPerSecond = m_speed.measure(static_cast<double>(elapsed) / 1000.0);
        m_sinceTick.restart();
    }
    emit progressed(m_progress);
}

// --- Requests -----------------------------------------------------------------------------------

void Transfer::send()
{
    m_hops = 0;
    m_linkedSha256.clear();
    setState(DownloadState::Connecting);
    sendTo(m_request.url);
}

void Transfer::sendTo(const QUrl &url)
{
    if (!m_network) {
        m_network = std::make_unique<QNetworkAccessManager>();
        m_network->setProxyFactory(new SystemProxies); // which it owns
    }
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // one file, one connection
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setRawHeader("User-Agent", "Inceptoscope");
    request.setRawHeader("Accept-Encoding", "identity"); // ranges are of the file's own bytes
    if (m_part.canGoOn()) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(m_part.size()) + "-");
        request.setRawHeader("If-Range", m_part.record().validator);
    }
    m_hasAnswer = false;
    m_untrusted.clear();
    m_stall.start();
    m_reply = m_network->get(request);
    m_reply->setReadBufferSize(bufferSize);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Transfer::onHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &Transfer::onBytes);
    connect(m_reply, &QNetworkReply::finished, this, &Transfer::onFinished);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_untrusted = errors.isEmpty() ? QString() : errors.first().errorString();
    });
}

void Transfer::dropReply()
{
    m_stall.stop();
    if (!m_reply)
        return;
    disconnect(m_reply, nullptr, this, nullptr);
    m_reply->deleteLater(); // which ends it too; abort() may come in the middle of its own errors
    m_reply = nullptr;
}

void Transfer::retry(const std::string &reason, std::chrono::milliseconds atLeast)
{
    dropReply();
    if (++m_fruitless >= m_limits.tries)
        return fail(m_part.size() > 0 ? reason + "; what has come is kept" : reason);
    const auto doubled = m_limits.firstWait * (1 << std::min(m_fruitless - 1, 16));
    const auto wait = std::min(std::max(doubled, atLeast), m_limits.longestWait);
    m_wait.start(wait);
    const double seconds = std::chrono::duration<double>(wait).count();
    setState(DownloadState::Waiting,
             QString::fromStdString(fmt::format("{}; trying again in {:.3g} s", reason, seconds)));
}

/// The part is of no use.
void Transfer::startOver(const std::string &reason)
{
    dropReply();
    if (auto emptied = m_part.begin({m_request.url, {}, -1}); !emptied)
        return end(DownloadState::Failed, QString::fromStdString(emptied.error().message));
    m_goesOn = false;
    if (++m_fruitless >= m_limits.tries)
        return fail(reason);
    send();
}

// --- Answers ------------------------------------------------------------------------------------

void Transfer::onHeaders()
{
    if (m_hasAnswer || !m_reply)
        return;
    const HttpAnswer answer = answerOf(*m_reply);
    if (answer.status == 0)
        return;
    m_hasAnswer = true;
    if (m_hops == 0)
        m_linkedSha256 = answer.linkedSha256;
    if (answer.isRedirect())
        follow(answer.redirect);
    else if (answer.status == 200)
        onWhole(answer);
    else if (answer.status == 206)
        onRange(answer);
    else if (answer.status == 416)
        onRangeRefused(answer);
    else if (answer.isTransient())
        retry(statusText(answer), answer.retryAfter);
    else
        fail(statusText(answer));
}

void Transfer::follow(const QUrl &target)
{
    const bool wasSafe = m_reply->url().scheme() == QLatin1String("https");
    dropReply();
    const bool isSafe = target.scheme() == QLatin1String("https");
    if (++m_hops > m_limits.redirects)
        return fail(fmt::format("the server redirects more than {} times", m_limits.redirects));
    if (!target.isValid() || (!isSafe && target.scheme() != QLatin1String("http")))
        return fail(
            fmt::format("the server redirects to {}, which is no web address", shown(target)));
    if (wasSafe && !isSafe)
        return fail(fmt::format("the server redirects from https to {}, where anybody could "
                                "change the file on its way",
                                shown(target)));
    sendTo(target);
}

void Transfer::onWhole(const HttpAnswer &answer)
{
    if (!isAcceptable(answer, answer.length))
        return;
    m_goesOn = false;
    if (auto begun = m_part.begin({m_request.url, answer.validator, answer.length}); !begun)
        return end(DownloadState::Failed, QString::fromStdString(begun.error().message));
    setState(DownloadState::Receiving);
}

void Transfer::onRange(const HttpAnswer &answer)
{
    const PartRecord &record = m_part.record();
    const bool isRest = answer.range && answer.range->first == m_part.size()
        && (answer.range->total < 0 || record.total < 0 || answer.range->total == record.total)
        && (answer.validator.isEmpty() || answer.validator == record.validator);
    if (!isRest)
        return startOver("the server sends another part than the one it was asked for");
    if (!isAcceptable(answer, record.total))
        return;
    m_goesOn = true;
    setState(DownloadState::Receiving);
}

/// The part is all there already, or the server has a shorter file.
void Transfer::onRangeRefused(const HttpAnswer &answer)
{
    const bool isWhole = m_part.size() > 0 && m_part.size() == m_part.record().total
        && (!answer.range || answer.range->total == m_part.size());
    dropReply();
    if (!isWhole)
        return startOver("the server has no more of the file than has come, yet states it longer");
    m_goesOn = true;
    complete();
}

bool Transfer::isAcceptable(const HttpAnswer &answer, std::int64_t total)
{
    const auto refuse = [this](const std::string &reason) {
        fail(reason);
        return false;
    };
    if (answer.isWebPage())
        return refuse("the server sends a web page in place of the file");
    if (answer.isEncoded())
        return refuse("the server sends the file in another coding than asked for");
    if (m_request.size > 0 && total >= 0 && total != m_request.size)
        return refuse(fmt::format("the server's file has {} bytes, the published one {}", total,
                                  m_request.size));
    if (m_linkedSha256.empty() || m_linkedSha256.starts_with(m_request.sha256)) {
        const auto space = checkSpace(total - (answer.status == 206 ? m_part.size() : 0));
        return space || refuse(space.error().message);
    }
    return refuse(fmt::format("the server has another file than the published one: its SHA-256 is "
                              "{}, not {}",
                              m_linkedSha256, m_request.sha256));
}

Expected<void> Transfer::checkSpace(std::int64_t bytes) const
{
    if (bytes > m_limits.largest)
        return failure(fmt::format("the server states {} to come, more than any weights have",
                                   sizeText(bytes)));
    const fs::path folder = m_request.destination.parent_path();
    const QStorageInfo storage(QFile::decodeName(folder.c_str()));
    const qint64 available = storage.bytesAvailable();
    if (bytes < 0 || !storage.isValid() || available - m_limits.freeAfter >= bytes)
        return {};
    return failure(fmt::format("{} are still to come and the disk of {} has {} free",
                               sizeText(bytes), printable(folder.string()), sizeText(available)));
}

void Transfer::onBytes()
{
    if (m_state != DownloadState::Receiving || !m_reply)
        return;
    m_stall.start();
    const QByteArray bytes = m_reply->read(bufferSize);
    const std::int64_t total = m_part.record().total;
    const std::int64_t size = m_part.size() + bytes.size();
    if (total >= 0 && size > total)
        return startOver("the server sends more than it stated");
    if (size > m_limits.largest)
        return fail("the server sends more than any weights have");
    if (auto appended = m_part.append(bytes); !appended)
        return end(DownloadState::Failed, QString::fromStdString(appended.error().message));
    m_speed.add(bytes.size());
    if (m_part.size() > m_most) {
        m_most = m_part.size();
        m_fruitless = 0;
    }
}

void Transfer::onFinished()
{
    const QNetworkReply *const reply = m_reply;
    onHeaders();
    while (m_reply == reply && m_reply->bytesAvailable() > 0 && m_state == DownloadState::Receiving)
        onBytes();
    if (m_reply != reply)
        return; // dealt with
    const std::int64_t total = m_part.record().total;
    const bool isWhole = m_state == DownloadState::Receiving
        && (total < 0 ? m_reply->error() == QNetworkReply::NoError : m_part.size() == total);
    if (isWhole) {
        dropReply();
        return complete();
    }
    const std::string reason = reasonOf(*m_reply);
    if (!m_untrusted.isEmpty())
        return fail(fmt::format("the certificate of {} is not trusted: {}",
                                m_reply->url().host().toStdString(), m_untrusted.toStdString()));
    isHopeless(m_reply->error()) ? fail(reason) : retry(reason);
}

// --- The end of the file ------------------------------------------------------------------------

void Transfer::complete()
{
    setState(DownloadState::Checking);
    const auto sha256 = m_part.finish();
    if (!sha256)
        return end(DownloadState::Failed, QString::fromStdString(sha256.error().message));
    const std::string wrong = wrongHash(*sha256);
    if (wrong.empty())
        return install(*sha256);
    m_part.remove();
    if (!m_goesOn)
        return fail(wrong);
    // The parts may be of two files.
    if (auto opened = m_part.open(m_request.url, m_stop); !opened)
        return end(DownloadState::Failed, QString::fromStdString(opened.error().message));
    startOver(wrong);
}

/// Empty where nothing is wrong.
std::string Transfer::wrongHash(const std::string &sha256) const
{
    const std::string &expected =
        m_request.sha256.size() == 64 || m_linkedSha256.empty() ? m_request.sha256 : m_linkedSha256;
    if (sha256.starts_with(expected))
        return {};
    return fmt::format("what has come is not the published file: its SHA-256 is {}, which should "
                       "{} {}",
                       sha256, expected.size() == 64 ? "be" : "begin with", expected);
}

void Transfer::install(const std::string &sha256)
{
    Expected<void> installed;
    if (m_request.install) {
        installed = m_request.install(m_part.path(), sha256);
    } else {
        std::error_code error;
        fs::rename(m_part.path(), m_request.destination, error);
        if (error)
            installed =
                failure(fmt::format("{} cannot be written: {}",
                                    printable(m_request.destination.string()), error.message()));
    }
    if (!installed) {
        m_part.remove();
        return end(DownloadState::Failed, QString::fromStdString(installed.error().message));
    }
    m_part.forgetRecord();
    end(DownloadState::Finished);
}

} // namespace inceptoscope
