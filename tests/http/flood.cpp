// SPDX-License-Identifier: GPL-3.0-or-later
//
// POSIX sockets, because they block where that is wanted and cost nothing where it is not.

#include "flood.h"

#include <QByteArray>

#include <algorithm>
#include <chrono>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr auto turnPause = std::chrono::milliseconds(20);
constexpr int turnsBetweenBytes = 10;
// Connections that one turn of the connection flood opens: about 2,500 a second.
constexpr int opensPerTurn = 50;

sockaddr_in loopback(const char *address, quint16 port)
{
    sockaddr_in result = {};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    inet_pton(AF_INET, address, &result.sin_addr);
    return result;
}

int connected(const char *from, quint16 port)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in own = loopback(from, 0);
    const sockaddr_in server = loopback("127.0.0.1", port);
    if (descriptor >= 0 && bind(descriptor, reinterpret_cast<const sockaddr *>(&own), sizeof own) == 0
        && connect(descriptor, reinterpret_cast<const sockaddr *>(&server), sizeof server) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

bool sendAll(int descriptor, const QByteArray &bytes)
{
    return send(descriptor, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) == bytes.size();
}

// Has the server closed it? What it says is dropped.
bool isClosed(int descriptor)
{
    char bytes[4096];
    const ssize_t got = recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

} // namespace

Flood::Flood(Kind kind, quint16 port, int connections)
    : m_kind(kind)
    , m_port(port)
    , m_connections(connections)
    , m_thread([this] { run(); })
{
}

Flood::~Flood()
{
    m_isOver = true;
    m_thread.join();
}

void Flood::run()
{
    std::vector<int> descriptors;
    for (int turn = 0; !m_isOver; ++turn) {
        std::erase_if(descriptors, [this, turn](int descriptor) {
            const bool isKept = keepBusy(descriptor, turn);
            if (!isKept)
                close(descriptor);
            return !isKept;
        });
        for (int i = 0; i < opensPerTurn && int(descriptors.size()) < m_connections; ++i) {
            if (const int descriptor = open(); descriptor >= 0) {
                descriptors.push_back(descriptor);
                ++m_opened;
            }
        }
        std::this_thread::sleep_for(turnPause);
    }
    for (const int descriptor : descriptors)
        close(descriptor);
}

int Flood::open() const
{
    const int descriptor = connected("127.0.0.2", m_port);
    if (descriptor < 0)
        return descriptor;
    switch (m_kind) {
    case Kind::SlowHeads:
        sendAll(descriptor, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
        break;
    case Kind::SlowBodies:
        sendAll(descriptor, "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
        break;
    case Kind::Idle:
        sendAll(descriptor, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        break;
    case Kind::Connections:
        if (m_opened % 2 == 0)
            sendAll(descriptor, "G");
        break;
    }
    return descriptor;
}

// False if the connection is to be given up.
bool Flood::keepBusy(int descriptor, int turn) const
{
    if (m_kind == Kind::Connections || isClosed(descriptor))
        return false;
    const bool sends = m_kind == Kind::SlowHeads || m_kind == Kind::SlowBodies;
    return !sends || turn % turnsBetweenBytes != 0 || sendAll(descriptor, "x");
}

const char *nameOf(Flood::Kind kind)
{
    switch (kind) {
    case Flood::Kind::SlowHeads:
        return "slow heads";
    case Flood::Kind::SlowBodies:
        return "slow bodies";
    case Flood::Kind::Idle:
        return "idle connections";
    case Flood::Kind::Connections:
        return "new connections";
    }
    Q_UNREACHABLE();
}

std::vector<qint64> answerTimesUs(quint16 port, int requests)
{
    std::vector<qint64> times;
    const int descriptor = connected("127.0.0.1", port);
    const int noDelay = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &noDelay, sizeof noDelay);
    const timeval patience{10, 0};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    for (int i = 0; i < requests; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        char answer[4096];
        // The answer is small and leaves in one write.
        if (!sendAll(descriptor, "GET /measured HTTP/1.1\r\nHost: localhost\r\n\r\n")
            || recv(descriptor, answer, sizeof answer, 0) < 12 || !QByteArray(answer, 12).endsWith(" 200"))
            break;
        times.push_back(
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin).count());
    }
    close(descriptor);
    std::sort(times.begin(), times.end());
    return times;
}

qint64 percentile(const std::vector<qint64> &figures, double share)
{
    return figures.empty() ? 0 : figures[std::min(figures.size() - 1, size_t(share * double(figures.size())))];
}
