// SPDX-License-Identifier: GPL-3.0-or-later
//
// Short deadlines, and the few lines that every test of this folder would repeat.

#include "net_fixture.h"

#include "net/host_port.h"

namespace net {

TransportLimits quickLimits()
{
    TransportLimits limits;
    limits.helloTimeoutMs = 300;
    limits.admissionTimeoutMs = 200;
    limits.silenceMsMax = 60'000;
    limits.supersededMsMax = 200;
    return limits;
}

chord::Message numbered(quint64 number)
{
    return withValue(number, 64);
}

chord::Message withValue(quint64 number, qsizetype bytes)
{
    chord::Execute execute;
    execute.operation = {1, number};
    execute.kind = chord::OperationKind::Put;
    execute.key = "key " + QByteArray::number(number);
    execute.value = QByteArray(bytes, char('a' + number % 26));
    return {number, 0, execute};
}

TestPeer::TestPeer(const Settings &settings)
{
    if (!m_server.listen(settings.host, settings.port))
        qFatal("cannot listen: %s", qPrintable(m_server.errorString()));
    m_port = m_server.serverPort();
    m_self = {chord::Id(settings.id), HostPort{settings.host.toString(), m_port}.toAddress(), settings.incarnation};
    m_transport = std::make_unique<Transport>(m_self, settings.ringName, settings.config, settings.limits);
    m_transport->setSecurity(settings.security);
    connect(&m_server, &QTcpServer::newConnection, this, &TestPeer::acceptAll);
    connect(m_transport.get(), &Transport::unreachable, this, [this](const chord::Address &address, bool proof) {
        unreachable.push_back(address);
        proofs.push_back(proof);
    });
    connect(m_transport.get(), &Transport::refused, this,
            [this](const chord::Address &address, const QString &reason) { refusals.emplace_back(address, reason); });
    m_transport->setReceiver([this](const chord::NodeRef &from, std::vector<chord::Message> &messages) {
        for (chord::Message &message : messages)
            received.emplace_back(from, std::move(message));
    });
}

void TestPeer::acceptAll()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        m_sockets.emplace_back(socket);
        m_transport->accept(socket);
    }
}

void TestPeer::die()
{
    m_server.close();
    m_transport.reset();
}

void TestPeer::cutConnections()
{
    for (const QPointer<QTcpSocket> &socket : std::exchange(m_sockets, {})) {
        if (socket)
            socket->abort();
    }
}

std::vector<quint64> numbersFrom(const TestPeer &peer, const chord::NodeRef &from)
{
    std::vector<quint64> numbers;
    for (const auto &[sender, message] : peer.received) {
        if (sender == from)
            numbers.push_back(message.requestId);
    }
    return numbers;
}

std::vector<quint64> upTo(quint64 count)
{
    std::vector<quint64> numbers(count);
    for (quint64 i = 0; i < count; ++i)
        numbers[i] = i + 1;
    return numbers;
}

QByteArray greetingOf(const chord::NodeRef &self, const QByteArray &ringName, const chord::Config &config,
                      const QByteArray &bootId)
{
    wire::Hello hello = wire::makeHello(ringName, config, self);
    hello.bootId = bootId;
    QByteArray bytes = wire::magic.toByteArray();
    wire::appendHello(bytes, hello);
    return bytes;
}

QByteArray frameOf(const chord::Message &message)
{
    QByteArray bytes;
    if (!wire::appendFrame(bytes, message, wire::Limits(chord::Config())))
        qFatal("the message is above the limits");
    return bytes;
}

chord::NodeRef strangerWith(quint64 id, const QByteArray &address, quint64 incarnation)
{
    return {chord::Id(id), address, incarnation};
}

MutePort::MutePort(const QByteArray &answer)
{
    if (!listen(QHostAddress(QHostAddress::LocalHost)))
        qFatal("cannot listen: %s", qPrintable(errorString()));
    connect(this, &QTcpServer::newConnection, this, [this, answer] {
        while (QTcpSocket *socket = nextPendingConnection()) {
            m_sockets.push_back(socket);
            if (!answer.isEmpty())
                connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] { socket->write(answer); });
        }
    });
}

chord::Address MutePort::address() const
{
    return "127.0.0.1:" + QByteArray::number(serverPort());
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress(QHostAddress::LocalHost));
    return server.serverPort();
}

} // namespace net
