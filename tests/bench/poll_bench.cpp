// SPDX-License-Identifier: GPL-3.0-or-later
//
// What watching a ring costs the window: the longest time that its thread is kept busy at a stretch, and its share of a
// core. First a real ring of five daemons, then a ring of a thousand nodes with 100,000 keys, three copies each, whose
// answers come from a thread of this program: real HTTP over real connections, but no daemons, of which a machine would
// not hold so many. The window must never wait longer than a frame (33 ms).
//
//     poll_bench [NODES]

#include "api/json.h"
#include "live/live_source.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

#ifdef Q_OS_UNIX
#include <ctime>
#endif

using namespace monitor;

namespace {

constexpr int keysPerNode = 300; // 100 of its own, 200 replicas
constexpr int successorsPerNode = 8;
constexpr int tickMs = 1;
constexpr int settleMs = 8000; // the poller is in a hurry for some seconds after something happened
constexpr int roundsMs = 15'000; // three rounds of a thousand nodes

// CPU time of this thread, so that what else the machine does is not counted; wall time where there is no such clock.
double threadMs()
{
#ifdef Q_OS_UNIX
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1000 + double(time.tv_nsec) / 1e6;
#else
    static QElapsedTimer clock;
    if (!clock.isValid())
        clock.start();
    return double(clock.nsecsElapsed()) / 1e6;
#endif
}

// How much this thread works at a stretch: between two turns of a timer that wants to fire every millisecond. Without
// that timer, which would be most of an idle program: its share of a core.
class Meter : public QObject {
public:
    Meter()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, &Meter::tick);
    }
    void startStretches()
    {
        m_longestMs = 0;
        m_lastMs = threadMs();
        m_clock.start();
        m_timer.start(tickMs);
    }
    void printStretches(const char *what)
    {
        m_timer.stop();
        std::printf("  %-34s %6.1f s, longest stretch %6.2f ms\n", what, double(m_clock.elapsed()) / 1000, m_longestMs);
        std::fflush(stdout);
    }
    void startShare()
    {
        m_beganMs = threadMs();
        m_clock.start();
    }
    void printShare(const char *what)
    {
        const double wallMs = double(m_clock.nsecsElapsed()) / 1e6;
        const double share = 100 * (threadMs() - m_beganMs) / wallMs;
        std::printf("  %-34s %6.1f s, %5.2f %% of a core\n", what, wallMs / 1000, share);
        std::fflush(stdout);
    }

private:
    void tick()
    {
        const double nowMs = threadMs();
        m_longestMs = std::max(m_longestMs, nowMs - m_lastMs);
        m_lastMs = nowMs;
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_beganMs = 0;
    double m_lastMs = 0;
    double m_longestMs = 0;
};

// One node that only answers: its documents are made beforehand.
struct Answerer {
    std::unique_ptr<QTcpServer> server;
    chord::Id id;
    QByteArray address;
    QByteArray about; // whole HTTP answers
    std::vector<QByteArray> pages;
};

QByteArray answer(const QByteArray &json)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(json.size())
        + "\r\n\r\n" + json;
}

class AnswererRing {
public:
    // In the thread that answers.
    void start(int count)
    {
        const chord::IdSpace space;
        for (int i = 0; i < count; ++i) {
            auto node = std::make_unique<Answerer>();
            node->server = std::make_unique<QTcpServer>();
            if (!node->server->listen(QHostAddress::LocalHost))
                qFatal("cannot listen: %s", qPrintable(node->server->errorString()));
            node->address = "127.0.0.1:" + QByteArray::number(node->server->serverPort());
            node->id = space.hash(node->address);
            m_nodes.push_back(std::move(node));
        }
        std::sort(m_nodes.begin(), m_nodes.end(), [](const auto &a, const auto &b) { return a->id < b->id; });
        for (size_t i = 0; i < m_nodes.size(); ++i)
            prepare(i);
    }
    void stop() { m_nodes.clear(); }
    QByteArray firstAddress() const { return m_nodes.front()->address; }

private:
    api::NodeLabel label(size_t index) const
    {
        const Answerer &node = *m_nodes[index % m_nodes.size()];
        return {chord::IdSpace().toHex(node.id), node.address};
    }

    std::vector<api::FingerLabel> fingersOf(size_t index) const
    {
        const chord::IdSpace space;
        std::vector<api::FingerLabel> fingers;
        for (int i = 0; i < space.bits(); ++i) {
            const chord::Id start = space.add(m_nodes[index]->id, space.powerOfTwo(i));
            const auto at = std::lower_bound(m_nodes.begin(), m_nodes.end(), start,
                                             [](const auto &node, const chord::Id &id) { return node->id < id; });
            const api::NodeLabel node = label(size_t(at - m_nodes.begin()));
            if (fingers.empty() || !(fingers.back().node == node))
                fingers.push_back({i, space.toHex(start), node});
        }
        return fingers;
    }

    void prepare(size_t index)
    {
        Answerer &node = *m_nodes[index];
        api::NodeDocument document;
        document.node = label(index);
        document.state = chord::NodeState::Ready;
        document.replicas = 3;
        document.predecessor = label(index + m_nodes.size() - 1);
        for (size_t i = 1; i <= std::min<size_t>(successorsPerNode, m_nodes.size() - 1); ++i)
            document.successors.push_back(label(index + i));
        document.fingers = fingersOf(index);
        document.keys = {keysPerNode / 3, keysPerNode * 2 / 3, keysPerNode * 116};
        document.version = QStringLiteral("bench");
        node.about = answer(api::toJson(document));
        makePages(node, int(index));
        QObject::connect(node.server.get(), &QTcpServer::newConnection, node.server.get(), [&node] { accept(node); });
    }

    static void makePages(Answerer &node, int index)
    {
        const chord::IdSpace space;
        std::vector<api::KeyEntry> entries;
        for (int i = 0; i < keysPerNode; ++i) {
            api::KeyEntry entry;
            entry.key = "key-" + QByteArray::number(index) + '-' + QByteArray::number(i);
            entry.id = space.toHex(space.hash(entry.key));
            entry.role = i < keysPerNode / 3 ? api::KeyEntry::Role::Primary : api::KeyEntry::Role::Replica;
            entry.bytes = 100;
            entry.version = {quint64(i + 1)};
            entries.push_back(entry);
        }
        std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
        for (size_t from = 0; from < entries.size(); from += KeyListing::pageKeys) {
            const size_t to = std::min(entries.size(), from + KeyListing::pageKeys);
            api::KeysPage page;
            page.keys.assign(entries.begin() + qsizetype(from), entries.begin() + qsizetype(to));
            page.next = to < entries.size() ? "page" : "";
            node.pages.push_back(answer(api::toJson(page)));
        }
    }

    static void accept(Answerer &node)
    {
        while (QTcpSocket *socket = node.server->nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, &node] {
                // A poll and a page of keys may come together; a request of the poller is never cut in two here.
                const QByteArray requests = socket->readAll();
                qsizetype begin = 0;
                for (qsizetype end = 0; (end = requests.indexOf("\r\n\r\n", begin)) >= 0; begin = end + 4) {
                    const QByteArrayView request = QByteArrayView(requests).sliced(begin, end - begin);
                    if (request.contains("/keys"))
                        socket->write(node.pages[request.contains("after=") ? 1 : 0]);
                    else
                        socket->write(node.about);
                }
            });
        }
    }

    std::vector<std::unique_ptr<Answerer>> m_nodes;
};

bool waitFor(const std::function<bool()> &condition, int timeoutMs)
{
    QElapsedTimer clock;
    clock.start();
    QEventLoop loop;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (condition() || clock.elapsed() > timeoutMs)
            loop.quit();
    });
    timer.start(50);
    loop.exec();
    return condition();
}

void pause(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

void benchLocalRing()
{
    std::printf("Five daemons\n");
    LiveSource source;
    bool isOpen = false;
    QObject::connect(&source, &LiveSource::opened, &source, [&isOpen] { isOpen = true; });
    QObject::connect(&source, &LiveSource::openFailed, &source,
                     [](const QString &text) { std::printf("  %s\n", qPrintable(text)); });
    Meter meter;
    meter.startStretches();
    source.startRing(5);
    if (!waitFor([&] { return isOpen; }, 60'000))
        return;
    meter.printStretches("starting them");
    pause(settleMs);
    meter.startShare();
    pause(10'000);
    meter.printShare("nothing happens");
}

void benchLargeRing(int count)
{
    std::printf("%d nodes, %d keys\n", count, count * keysPerNode / 3);
    QThread thread;
    QObject answering; // lives in the thread
    answering.moveToThread(&thread);
    thread.start();
    AnswererRing ring;
    QMetaObject::invokeMethod(
        &answering, [&] { ring.start(count); }, Qt::BlockingQueuedConnection);
    {
        LiveSource source;
        Meter meter;
        meter.startStretches();
        source.connectTo(QString::fromLatin1(ring.firstAddress()));
        const bool isFound = waitFor(
            [&] { return source.snapshot()->nodes.size() == size_t(count) && source.snapshot()->chainWhole; }, 60'000);
        meter.printStretches(isFound ? "finding all of them" : "FINDING THEM FAILED");
        meter.startStretches();
        const bool isListed = waitFor(
            [&] {
                const auto &nodes = source.snapshot()->nodes;
                return std::all_of(nodes.begin(), nodes.end(),
                                   [](const NodeView &node) { return node.keys && node.keysComplete; });
            },
            120'000);
        meter.printStretches(isListed ? "listing all their keys" : "LISTING FAILED");
        meter.startStretches();
        pause(roundsMs);
        meter.printStretches("polling, nothing happens");
        meter.startShare();
        pause(roundsMs);
        meter.printShare("polling, nothing happens");
    }
    QMetaObject::invokeMethod(
        &answering, [&] { ring.stop(); }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QByteArray programs = QCoreApplication::applicationDirPath().toUtf8() + "/../../bin:";
    qputenv("PATH", programs + qgetenv("PATH"));
    benchLocalRing();
    benchLargeRing(argc > 1 ? std::max(2, QByteArray(argv[1]).toInt()) : 1000);
    return 0;
}
