#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QObject>
#include <QString>
#include <QThread>
#include <QUrl>

#include <mutex>

class QTcpServer;
class QTcpSocket;

namespace inceptoscope::test {

/// What the server does with one request. As it stands, it serves a file as it should, parts
/// included.
struct Behaviour
{
    int status = 200;
    QByteArray body;
    QByteArray etag = "\"one\"";
    QByteArray type = "application/octet-stream";
    QList<QByteArray> headers; ///< more of them: "Location: /elsewhere"
    bool ranges = true; ///< false: every request gets the whole file
    qint64 statedLength = -1; ///< in place of the true one; -2: none is stated
    qint64 cutAfter = -1; ///< bytes of the answer's body, then the connection ends
    qint64 stallAfter = -1; ///< bytes, then nothing happens any more
    bool silent = false; ///< not even the headers are sent
    qint64 dripSize = 0; ///< bytes at a time, every few milliseconds; 0: all at once

    /// Whether the server ends the connection, rather than leave that to the client.
    bool closes() const { return cutAfter >= 0 || statedLength != -1; }
};

inline Behaviour whole(const QByteArray &body)
{
    Behaviour behaviour;
    behaviour.body = body;
    return behaviour;
}

inline Behaviour redirectTo(const QByteArray &location, const QList<QByteArray> &more = {})
{
    Behaviour behaviour;
    behaviour.status = 302;
    behaviour.headers = QList<QByteArray>{"Location: " + location} + more;
    return behaviour;
}

inline Behaviour status(int status, const QByteArray &body = "no")
{
    Behaviour behaviour = whole(body);
    behaviour.status = status;
    return behaviour;
}

/// A real HTTP server on this machine, on a thread of its own, that does as each path's script
/// says: every request for the path takes the next entry, and the last one stays. What has no
/// script is not found.
class MisbehavingServer : public QObject
{
    Q_OBJECT

public:
    enum class Security { Plain, UntrustedTls };

    explicit MisbehavingServer(Security security = Security::Plain);
    ~MisbehavingServer() override;

    QUrl url(const QString &path) const;
    void serve(const QString &path, const QList<Behaviour> &script);

    struct Request
    {
        QByteArray target; ///< as sent: "/a", or "http://host/a" to a proxy
        QMap<QByteArray, QByteArray> headers; ///< names in lower case

        bool operator==(const Request &) const = default;
    };
    QList<Request> requests() const;
    /// The Range of each request for a path, "" where there was none.
    QList<QByteArray> ranges(const QString &path) const;

signals:
    void answered(const QString &path); ///< the headers and what there is of the body are sent

private:
    void onConnection();
    void onRequest(QTcpSocket *socket);
    Behaviour nextFor(const Request &request);
    void answer(QTcpSocket *socket, const Request &request);
    void send(QTcpSocket *socket, const QByteArray &body, const Behaviour &behaviour);

    mutable std::mutex m_mutex;
    QMap<QString, QList<Behaviour>> m_scripts;
    Behaviour m_last;
    QList<Request> m_requests;
    QTcpServer *m_server; ///< on the thread
    quint16 m_port = 0;
    bool m_isSecure;
    QThread m_thread;
};

} // namespace inceptoscope::test
