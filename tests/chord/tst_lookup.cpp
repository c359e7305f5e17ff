// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lookups as values: the paper's path (TON, Fig. 5: K54 from N8 through N42 and N51 to N56), stepping back over nodes
// that do not answer, and answers that would lead nowhere or in circles.

#include "chord/lookup.h"

#include <QTest>

#include <map>

using namespace chord;

namespace {

constexpr int hopsMax = 50;

NodeRef ref(quint64 number)
{
    return {Id(number), "node" + QByteArray::number(number) + ":1", 1};
}

// The paper's ring with ideal tables: m = 6, nodes 1 8 14 21 32 38 42 48 51 56.
class PaperRing {
public:
    PaperRing()
    {
        for (const quint64 number : m_numbers) {
            RoutingTable table(ref(number), IdSpace(6), 3);
            table.setPredecessor(ref(before(number)));
            const quint64 first = successor((number + 1) % 64);
            const quint64 second = successor((first + 1) % 64);
            table.setSuccessors(ref(first), {ref(second), ref(successor((second + 1) % 64))});
            for (int index = 0; index < 6; ++index)
                table.setFinger(index, ref(successor((number + (1u << index)) % 64)));
            m_tables.emplace(number, std::move(table));
        }
    }

    const RoutingTable &table(quint64 number) const { return m_tables.at(number); }

    // What a live node of this ring answers (TON, Fig. 4: find_predecessor's step).
    FindNextReply answer(quint64 number, const Id &target) const
    {
        const RoutingTable &table = m_tables.at(number);
        FindNextReply reply;
        if (inRange(table.self().id, target, table.successor().id)) {
            reply.final = true;
            reply.next = table.successors();
            return reply;
        }
        for (const NextHop &hop : table.closestPreceding(target, 4)) {
            if (reply.next.empty())
                reply.finger = qint16(hop.finger);
            reply.next.push_back(hop.node);
        }
        reply.owners = successorsFrom(table, target);
        return reply;
    }

    // Runs a lookup to its end; the nodes in dead do not answer. Returns whom it asked, in order.
    QList<quint64> run(Lookup &lookup, const QList<quint64> &dead = {}) const
    {
        QList<quint64> asked;
        while (lookup.stage() == Lookup::Stage::Ask || lookup.stage() == Lookup::Stage::Verify) {
            const quint64 number = lookup.node().id.words()[2];
            asked.append(number);
            lookup.asked(0);
            if (dead.contains(number)) {
                lookup.onFailure(noneDead, 500);
            } else if (lookup.stage() == Lookup::Stage::Ask) {
                lookup.onNext(ref(number), answer(number, lookup.target()), noneDead, 100);
            } else {
                Neighbours neighbours;
                neighbours.predecessor = ref(before(number));
                lookup.onVerified(ref(number), neighbours, noneDead, 100);
            }
        }
        return asked;
    }

    static bool noneDead(const Address &) { return false; }

private:
    quint64 successor(quint64 point) const
    {
        const auto it = std::find_if(m_numbers.begin(), m_numbers.end(), [&](quint64 n) { return n >= point; });
        return it == m_numbers.end() ? m_numbers.front() : *it;
    }
    quint64 before(quint64 number) const
    {
        const qsizetype at = m_numbers.indexOf(number);
        return m_numbers.at((at + m_numbers.size() - 1) % m_numbers.size());
    }

    const QList<quint64> m_numbers{1, 8, 14, 21, 32, 38, 42, 48, 51, 56};
    std::map<quint64, RoutingTable> m_tables;
};

} // namespace

class TestLookup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsThePathOfThePaper();
    void stepsBackOverDeadNodes();
    void takesTheNextOwnerWhenTheFirstIsDead();
    void asksASlowOwnerAgain();
    void asksADeadOwnerOnce();
    void findsThatItIsTheOwnerItself();
    void failsWhenNobodyAnswers();
    void findsANewcomerBeforeTheOwner();
    void ignoresAnswersThatDoNotLeadOn();
    void knowsItsOwnRange();
    void passesOverItsFormerSelfWhenJoining();
    void doesNotStepOverTheHolderOfItsIdentifier();

private:
    PaperRing m_ring;
};

void TestLookup::followsThePathOfThePaper()
{
    Lookup lookup(Id(54), true, hopsMax);
    lookup.start(m_ring.table(8), PaperRing::noneDead);
    QCOMPARE(m_ring.run(lookup), (QList<quint64>{42, 51, 56}));
    QCOMPARE(lookup.stage(), Lookup::Stage::Done);
    QCOMPARE(lookup.owners().front(), ref(56));
    QCOMPARE(lookup.predecessor(), ref(51));
    QCOMPARE(lookup.timeouts(), 0);
    // The first hop is the asking node itself; N42 is its sixth finger, index 5.
    QCOMPARE(lookup.hops().size(), size_t(4));
    QCOMPARE(lookup.hops().at(0).node, ref(8));
    QCOMPARE(lookup.hops().at(1).finger, 5);
    QCOMPARE(lookup.hops().at(2).finger, 3); // 42 + 2^3 = 50 is N51's
}

void TestLookup::stepsBackOverDeadNodes()
{
    Lookup lookup(Id(54), true, hopsMax);
    lookup.start(m_ring.table(8), PaperRing::noneDead);
    const QList<quint64> asked = m_ring.run(lookup, {42, 51});
    QCOMPARE(asked.first(), quint64(42));
    QCOMPARE(asked.count(42), qsizetype(1));
    QCOMPARE(asked.last(), quint64(56));
    QCOMPARE(lookup.stage(), Lookup::Stage::Done);
    QCOMPARE(lookup.owners().front(), ref(56));
    QCOMPARE(lookup.timeouts(), 2);
}

void TestLookup::takesTheNextOwnerWhenTheFirstIsDead()
{
    Lookup lookup(Id(54), true, hopsMax);
    lookup.start(m_ring.table(8), PaperRing::noneDead);
    m_ring.run(lookup, {56});
    QCOMPARE(lookup.stage(), Lookup::Stage::Done);
    QCOMPARE(lookup.owners().front(), ref(1));
}

// One answer that is late or lost must not name the wrong owner.
void TestLookup::asksASlowOwnerAgain()
{
    Lookup lookup(Id(54), true, hopsMax);
    lookup.start(m_ring.table(51), PaperRing::noneDead);
    QCOMPARE(lookup.node(), ref(56));
    lookup.asked(0);
    lookup.onFailure(PaperRing::noneDead, 500);
    QCOMPARE(lookup.stage(), Lookup::Stage::Verify);
    QCOMPARE(lookup.node(), ref(56));
    QCOMPARE(m_ring.run(lookup), (QList<quint64>{56}));
    QCOMPARE(lookup.owners().front(), ref(56));
    QCOMPARE(lookup.timeouts(), 0);
}

void TestLookup::asksADeadOwnerOnce()
{
    Lookup lookup(Id(54), true, hopsMax);
    lookup.start(m_ring.table(51), PaperRing::noneDead);
    lookup.asked(0);
    lookup.onFailure([](const Address &address) { return address == ref(56).address; }, 500);
    QCOMPARE(lookup.node(), ref(1));
    QCOMPARE(lookup.timeouts(), 1);
}

// N56 and its whole neighbourhood are dead, and N1, which does not know yet that K54 is its own, is told so.
void TestLookup::findsThatItIsTheOwnerItself()
{
    Lookup lookup(Id(54), true, hopsMax);
    lookup.start(m_ring.table(1), PaperRing::noneDead);
    m_ring.run(lookup, {51, 56});
    QCOMPARE(lookup.stage(), Lookup::Stage::Done);
    QCOMPARE(lookup.owners().front(), ref(1));
}

void TestLookup::failsWhenNobodyAnswers()
{
    Lookup lookup(Id(54), true, hopsMax);
    lookup.start(m_ring.table(8), PaperRing::noneDead);
    const QList<quint64> asked = m_ring.run(lookup, {1, 14, 21, 32, 38, 42, 48, 51, 56});
    QCOMPARE(lookup.stage(), Lookup::Stage::Failed);
    for (const quint64 number : asked)
        QCOMPARE(asked.count(number), qsizetype(1));
}

void TestLookup::findsANewcomerBeforeTheOwner()
{
    Lookup lookup(Id(54), true, hopsMax);
    lookup.start(m_ring.table(51), PaperRing::noneDead);
    QCOMPARE(lookup.node(), ref(56));
    lookup.asked(0);
    Neighbours neighbours;
    neighbours.predecessor = ref(55);
    lookup.onVerified(ref(56), neighbours, PaperRing::noneDead, 1);
    QCOMPARE(lookup.stage(), Lookup::Stage::Verify);
    QCOMPARE(lookup.node(), ref(55));
    lookup.asked(2);
    neighbours.predecessor = ref(51);
    lookup.onVerified(ref(55), neighbours, PaperRing::noneDead, 3);
    QCOMPARE(lookup.stage(), Lookup::Stage::Done);
    QCOMPARE(lookup.owners().front(), ref(55));
}

void TestLookup::ignoresAnswersThatDoNotLeadOn()
{
    Lookup lookup(Id(54), false, hopsMax);
    lookup.start(m_ring.table(8), PaperRing::noneDead);
    const Id first = lookup.node().id;
    lookup.asked(0);
    FindNextReply backwards;
    backwards.next = {ref(21), ref(8), ref(42), ref(60)}; // none lies between N42 and K54
    lookup.onNext(lookup.node(), backwards, PaperRing::noneDead, 1);
    QCOMPARE(lookup.stage(), Lookup::Stage::Ask);
    QVERIFY(lookup.node().id != first);
    // It falls back on what it knew itself, and ends although each answer sends it back.
    int questions = 0;
    while (lookup.stage() == Lookup::Stage::Ask) {
        lookup.asked(0);
        lookup.onNext(lookup.node(), backwards, PaperRing::noneDead, 1);
        QVERIFY(++questions <= hopsMax);
    }
    QCOMPARE(lookup.stage(), Lookup::Stage::Failed);
}

void TestLookup::knowsItsOwnRange()
{
    Lookup lookup(Id(5), true, hopsMax);
    lookup.start(m_ring.table(8), PaperRing::noneDead);
    QCOMPARE(lookup.stage(), Lookup::Stage::Done);
    QCOMPARE(lookup.owners().front(), ref(8));
    QCOMPARE(lookup.hops().size(), size_t(1));
}

// A node that restarted at once under its identifier is still in everybody's lists as it was before.
void TestLookup::passesOverItsFormerSelfWhenJoining()
{
    NodeRef restarted = ref(56);
    restarted.incarnation = 2;
    Lookup lookup(restarted.id, true, hopsMax);
    lookup.startAt(restarted, ref(8));
    m_ring.run(lookup);
    QCOMPARE(lookup.stage(), Lookup::Stage::Done);
    QCOMPARE(lookup.owners().front(), ref(1));
}

// Another node has the identifier and does not answer this one: to join beyond it would be to take its place.
void TestLookup::doesNotStepOverTheHolderOfItsIdentifier()
{
    const NodeRef elsewhere{Id(56), "elsewhere:1", 1};
    const auto isDead = [](const Address &address) { return address == ref(56).address; };
    for (const Lookup::IsDead &known : {Lookup::IsDead(PaperRing::noneDead), Lookup::IsDead(isDead)}) {
        Lookup lookup(elsewhere.id, true, hopsMax);
        lookup.startAt(elsewhere, ref(51));
        lookup.asked(0);
        lookup.onNext(ref(51), m_ring.answer(51, elsewhere.id), known, 1);
        QCOMPARE(lookup.stage(), Lookup::Stage::Verify);
        m_ring.run(lookup, {56});
        QCOMPARE(lookup.stage(), Lookup::Stage::Failed);
        QVERIFY(lookup.idHolder());
        QCOMPARE(*lookup.idHolder(), ref(56));
    }
}

QTEST_APPLESS_MAIN(TestLookup)
#include "tst_lookup.moc"
