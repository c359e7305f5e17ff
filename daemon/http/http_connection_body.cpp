// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a connection's body takes of the budget of all bodies, and the wait for room.

#include "http/http_connection.h"

#include "http/http_connections.h"

#include <utility>

namespace http {

namespace {

// A body that was announced with at most so many bytes is read whatever other bodies hold.
constexpr qsizetype smallBodyBytesMax = 64 * 1024;

} // namespace

bool HttpConnection::isBodyLarge() const
{
    const std::optional<qint64> announced = m_framer.announcedBodyBytes();
    return !announced || *announced > smallBodyBytesMax;
}

// What bytes of a body hold. That of a POST is a document (a batch, a form, the original's JSON): what is read from it
// is about as much again.
qint64 HttpConnection::heldBytes(qint64 bodyBytes) const
{
    return m_framer.method() == QByteArrayView("POST") ? 2 * bodyBytes : bodyBytes;
}

// Keeps the sum of all bodies in memory up to date. False if it would pass its bound; large bodies wait instead.
bool HttpConnection::countBody()
{
    if (!m_bodyShare && m_framer.bodyBytes() == 0)
        return true;
    if (!m_bodyShare)
        m_bodyShare = m_connections.newBodyShare();
    const qint64 bytes = heldBytes(m_framer.bodyBytes());
    const bool isMore = bytes > m_bodyShare->bytes();
    m_bodyShare->resize(bytes);
    return !isMore || isBodyLarge() || !m_connections.bodies().isExceeded();
}

// True if the next bytes may be read. Else they are read when there is room, or the request is refused.
bool HttpConnection::hasRoomForBody()
{
    if (m_framer.state() != HttpFramer::State::Body || !isBodyLarge())
        return true;
    BodyBudget &bodies = m_connections.bodies();
    if (m_bodyTurn == 0)
        m_bodyTurn = bodies.nextTurn();
    if (bodies.mayRead(m_bodyTurn, heldBytes(sliceBytes)))
        return true;
    m_waitsSinceMs = m_connections.nowMs();
    m_deadlineMs = m_waitsSinceMs + m_connections.limits().bodyWaitMs;
    bodies.wait(m_bodyTurn, this);
    return false;
}

bool HttpConnection::goOnReading()
{
    m_phaseSinceMs += m_connections.nowMs() - std::exchange(m_waitsSinceMs, notWaiting);
    awaitMore();
    if (m_unread && !waitsForRoom())
        readOn();
    return !waitsForRoom();
}

// It is not read any further.
void HttpConnection::endBody()
{
    m_waitsSinceMs = notWaiting;
    m_connections.bodies().end(std::exchange(m_bodyTurn, 0));
}

void HttpConnection::dropBody()
{
    endBody();
    m_framer.dropBody();
    m_bodyShare.reset();
}

} // namespace http
