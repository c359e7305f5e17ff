// SPDX-License-Identifier: GPL-3.0-or-later
//
// A connection of which nobody knows yet who is calling. Looks at its first bytes without taking them out of the
// kernel's buffer (Qt has no call for that), so that whoever gets the connection finds it untouched.

#pragma once

#include <QByteArrayView>
#include <QObject>
#include <QSocketNotifier>

#include <optional>

namespace listener {

class IdleSockets;
class PortListener;

// Who opens a connection, by its first bytes.
enum class Caller : quint8 { Peer, Http, Tls };

// What the bytes so far tell; nothing if more are needed. Anything that is no peer and no TLS is for HTTP to refuse.
std::optional<Caller> callerOf(QByteArrayView firstBytes);

class ProtocolSniffer final : public QObject {
    Q_OBJECT

public:
    ProtocolSniffer(PortListener &server, qintptr descriptor, qint64 deadlineMs);

    // Looks no more and gives up the descriptor, which the caller hands on or closes.
    qintptr takeDescriptor();
    qint64 deadlineMs() const { return m_deadlineMs; }
    // Looks at what is there; the server is told if that is enough. Otherwise called when there is something.
    void look();
    // Leaves the looking to parking until there is something to look at. Always true.
    bool parkIfSilent(IdleSockets &parking);

private:
    PortListener &m_server;
    qintptr m_descriptor; // -1 once taken
    const qint64 m_deadlineMs;
    QSocketNotifier m_notifier;
};

} // namespace listener
