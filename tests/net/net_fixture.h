// SPDX-License-Identifier: GPL-3.0-or-later
//
// A transport with a port of its own, which keeps what it is told; a bare socket that speaks the protocol only as far
// as a test wants it to; and a port that accepts and does nothing else.
#pragma once

#include "net/transport.h"

#include <QByteArrayList>
#include <QHostAddress>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <memory>
#include <vector>

namespace net {

inline constexpr char testRing[] = "test";

// Settings that differ from the defaults where tests would wait too long.
TransportLimits quickLimits();

// A message of about 100 bytes, told apart by its number.
chord::Message numbered(quint64 number);
// A message with a value of this many bytes.
chord::Message withValue(quint64 number, qsizetype bytes);

class TestPeer : public QObject {
public:
    struct Settings {
        quint64 id = 1;
        quint64 incarnation = 100;
        QByteArray ringName = testRing;
        chord::Config config = {};
        TransportLimits limits = quickLimits();
        QHostAddress host = QHostAddress(QHostAddress::LocalHost);
        quint16 port = 0;
        PeerSecurity security = {};
    };

    explicit TestPeer(const Settings &settings);
    explicit TestPeer(quint64 id)
        : TestPeer(Settings{.id = id})
    {
    }

    Transport &transport() { return *m_transport; }
    const chord::Address &address() const { return m_self.address; }
    const chord::NodeRef &self() const { return m_self; }
    quint16 port() const { return m_port; }
    // Ends everything at once, as a kill would; the port is free again.
    void die();
    // Breaks all its connections; the program goes on.
    void cutConnections();

    std::vector<std::pair<chord::NodeRef, chord::Message>> received;
    QByteArrayList unreachable;
    std::vector<bool> proofs; // one for each of these
    std::vector<std::pair<chord::Address, QString>> refusals;

private:
    void acceptAll();

    QTcpServer m_server;
    chord::NodeRef m_self;
    quint16 m_port = 0;
    std::vector<QPointer<QTcpSocket>> m_sockets;
    std::unique_ptr<Transport> m_transport;
};

// The requestIds of the messages received from one peer, in the order they came.
std::vector<quint64> numbersFrom(const TestPeer &peer, const chord::NodeRef &from);
// 1, 2, … count.
std::vector<quint64> upTo(quint64 count);

// Bytes for bare sockets.
QByteArray greetingOf(const chord::NodeRef &self, const QByteArray &ringName = testRing,
                      const chord::Config &config = {}, const QByteArray &bootId = systemBootId());
QByteArray frameOf(const chord::Message &message);
chord::NodeRef strangerWith(quint64 id, const QByteArray &address, quint64 incarnation = 7);

// Accepts, and keeps what comes without ever answering, or answers everything with the same bytes.
class MutePort : public QTcpServer {
public:
    explicit MutePort(const QByteArray &answer = {});
    chord::Address address() const;
    QTcpSocket *socket(size_t index) { return m_sockets.at(index); }
    size_t count() const { return m_sockets.size(); }

private:
    std::vector<QTcpSocket *> m_sockets;
};

// A port of 127.0.0.1 where nobody listens.
quint16 freePort();

} // namespace net
