// SPDX-License-Identifier: GPL-3.0-or-later
//
// As long as a body waits, either there is no room, and the exempt one is read, or wake() is about to be called.

#include "http/body_budget.h"

#include "http/http_connection.h"

#include <utility>

namespace http {

BodyBudget::BodyBudget(qint64 bytesMax)
    : m_bytesMax(bytesMax)
{
}

void BodyBudget::add(qint64 bytes)
{
    m_heldBytes += bytes;
    if (bytes < 0)
        wakeSoon();
}

bool BodyBudget::mayRead(quint64 turn, qint64 bytes)
{
    const bool isNext = m_waiting.empty() || turn < m_waiting.begin()->first;
    if (isNext && m_heldBytes + bytes <= m_bytesMax - m_bytesMax / 4)
        return true;
    if (m_exempt == 0 && isNext)
        m_exempt = turn;
    return m_exempt == turn && (m_heldBytes + bytes <= m_bytesMax || m_inHandBytes == 0);
}

void BodyBudget::wait(quint64 turn, HttpConnection *connection)
{
    m_waiting.emplace(turn, connection);
}

void BodyBudget::end(quint64 turn)
{
    if (turn == 0)
        return;
    const bool wasExempt = m_exempt == turn;
    if (wasExempt)
        m_exempt = 0;
    if (m_waiting.erase(turn) > 0 || wasExempt)
        wakeSoon();
}

void BodyBudget::wakeSoon()
{
    if (m_waiting.empty() || std::exchange(m_isWaking, true))
        return;
    QMetaObject::invokeMethod(this, &BodyBudget::wake, Qt::QueuedConnection);
}

// Each reads what its socket has, at most a slice; the others have their turn in between.
void BodyBudget::wake()
{
    m_isWaking = false;
    if (const auto exempt = m_waiting.extract(m_exempt))
        exempt.mapped()->goOnReading();
    while (!m_waiting.empty()) {
        HttpConnection *next = m_waiting.extract(m_waiting.begin()).mapped();
        if (!next->goOnReading())
            return;
    }
}

} // namespace http
