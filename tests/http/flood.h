// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients that mean harm, many at once but bounded, in a thread of their own over plain sockets; and one that means
// none, which measures how long its answers take meanwhile. The harmful ones come from 127.0.0.2, so that caps per
// address tell the two apart.

#pragma once

#include <QtGlobal>

#include <atomic>
#include <thread>
#include <vector>

class Flood {
public:
    enum class Kind {
        SlowHeads, // a byte of a header field now and then
        SlowBodies, // a byte of a body now and then
        Idle, // a request, and then silence
        Connections, // opened and closed as fast as it goes, with or without a first byte
    };

    // Keeps that many connections to 127.0.0.1 busy until it is destroyed; those the server closes are opened again.
    Flood(Kind kind, quint16 port, int connections);
    ~Flood();
    Q_DISABLE_COPY_MOVE(Flood)

    // Connections opened so far.
    int opened() const { return m_opened; }

private:
    void run();
    int open() const;
    bool keepBusy(int descriptor, int turn) const;

    const Kind m_kind;
    const quint16 m_port;
    const int m_connections;
    std::atomic<int> m_opened = 0;
    std::atomic<bool> m_isOver = false;
    std::thread m_thread;
};

const char *nameOf(Flood::Kind kind);

// Asks for a small answer so often, one request after the other on one connection. Returns how long each took in
// microseconds, ascending; fewer if an answer failed to come or was not 200.
std::vector<qint64> answerTimesUs(quint16 port, int requests);

// Of ascending figures.
qint64 percentile(const std::vector<qint64> &figures, double share);
