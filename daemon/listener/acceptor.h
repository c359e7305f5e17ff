// SPDX-License-Identifier: GPL-3.0-or-later
//
// Takes connections from a listening socket, in Qt's stead: QTcpServer (Qt 6.4) remembers the first error of its socket
// only, "nothing more to accept", and so does not notice when it runs out of file descriptors. It is then told of the
// same connection again and again, takes a whole core and reports nothing.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace listener {

class Acceptor : public QObject {
    Q_OBJECT
public:
    // Of a listening, non-blocking socket, which stays its owner's.
    explicit Acceptor(qintptr listening, QObject *parent = nullptr);

Q_SIGNALS:
    // The receiver owns the descriptor.
    void accepted(qintptr descriptor);

private:
    void acceptAll();
    void pause(int error);

    const int m_listening;
    QSocketNotifier m_notifier;
    QTimer m_again;
    bool m_isShort = false; // of file descriptors or memory, and that was logged
};

} // namespace listener
