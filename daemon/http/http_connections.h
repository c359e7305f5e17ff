// SPDX-License-Identifier: GPL-3.0-or-later
//
// All connections of HTTP clients, and what they share: limits, counters, the clock, the one timer for all deadlines (a
// timer a connection would be started and stopped with every request), and the buffers they read into and write from.

#pragma once

#include "http/body_share.h"
#include "http/http_limits.h"
#include "listener/idle_sockets.h"

#include <QElapsedTimer>
#include <QHash>
#include <QHostAddress>
#include <QTimer>

#include <deque>
#include <functional>
#include <map>
#include <unordered_set>

class QAbstractSocket;

namespace http {

class AccessPolicy;
class HttpConnection;

// Counted since the start, but for the first three, which are of now.
struct HttpCounters {
    int connections = 0;
    int requestsInFlight = 0;
    int streams = 0; // their connections are not in connections
    quint64 connectionsTotal = 0;
    quint64 requestsTotal = 0;
    quint64 timeoutsTotal = 0;
    // Refusals of this layer itself, by status; what the handler answers is not in here.
    std::map<int, quint64> refusalsTotal;
};

class HttpConnections final : public QObject {
    Q_OBJECT

public:
    // Has the request that the connection has in hand answered. False if Qt made nothing of it.
    using Deliver = std::function<bool(HttpConnection &connection)>;

    HttpConnections(const HttpLimits &limits, Deliver deliver);
    ~HttpConnections() override;

    // Owns the socket, which is connected, from now on. Null if there are too many connections: then the client is told
    // so, and the socket closed. Otherwise call start() on it when Qt knows its guarded socket.
    HttpConnection *open(QAbstractSocket *socket);

    // It outlives this object; null: everybody may do everything.
    void setAccessPolicy(const AccessPolicy *policy) { m_accessPolicy = policy; }
    const HttpCounters &counters() const { return m_counters; }

    // From now on every answer ends its connection, so that no client expects another on it.
    // Streams are asked to end.
    void closeAfterAnswers();
    // Requests that wait for their answer.
    int inHandCount() const;
    // Likewise, and those whose answer has not been passed on to the system whole.
    int unansweredCount() const;

    // --- for the connections themselves

    const HttpLimits &limits() const { return m_limits; }
    const AccessPolicy *accessPolicy() const { return m_accessPolicy; }
    bool closesAfterAnswers() const { return m_closesAfterAnswers; }
    qint64 nowMs() const { return m_clock.elapsed(); }
    // Of now, as HTTP writes it.
    QByteArrayView date(qint64 nowMs);
    // Used by one connection at a time, since only one reads or writes at a time.
    QByteArray &readScratch() { return m_readScratch; }
    QByteArray &writeScratch() { return m_writeScratch; }

    bool deliver(HttpConnection &connection) { return m_deliver(connection); }
    // A request is there, or has been answered. False if more are being answered than may be.
    bool beginRequest();
    void endRequest() { --m_counters.requestsInFlight; }
    // The answer of that connection goes on from here. False if there are as many such as may be.
    bool beginStream(const HttpConnection &connection);
    // Of the bodies in memory.
    BodyBudget &bodies() { return *m_bodies; }
    std::shared_ptr<BodyShare> newBodyShare() const { return std::make_shared<BodyShare>(m_bodies); }
    // So many bytes more of answers are in memory; false, and nothing is added, if it would be too many.
    bool reserveAnswerBytes(qint64 bytes);
    void releaseAnswerBytes(qint64 bytes) { m_answerBytesInFlight -= bytes; }
    // May the connection send a slice of a large answer in this turn of the event loop? If not, it is told to go on in
    // a later one, so that many large answers at once do not make everything else wait.
    bool maySendSlice(HttpConnection *connection, qsizetype bytes);
    void countRefusal(int status) { ++m_counters.refusalsTotal[status]; }
    void countTimeout() { ++m_counters.timeoutsTotal; }
    // The connection waits for its client.
    void waits() { m_idleSockets.sweepSoon(); }
    // The connection has ended.
    void forget(HttpConnection *connection);

private:
    void uncount(const HttpConnection &connection);
    void turnAway(QAbstractSocket *socket, int status, QByteArrayView detail);
    QByteArray answerLinesFor(QByteArrayView begin, const QHostAddress &address) const;
    void checkDeadlines();
    void parkSilent();
    void nextTurn();

    const HttpLimits m_limits;
    const Deliver m_deliver;
    const AccessPolicy *m_accessPolicy = nullptr;
    HttpCounters m_counters;
    bool m_closesAfterAnswers = false;
    std::unordered_set<HttpConnection *> m_connections;
    QHash<QHostAddress, int> m_connectionsByAddress;
    const std::shared_ptr<BodyBudget> m_bodies; // replies may outlive this object
    qint64 m_answerBytesInFlight = 0;
    qint64 m_sliceBytesLeft = 0; // that may be sent in this turn
    std::deque<HttpConnection *> m_waitForTurn;
    QTimer m_turn; // runs while there may be large answers to be sent
    QElapsedTimer m_clock;
    QTimer m_tick;
    listener::IdleSockets m_idleSockets;
    QByteArray m_readScratch;
    QByteArray m_writeScratch;
    QByteArray m_date;
    qint64 m_dateAtMs = 0;
};

} // namespace http
