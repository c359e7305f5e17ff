// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which parts of a ring can be expected to find together.

#include "sim/check/acquaintances.h"

#include "chord/contacts.h"
#include "sim/cluster.h"

#include <QTest>

using namespace sim;

class TestAcquaintances : public QObject {
    Q_OBJECT

private slots:
    void whoHasHeardWhom();
    void overOthers();
    void whoHasHeardManyCountsByItsMemory();
    void membersOfOneRing();
};

namespace {

// Each is a ring of its own, so that none remembers another.
void startAlone(Cluster &cluster, int hosts)
{
    for (int i = 0; i < hosts; ++i)
        cluster.createRing(cluster.addHost());
}

} // namespace

void TestAcquaintances::whoHasHeardWhom()
{
    Cluster cluster{ClusterSettings()};
    Acquaintances acquaintances(cluster);
    QVERIFY(acquaintances.areConnected());
    startAlone(cluster, 2);
    QVERIFY(!acquaintances.areConnected());
    acquaintances.heard(1, 0);
    QVERIFY(acquaintances.areConnected());
    acquaintances.ending(1);
    QVERIFY(!acquaintances.areConnected());
    // What is known in the quiet counts from then on.
    acquaintances.heard(1, 0);
    acquaintances.beginQuiet();
    QVERIFY(acquaintances.areConnected());
    acquaintances.ending(1);
    QVERIFY(acquaintances.areConnected());
}

void TestAcquaintances::overOthers()
{
    Cluster cluster{ClusterSettings()};
    Acquaintances acquaintances(cluster);
    startAlone(cluster, 4);
    acquaintances.heard(0, 1);
    acquaintances.heard(3, 2);
    QVERIFY(!acquaintances.areConnected());
    acquaintances.heard(2, 0);
    QVERIFY(acquaintances.areConnected());
    // One that is down connects nobody.
    cluster.crash(2);
    QVERIFY(!acquaintances.areConnected());
    cluster.crash(3);
    QVERIFY(acquaintances.areConnected());
}

void TestAcquaintances::whoHasHeardManyCountsByItsMemory()
{
    Cluster cluster{ClusterSettings()};
    Acquaintances acquaintances(cluster);
    startAlone(cluster, 2);
    acquaintances.heard(0, 1);
    for (int other = 2; other <= int(chord::Contacts::metMax); ++other)
        acquaintances.heard(0, other);
    QVERIFY(acquaintances.areConnected());
    acquaintances.heard(0, 1000);
    QVERIFY(!acquaintances.areConnected());
}

void TestAcquaintances::membersOfOneRing()
{
    Cluster cluster{ClusterSettings()};
    Acquaintances acquaintances(cluster);
    startAlone(cluster, 2);
    QVERIFY(acquaintances.areConnected(cluster.node(0)->ring()));
    QVERIFY(acquaintances.areConnected(cluster.node(1)->ring()));
}

QTEST_APPLESS_MAIN(TestAcquaintances)
#include "tst_acquaintances.moc"
