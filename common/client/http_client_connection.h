// SPDX-License-Identifier: GPL-3.0-or-later
//
// One keep-alive HTTP connection to one node, requests pipelined in order. Not QNetworkAccessManager: bench must not be
// slower than the node it measures, and a program that drives a ring wants to know whether a failed write was ever
// sent. The connection opens with the first request, and again after it was lost; over TLS if the program's security
// says so (client/security.h).
#pragma once

#include "client/response_parser.h"
#include "client/security.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <deque>
#include <functional>
#include <limits>
#include <memory>

namespace client {

class HttpClientConnection : public QObject {
    Q_OBJECT
public:
    using Callback = std::function<void(HttpResponse &&)>;

    // host: a name or address, IPv6 without brackets.
    HttpClientConnection(const QString &host, quint16 port, QObject *parent = nullptr);
    ~HttpClientConnection() override;

    // Calls back exactly once, from the event loop, unless this object is destroyed first. The callback may send more;
    // it must not destroy this object (deleteLater may).
    void send(const HttpRequest &request, Callback done);

    QString host() const { return m_host; }
    quint16 port() const { return m_port; }
    qsizetype pendingCount() const { return qsizetype(m_pending.size()); }

private:
    struct Pending {
        HttpRequest request;
        Callback done;
        qint64 deadlineMs = 0;
    };

    void openSoon();
    void open();
    void opened();
    void readAnswers();
    void failed(QAbstractSocket::SocketError error);
    void closed();
    QByteArray bytesOf(const HttpRequest &request) const;
    HttpResponse::Cause connectionCause(QAbstractSocket::SocketError error) const;
    QString connectionProblem(HttpResponse::Cause cause) const;
    void deliverFirst(HttpResponse &&response);
    void lose(HttpResponse::Outcome outcome, HttpResponse::Cause cause, const QString &error);
    void checkDeadline();
    void armTimer();

    const QString m_host;
    const quint16 m_port;
    const QByteArray m_hostField;
    const Security m_security;
    const std::unique_ptr<QTcpSocket> m_socket;
    QSslSocket *const m_tls; // the same, if it is to speak TLS
    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_timerDueMs = std::numeric_limits<qint64>::max();
    ResponseParser m_parser;
    std::deque<Pending> m_pending;
    bool m_opensSoon = false;
    bool m_isOpen = false;
    bool m_hasServed = false; // an answer came since it was opened
};

} // namespace client
