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
#include <variant>

namespace storage {
class Storage;
}

namespace net {

class Transport;

class NodeHost : public QObject {
    Q_OBJECT
public:
    using KeyCallback = std::function<void(chord::KeyResult &&)>;
    using LookupCallback = std::function<void(chord::LookupResult &&)>;
    using RingCallback = std::function<void(chord::RingResult &&)>;
    using ListCallback = std::function<void(chord::ListResult &&)>;
    using RecoveryCallback = std::function<void(chord::RecoveryResult &&)>;

    // The transport carries this node's messages from here on; it must outlive the host.
    // So must the storage of a node that has a data directory (Config::durable).
    NodeHost(const chord::NodeRef &self, const chord::Config &config, Transport *transport,
             storage::Storage *storage = nullptr, QObject *parent = nullptr);
    ~NodeHost() override;

    void createRing();
    // Ends in joined() or joinFailed(). A contact that refuses this node (Transport::refused) counts as one that is not
    // there.
    void join(std::vector<chord::Address> contacts);
    // Instead of either, with the state in the data directory; contacts are tried besides the nodes that are known
    // there. Ends in joined(), joinFailed() or unusable().
    void restore(std::vector<chord::Address> contacts);
    // Other voters get what this node leads, for the program ends, and will go on later; calls back soon.
    void retire(std::function<void()> done);
    // Ends in left() or leaveFailed().
    void leave(int timeoutMs);

    // Each calls back exactly once, on this thread: at once when this node can answer alone, else later, at the latest
    // after the operation's deadline. Never after the host is gone. A callback may do anything, also begin operations
    // (which then call back when it has returned, at the earliest) and delete the host.
    void get(const QByteArray &key, KeyCallback done);
    void put(const QByteArray &key, const QByteArray &value, const QByteArray &contentType, qint64 ttlMs,
             const chord::Condition &condition, KeyCallback done);
    void remove(const QByteArray &key, const chord::Condition &condition, KeyCallback done);
    // A page of the ring's keys (Node::beginList).
    void list(const chord::Id &from, const QByteArray &after, const QByteArray &prefix, int keysMax, ListCallback done);
    void lookup(const chord::Id &target, LookupCallback done);
    void walkRing(RingCallback done);

    // Watches a key until endWatch(); what there is to be told of it goes to the receiver, later. 0, and nothing is
    // told, if there are too many watchers.
    using WatchReceiver = std::function<void(chord::WatchUpdate &&)>;
    void setWatchReceiver(WatchReceiver receiver) { m_watchReceiver = std::move(receiver); }
    chord::OperationHandle watch(const QByteArray &key, const std::optional<chord::WatchPoint> &known);
    void endWatch(chord::OperationHandle watcher);

    // After the loss of a majority (Node::beginDeclareGone, Node::beginRecovery); they call back as operations do.
    void declareGone(const chord::Address &address, KeyCallback done);
    void recoverRange(const chord::Id &place, bool confirmed, RecoveryCallback done);

    // Called with the time a peer took to answer, in microseconds, for each request it answered; of more than
    // timedRequestsMax in progress at once, only for some.
    static constexpr size_t timedRequestsMax = 1024;
    void setPeerAnswerObserver(std::function<void(chord::Time micros)> observer);
    // Operations begun and not ended.
    size_t pendingCount() const { return m_pending.size(); }
    const Transport &transport() const { return *m_transport; }
    // None: without a data directory.
    const storage::Storage *storage() const { return m_storage; }
    // Its data directory is being read.
    // Why this node cannot serve at the moment, a sentence; empty if it can.
    QByteArray notReadyReason() const;

    const chord::Node &node() const { return m_node; }
    // Microseconds on the clock the node lives by; it counts while the machine sleeps, where the system offers that.
    chord::Time now() const;
    qint64 uptimeSeconds() const;

Q_SIGNALS:
    void joined();
    void joinFailed(const QString &reason);
    void left();
    void leaveFailed(const QString &reason);
    void unusable(const QString &reason); // the data directory
    void eventHappened(const chord::Event &event);

private:
    // In the order of chord::OperationResult::outcome.
    using Callback = std::variant<KeyCallback, LookupCallback, RingCallback, RecoveryCallback, ListCallback>;

    struct SentRequest {
        quint64 id = 0;
        chord::Time at = 0;
    };

    void noteSent(const chord::Message &message);
    void noteAnswer(const chord::Message &message, chord::Time at);
    void onReceived(const chord::NodeRef &from, std::vector<chord::Message> &messages);
    void onUnreachable(const chord::Address &address, bool proof);
    void onTimeout();
    void await(chord::OperationHandle handle, Callback done);
    void pump();
    void deliver(chord::OperationResult &result);
    void tell(const chord::Event &event);
    void armTimer();
    void watchStorage();
    void onRestored(const chord::Restored &state);
    void onDiskProblem();
    void checkRetired();
    QByteArray loadingText() const;
    bool refuseWhileLoading(const KeyCallback &done) const;

    chord::Node m_node;
    Transport *m_transport;
    storage::Storage *m_storage;
    std::vector<chord::Address> m_contacts; // while the state is read
    bool m_isLoading = false;
    QTimer m_progress; // while the state is read, and while the node retires
    chord::Time m_retiredBy = 0;
    std::function<void()> m_onRetired;
    const chord::Time m_startedAt;
    QTimer m_timer;
    chord::Time m_armedFor = chord::never; // what m_timer waits for
    chord::Output m_output; // empty between pumps; kept for its capacity
    bool *m_wasDeleted = nullptr; // set while pumping, to a place on the stack
    std::unordered_map<chord::OperationHandle, Callback> m_pending;
    WatchReceiver m_watchReceiver;
    std::function<void(chord::Time micros)> m_peerAnswerObserver;
    std::vector<SentRequest> m_sentRequests; // by identifier, modulo timedRequestsMax
};

} // namespace net
