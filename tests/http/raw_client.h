// SPDX-License-Identifier: GPL-3.0-or-later
//
// A client that sends exactly the bytes it is told to, and reads answers by their Content-Length. All waiting is for a
// condition, with a deadline.

#pragma once

#include <QByteArray>
#include <QTcpSocket>

struct RawAnswer {
    int status = 0; // 0 if none came
    QByteArray head;
    QByteArray body;

    // Value of the first field of that name, in any case; null if there is none.
    QByteArray field(const QByteArray &name) const;
    // application/problem+json with the four members, about this very status.
    bool isProblem() const;
};

class RawClient {
public:
    // Connects to 127.0.0.1. Check isConnected().
    explicit RawClient(quint16 port);

    bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    void send(const QByteArray &bytes);
    // In pieces of that many bytes, each on its way before the next.
    void sendInPieces(const QByteArray &bytes, qsizetype pieceBytes);
    // The next answer that is not 100; withoutBody for answers to HEAD.
    RawAnswer readAnswer(bool withoutBody = false);
    // The next answer, 100 included.
    RawAnswer readAnyAnswer(bool withoutBody = false);
    // Waits until the server has closed.
    bool waitForClose();
    // Closes the sending side only.
    void halfClose();
    void abort() { m_socket.abort(); }
    // Stops reading, so that the server's writing comes to a halt.
    void stopReading() { m_socket.setReadBufferSize(1); }
    qint64 bytesToWrite() const { return m_socket.bytesToWrite(); }
    const QByteArray &unread() const { return m_unread; }

private:
    QTcpSocket m_socket;
    QByteArray m_unread;
};
