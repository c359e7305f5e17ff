// SPDX-License-Identifier: GPL-3.0-or-later
//
// Carries messages between this node and its peers, over TCP. The core sends to addresses and knows no connection;
// here an address becomes a route: the connection that carries what is sent there, or the dialling of one, with the
// messages that wait for it.
//
// A pair of nodes uses one connection, opened by either: what a peer's hello advertises as its address is also where
// messages to that address go. When both dial at once, both connections open, and both sides prefer the one opened by
// the node with the smaller address (as bytes); the other carries what is in progress, falls silent and is retired by
// its opener. So nothing is lost, and no message has to be repeated. A peer that was dialled under an alias
// ("localhost") is reached by both names.
//
// A node in a ring tells others the addresses of those it lets in. So, before it answers the hello of a peer that is in
// no ring yet, it dials the address which that peer advertises, and refuses the peer if this does not lead to it.
//
// Messages may be lost, as on any network: when a connection breaks, when a peer's queue is full, when no connection
// is established. The core's deadlines see to it. Those to one peer stay in order, except that large ones (bulk: above
// PeerConnection::bulkBytesMin) are overtaken by small ones, so that leases are renewed while values move.
//
// Everything that arrived is delivered in one batch per read, the answers to a batch leave in one write, and so does
// everything else sent to one peer within one turn of the event loop: batching is worth a factor of thirty.
#pragma once

#include "chord/config.h"
#include "chord/messages.h"
#include "net/peer_security.h"
#include "net/transport_limits.h"
#include "wire/codec.h"
#include "wire/hello.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

class QTcpSocket;

namespace net {

class PeerConnection;
struct ConnectionEnd;
struct Route;

// Names the present run of the operating system and, on Linux, the network namespace, so the loopback interface, in
// wire::bootIdBytes; empty where there is no such name.
QByteArray systemBootId();

// Counted since the start, but for the first two, which are of now.
struct TransportCounters {
    int connections = 0; // open: hellos exchanged
    qsizetype queuedBytes = 0; // written by the node, not yet taken by the system
    quint64 messagesSent = 0; // handed to a connection
    quint64 messagesReceived = 0;
    quint64 messagesDropped = 0; // of all sent: queue full, no connection in time, above a limit
    quint64 bytesSent = 0;
    quint64 bytesReceived = 0;
    quint64 connectionsOpened = 0;
    quint64 connectionsFailed = 0; // dialled without success
    quint64 connectionsRefused = 0; // by us or by the peer, over the hello
    quint64 connectionsBroken = 0; // closed over a frame that was none
};

class Transport : public QObject {
    Q_OBJECT
public:
    // What arrived in one read from one peer, never empty. The receiver may move the messages out.
    using Receiver = std::function<void(const chord::NodeRef &from, std::vector<chord::Message> &messages)>;

    // self.address is what peers are told; ringName and config are what they must agree with.
    Transport(const chord::NodeRef &self, const QByteArray &ringName, const chord::Config &config,
              const TransportLimits &limits = {}, QObject *parent = nullptr);
    // Hands what is queued to the system and closes.
    ~Transport() override;

    const chord::NodeRef &self() const { return m_hello.sender; }

    // From the next connection on.
    void setSecurity(PeerSecurity security) { m_security = std::move(security); }
    // The ring that the node has joined or founded, for its hellos from the next connection on.
    void setRing(quint64 ring);

    // Who gets the messages; an empty function: nobody, they are dropped. The receiver may delete the transport.
    void setReceiver(Receiver receiver) { m_receiver = std::move(receiver); }

    // A connection made by a peer, its magic still to be read. Takes the socket over.
    void accept(QTcpSocket *socket);

    // Sends when this turn of the event loop ends or sooner, dialling first if need be. Never calls back from within.
    void send(const chord::Address &to, chord::Message message);
    // Writes what is queued now instead of at the end of the turn: before the program ends.
    void flush();

    TransportCounters counters() const;
    // Why there is no connection to this address, as a sentence; empty if there is one or none was tried.
    QString problem(const chord::Address &address) const;
    // What did not fit, if that is the problem.
    std::optional<wire::Refusal::Reason> refusal(const chord::Address &address) const;

Q_SIGNALS:
    // Nobody is there: the connection was refused, or was lost and refused when it was dialled again. A peer that
    // merely does not answer, or whose name cannot be resolved now, is left to the core's deadlines. proof: the program
    // that had this address last has ended. See isProvenDead in transport.cpp.
    void unreachable(const chord::Address &address, bool proof);
    // Somebody is there and will not have us, or is no node: reason is a sentence for the user.
    void refused(const chord::Address &address, const QString &reason);

private:
    Route &routeTo(const chord::Address &address);
    void dial(const chord::Address &address, Route &route);
    void dialFailed(const chord::Address &address, const ConnectionEnd &end);
    void watch(PeerConnection *connection);
    void onOpened(PeerConnection *connection);
    bool isUnchecked(const PeerConnection &connection) const;
    void checkAddress(PeerConnection *newcomer);
    void judgeNewcomers(const chord::Address &address, const QString &problem);
    void onReceived(PeerConnection *connection, std::vector<chord::Message> &messages);
    void onEnded(PeerConnection *connection, const ConnectionEnd &end);
    PeerConnection *prefer(PeerConnection *connection);
    bool isBetter(const PeerConnection &candidate, const PeerConnection &current) const;
    void useFor(const chord::Address &address, PeerConnection *connection);
    void lost(const chord::Address &address, PeerConnection *connection, const ConnectionEnd &end);
    PeerConnection *openConnectionTo(const chord::Address &address) const;
    void dropWaiting(Route &route);
    void sendSoon(PeerConnection *connection, const chord::Message &message);
    void redialDue();
    void armRedial(qint64 atMs);
    void tick();
    void startTicking();
    void makeRoom();
    bool isNews(const QString &who, const QString &reason);
    void noteMachine(const PeerConnection &connection);
    bool isProvenDead(const chord::Address &address) const;

    wire::Hello m_hello;
    const wire::Limits m_wireLimits;
    const TransportLimits m_limits;
    PeerSecurity m_security;
    Receiver m_receiver;
    std::unordered_map<chord::Address, std::unique_ptr<Route>> m_routes;
    std::unordered_set<PeerConnection *> m_connections;
    std::vector<PeerConnection *> m_unflushed; // they have bytes to write at the end of this turn
    bool m_flushScheduled = false;
    PeerConnection *m_delivering = nullptr; // whose batch the receiver is dealing with
    QTimer m_redial;
    QTimer m_tick;
    qint64 m_lastTickMs = 0;
    TransportCounters m_counters;
    bool m_isShort = false; // of descriptors or ports, when it dialled last
    std::set<std::pair<QString, QString>> m_refusalsTold; // who and why, so that each is logged once
    std::unordered_set<chord::Address> m_onThisMachine; // loopback addresses whose last hello was from this machine
};

} // namespace net
