// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ten thousand clients that watch keys through one node, a process of its own: the memory that each takes there, and
// how long it takes from the beginning of a put until each has been told. First all watch the same key, then each
// watches a key of its own. Clients are sockets of this program, watched by epoll. Linux only. Prints the node's
// resident memory and the delays of several puts.
//
//     watch_bench [WATCHERS [PUTS]]

#include "support/daemon.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int otherFiles = 500;
constexpr int readBytes = 64 * 1024;

double msSince(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

bool makeRoom(int files)
{
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::max<rlim_t>(limit.rlim_cur, rlim_t(files));
    limit.rlim_max = std::max(limit.rlim_cur, limit.rlim_max); // takes root, if the hard limit is too low
    return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

// Of the process, in KiB.
qint64 residentKiB(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.sliced(6).trimmed().split(' ').first().toLongLong();
    }
    return 0;
}

// Connected, and the request written; -1 if that failed.
int send(quint16 port, const QByteArray &request)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const bool isSent = ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0
        && ::write(socket, request.constData(), size_t(request.size())) == request.size();
    if (isSent)
        return socket;
    ::close(socket);
    return -1;
}

QByteArray keyOf(int number)
{
    return "bench" + QByteArray::number(number);
}

// Returns the status.
int put(quint16 port, const QByteArray &key, const QByteArray &value)
{
    const int socket =
        send(port,
             "PUT /v1/kv/" + key + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: "
                 + QByteArray::number(value.size()) + "\r\n\r\n" + value);
    QByteArray answer(readBytes, 0);
    const ssize_t bytes = ::read(socket, answer.data(), size_t(answer.size()));
    ::close(socket);
    return bytes > 12 ? answer.mid(9, 3).toInt() : 0;
}

class Watchers {
public:
    Watchers(quint16 port, int count, bool isOneKey)
        : m_port(port)
        , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    {
        for (int i = 0; i < count; ++i) {
            const int socket = send(port,
                                    "GET /v1/kv/" + keyOf(isOneKey ? 0 : i)
                                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n");
            if (socket < 0)
                continue;
            epoll_event event = {};
            event.events = EPOLLIN;
            event.data.u32 = quint32(m_sockets.size());
            epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event);
            m_sockets.push_back(socket);
        }
    }
    ~Watchers()
    {
        for (const int socket : m_sockets)
            ::close(socket);
        ::close(m_epoll);
    }

    // Until so many have got a state, or too much time has passed; when each did, in ms since the begin.
    std::vector<double> await(size_t count, Clock::time_point begin, int timeoutMs)
    {
        std::vector<double> delays;
        std::vector<epoll_event> events(1024);
        QByteArray bytes(readBytes, 0);
        while (delays.size() < count && msSince(begin) < timeoutMs) {
            const int ready = epoll_wait(m_epoll, events.data(), int(events.size()), 100);
            for (int i = 0; i < ready; ++i) {
                const ssize_t read = ::read(m_sockets[events[size_t(i)].data.u32], bytes.data(), size_t(bytes.size()));
                if (read > 0 && QByteArrayView(bytes.constData(), read).contains("data: "))
                    delays.push_back(msSince(begin));
            }
        }
        std::sort(delays.begin(), delays.end());
        return delays;
    }

    size_t count() const { return m_sockets.size(); }

private:
    quint16 m_port;
    int m_epoll;
    std::vector<int> m_sockets;
};

double part(const std::vector<double> &sorted, double share)
{
    return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, size_t(double(sorted.size()) * share))];
}

bool measure(int count, int puts, bool isOneKey)
{
    constexpr int timeoutMs = 60'000;
    support::Daemon node({QStringLiteral("--watchers-max"), QString::number(count + 1)});
    if (!node.waitUntilReady())
        return false;
    const quint16 port = node.address().port;
    const qint64 before = residentKiB(node.pid());
    const auto begin = Clock::now();
    Watchers watchers(port, count, isOneKey);
    const std::vector<double> first = watchers.await(watchers.count(), begin, timeoutMs);
    const qint64 after = residentKiB(node.pid());
    std::printf("%s: %zu watchers in %.1f s, %zu told their state\n", isOneKey ? "one key" : "a key each",
                watchers.count(), msSince(begin) / 1000, first.size());
    std::printf("  memory of the node: %.1f MiB before, %.1f MiB with them: %.1f KiB each\n", double(before) / 1024,
                double(after) / 1024, double(after - before) / double(std::max<size_t>(1, watchers.count())));
    for (int i = 0; i < puts; ++i) {
        const int key = isOneKey ? 0 : i * count / puts;
        const auto putAt = Clock::now();
        const int status = put(port, keyOf(key), "value " + QByteArray::number(i));
        const double answeredMs = msSince(putAt);
        const std::vector<double> delays = watchers.await(isOneKey ? watchers.count() : 1, putAt, timeoutMs);
        std::printf("  put %d (%d after %.2f ms): %zu told; first %.2f ms, median %.2f, 99 %% %.2f, last %.2f\n", i + 1,
                    status, answeredMs, delays.size(), part(delays, 0), part(delays, 0.5), part(delays, 0.99),
                    part(delays, 1));
    }
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int count = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const int puts = argc > 2 ? std::atoi(argv[2]) : 5;
    if (!makeRoom(count + otherFiles + 2'000)) {
        std::fprintf(stderr, "the system lets this process have too few files open: ulimit -n\n");
        return 1;
    }
    return measure(count, puts, true) && measure(count, puts, false) ? 0 : 1;
}
