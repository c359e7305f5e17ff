// SPDX-License-Identifier: GPL-3.0-or-later
//
// One TCP connection between this node and a peer: dialling (over TLS where there is any), magic and hello, the proofs
// where the ring has a secret, then frames both ways. It knows nothing
// of other connections; what a message is for, and whether to dial again, is the Transport's business.
//
// Small frames gather in one buffer, which flush() writes. Large ones wait on their own and go to the socket one by
// one as it empties, so that whatever small is sent meanwhile overtakes them.
#pragma once

#include "chord/messages.h"
#include "net/host_port.h"
#include "net/peer_security.h"
#include "net/transport_limits.h"
#include "wire/codec.h"
#include "wire/hello.h"

#include <QAbstractSocket>
#include <QObject>

#include <deque>
#include <optional>
#include <vector>

class QTcpSocket;

namespace net {

// How a connection came to its end.
struct ConnectionEnd {
    enum class Kind {
        NobodyThere, // dialled: refused, since nothing listens on this port there; or it is no address
        NoAnswer, // dialled: no connection or no hello in time, hung up before it, or its name does not resolve
        TurnedAway, // this side or the other did not like the hello
        Lost, // after the hellos: closed by the other side, or broken
        Broken, // after the hellos: bytes that are no frame
        Silent, // after the hellos: nothing came back for too long
        Idle, // not used for long, or superseded
        Replaced, // the peer has been restarted
    };
    Kind kind;
    QString reason; // a sentence, for the log and the user, to stand after the peer's name and a colon
    bool isShortage = false; // NoAnswer: this machine had no descriptor or port for a connection
    bool isUnresolved = false; // NoAnswer: the name could not be looked up
    std::optional<wire::Refusal::Reason> refusal = {}; // what did not fit, if one side has refused the other
};

struct ConnectionCounters {
    quint64 messagesSent = 0;
    quint64 messagesReceived = 0;
    quint64 messagesDropped = 0;
    quint64 bytesSent = 0;
    quint64 bytesReceived = 0;
};

class PeerConnection : public QObject {
    Q_OBJECT
public:
    // A frame that carries more than this is large.
    static constexpr qsizetype bulkBytesMin = 64 * 1024;

    // Dials.
    PeerConnection(const chord::Address &dialled, const HostPort &target, const wire::Hello &ours,
                   const PeerSecurity &security, const wire::Limits &wireLimits, const TransportLimits &limits,
                   QObject *parent);
    // Waits for the magic and hello of a peer that has connected. Takes the socket over.
    PeerConnection(QTcpSocket *socket, const wire::Hello &ours, const PeerSecurity &security,
                   const wire::Limits &wireLimits, const TransportLimits &limits, QObject *parent);
    ~PeerConnection() override;

    bool isOurs() const { return !m_dialled.isEmpty(); } // opened by this node
    const chord::Address &dialled() const { return m_dialled; } // empty when opened by the peer
    bool isOpen() const { return m_state == State::Open; } // hellos exchanged, not ended
    bool wasOpen() const { return m_wasOpen; } // it is, or was before it ended
    const chord::NodeRef &peer() const { return m_theirs.sender; } // once open
    const wire::Hello &peerHello() const { return m_theirs; } // once open
    bool isFromLoopback() const; // once open: the other end has a loopback address
    QString peerText() const; // for log lines: what is known of who is there
    qint64 openedMs() const { return m_startedMs; } // once open

    // Queues a message; false, and counted, if it is dropped. Once open.
    bool send(const chord::Message &message);
    // Hands what is queued to the system, as far as it takes it.
    void flush();
    // Sent, and not taken by the system yet.
    qsizetype queuedBytes() const;

    // Is there a better connection to the same peer? Then this one is retired soon after its last use.
    void setSuperseded(bool superseded) { m_superseded = superseded; }
    // When something was last sent or received, on monotonicNow().
    qint64 usedMs() const { return m_usedMs; }

    // Ends the connection if one of its deadlines has passed. nowMs: of monotonicNow().
    void checkDeadlines(qint64 nowMs);
    // This process was not run for a while: nobody else is to blame for the silence.
    void postponeDeadlines(qint64 byMs);
    void end(const ConnectionEnd &end);
    void end(ConnectionEnd::Kind kind, const QString &reason) { end(ConnectionEnd{kind, reason}); }

    // The answers to admissionAsked(): goes on with the greeting, or refuses the peer, whose address does not lead to
    // it.
    void admit();
    void refuse(const QString &problem);
    bool isAwaitingAdmission() const { return m_state == State::AwaitingAdmission; } // and peer() is known

    const ConnectionCounters &counters() const { return m_counters; }

    // The Transport's mark: it is in the list of those to be flushed.
    bool hasUnflushed() const { return m_hasUnflushed; }
    void setUnflushed(bool unflushed) { m_hasUnflushed = unflushed; }

Q_SIGNALS:
    // Opened by a peer that is in no ring, while this node is in one: is it where it says that it is?
    void admissionAsked();
    void opened();
    void received(std::vector<chord::Message> &messages);
    // The last thing it says; nothing more is sent or received.
    void ended(const net::ConnectionEnd &end);

private:
    enum class State { Dialling, AwaitingMagic, AwaitingHello, AwaitingAdmission, AwaitingProof, Open, Ended };

    void prepare();
    void dial(const HostPort &target);
    void onConnected();
    void onReadyRead();
    void onError();
    bool readMagic();
    void onBytesWritten();
    void sendHello(const QByteArray &before);
    void sendProof();
    void onGreeting(const wire::Greeting &greeting, QByteArrayView content);
    void onHello(const wire::Hello &theirs, QByteArrayView content);
    void onProof(const wire::Proof &proof);
    void goOn();
    bool isGreeting() const { return m_state == State::AwaitingHello || m_state == State::AwaitingProof; }
    wire::Proof proofBy(wire::Role prover) const;
    void open();
    void turnAway(const wire::Refusal &refusal);
    QString tryDecoding();
    void endDialling();
    static QString shortage(QAbstractSocket::SocketError error);
    QString tlsProblem() const;
    qint64 unsentBytes() const;
    void writeBulk();
    void write(QByteArray &buffer);

    QTcpSocket *m_socket;
    const chord::Address m_dialled;
    const QString m_remoteHost; // from where the peer has connected, when it has
    wire::Hello m_ours; // with a nonce of this connection's own
    const PeerSecurity &m_security;
    const TransportLimits &m_limits;
    const wire::Limits m_receiveLimits;
    wire::Limits m_sendLimits; // once open: the smaller of both sides'
    wire::Hello m_theirs;
    QByteArray m_ourHello; // the frames, for the proofs; only where there is a secret
    QByteArray m_theirHello;
    wire::FrameReader m_reader;
    State m_state;
    std::vector<chord::Message> m_batch; // kept for its capacity
    QByteArray m_out; // small frames, until the next flush
    std::deque<QByteArray> m_bulk; // large frames, the first to be written next
    qsizetype m_bulkBytes = 0;
    bool m_wasOpen = false;
    bool m_superseded = false;
    bool m_hasUnflushed = false;
    bool m_isDelivering = false;
    qint64 m_startedMs; // of the present state
    qint64 m_usedMs;
    qint64 m_unansweredSinceMs = 0; // when something was written first after the last read; 0: nothing
    ConnectionCounters m_counters;
};

// What a message carries besides its fixed parts, in bytes: enough to tell large from small and to bound a queue.
qsizetype payloadBytes(const chord::Message &message);

} // namespace net
