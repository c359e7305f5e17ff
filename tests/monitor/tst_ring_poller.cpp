// SPDX-License-Identifier: GPL-3.0-or-later
//
// When whom is asked: how many at once, how often, and how those that do not answer cost the others nothing.

#include "live/ring_poller.h"
#include "odd_servers.h"
#include "support/daemon.h"

#include <QtTest>

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <new>
#include <vector>

using namespace Qt::StringLiterals;
using namespace monitor;
using support::Daemon;
using support::waitFor;

class TestRingPoller : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusalsComeFromTheEventLoop();
    void asksAgainAndAgain();
    void hurries();
    void fewAtOnce();
    void backsOff();
    void listsChangedKeysOnly();
    void listsAgainAfterAnElection();
    void listsAlthoughPollsAreBehind();
    void forgets();
    void newContacts();
    void answersAfterItsEnd();
};

namespace {

// A fifth of the usual ones. Not the timeout: a machine may be busy.
LiveTimes quickTimes()
{
    LiveTimes times;
    times.period = 200;
    times.hurriedPeriod = 50;
    times.retryMin = 100;
    times.retryMax = 3000;
    times.listingPause = 140;
    return times;
}

// How often each address answered and failed.
struct Counts {
    explicit Counts(RingPoller &poller)
    {
        QObject::connect(&poller, &RingPoller::answered, &poller,
                         [this](const QByteArray &address) { ++answers[address]; });
        QObject::connect(&poller, &RingPoller::failed, &poller,
                         [this](const QByteArray &address) { ++failures[address]; });
        QObject::connect(&poller, &RingPoller::listed, &poller,
                         [this](const QByteArray &, const std::shared_ptr<const KeyList> &list) {
                             ++listings;
                             keys = list;
                         });
    }
    std::map<QByteArray, int> answers;
    std::map<QByteArray, int> failures;
    int listings = 0;
    std::shared_ptr<const KeyList> keys;
};

// Says what the test wants of itself and of its only key.
class ScriptedNode : public QTcpServer {
public:
    ScriptedNode()
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port");
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                const QByteArray request = socket->readAll();
                socket->write(httpAnswer(200, "application/json", request.contains("/keys") ? keys() : document()));
            });
        });
    }
    QByteArray address() const { return "127.0.0.1:" + QByteArray::number(serverPort()); }

    bool isPrimary = false;
    QByteArray ballot = "0.1.1";

private:
    QByteArray document() const
    {
        api::NodeDocument document;
        document.node = {QByteArray(40, '1'), address()};
        document.state = chord::NodeState::Ready;
        document.replicas = 1;
        document.keys = {1, 0, 10};
        document.ranges.push_back({QByteArray(40, '1'),
                                   QByteArray(40, '1'),
                                   document.node,
                                   {document.node},
                                   ballot,
                                   chord::GroupState::Serving,
                                   0});
        return api::toJson(document);
    }
    QByteArray keys() const
    {
        api::KeysPage page;
        api::KeyEntry &entry = page.keys.emplace_back();
        entry.key = "k";
        entry.id = QByteArray(40, '2');
        entry.role = isPrimary ? api::KeyEntry::Role::Primary : api::KeyEntry::Role::Replica;
        entry.version.number = 1;
        return api::toJson(page);
    }
};

void put(const Daemon &daemon, int first, int count, const QByteArray &value)
{
    client::NodeClient client(daemon.address().host, daemon.address().port);
    int done = 0;
    for (int i = first; i < first + count; ++i)
        client.put("key" + QByteArray::number(i), value, {}, [&](client::Result<client::Written> &&) { ++done; });
    QVERIFY(waitFor([&] { return done == count; }, 20'000));
}

} // namespace

// The sender is not called back before it has sent, even where the system refuses at once.
void TestRingPoller::refusalsComeFromTheEventLoop()
{
    client::NodeClient client(u"127.0.0.1"_s, closedPort());
    int answers = 0;
    for (int i = 0; i < 3; ++i)
        client.node([&](client::Result<api::NodeDocument> &&result) {
            QVERIFY(!result);
            QVERIFY(result.failure.cause == client::HttpResponse::Cause::Refused);
            ++answers;
        });
    QCOMPARE(answers, 0);
    QVERIFY(waitFor([&] { return answers == 3; }, 10'000));
}

void TestRingPoller::asksAgainAndAgain()
{
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    const QByteArray address = daemon.address().toAddress();
    RingPoller poller(quickTimes());
    Counts counts(poller);
    poller.watch(address);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(waitFor([&] { return counts.answers[address] == 4; }, 20'000));
    QVERIFY2(clock.elapsed() >= 3 * 140, "200 ms apart, give or take the jitter");
    QCOMPARE(counts.failures[address], 0);
}

void TestRingPoller::hurries()
{
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    const QByteArray address = daemon.address().toAddress();
    LiveTimes times = quickTimes();
    times.period = 1000;
    RingPoller poller(times);
    Counts counts(poller);
    poller.watch(address);
    QVERIFY(waitFor([&] { return counts.answers[address] == 1; }, 20'000));
    QElapsedTimer clock;
    clock.start();
    poller.hurry();
    QVERIFY(waitFor([&] { return counts.answers[address] == 5; }, 20'000));
    QVERIFY2(clock.elapsed() < 2500, "at the usual pace it would take 3 s at least");
}

// Forty that never answer, and one that does.
void TestRingPoller::fewAtOnce()
{
    std::vector<std::unique_ptr<ParrotServer>> silent;
    LiveTimes times = quickTimes();
    times.timeout = 400;
    RingPoller poller(times);
    Counts counts(poller);
    for (int i = 0; i < 40; ++i) {
        silent.push_back(std::make_unique<ParrotServer>(QByteArray()));
        poller.watch(silent.back()->address().toUtf8());
        QVERIFY(poller.inFlight() <= RingPoller::inFlightMax);
    }
    QCOMPARE(poller.inFlight(), RingPoller::inFlightMax);
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    const QByteArray address = daemon.address().toAddress();
    poller.watch(address);
    int most = 0;
    const auto failedOnes = [&] { return counts.failures.size(); };
    QVERIFY(waitFor(
        [&] {
            most = std::max(most, poller.inFlight());
            return failedOnes() == 40;
        },
        40'000));
    QCOMPARE(most, RingPoller::inFlightMax);
    // By now all forty are known not to answer: they cannot keep the one from being asked as often as ever.
    const int before = counts.answers[address];
    QElapsedTimer clock;
    clock.start();
    QVERIFY(waitFor(
        [&] {
            most = std::max(most, poller.inFlight());
            return counts.answers[address] >= before + 4;
        },
        40'000));
    QVERIFY2(clock.elapsed() < 4000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(poller.inFlight() <= RingPoller::inFlightMax / 2 + 1);

    poller.setOthersInFlight(RingPoller::inFlightMax);
    const int held = counts.answers[address];
    QVERIFY(!waitFor([&] { return counts.answers[address] > held + 1; }, 600));
    poller.setOthersInFlight(0);
    QVERIFY(waitFor([&] { return counts.answers[address] > held + 1; }, 20'000));
}

void TestRingPoller::backsOff()
{
    const QByteArray closed = "127.0.0.1:" + QByteArray::number(closedPort());
    RingPoller poller(quickTimes());
    Counts counts(poller);
    poller.watch(closed);
    QVERIFY(waitFor([&] { return counts.failures[closed] == 3; }, 20'000)); // soon: after 100 ms, then 200
    QElapsedTimer clock;
    clock.start();
    QVERIFY(waitFor([&] { return counts.failures[closed] == 4; }, 20'000));
    QVERIFY2(clock.elapsed() > 200, "then 400");
    clock.restart();
    poller.watch(closed); // somebody has a reason to believe that it is back
    QVERIFY(waitFor([&] { return counts.failures[closed] == 5; }, 20'000));
    QVERIFY(clock.elapsed() < 1000);
}

void TestRingPoller::listsChangedKeysOnly()
{
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    const QByteArray address = daemon.address().toAddress();
    put(daemon, 0, 450, "v"); // three pages
    RingPoller poller(quickTimes());
    Counts counts(poller);
    poller.watch(address);
    QVERIFY(waitFor([&] { return counts.listings == 1; }, 20'000));
    QCOMPARE(counts.keys->size(), size_t(450));
    const auto byId = [](const KeyView &a, const KeyView &b) { return a.id < b.id; };
    QVERIFY(std::is_sorted(counts.keys->begin(), counts.keys->end(), byId));

    const int answers = counts.answers[address];
    QVERIFY(waitFor([&] { return counts.answers[address] >= answers + 4; }, 20'000));
    QCOMPARE(counts.listings, 1); // nothing has changed

    put(daemon, 450, 1, "v");
    QVERIFY(waitFor([&] { return counts.listings == 2; }, 20'000));
    QCOMPARE(counts.keys->size(), size_t(451));

    const chord::Version before = counts.keys->front().version;
    put(daemon, 0, 451, "w"); // of the same length: the totals stay
    poller.relist(address);
    QVERIFY(waitFor([&] { return counts.listings == 3; }, 20'000));
    QVERIFY(!(counts.keys->front().version == before));
}

// It won the leadership again while its keys were listed, so that its totals are as before; the ballot tells.
void TestRingPoller::listsAgainAfterAnElection()
{
    ScriptedNode node;
    RingPoller poller(quickTimes());
    Counts counts(poller);
    poller.watch(node.address());
    QVERIFY(waitFor([&] { return counts.listings == 1; }, 20'000));
    QVERIFY(!counts.keys->front().primary); // as of a replica
    node.isPrimary = true;
    const int answers = counts.answers[node.address()];
    QVERIFY(waitFor([&] { return counts.answers[node.address()] >= answers + 3; }, 20'000));
    QCOMPARE(counts.listings, 1);
    node.ballot = "0.2.1";
    QVERIFY(waitFor([&] { return counts.listings == 2; }, 20'000));
    QVERIFY(counts.keys->front().primary);
}

// Sixty nodes that take 0.2 s each, and are due every 50 ms, would keep all places busy with polls alone.
void TestRingPoller::listsAlthoughPollsAreBehind()
{
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    put(daemon, 0, 1, "v");
    std::vector<std::unique_ptr<DelayProxy>> slow;
    LiveTimes times = quickTimes();
    times.period = 50;
    RingPoller poller(times);
    Counts counts(poller);
    for (int i = 0; i < 60; ++i) {
        slow.push_back(std::make_unique<DelayProxy>(daemon.address().port, 100));
        poller.watch(slow.back()->address().toUtf8());
    }
    QVERIFY2(waitFor([&] { return counts.listings >= 60; }, 40'000), qPrintable(QString::number(counts.listings)));
    QVERIFY(counts.failures.empty());
}

void TestRingPoller::forgets()
{
    const ParrotServer silent({});
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    const QByteArray address = daemon.address().toAddress();
    RingPoller poller(quickTimes());
    Counts counts(poller);
    poller.watch(silent.address().toUtf8());
    poller.watch(address);
    QVERIFY(poller.isWatched(address));
    QVERIFY(waitFor([&] { return counts.answers[address] == 1; }, 20'000));
    poller.forget(silent.address().toUtf8()); // while it is being asked
    poller.forget(address);
    QCOMPARE(poller.inFlight(), 0);
    poller.watch(address);
    QVERIFY(waitFor([&] { return counts.answers[address] == 2; }, 20'000));
    poller.clear();
    QCOMPARE(poller.inFlight(), 0);
    QVERIFY(!waitFor([&] { return counts.answers[address] > 2; }, 600));
    QVERIFY(counts.failures.empty());
}

// What is in progress to the old contact never counts, and does not keep the new one from being asked.
void TestRingPoller::newContacts()
{
    const ParrotServer silent({});
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    const QByteArray address = daemon.address().toAddress();
    RingPoller poller(quickTimes());
    Counts counts(poller);
    poller.watch(address, silent.address().toUtf8());
    QVERIFY(waitFor([&] { return silent.connectionCount() == 1; }, 20'000));
    poller.watch(address, address);
    QCOMPARE(poller.inFlight(), 1);
    QVERIFY(waitFor([&] { return counts.answers[address] > 1; }, 20'000));
    QVERIFY(counts.failures.empty());
}

// A window closes its ring and opens a dialog at once: the clients go when the dialog has closed, and are answered
// before. The poller's memory is overwritten, as it may be any time after its end.
void TestRingPoller::answersAfterItsEnd()
{
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    DelayProxy way(daemon.address().port, 100);
    alignas(RingPoller) std::array<std::byte, sizeof(RingPoller)> memory;
    auto *poller = new (memory.data()) RingPoller(quickTimes());
    poller->watch(way.address().toUtf8());
    QEventLoop window;
    QTimer::singleShot(50, &window, [&] {
        QCOMPARE(poller->inFlight(), 1);
        poller->~RingPoller();
        memory.fill(std::byte(0xAA));
        QEventLoop dialog;
        QTimer::singleShot(500, &dialog, &QEventLoop::quit);
        dialog.exec();
        window.quit();
    });
    window.exec();
}

QTEST_GUILESS_MAIN(TestRingPoller)
#include "tst_ring_poller.moc"
