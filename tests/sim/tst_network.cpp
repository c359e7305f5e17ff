// SPDX-License-Identifier: GPL-3.0-or-later
//
// The virtual network's decisions and the order of events.

#include "sim/event_queue.h"
#include "sim/network.h"

#include <QTest>

using sim::Delay;
using sim::EventQueue;
using sim::Network;
using sim::NetworkSettings;
using sim::Time;

class TestNetwork : public QObject {
    Q_OBJECT

private slots:
    void delays();
    void lossAndDuplication();
    void order();
    void partitions();
    void eventsInOrder();
    void alarmsMove();
};

void TestNetwork::delays()
{
    sim::Random random(1);
    QCOMPARE(Delay::constant(7).draw(random), 7);
    Time sum = 0;
    for (int i = 0; i < 10'000; ++i) {
        const Time drawn = Delay::uniform(10, 20).draw(random);
        QVERIFY(drawn >= 10 && drawn <= 20);
        sum += Delay::exponential(50'000).draw(random);
    }
    QVERIFY(std::abs(double(sum) / 10'000 - 50'000) < 2000);

    NetworkSettings settings;
    settings.delay = Delay::constant(5);
    Network network(settings, 1);
    QCOMPARE(network.fate(1, 0, 1000).arrivals[0], 1005);
}

void TestNetwork::lossAndDuplication()
{
    NetworkSettings settings;
    settings.loss = 0.1;
    settings.duplication = 0.2;
    Network network(settings, 2);
    int lost = 0;
    int doubled = 0;
    for (int i = 0; i < 100'000; ++i) {
        const int copies = network.fate(0, 1, 0).copies;
        lost += copies == 0 ? 1 : 0;
        doubled += copies == 2 ? 1 : 0;
    }
    QVERIFY(std::abs(lost - 10'000) < 500);
    QVERIFY(std::abs(doubled - 18'000) < 700);
}

void TestNetwork::order()
{
    NetworkSettings settings;
    settings.delay = Delay::uniform(0, 1000);
    int overtaken = 0;
    for (bool ordered : {false, true}) {
        settings.ordered = ordered;
        Network network(settings, 3);
        Time last = 0;
        overtaken = 0;
        for (Time now = 0; now < 10'000; now += 10) {
            const Time arrival = network.fate(0, 1, now).arrivals[0];
            overtaken += arrival < last ? 1 : 0;
            last = arrival;
        }
        QCOMPARE(overtaken == 0, ordered);
    }
}

void TestNetwork::partitions()
{
    Network network(NetworkSettings(), 4);
    QVERIFY(network.connected(0, 1));
    network.cut(0, 1);
    QVERIFY(!network.connected(0, 1));
    QVERIFY(network.connected(1, 0));
    QCOMPARE(network.fate(0, 1, 0).copies, 0);
    QCOMPARE(network.fate(1, 0, 0).copies, 1);
    network.cut(0, 1); // by another partition, too
    network.mend(0, 1);
    QVERIFY(!network.connected(0, 1));
    network.mend(0, 1);
    QVERIFY(network.connected(0, 1));
    network.mend(0, 1);
    network.cut(0, 1);
    QVERIFY(!network.connected(0, 1));
    network.mend(0, 1);
    network.setGroup(2, 1);
    QVERIFY(!network.connected(0, 2));
    QVERIFY(!network.connected(2, 1));
    network.setGroup(3, 1);
    QVERIFY(network.connected(2, 3));
    network.heal();
    QVERIFY(network.connected(0, 2));
}

void TestNetwork::eventsInOrder()
{
    EventQueue queue;
    queue.schedule(20, 0);
    queue.schedule(10, 1);
    queue.schedule(10, 2);
    queue.setAlarm(5, 10);
    queue.setAlarm(3, 10);
    std::vector<int> seen;
    while (queue.nextTime() != chord::never) {
        const EventQueue::Next next = queue.take();
        seen.push_back(next.isAlarm ? 100 + next.host : int(next.slot));
    }
    QCOMPARE(seen, (std::vector<int>{1, 2, 103, 105, 0}));
}

// Against the obvious way to do it.
void TestNetwork::alarmsMove()
{
    EventQueue queue;
    std::map<int, Time> alarms;
    sim::Random random(6);
    for (int i = 0; i < 20'000; ++i) {
        const int host = int(random.below(50));
        if (random.chance(0.7)) {
            const Time at = random.chance(0.1) ? chord::never : random.between(0, 1000);
            queue.setAlarm(host, at);
            alarms.erase(host);
            if (at != chord::never)
                alarms[host] = at;
        } else if (!alarms.empty()) {
            auto first = alarms.begin();
            for (auto it = alarms.begin(); it != alarms.end(); ++it) {
                if (it->second < first->second)
                    first = it;
            }
            const EventQueue::Next next = queue.take();
            QCOMPARE(next.host, first->first);
            QCOMPARE(next.at, first->second);
            QCOMPARE(queue.alarm(next.host), chord::never);
            alarms.erase(first);
        }
    }
}

QTEST_APPLESS_MAIN(TestNetwork)
#include "tst_network.moc"
