// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long ranges are not served after a cut or the loss of a node, and how soon there is one whole ring after a cut
// ends. Time is virtual, so what is measured is how long the protocol waits, and is the same on every machine.

#include "ring_checks.h"

#include "chord/routing.h"

using namespace chord;

namespace {

constexpr int voters = 3;
constexpr int quorum = 2;
constexpr int seeds = 4;
constexpr int serviceMsMax = 1500; // after a cut
constexpr int crashedMsMax = 1000; // after a crash that is seen by refused connections

// Clients that read and write one key of each range at each node, each again as soon as its last operation has ended.
class Clients {
public:
    Clients(VirtualRing &ring, int hosts)
        : m_ring(ring)
    {
        for (int range = 0; range < hosts; ++range) {
            const QByteArray key = ring.keyBetween((range + hosts - 1) % hosts, range);
            for (int host = 0; host < hosts; ++host) {
                m_clients.push_back({host, range, false, key});
                m_clients.push_back({host, range, true, key});
            }
        }
        m_ring.setOnTick([this] { step(); });
    }
    ~Clients() { m_ring.setOnTick({}); }

    void mark()
    {
        m_markedAt = m_ring.now();
        for (Client &client : m_clients)
            client.servedAt = -1;
    }

    // Those that have had no answer since the mark, of the clients for which this holds.
    template <typename MustServe>
    QByteArrayList unserved(const MustServe &mustServe) const
    {
        QByteArrayList names;
        for (const Client &client : m_clients) {
            if (client.servedAt < 0 && mustServe(client.host, client.range))
                names.append((client.isWriter ? "put at node " : "get at node ") + QByteArray::number(client.host)
                             + " of a key of range " + QByteArray::number(client.range));
        }
        return names;
    }

    int sinceMarkMs() const { return int((m_ring.now() - m_markedAt) / usPerMs); }

private:
    struct Client {
        int host;
        int range;
        bool isWriter;
        QByteArray key;
        CallRef call = {};
        Time servedAt = -1; // first since the mark
    };

    void step()
    {
        for (Client &client : m_clients) {
            if (!m_ring.isUp(client.host) || (client.call && !client.call->done))
                continue;
            const bool isAnswered = client.call
                && (client.call->result.status == OperationStatus::Ok
                    || client.call->result.status == OperationStatus::NotFound);
            if (isAnswered && client.servedAt < 0)
                client.servedAt = m_ring.now();
            client.call =
                client.isWriter ? m_ring.put(client.host, client.key, "value") : m_ring.get(client.host, client.key);
        }
    }

    VirtualRing &m_ring;
    std::vector<Client> m_clients;
    Time m_markedAt = 0;
};

QList<int> othersThan(const QList<int> &some, int hosts)
{
    QList<int> others;
    for (int host = 0; host < hosts; ++host) {
        if (!some.contains(host))
            others.append(host);
    }
    return others;
}

void cut(VirtualRing &ring, const QList<int> &side, const QList<int> &other)
{
    for (const int one : side) {
        for (const int two : other)
            ring.cutBoth(one, two);
    }
}

// Each node's neighbours are those that run next to it, and each key is served.
bool isOneWholeRing(const VirtualRing &ring)
{
    const std::vector<int> hosts = ring.up();
    for (size_t i = 0; i < hosts.size(); ++i) {
        const RoutingTable &routing = ring.node(hosts[i]).routing();
        const NodeRef &next = ring.node(hosts[(i + 1) % hosts.size()]).self();
        const NodeRef &before = ring.node(hosts[(i + hosts.size() - 1) % hosts.size()]).self();
        if (routing.successor().incarnation != next.incarnation || !routing.predecessor()
            || routing.predecessor()->incarnation != before.incarnation)
            return false;
    }
    return ring.isWhole();
}

} // namespace

class TestGroupsService : public QObject {
    Q_OBJECT

private slots:
    void duringACut_data();
    void duringACut();
    void afterACrash_data();
    void afterACrash();
    void afterTheHeal_data();
    void afterTheHeal();
};

void TestGroupsService::duringACut_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QList<int>>("side");
    QTest::addColumn<QList<int>>("other"); // empty: all others
    QTest::newRow("5 nodes, one isolated") << 5 << QList<int>{2} << QList<int>{};
    QTest::newRow("5 nodes, halves") << 5 << QList<int>{0, 1} << QList<int>{};
    QTest::newRow("5 nodes, sides that alternate") << 5 << QList<int>{1, 3} << QList<int>{};
    QTest::newRow("5 nodes, a bridge") << 5 << QList<int>{0, 1} << QList<int>{3, 4};
    QTest::newRow("12 nodes, halves") << 12 << QList<int>{0, 1, 2, 3, 4, 5} << QList<int>{};
    QTest::newRow("12 nodes, a few here and there") << 12 << QList<int>{0, 1, 5, 9} << QList<int>{};
}

// Every node that is linked to a majority of a range's voters serves that range, through one of them if need be.
void TestGroupsService::duringACut()
{
    QFETCH(int, size);
    QFETCH(QList<int>, side);
    QFETCH(QList<int>, other);
    if (other.isEmpty())
        other = othersThan(side, size);
    const auto isLinked = [&](int from, int to) {
        return !(side.contains(from) && other.contains(to)) && !(side.contains(to) && other.contains(from));
    };
    const auto mustServe = [&](int host, int range) {
        int linked = 0;
        for (int voter = 0; voter < voters; ++voter)
            linked += isLinked(host, (range + voter) % size) ? 1 : 0;
        return linked >= quorum;
    };
    QByteArrayList slowest;
    for (quint64 seed = 1; seed <= seeds; ++seed) {
        VirtualRing ring(VirtualRing::quickConfig(), seed);
        FORM(size);
        Clients clients(ring, size);
        ring.run(1000 + int(seed) * 37);
        cut(ring, side, other);
        clients.mark();
        ring.runUntil([&] { return clients.unserved(mustServe).isEmpty(); }, serviceMsMax);
        QVERIFY2(clients.unserved(mustServe).isEmpty(), clients.unserved(mustServe).join('\n').constData());
        slowest.append(QByteArray::number(clients.sinceMarkMs()) + " ms");
        NO_VIOLATION();
    }
    qInfo("all that must be served are served after %s", slowest.join(", ").constData());
}

void TestGroupsService::afterACrash_data()
{
    QTest::addColumn<bool>("isRefused"); // an address without a node refuses connections
    QTest::addColumn<int>("msMax");
    QTest::newRow("connections are refused") << true << crashedMsMax;
    QTest::newRow("nothing answers") << false << serviceMsMax;
}

void TestGroupsService::afterACrash()
{
    QFETCH(bool, isRefused);
    QFETCH(int, msMax);
    constexpr int size = 8;
    constexpr int victim = 3;
    const auto mustServe = [](int host, int) { return host != victim; };
    QByteArrayList slowest;
    for (quint64 seed = 1; seed <= seeds; ++seed) {
        VirtualRing ring(VirtualRing::quickConfig(), seed);
        ring.setRefusing(isRefused, isRefused);
        FORM(size);
        Clients clients(ring, size);
        ring.run(1000 + int(seed) * 37);
        ring.crash(victim);
        clients.mark();
        ring.runUntil([&] { return clients.unserved(mustServe).isEmpty(); }, msMax);
        QVERIFY2(clients.unserved(mustServe).isEmpty(), clients.unserved(mustServe).join('\n').constData());
        slowest.append(QByteArray::number(clients.sinceMarkMs()) + " ms");
        NO_VIOLATION();
    }
    qInfo("all are served after %s", slowest.join(", ").constData());
}

void TestGroupsService::afterTheHeal_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("cutMs");
    QTest::addColumn<int>("wholeMsMax");
    for (const int cutMs : {3000, 8000, 60'000}) {
        QTest::addRow("5 nodes, cut for %d ms", cutMs) << 5 << cutMs << 5000;
        QTest::addRow("16 nodes, cut for %d ms", cutMs) << 16 << cutMs << 5000;
        QTest::addRow("64 nodes, cut for %d ms", cutMs) << 64 << cutMs << 15'000;
    }
}

void TestGroupsService::afterTheHeal()
{
    QFETCH(int, size);
    QFETCH(int, cutMs);
    QFETCH(int, wholeMsMax);
    VirtualRing ring;
    for (int host = 0; host < size; ++host)
        ring.setPlace(host, VirtualRing::quickConfig().space().fraction(quint32(host), quint32(size)));
    FORM(size);
    QList<int> half;
    for (int host = 0; host < size / 2; ++host)
        half.append(host);
    cut(ring, half, othersThan(half, size));
    ring.run(cutMs);
    QVERIFY(!isOneWholeRing(ring));
    ring.heal();
    const Time healedAt = ring.now();
    CHECK(ring.waitFor([&] { return isOneWholeRing(ring); }, wholeMsMax));
    qInfo("one whole ring after %lld ms", qlonglong((ring.now() - healedAt) / usPerMs));
    NO_VIOLATION();
}

QTEST_GUILESS_MAIN(TestGroupsService)
#include "tst_groups_service.moc"
