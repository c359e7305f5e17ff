// SPDX-License-Identifier: GPL-3.0-or-later
//
// The client lives in the server's thread, so every wait runs the event loop.

#include "raw_client.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <sys/socket.h>

namespace {

constexpr int patienceMs = 10'000;

// Like QTest::qWaitFor, but woken by what happens instead of every ten milliseconds: there are hundreds of waits.
template <typename Condition>
bool waitUntil(Condition condition)
{
    const QDeadlineTimer deadline(patienceMs);
    QTimer wake;
    wake.start(20);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

} // namespace

QByteArray RawAnswer::field(const QByteArray &name) const
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

bool RawAnswer::isProblem() const
{
    const QJsonObject problem = QJsonDocument::fromJson(body).object();
    return field("Content-Type") == "application/problem+json" && problem.value("status").toInt() == status
        && problem.value("type").isString() && !problem.value("title").toString().isEmpty()
        && !problem.value("detail").toString().isEmpty();
}

RawClient::RawClient(quint16 port)
{
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    waitUntil([this] { return isConnected(); });
}

void RawClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    m_socket.flush();
}

void RawClient::sendInPieces(const QByteArray &bytes, qsizetype pieceBytes)
{
    for (qsizetype at = 0; at < bytes.size() && isConnected(); at += pieceBytes) {
        send(bytes.mid(at, pieceBytes));
        QCoreApplication::processEvents();
    }
}

RawAnswer RawClient::readAnswer(bool withoutBody)
{
    RawAnswer answer = readAnyAnswer(withoutBody);
    while (answer.status == 100)
        answer = readAnyAnswer(withoutBody);
    return answer;
}

RawAnswer RawClient::readAnyAnswer(bool withoutBody)
{
    RawAnswer answer;
    qsizetype headSize = -1;
    qsizetype bodySize = 0;
    const auto complete = [&] {
        if (m_socket.isOpen())
            m_unread += m_socket.readAll();
        if (headSize < 0) {
            const qsizetype end = m_unread.indexOf("\r\n\r\n");
            if (end < 0)
                return false;
            headSize = end + 4;
            answer.head = m_unread.first(headSize);
            bodySize = withoutBody ? 0 : answer.field("Content-Length").toLongLong();
        }
        return m_unread.size() >= headSize + bodySize;
    };
    const auto completeOrClosed = [&] { return complete() || !isConnected(); };
    if (!waitUntil(completeOrClosed) || !complete())
        return {};
    answer.status = answer.head.startsWith("HTTP/1.1 ") ? answer.head.mid(9, 3).toInt() : 0;
    answer.body = m_unread.mid(headSize, bodySize);
    m_unread.remove(0, headSize + bodySize);
    return answer;
}

bool RawClient::waitForClose()
{
    return waitUntil([this] {
        if (m_socket.isOpen())
            m_unread += m_socket.readAll();
        return m_socket.state() == QAbstractSocket::UnconnectedState;
    });
}

void RawClient::halfClose()
{
    m_socket.flush();
    shutdown(int(m_socket.socketDescriptor()), SHUT_WR);
}
