// SPDX-License-Identifier: GPL-3.0-or-later
//
// The socket that Qt's HTTP server believes it is talking to. There is no network behind it: HttpConnection owns the
// real one and lets Qt see one checked request at a time. So nothing the client does, disconnecting in particular, can
// reach Qt while a request is in hand; it hears of the end when we say so, and deletes this object then.

#pragma once

#include <QTcpSocket>

namespace http {

class HttpConnection;

class GuardedSocket final : public QTcpSocket {
    Q_OBJECT

public:
    // Looks connected, with the addresses of network.
    GuardedSocket(HttpConnection &connection, const QAbstractSocket &network, QObject *parent);
    ~GuardedSocket() override;

    // Lets Qt read the request that the connection has in hand, before this returns.
    void offerRequest();
    // Looks disconnected from now on; Qt deletes the socket later. The connection is not referred to any more.
    void finish();

    qint64 bytesAvailable() const override;
    // Qt calls this when it cannot make sense of a request, and later versions when a connection was idle for long.
    void disconnectFromHost() override;

protected:
    qint64 readData(char *data, qint64 bytesMax) override;
    qint64 writeData(const char *data, qint64 bytes) override;

private:
    HttpConnection *m_connection;
    QByteArray m_offered;
    qsizetype m_read = 0;
};

} // namespace http
