#include "support/misbehavingserver.h"

#include "support/testdata.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

namespace inceptoscope::test {

namespace {

constexpr int dripInterval = 2; // ms

/// A certificate for 127.0.0.1 that nobody vouches for.
QSslConfiguration untrusted()
{
    QFile certificate(testData("tls/untrusted.crt"));
    QFile key(testData("tls/untrusted.key"));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    if (certificate.open(QIODevice::ReadOnly) && key.open(QIODevice::ReadOnly)) {
        configuration.setLocalCertificate(QSslCertificate(&certificate));
        configuration.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    }
    return configuration;
}

QTcpServer *makeServer(MisbehavingServer::Security security)
{
    if (security == MisbehavingServer::Security::Plain)
        return new QTcpServer;
    auto *server = new QSslServer;
    server->setSslConfiguration(untrusted());
    return server;
}

MisbehavingServer::Request parsed(const QByteArray &text)
{
    MisbehavingServer::Request request;
    const QList<QByteArray> lines = text.split('\n');
    request.target = lines.first().split(' ').value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers[line.first(colon).toLower()] = line.sliced(colon + 1).trimmed();
    }
    return request;
}

QString pathOf(const MisbehavingServer::Request &request)
{
    return QUrl::fromEncoded(request.target).path();
}

/// Where the body is to begin; the whole of it where the client has another file's beginning.
qint64 startOf(const MisbehavingServer::Request &request, const Behaviour &behaviour)
{
    const QByteArray range = request.headers.value("range");
    const QByteArray condition = request.headers.value("if-range");
    const bool isSame = condition.isEmpty() || condition == behaviour.etag;
    const bool isWanted = behaviour.ranges && behaviour.status == 200 && isSame;
    return isWanted && range.startsWith("bytes=") ? range.sliced(6).split('-').first().toLongLong()
                                                  : -1;
}

QByteArray reasonOf(int status)
{
    static const QMap<int, QByteArray> reasons{
        {200, "OK"},        {206, "Partial Content"},  {302, "Found"},
        {403, "Forbidden"}, {404, "Not Found"},        {416, "Range Not Satisfiable"},
        {429, "Too Many"},  {500, "Internal Trouble"}, {503, "Busy"}};
    return reasons.value(status);
}

QByteArray headersOf(int status, const QByteArray &body, const Behaviour &behaviour,
                     const QByteArray &range)
{
    QByteArray text =
        "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonOf(status) + "\r\nConnection: close";
    if (!behaviour.etag.isEmpty())
        text += "\r\nETag: " + behaviour.etag;
    text += "\r\nContent-Type: " + behaviour.type;
    const qint64 length = behaviour.statedLength == -1 ? body.size() : behaviour.statedLength;
    if (length >= 0)
        text += "\r\nContent-Length: " + QByteArray::number(length);
    if (!range.isEmpty())
        text += "\r\nContent-Range: " + range;
    for (const QByteArray &header : behaviour.headers)
        text += "\r\n" + header;
    return text + "\r\n\r\n";
}

} // namespace

MisbehavingServer::MisbehavingServer(Security security)
    : m_server(makeServer(security))
    , m_isSecure(security != Security::Plain)
{
    m_server->listen(QHostAddress::LocalHost);
    m_port = m_server->serverPort();
    // Its sockets are then made on the thread too.
    connect(m_server, &QTcpServer::pendingConnectionAvailable, m_server,
            [this] { onConnection(); });
    connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
    m_server->moveToThread(&m_thread);
    m_thread.start();
}

MisbehavingServer::~MisbehavingServer()
{
    m_thread.quit();
    m_thread.wait();
}

QUrl MisbehavingServer::url(const QString &path) const
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2%3")
                    .arg(m_isSecure ? QStringLiteral("https") : QStringLiteral("http"))
                    .arg(m_port)
                    .arg(path));
}

void MisbehavingServer::serve(const QString &path, const QList<Behaviour> &script)
{
    const std::lock_guard guard(m_mutex);
    m_scripts[path] = script;
}

QList<MisbehavingServer::Request> MisbehavingServer::requests() const
{
    const std::lock_guard guard(m_mutex);
    return m_requests;
}

QList<QByteArray> MisbehavingServer::ranges(const QString &path) const
{
    QList<QByteArray> ranges;
    for (const Request &request : requests()) {
        if (pathOf(request) == path)
            ranges += request.headers.value("range", "");
    }
    return ranges;
}

Behaviour MisbehavingServer::nextFor(const Request &request)
{
    const std::lock_guard guard(m_mutex);
    const bool isRepeated =
        m_last.closes() && !m_requests.isEmpty() && m_requests.last() == request;
    if (isRepeated)
        return m_last;
    m_requests += request;
    const auto script = m_scripts.find(pathOf(request));
    if (script == m_scripts.end() || script->isEmpty())
        m_last = status(404, "there is no such file");
    else
        m_last = script->size() > 1 ? script->takeFirst() : script->first();
    return m_last;
}

void MisbehavingServer::onConnection()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { onRequest(socket); });
        onRequest(socket);
    }
}

void MisbehavingServer::onRequest(QTcpSocket *socket)
{
    // All of the headers, and once.
    if (!socket->peek(100'000).contains("\r\n\r\n"))
        return;
    const Request request = parsed(socket->readAll());
    answer(socket, request);
    emit answered(pathOf(request));
}

void MisbehavingServer::answer(QTcpSocket *socket, const Request &request)
{
    const Behaviour behaviour = nextFor(request);
    if (behaviour.silent)
        return;
    const qint64 start = startOf(request, behaviour);
    const QByteArray size = QByteArray::number(behaviour.body.size());
    int status = behaviour.status;
    QByteArray body = behaviour.body;
    QByteArray range;
    if (start >= body.size()) {
        status = 416;
        body.clear();
        range = "bytes */" + size;
    } else if (start >= 0) {
        status = 206;
        body = body.sliced(start);
        range = "bytes " + QByteArray::number(start) + '-'
            + QByteArray::number(behaviour.body.size() - 1) + '/' + size;
    }
    socket->write(headersOf(status, body, behaviour, range));
    send(socket, body, behaviour);
}

void MisbehavingServer::send(QTcpSocket *socket, const QByteArray &body, const Behaviour &behaviour)
{
    const bool stalls = behaviour.stallAfter >= 0;
    const qint64 limit = stalls ? behaviour.stallAfter : behaviour.cutAfter;
    const QByteArray sent = limit >= 0 ? body.first(std::min<qint64>(limit, body.size())) : body;
    const qint64 piece = behaviour.dripSize > 0 ? behaviour.dripSize : sent.size();
    auto *timer = new QTimer(socket);
    const auto more = [=, at = qint64{0}]() mutable {
        socket->write(sent.mid(at, piece));
        at += piece;
        if (at < sent.size())
            return;
        timer->stop();
        if (!stalls && behaviour.closes())
            socket->disconnectFromHost();
    };
    connect(timer, &QTimer::timeout, socket, more);
    timer->start(behaviour.dripSize > 0 ? dripInterval : 0);
}

} // namespace inceptoscope::test
