// SPDX-License-Identifier: GPL-3.0-or-later
//
// A connection of which nobody knows yet who is calling. Looks at its first bytes without taking them out of the
// kernel's buffer (Qt has no call for that), so that the owner of the connection finds it untouched.

#pragma once

#include <QByteArrayView>
#include <QObject>
#include <QSocketNotifier>

#include <optional>

namespace listener {

class IdleSockets;

// What opens a connection, by its first bytes: what is neither a peer nor begins a TLS handshake is a client.
enum class Caller : quint8 { Peer, Client, Tls };

// What the bytes so far tell; nothing if more are needed.
std::optional<Caller> callerOf(QByteArrayView firstBytes);

class ProtocolSniffer final : public QObject {
    Q_OBJECT

public:
    // Watches the descriptor, and leaves the watching to idleSockets while nothing comes; those outlive it.
    ProtocolSniffer(qintptr descriptor, qint64 deadlineMs, IdleSockets &idleSockets, QObject *parent);

    // Looks no more and gives up the descriptor, which the caller hands on or closes.
    qintptr takeDescriptor();
    qint64 deadlineMs() const { return m_deadlineMs; }
    // Looks at what is there, and tells by a signal if that is enough. Otherwise called when there is something.
    void look();
    // To be called when a sweep is due: parks the descriptor until there is something to look at.
    void park();

signals:
    void decided(Caller caller);
    // The connection has ended before its first bytes told anything.
    void ended();

private:
    IdleSockets &m_idleSockets;
    qintptr m_descriptor; // -1 once taken
    const qint64 m_deadlineMs;
    QSocketNotifier m_notifier;
};

} // namespace listener
