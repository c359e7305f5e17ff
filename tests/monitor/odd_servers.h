// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may stand at an address where somebody expects a node: servers of other kinds, and a long way to a real one. All
// on ports of 127.0.0.1 that the system chose.
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>

#include <optional>

// Answers whatever it is sent with the same bytes, once a connection, and then keeps silent; without bytes, it only
// keeps silent.
class ParrotServer : public QTcpServer {
    Q_OBJECT
public:
    explicit ParrotServer(const QByteArray &answer, bool closes = false);
    QString address() const;
    int connectionCount() const { return m_connectionCount; }

private:
    int m_connectionCount = 0;
};

// HTTP/1.1 with this body.
QByteArray httpAnswer(int status, const QByteArray &contentType, const QByteArray &body);

// Any TLS server: it knows a certificate and has nothing to say.
class TlsServer : public QSslServer {
    Q_OBJECT
public:
    TlsServer();
    QString address() const;
};

// Passes bytes to a real node and back, each way that much later.
class DelayProxy : public QTcpServer {
    Q_OBJECT
public:
    DelayProxy(quint16 targetPort, int delayMs);
    QString address() const;

private:
    void passOn(QTcpSocket *from, QTcpSocket *to);

    int m_delayMs;
};

// A port where nothing listens; another program may take it, but hardly in this second.
quint16 closedPort();
