// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sockets belong to their server.

#include "odd_servers.h"

#include <QPointer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace {

QString addressOf(const QTcpServer &server)
{
    return u"127.0.0.1:%1"_s.arg(server.serverPort());
}

// Made for these tests; it guards nothing.
constexpr char certificate[] = R"(-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUHtgoHB/4zmw3uG+xpLJsN1fRR5gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjA5MzY1NloYDzIxMjYxMDI5
MDkzNjU2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARX+T7quP/XTqFUypIGN5GaivZshy1cKtZ2EtpUW4jRCUKzx1RnpPEJ
CFad0p4OYrOVtoRSW/SQdF4tWYvEEObto1MwUTAdBgNVHQ4EFgQUCrDauvpIWPOy
xMGwU/ipxafpP4YwHwYDVR0jBBgwFoAUCrDauvpIWPOyxMGwU/ipxafpP4YwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAp7ZcFMixOblwAZO80rNgv
FuTt6vkg45oBmffZYiiexgIhAOSBoNX/TNx5vwa+n64HpC0VaZlyd22ndEIlD8Nt
vDJ0
-----END CERTIFICATE-----
)";
constexpr char privateKey[] = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6TIcQ3ULBe4xpXCt
hkodHmrcpc6QtbP5ZHMIffZiO0ShRANCAARX+T7quP/XTqFUypIGN5GaivZshy1c
KtZ2EtpUW4jRCUKzx1RnpPEJCFad0p4OYrOVtoRSW/SQdF4tWYvEEObt
-----END PRIVATE KEY-----
)";

} // namespace

ParrotServer::ParrotServer(const QByteArray &answer, bool closes)
{
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this, answer, closes] {
        while (QTcpSocket *socket = nextPendingConnection()) {
            ++m_connectionCount;
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer, closes] {
                if (socket->readAll().isEmpty() || answer.isEmpty() || socket->property("answered").toBool())
                    return;
                socket->setProperty("answered", true);
                socket->write(answer);
                if (closes)
                    socket->disconnectFromHost();
            });
        }
    });
}

QString ParrotServer::address() const
{
    return addressOf(*this);
}

QByteArray httpAnswer(int status, const QByteArray &contentType, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Whatever\r\nContent-Type: " + contentType
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

TlsServer::TlsServer()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(certificate));
    configuration.setPrivateKey(QSslKey(privateKey, QSsl::Ec));
    setSslConfiguration(configuration);
    listen(QHostAddress::LocalHost);
}

QString TlsServer::address() const
{
    return addressOf(*this);
}

DelayProxy::DelayProxy(quint16 targetPort, int delayMs)
    : m_delayMs(delayMs)
{
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this, targetPort] {
        while (QTcpSocket *near = nextPendingConnection()) {
            auto *far = new QTcpSocket(near);
            connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
            connect(far, &QTcpSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
            passOn(near, far);
            passOn(far, near);
            far->connectToHost(QHostAddress(QHostAddress::LocalHost), targetPort);
        }
    });
}

void DelayProxy::passOn(QTcpSocket *from, QTcpSocket *to)
{
    connect(from, &QTcpSocket::readyRead, to, [this, from, to] {
        QTimer::singleShot(m_delayMs, to, [to, bytes = from->readAll()] { to->write(bytes); });
    });
}

QString DelayProxy::address() const
{
    return addressOf(*this);
}

quint16 closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}
