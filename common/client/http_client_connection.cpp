// SPDX-License-Identifier: GPL-3.0-or-later
//
// Requests go out at once, answers are matched to them in order. Whatever ends the connection ends every request on it,
// except safe ones that met a connection which the node had closed for being idle: those are sent once more.

#include "client/http_client_connection.h"

#include "client/socket.h"

#include <QSslError>

#include <algorithm>
#include <iterator>
#include <utility>

namespace client {

using namespace Qt::StringLiterals;
using Outcome = HttpResponse::Outcome;
using Cause = HttpResponse::Cause;

namespace {

Cause causeOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return Cause::Refused;
    case QAbstractSocket::HostNotFoundError:
        return Cause::NameUnknown;
    case QAbstractSocket::SocketTimeoutError:
        return Cause::TooSlow;
    case QAbstractSocket::RemoteHostClosedError:
        return Cause::ClosedEarly;
    default:
        return Cause::Other;
    }
}

} // namespace

HttpClientConnection::HttpClientConnection(const QString &host, quint16 port, QObject *parent)
    : QObject(parent)
    , m_host(host)
    , m_port(port)
    , m_hostField((host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host).arg(port).toUtf8())
    , m_security(defaultSecurity())
    , m_socket(newSocket(m_security))
    , m_tls(qobject_cast<QSslSocket *>(m_socket.get()))
{
    m_clock.start();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HttpClientConnection::checkDeadline);
    if (m_tls)
        connect(m_tls, &QSslSocket::encrypted, this, &HttpClientConnection::opened);
    else
        connect(m_socket.get(), &QTcpSocket::connected, this, &HttpClientConnection::opened);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &HttpClientConnection::readAnswers);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &HttpClientConnection::failed);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &HttpClientConnection::closed);
}

HttpClientConnection::~HttpClientConnection()
{
    m_socket->disconnect(this);
}

void HttpClientConnection::send(const HttpRequest &request, Callback done)
{
    m_pending.push_back({request, std::move(done), m_clock.elapsed() + request.timeoutMs});
    armTimer();
    if (m_isOpen && m_socket->state() == QAbstractSocket::ConnectedState)
        m_socket->write(bytesOf(request));
    else if (m_socket->state() == QAbstractSocket::UnconnectedState)
        openSoon();
}

// From the event loop: a port of this machine may refuse within connectToHost(), and callbacks never come before send()
// has returned.
void HttpClientConnection::openSoon()
{
    if (!std::exchange(m_opensSoon, true))
        QMetaObject::invokeMethod(this, &HttpClientConnection::open, Qt::QueuedConnection);
}

void HttpClientConnection::open()
{
    m_opensSoon = false;
    if (m_pending.empty() || m_socket->state() != QAbstractSocket::UnconnectedState)
        return;
    m_parser = {};
    m_isOpen = false;
    m_hasServed = false;
    if (m_tls)
        m_tls->connectToHostEncrypted(m_host, m_port);
    else
        m_socket->connectToHost(m_host, m_port);
}

void HttpClientConnection::opened()
{
    m_isOpen = true;
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (const Pending &pending : m_pending)
        m_socket->write(bytesOf(pending.request));
}

void HttpClientConnection::readAnswers()
{
    m_parser.feed(m_socket->readAll());
    while (!m_pending.empty()) {
        std::optional<HttpResponse> response = m_parser.next(m_pending.front().request.method == "HEAD");
        if (!response)
            break;
        deliverFirst(std::move(*response));
        if (m_parser.closesAfter()) {
            m_socket->disconnectFromHost();
            return;
        }
    }
    if (!m_parser.problem().isEmpty())
        lose(Outcome::Broken, Cause::NotHttp, m_parser.problem());
    else if (m_pending.empty() && m_parser.hasBegun())
        lose(Outcome::Broken, Cause::NotHttp, u"the node sent a response to no request"_s);
    else
        m_socket->flush(); // what callbacks sent, all in one
}

void HttpClientConnection::deliverFirst(HttpResponse &&response)
{
    Callback done = std::move(m_pending.front().done);
    response.isToSafeRequest = m_pending.front().request.isSafe();
    m_pending.pop_front();
    m_hasServed = true;
    armTimer();
    done(std::move(response));
}

void HttpClientConnection::failed(QAbstractSocket::SocketError error)
{
    if (!m_isOpen)
        lose(Outcome::Unreachable, connectionCause(error), connectionProblem(connectionCause(error)));
    else if (error != QAbstractSocket::RemoteHostClosedError)
        lose(Outcome::Broken, causeOf(error), m_socket->errorString());
    // Otherwise closed() follows.
}

void HttpClientConnection::closed()
{
    if (m_pending.empty())
        return;
    if (std::optional<HttpResponse> last = m_parser.finish())
        deliverFirst(std::move(*last));
    lose(Outcome::Broken, Cause::ClosedEarly,
         m_hasServed || m_tls
             ? u"the node closed the connection"_s
             : u"the node closed the connection without a response; perhaps it speaks TLS only (--tls)"_s);
}

QByteArray HttpClientConnection::bytesOf(const HttpRequest &request) const
{
    if (m_security.token.isEmpty())
        return requestBytes(request, m_hostField);
    HttpRequest withToken = request;
    withToken.fields += "Authorization: Bearer " + m_security.token + "\r\n";
    return requestBytes(withToken, m_hostField);
}

// Why there is no connection.
HttpResponse::Cause HttpClientConnection::connectionCause(QAbstractSocket::SocketError error) const
{
    if (!m_tls || error == QAbstractSocket::ConnectionRefusedError)
        return causeOf(error);
    if (!m_tls->sslHandshakeErrors().isEmpty())
        return Cause::NotTrusted;
    if (error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::RemoteHostClosedError)
        return Cause::NoTls;
    return causeOf(error);
}

QString HttpClientConnection::connectionProblem(Cause cause) const
{
    if (cause == Cause::NotTrusted)
        return u"its certificate is not trusted: %1; name the authority that has signed it with --ca FILE"_s.arg(
            m_tls->sslHandshakeErrors().first().errorString());
    if (cause == Cause::NoTls)
        return u"the TLS handshake failed: %1; perhaps it speaks plain HTTP"_s.arg(m_socket->errorString());
    return m_socket->errorString();
}

// Ends the connection and every request on it, or sends it again where that is harmless.
void HttpClientConnection::lose(Outcome outcome, Cause cause, const QString &error)
{
    const bool wasKeptAlive = outcome == Outcome::Broken && m_hasServed && !m_parser.hasBegun();
    std::deque<Pending> ended = std::exchange(m_pending, {});
    m_socket->abort();
    if (wasKeptAlive) {
        const auto isSafe = [](const Pending &pending) { return pending.request.isSafe(); };
        const auto firstUnsafe = std::stable_partition(ended.begin(), ended.end(), isSafe);
        m_pending.assign(std::make_move_iterator(ended.begin()), std::make_move_iterator(firstUnsafe));
        ended.erase(ended.begin(), firstUnsafe);
        if (!m_pending.empty())
            openSoon();
    }
    armTimer();
    for (Pending &pending : ended) {
        HttpResponse response;
        response.isToSafeRequest = pending.request.isSafe();
        response.outcome = outcome;
        response.cause = cause;
        response.error = error;
        pending.done(std::move(response));
    }
}

void HttpClientConnection::checkDeadline()
{
    m_timerDueMs = std::numeric_limits<qint64>::max();
    if (m_pending.empty())
        return;
    if (m_clock.elapsed() < m_pending.front().deadlineMs) {
        armTimer();
        return;
    }
    const int timeoutMs = m_pending.front().request.timeoutMs;
    if (m_isOpen)
        lose(Outcome::TimedOut, Cause::TooSlow, u"no answer within %1 ms"_s.arg(timeoutMs));
    else
        lose(Outcome::Unreachable, Cause::TooSlow, u"no connection within %1 ms"_s.arg(timeoutMs));
}

// Only the first request's deadline matters: none behind it can be answered before. A timer that is due too early is
// left alone, since starting one costs more than the rest of sending a request.
void HttpClientConnection::armTimer()
{
    if (m_pending.empty() || m_pending.front().deadlineMs >= m_timerDueMs)
        return;
    m_timerDueMs = m_pending.front().deadlineMs;
    m_timer.start(int(std::max<qint64>(0, m_timerDueMs - m_clock.elapsed())));
}

} // namespace client
