// SPDX-License-Identifier: GPL-3.0-or-later
//
// One HTTP client: its network socket, its framer, and the socket that Qt sees. Requests are taken strictly one after
// the other: while one is in hand nothing is read, so the kernel's window pushes back on a client that sends faster
// than it is answered, answers leave in order, and a client that has closed its sending side still gets them.
//
// The network socket is a QAbstractSocket of type TCP, which is unbuffered where QTcpSocket is not: it reads and writes
// when told to, straight from and to our buffers, and learns of the end of the stream only when we read.

#pragma once

#include "http/access_policy.h"
#include "http/http_framer.h"
#include "http/http_reply.h"
#include "http/http_stream.h"

#include <QAbstractSocket>
#include <QHostAddress>
#include <QPointer>

#include <memory>
#include <vector>

class QSocketNotifier;
class QSslSocket;
class QTimer;

namespace listener {
class IdleSockets;
}

namespace http {

class BodyShare;
class GuardedSocket;
class HttpConnections;
class RequestHandler;

class HttpConnection final : public QObject, private ReplySink, private StreamSink {
    Q_OBJECT

public:
    // network is connected, and owned from now on. connections owns this object and outlives it.
    HttpConnection(HttpConnections &connections, QAbstractSocket *network);
    ~HttpConnection() override;

    // As the socket gave it when it was new, which is how connections are counted.
    const QHostAddress &countedAddress() const { return m_countedAddress; }
    GuardedSocket *guardedSocket() const;
    // Reads what is there. Called once, when Qt knows the guarded socket.
    void start();

    // Appends what Qt is to read for the request in hand: the request line and the host. The other fields and the body
    // are for the handler, which has them from here without copies.
    void appendHeadForQt(QByteArray &head) const;
    // Calls handler with the request in hand.
    void handOver(RequestHandler &handler);

    // A request waits for its answer.
    bool isInHand() const { return m_phase == Phase::InHand; }
    // Likewise, or its answer has not been passed on to the system whole.
    bool isAnswering() const;

    // Its answer goes on, or did.
    bool isStream() const { return m_streamState != nullptr; }
    void askToEndStream();

    // Its turn to send a part of its large answer has come.
    void goOnSending();
    // There may be room for more of its body. False if it waits again.
    bool goOnReading();
    void checkDeadline(qint64 nowMs);
    // Parks its socket if nothing has come since the last call. False if something has.
    bool parkIfSilent(listener::IdleSockets &parking);

    // From the guarded socket.
    void qtLetGo();
    void qtWantsToClose();

private:
    enum class Phase : quint8 { Reading, InHand, Writing, Streaming, Draining, Closed };

    // Of an answer that goes on: what is left to be sent.
    struct StreamState {
        std::vector<QByteArray> pieces; // shared with other connections; the first is sent from sent on
        qsizetype sent = 0;
        qint64 bytes = 0; // of all pieces, that of the first which are sent left out
        qint64 unreadBytes = 0; // that the client has sent, and nobody reads
        bool isChunked = false;
        bool isFinished = false; // nothing more is written
    };

    static constexpr qint64 notWaiting = -1;
    // Large values are read straight into place and written in slices of this size.
    static constexpr qsizetype sliceBytes = 256 * 1024;

    void answer(int status, std::span<const HttpField> fields, const QByteArray &body) override;
    bool reserve(qsizetype bytes) override;
    StreamSink *beginStream(std::span<const HttpField> fields) override;
    void writeStream(const QByteArray &bytes) override;
    void finishStream() override;
    qint64 unsentStreamBytes() const override;

    void onReadyRead();
    void onBytesWritten();
    void resume();

    void readOn();
    void readOnce();
    bool holdsMore() const;
    qint64 unsentBytes() const;
    void process();
    bool judgeHead();
    void answerVerdict();
    void awaitMore();
    void dispatch();
    bool countBody();
    bool isBodyLarge() const;
    qint64 heldBytes(qint64 bodyBytes) const;
    bool waitsForRoom() const { return m_waitsSinceMs != notWaiting; }
    bool hasRoomForBody();
    void endBody();
    void dropBody();
    void refuse(int status, const char *detail);
    void sendRefusal(int status, const char *detail);
    void logAnswer(int status, qsizetype bodyBytes) const;
    void write(int status, std::span<const HttpField> fields, const QByteArray &body, bool withoutBody);
    void writeOn();
    void streamOn();
    bool sendPiece();
    void readWhileStreaming();
    void releaseReserved();
    void answered();
    void nextRequest();
    void closeDown();
    void drain();
    void readAndDrop();
    void retire();

    HttpConnections &m_connections;
    QAbstractSocket *const m_network;
    QSslSocket *const m_tls; // the same, if it is one
    QPointer<GuardedSocket> m_guarded;
    HttpFramer m_framer;
    const QHostAddress m_countedAddress;
    // The same, but IPv4 where it is IPv4 mapped into IPv6.
    const QHostAddress m_remoteAddress;
    // What is left of a large answer: shared with the controller that gave it, sent in slices.
    QByteArray m_answerBody;
    qsizetype m_answerSent = 0;
    qint64 m_reservedBytes = 0;
    std::shared_ptr<BodyShare> m_bodyShare; // null: there is no body
    quint64 m_bodyTurn = 0; // 0: the body is not large, or not waited for
    qint64 m_waitsSinceMs = notWaiting; // for room for the rest of its body
    qint64 m_phaseSinceMs = 0;
    qint64 m_deadlineMs = 0;
    qint64 m_drainedBytes = 0;
    // Of the request in hand.
    AccessPolicy::Verdict m_verdict;
    qint64 m_requestSinceMs = 0;
    std::unique_ptr<StreamState> m_streamState;
    QTimer *m_drainTimer = nullptr;
    QPointer<QSocketNotifier> m_readNotifier;
    HttpFramer::State m_timedState = HttpFramer::State::Complete;
    Phase m_phase = Phase::Reading;
    bool m_judged = false;
    bool m_dispatching = false;
    bool m_unread = false;
    bool m_heard = false; // bytes, or the end of the stream, since parkIfSilent()
    bool m_continueSent = false;
    bool m_closeAfterAnswer = false;
    bool m_inFlight = false;
};

} // namespace http
