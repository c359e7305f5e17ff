// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs one chord::Node on the event loop: gives it time, carries its messages over the Transport, and turns its results
// into calls back. The only object that touches the core in the daemon; REST and the command line talk to this one.
#pragma once

#include "chord/node.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <unordered_map>

namespace net {

class Transport;

class NodeHost : public QObject {
    Q_OBJECT
public:
    using KeyCallback = std::function<void(chord::KeyResult &&)>;
    using LookupCallback = std::function<void(chord::LookupResult &&)>;
    using RingCallback = std::function<void(chord::RingResult &&)>;

    // The transport carries this node's messages from here on; it must outlive the host.
    NodeHost(const chord::NodeRef &self, const chord::Config &config, Transport *transport, QObject *parent = nullptr);
    ~NodeHost() override;

    void createRing();
    void join(std::vector<chord::Address> contacts);
    // Ends in left() or leaveFailed().
    void leave(int timeoutMs);

    // Each calls back exactly once, on this thread: at once when this node can answer alone, else later, at the latest
    // after the operation's deadline. Never after the host is gone.
    void get(const QByteArray &key, KeyCallback done);
    void put(const QByteArray &key, const QByteArray &value, const QByteArray &contentType, qint64 ttlMs,
             const chord::Condition &condition, KeyCallback done);
    void remove(const QByteArray &key, const chord::Condition &condition, KeyCallback done);
    void lookup(const chord::Id &target, LookupCallback done);
    void walkRing(RingCallback done);

    const chord::Node &node() const { return m_node; }
    // Microseconds on the clock the node lives by; it counts while the machine sleeps, where the system offers that.
    chord::Time now() const;
    qint64 uptimeSeconds() const;

Q_SIGNALS:
    void joined();
    void joinFailed(const QString &reason);
    void left();
    void leaveFailed(const QString &reason);
    void eventHappened(const chord::Event &event);

private:
    void pump();
    void armTimer();

    chord::Node m_node;
    Transport *m_transport;
    QTimer m_timer;
    chord::Output m_output;
    std::unordered_map<chord::OperationHandle, std::function<void(chord::OperationResult &&)>> m_pending;
};

} // namespace net
