// SPDX-License-Identifier: GPL-3.0-or-later
//
// Listing the keys of a ring, page by page: at any node, through changes of nodes and keys, and where a leader does not
// know yet what exists.

#include "virtual_ring.h"

#include "chord/store/store.h"

#include <QTest>

using namespace chord;

namespace {

constexpr int hosts = 4;
constexpr int keys = 300;

QByteArray keyOf(int number)
{
    return "key/" + QByteArray::number(number);
}

void store(VirtualRing &ring, int from, int to)
{
    for (int i = from; i < to; ++i)
        QCOMPARE(ring.finish(ring.put(i % hosts, keyOf(i), "value")).status, OperationStatus::Ok);
}

// A walk over all keys, each page at the next node that is up. Between pages, then is called.
std::map<QByteArray, int> walk(VirtualRing &ring, const QByteArray &prefix, int keysMax,
                               const std::function<void()> &then)
{
    std::map<QByteArray, int> told;
    Listed place;
    for (size_t page = 0; !place.complete; ++page) {
        const std::vector<int> up = ring.up();
        const CallRef call = ring.list(up[page % up.size()], place.from, place.after, prefix, keysMax);
        ring.finish(call);
        if (call->page.status != OperationStatus::Ok)
            continue;
        place = call->page.listed;
        for (const ListedKey &listed : place.keys)
            ++told[listed.key];
        then();
    }
    return told;
}

} // namespace

class TestGroupsListing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsEachKeyOnce();
    void tellsFacts();
    void withPrefix();
    void inAscendingOrder();
    void sharedIdentifiers();
    void whileKeysChange();
    void whileNodesComeAndGo();
    void looksAtSoManyRecordsOnly();
    void waitsForWhatIsUnknown();
    void withoutQuorum();
    void withQuorumReads();
    void refusesLongPrefixes();
    void ignoresNonsense();
};

void TestGroupsListing::tellsEachKeyOnce()
{
    VirtualRing ring;
    QVERIFY(ring.form(hosts));
    store(ring, 0, keys);
    for (const int keysMax : {1000, 7, 1}) {
        const auto told = walk(ring, {}, keysMax, [] {});
        QCOMPARE(int(told.size()), keys);
        for (const auto &[key, times] : told)
            QCOMPARE(times, 1);
    }
}

void TestGroupsListing::tellsFacts()
{
    VirtualRing ring;
    QVERIFY(ring.form(hosts));
    const KeyResult stored = ring.finish(ring.put(0, "a", "value"));
    Listed place;
    std::vector<ListedKey> all;
    while (!place.complete) {
        const CallRef call = ring.list(1, place.from, place.after);
        ring.finish(call);
        QCOMPARE(call->page.status, OperationStatus::Ok);
        place = call->page.listed;
        all.insert(all.end(), place.keys.begin(), place.keys.end());
    }
    QCOMPARE(all, (std::vector<ListedKey>{{"a", stored.version, 5, -1}}));
}

void TestGroupsListing::withPrefix()
{
    VirtualRing ring;
    QVERIFY(ring.form(hosts));
    store(ring, 0, keys);
    QCOMPARE(int(walk(ring, "key/1", 1000, [] {}).size()), 111);
    QCOMPARE(int(walk(ring, "key/17", 3, [] {}).size()), 11);
    QVERIFY(walk(ring, "none", 1000, [] {}).empty());
}

void TestGroupsListing::inAscendingOrder()
{
    VirtualRing ring;
    QVERIFY(ring.form(hosts));
    store(ring, 0, keys);
    const IdSpace space = ring.node(0).config().space();
    Listed place;
    std::optional<Id> last;
    while (!place.complete) {
        const CallRef call = ring.list(2, place.from, place.after, {}, 13);
        ring.finish(call);
        place = call->page.listed;
        for (const ListedKey &listed : place.keys) {
            QVERIFY(!last || *last < space.hash(listed.key));
            last = space.hash(listed.key);
        }
    }
}

// Of eight identifiers, each has many keys.
void TestGroupsListing::sharedIdentifiers()
{
    Config config = VirtualRing::quickConfig();
    config.idBits = 3;
    VirtualRing ring(config);
    for (int host = 0; host < 3; ++host)
        ring.setPlace(host, Id(quint64(2 * host + 1)));
    QVERIFY(ring.form(3));
    for (int i = 0; i < 100; ++i)
        QCOMPARE(ring.finish(ring.put(i % 3, keyOf(i), "value")).status, OperationStatus::Ok);
    for (const int keysMax : {1000, 3}) {
        const auto told = walk(ring, {}, keysMax, [] {});
        QCOMPARE(int(told.size()), 100);
        for (const auto &[key, times] : told)
            QCOMPARE(times, 1);
    }
}

void TestGroupsListing::whileKeysChange()
{
    VirtualRing ring;
    QVERIFY(ring.form(hosts));
    store(ring, 0, keys);
    int step = 0;
    // Every third key is deleted, every third written again, and others come.
    const auto told = walk(ring, {}, 5, [&] {
        ring.finish(ring.remove(step % hosts, keyOf(3 * (step % 100))));
        ring.finish(ring.put(step % hosts, keyOf(3 * (step % 100) + 1), "other"));
        ring.finish(ring.put(step % hosts, keyOf(keys + step), "new"));
        ++step;
    });
    for (int i = 0; i < keys; ++i) {
        if (i % 3 != 0)
            QCOMPARE(told.contains(keyOf(i)), true);
    }
    for (const auto &[key, times] : told)
        QCOMPARE(times, 1);
}

void TestGroupsListing::whileNodesComeAndGo()
{
    VirtualRing ring;
    QVERIFY(ring.form(hosts));
    store(ring, 0, keys);
    int step = 0;
    const auto told = walk(ring, {}, 4, [&] {
        ++step;
        if (step == 5)
            ring.join(hosts, {0});
        if (step == 20)
            ring.crash(1);
        if (step == 35)
            ring.leave(2);
        if (step == 50)
            ring.join(hosts + 1, {0});
        ring.run(100);
    });
    QVERIFY(step > 50);
    QCOMPARE(int(told.size()), keys);
    for (const auto &[key, times] : told)
        QCOMPARE(times, 1);
    QCOMPARE(ring.violations(), QByteArrayList());
}

// A page ends after a bounded look at the store, also where nothing fits.
void TestGroupsListing::looksAtSoManyRecordsOnly()
{
    VirtualRing ring;
    ring.found(0);
    ring.run(100);
    constexpr int many = Config::listedRecordsMax + 100;
    for (int i = 0; i < many; ++i)
        ring.put(0, keyOf(i), "v");
    ring.run(100);
    const CallRef first = ring.list(0, {}, {}, "none");
    QVERIFY(ring.finish(first).status != OperationStatus::Ok); // it is no get
    QCOMPARE(first->page.status, OperationStatus::Ok);
    QVERIFY(first->page.listed.keys.empty());
    QVERIFY(!first->page.listed.complete);
    QVERIFY(!first->page.listed.after.isEmpty());
    QCOMPARE(int(walk(ring, {}, 1'000'000, [] {}).size()), many);
    const CallRef full = ring.list(0, {}, {}, {}, 1'000'000);
    ring.finish(full);
    QCOMPARE(int(full->page.listed.keys.size()), Config::listedKeysMax);
}

// A key whose delete reached one voter only, when its leader died: it must not be told, nor left out, before it is
// known which holds.
void TestGroupsListing::waitsForWhatIsUnknown()
{
    VirtualRing ring;
    QVERIFY(ring.form(3));
    store(ring, 0, 0);
    const QByteArray key = ring.keyBetween(2, 0);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    QCOMPARE(ring.serverOf(key), 0);
    ring.setFilter([](const Packet &packet) {
        const bool isLost = packet.as<Accept>() && packet.from == 0 && packet.to == 2;
        return isLost || (packet.as<AcceptReply>() && packet.to == 0) ? Fate::Drop : Fate::Deliver;
    });
    const CallRef removal = ring.remove(0, key);
    ring.run(20);
    QVERIFY(!removal->done);
    ring.crash(0);
    ring.setFilter({});
    std::map<QByteArray, int> told = walk(ring, {}, 1000, [] {});
    const bool isTold = told.contains(key);
    QCOMPARE(ring.read(1, key) != "-", isTold);
    QCOMPARE(ring.read(2, key) != "-", isTold);
}

// The failure is told for the range that has none; others are listed.
void TestGroupsListing::withoutQuorum()
{
    Config config = VirtualRing::quickConfig();
    config.operationTimeoutMs = 2000;
    VirtualRing ring(config);
    QVERIFY(ring.form(hosts));
    const QByteArray key = ring.keyBetween(3, 0); // of hosts 0, 1 and 2
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    ring.pause(0);
    ring.pause(1);
    const CallRef lost = ring.list(3, {}, {});
    ring.finish(lost);
    QCOMPARE(lost->page.status, OperationStatus::Unavailable);
    QVERIFY(lost->page.reason.contains("identifier 0000"));
    ring.resume(0);
    ring.resume(1);
    QVERIFY(ring.rest());
    QCOMPARE(int(walk(ring, {}, 1000, [] {}).size()), 1);
}

void TestGroupsListing::withQuorumReads()
{
    Config config = VirtualRing::quickConfig();
    config.quorumReads = true;
    VirtualRing ring(config);
    QVERIFY(ring.form(hosts));
    store(ring, 0, 40);
    QCOMPARE(int(walk(ring, {}, 9, [] {}).size()), 40);
}

void TestGroupsListing::refusesLongPrefixes()
{
    VirtualRing ring;
    ring.found(0);
    ring.run(100);
    const CallRef call = ring.list(0, {}, {}, QByteArray(ring.node(0).config().keyBytesMax + 1, 'k'));
    QCOMPARE(call->page.status, OperationStatus::Invalid);
}

// From a peer that does not keep to the protocol.
void TestGroupsListing::ignoresNonsense()
{
    VirtualRing ring;
    QVERIFY(ring.form(3));
    Execute list;
    list.kind = OperationKind::List;
    Execute put;
    put.kind = OperationKind::Put;
    put.key = "k";
    put.listing = Listing{Id(1), {}, 0};
    Execute none = list;
    none.listing = Listing{};
    for (const Execute &execute : {list, put, none}) {
        Packet packet;
        packet.from = 1;
        packet.to = 0;
        packet.sender = ring.node(1).self();
        packet.message = {99, ring.node(1).ring(), execute};
        ring.inject(packet);
        ring.run(3000);
    }
    QVERIFY(ring.rest());
}

QTEST_APPLESS_MAIN(TestGroupsListing)

#include "tst_groups_listing.moc"
