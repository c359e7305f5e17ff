// SPDX-License-Identifier: GPL-3.0-or-later
//
// Caps and deadlines; what happens within a connection is its own business.

#include "http/http_connections.h"

#include "http/answer.h"
#include "http/guarded_socket.h"
#include "http/http_connection.h"
#include "http/http_request.h"

#include <QAbstractSocket>
#include <QDateTime>

#include <algorithm>
#include <vector>

namespace http {

namespace {

constexpr qsizetype readBytesMax = 64 * 1024;
constexpr qsizetype headBytesUsual = 4096;
constexpr int turnedAwayTimeoutMs = 2000;
// To send so much to clients on this machine takes about 3 ms; it is far above what any network takes.
constexpr qint64 sliceBytesPerTurn = 2 * 1024 * 1024;

// Deadlines are met within a quarter of the shortest of them, but nobody minds half a second.
int tickMs(const HttpLimits &limits)
{
    const int shortest =
        std::min({limits.headerTimeoutMs, limits.bodyTimeoutMs, limits.writeTimeoutMs, limits.idleTimeoutMs});
    return std::clamp(shortest / 4, 5, 500);
}

} // namespace

HttpConnections::HttpConnections(const HttpLimits &limits, Deliver deliver)
    : m_limits(limits)
    , m_deliver(std::move(deliver))
    , m_bodies(std::make_shared<BodyBudget>(limits.bodyBytesInFlightMax))
    , m_readScratch(readBytesMax, Qt::Uninitialized)
{
    m_writeScratch.reserve(readBytesMax + headBytesUsual);
    m_clock.start();
    m_tick.setInterval(tickMs(limits));
    connect(&m_tick, &QTimer::timeout, this, &HttpConnections::checkDeadlines);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &HttpConnections::nextTurn);
    connect(&m_idleSockets, &listener::IdleSockets::sweepDue, this, &HttpConnections::parkSilent);
}

HttpConnections::~HttpConnections()
{
    while (!m_connections.empty())
        delete *m_connections.begin();
}

HttpConnection *HttpConnections::open(QAbstractSocket *socket)
{
    const QHostAddress address = socket->peerAddress();
    socket->setParent(this);
    if (m_counters.connections >= m_limits.connectionsMax) {
        turnAway(socket, 503, "This node serves as many connections as it may.");
        return nullptr;
    }
    if (m_connectionsByAddress.value(address) >= m_limits.connectionsPerAddressMax) {
        turnAway(socket, 429, "There are too many connections from this address.");
        return nullptr;
    }
    auto *connection = new HttpConnection(*this, socket);
    m_connections.insert(connection);
    ++m_connectionsByAddress[address];
    ++m_counters.connections;
    ++m_counters.connectionsTotal;
    if (!m_tick.isActive())
        m_tick.start();
    return connection;
}

int HttpConnections::inHandCount() const
{
    return int(std::count_if(m_connections.begin(), m_connections.end(),
                             [](const HttpConnection *connection) { return connection->isInHand(); }));
}

int HttpConnections::unansweredCount() const
{
    return int(std::count_if(m_connections.begin(), m_connections.end(),
                             [](const HttpConnection *connection) { return connection->isAnswering(); }));
}

// Reads the request that is there, so that closing does not reset the connection under the answer.
void HttpConnections::turnAway(QAbstractSocket *socket, int status, QByteArrayView detail)
{
    countRefusal(status);
    const qint64 bytes = socket->read(m_readScratch.data(), m_readScratch.size());
    const QByteArray lines =
        answerLinesFor(QByteArrayView(m_readScratch.constData(), std::max<qint64>(bytes, 0)), socket->peerAddress());
    const QByteArray body = problemJson(status, detail);
    const HttpField fields[] = {{"Content-Type", problemMediaType}, {"Retry-After", "1"}};
    QByteArray answer;
    appendAnswerHead(answer, status, fields,
                     AnswerFrame{body.size(), AnswerFrame::Connection::Close, date(nowMs()), lines});
    connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(turnedAwayTimeoutMs, socket, [socket] { socket->abort(); });
    socket->write(answer + body);
    socket->disconnectFromHost();
}

// What the policy adds to each answer, such as CORS fields, if the head of the request has come whole.
QByteArray HttpConnections::answerLinesFor(QByteArrayView begin, const QHostAddress &address) const
{
    HttpFramer framer(m_limits);
    framer.feed(begin);
    if (!m_accessPolicy || !framer.headComplete())
        return {};
    return m_accessPolicy->answerLines(HttpRequest(framer, address, Access::Open));
}

bool HttpConnections::beginRequest()
{
    ++m_counters.requestsTotal;
    return ++m_counters.requestsInFlight <= m_limits.requestsInFlightMax;
}

bool HttpConnections::reserveAnswerBytes(qint64 bytes)
{
    if (m_answerBytesInFlight + bytes > m_limits.answerBytesInFlightMax)
        return false;
    m_answerBytesInFlight += bytes;
    return true;
}

bool HttpConnections::maySendSlice(HttpConnection *connection, qsizetype bytes)
{
    if (!m_turn.isActive()) {
        m_sliceBytesLeft = sliceBytesPerTurn;
        m_turn.start();
    }
    if (m_sliceBytesLeft > 0) {
        m_sliceBytesLeft -= bytes;
        return true;
    }
    if (std::find(m_waitForTurn.begin(), m_waitForTurn.end(), connection) == m_waitForTurn.end())
        m_waitForTurn.push_back(connection);
    return false;
}

// Those that wait go first, in their order; each sends until its socket is full.
void HttpConnections::nextTurn()
{
    if (m_waitForTurn.empty() && m_sliceBytesLeft == sliceBytesPerTurn)
        m_turn.stop(); // nothing was sent in the turn that ends here
    m_sliceBytesLeft = sliceBytesPerTurn;
    while (!m_waitForTurn.empty() && m_sliceBytesLeft > 0) {
        HttpConnection *connection = m_waitForTurn.front();
        m_waitForTurn.pop_front();
        connection->goOnSending();
    }
}

void HttpConnections::forget(HttpConnection *connection)
{
    std::erase(m_waitForTurn, connection);
    if (m_connections.erase(connection) == 0)
        return;
    if (connection->isStream())
        --m_counters.streams;
    else
        uncount(*connection);
}

void HttpConnections::uncount(const HttpConnection &connection)
{
    --m_counters.connections;
    const auto it = m_connectionsByAddress.find(connection.countedAddress());
    if (--it.value() == 0)
        m_connectionsByAddress.erase(it);
}

bool HttpConnections::beginStream(const HttpConnection &connection)
{
    if (m_counters.streams >= m_limits.streamsMax)
        return false;
    ++m_counters.streams;
    uncount(connection);
    return true;
}

// A copy, since connections leave the set when they end.
void HttpConnections::closeAfterAnswers()
{
    m_closesAfterAnswers = true;
    for (HttpConnection *connection : std::vector<HttpConnection *>(m_connections.begin(), m_connections.end()))
        connection->askToEndStream();
}

void HttpConnections::checkDeadlines()
{
    if (m_connections.empty())
        return m_tick.stop();
    const qint64 now = nowMs();
    // A copy, since connections leave the set when their time is up.
    for (HttpConnection *connection : std::vector<HttpConnection *>(m_connections.begin(), m_connections.end()))
        connection->checkDeadline(now);
}

// Goes on as long as there is a connection that is not silent; one that is woken up says so by waits().
void HttpConnections::parkSilent()
{
    bool isAllSilent = true;
    for (HttpConnection *connection : m_connections)
        isAllSilent = connection->parkIfSilent(m_idleSockets) && isAllSilent;
    if (!isAllSilent)
        m_idleSockets.sweepSoon();
}

QByteArrayView HttpConnections::date(qint64 nowMs)
{
    constexpr qint64 dateAgeMsMax = 500;
    if (m_date.isEmpty() || nowMs - m_dateAtMs > dateAgeMsMax) {
        m_date = httpDate(QDateTime::currentSecsSinceEpoch());
        m_dateAtMs = nowMs;
    }
    return m_date;
}

} // namespace http
