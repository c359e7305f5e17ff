// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the bodies of all requests hold in memory: those that arrive, and those of requests in progress, also when the
// client has gone, because what it asked for goes on. Many clients may send the largest value at once, so large bodies
// are read on only below three quarters of the limit. Above, they wait in the order in which they began; the kernel's
// window then stops the clients. One of them at a time may use the last quarter, and more if no request in progress
// is going to give room, or bodies that are all half there would wait for each other. Small bodies never wait.

#pragma once

#include <QObject>

#include <map>

namespace http {

class HttpConnection;

class BodyBudget final : public QObject {
    Q_OBJECT

public:
    explicit BodyBudget(qint64 bytesMax);

    bool isExceeded() const { return m_heldBytes > m_bytesMax; }
    // This many bytes more, or fewer.
    void add(qint64 bytes);
    // Likewise, of them those of complete bodies.
    void addInHand(qint64 bytes) { m_inHandBytes += bytes; }

    // For a large body that begins: its place in the order.
    quint64 nextTurn() { return ++m_lastTurn; }
    // May the body with this turn take so many bytes more?
    bool mayRead(quint64 turn, qint64 bytes);
    // If not: its connection is told, from the event loop, once it may (HttpConnection::goOnReading).
    void wait(quint64 turn, HttpConnection *connection);
    // The body is complete, or is not read any further. 0 is nobody's turn.
    void end(quint64 turn);

private:
    void wakeSoon();
    void wake();

    const qint64 m_bytesMax;
    qint64 m_heldBytes = 0;
    qint64 m_inHandBytes = 0; // of these, what is given back when requests end
    quint64 m_lastTurn = 0;
    quint64 m_exempt = 0; // the turn of the one body that may use the last quarter
    bool m_isWaking = false;
    std::map<quint64, HttpConnection *> m_waiting; // by turn
};

} // namespace http
