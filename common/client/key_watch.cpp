// SPDX-License-Identifier: GPL-3.0-or-later
//
// One connection after the other, each for one answer that does not end.

#include "client/key_watch.h"

#include "api/key_text.h"
#include "client/socket.h"

#include <QSslError>
#include <QSslSocket>

#include <utility>

namespace client {

using namespace Qt::StringLiterals;

static constexpr int silenceMsMax = 45'000; // a node sends something every 15 s

KeyWatch::KeyWatch(const QString &host, quint16 port, const QByteArray &key, const QByteArray &after, QObject *parent)
    : QObject(parent)
    , m_host(host)
    , m_port(port)
    , m_key(key)
    , m_after(after)
{
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        Failure failure;
        failure.kind = Failure::Kind::NoAnswer;
        failure.text = u"nothing came for %1 s"_s.arg(silenceMsMax / 1000);
        end(failure, !m_wasWatching);
    });
}

KeyWatch::~KeyWatch()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void KeyWatch::start()
{
    QMetaObject::invokeMethod(this, &KeyWatch::open, Qt::QueuedConnection);
}

void KeyWatch::open()
{
    m_response = {};
    m_events = {};
    m_socket = newSocket(defaultSecurity());
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &KeyWatch::read);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &KeyWatch::endUnreachable);
    m_silence.start(silenceMsMax);
    if (auto *tls = qobject_cast<QSslSocket *>(m_socket.get())) {
        connect(tls, &QSslSocket::encrypted, this, &KeyWatch::opened);
        tls->connectToHostEncrypted(m_host, m_port);
    } else {
        connect(m_socket.get(), &QTcpSocket::connected, this, &KeyWatch::opened);
        m_socket->connectToHost(m_host, m_port);
    }
}

void KeyWatch::opened()
{
    HttpRequest request;
    request.target = "/v1/kv/" + api::percentEncoded(m_key);
    request.fields = QByteArray("Accept: ") + api::eventStreamContentType + "\r\n";
    if (!m_after.isEmpty())
        request.fields += "Last-Event-ID: " + m_after + "\r\n";
    if (!defaultSecurity().token.isEmpty())
        request.fields += "Authorization: Bearer " + defaultSecurity().token + "\r\n";
    const QString host =
        m_host.contains(u':') ? u"[%1]:%2"_s.arg(m_host).arg(m_port) : u"%1:%2"_s.arg(m_host).arg(m_port);
    m_socket->write(requestBytes(request, host.toUtf8()));
}

void KeyWatch::read()
{
    m_silence.start(silenceMsMax);
    m_response.feed(m_socket->readAll());
    const std::optional<HttpResponse> whole = m_response.next(false);
    const HttpResponse *begun = whole ? &*whole : m_response.begun();
    if (whole && !whole->isSuccess()) {
        const Failure failure = failureOf(*whole);
        end(failure, !m_wasWatching || failure.kind != Failure::Kind::Unavailable);
    } else if (begun && begun->isSuccess() && !begun->field("Content-Type").startsWith(api::eventStreamContentType)) {
        Failure failure;
        failure.kind = Failure::Kind::BadAnswer;
        failure.text = u"it does not tell of changes; perhaps it is an older version"_s;
        end(failure, true);
    } else if (begun && begun->isSuccess()) {
        take(whole ? whole->body : m_response.takePart());
    } else if (!m_response.problem().isEmpty()) {
        Failure failure;
        failure.kind = Failure::Kind::BadAnswer;
        failure.text = m_response.problem();
        end(failure, true);
    }
}

void KeyWatch::take(const QByteArray &part)
{
    m_wasWatching = true;
    const std::vector<StreamEvent> events = m_events.feed(part);
    if (m_events.retryMs() >= 0)
        m_retryMs = m_events.retryMs();
    for (const StreamEvent &event : events) {
        if (!event.id.isEmpty())
            m_after = event.id;
        const api::Parsed<api::WatchDocument> document = api::fromJson<api::WatchDocument>(event.data);
        if (document.value)
            Q_EMIT told(*document.value);
    }
}

void KeyWatch::endUnreachable()
{
    const auto *tls = qobject_cast<const QSslSocket *>(m_socket.get());
    Failure failure;
    failure.kind = m_wasWatching ? Failure::Kind::NoAnswer : Failure::Kind::Unreachable;
    failure.text = m_socket->errorString();
    if (tls && !tls->sslHandshakeErrors().isEmpty()) {
        failure.cause = HttpResponse::Cause::NotTrusted;
        failure.text =
            u"its certificate is not trusted: %1; name the authority that has signed it with --ca FILE"_s.arg(
                tls->sslHandshakeErrors().first().errorString());
    }
    end(failure, !m_wasWatching);
}

void KeyWatch::end(const Failure &failure, bool isFinal)
{
    m_silence.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater();
    if (!isFinal)
        QTimer::singleShot(m_retryMs, this, &KeyWatch::open);
    Q_EMIT lost(failure, isFinal);
}

} // namespace client
