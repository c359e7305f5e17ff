// SPDX-License-Identifier: GPL-3.0-or-later
//
// The next change of a group's voters, as a table. Nodes are numbers. Members (voters and learners other than the
// leader) are numbers with marks: + complete and responsive, c complete, r responsive, s silent, g gone, n without
// state, l leaving.

#include "chord/groups/placement.h"

#include <QTest>

#include <algorithm>

using namespace chord;

namespace {

NodeRef node(quint64 number)
{
    return {Id(number), "n" + QByteArray::number(number) + ":1", number};
}

std::vector<NodeRef> nodes(const QByteArray &text)
{
    std::vector<NodeRef> out;
    for (const QByteArray &word : text.simplified().split(' ')) {
        if (!word.isEmpty())
            out.push_back(node(word.toULongLong()));
    }
    return out;
}

std::vector<MemberFacts> members(const QByteArray &text)
{
    std::vector<MemberFacts> out;
    for (const QByteArray &word : text.simplified().split(' ')) {
        if (word.isEmpty())
            continue;
        MemberFacts member;
        member.node = node(word.first(1).toULongLong());
        member.complete = word.contains('+') || word.contains('c');
        member.responsive = word.contains('+') || word.contains('r');
        member.silent = word.contains('s');
        member.gone = word.contains('g');
        member.stateless = word.contains('n');
        member.leaving = word.contains('l');
        out.push_back(member);
    }
    return out;
}

QByteArray text(const PlacementStep &step)
{
    static const char *const names[] = {"none", "learn", "drop", "add", "remove", "transfer"};
    const QByteArray name = names[size_t(step.kind)];
    return step.kind == PlacementStep::Kind::None ? name : name + ' ' + QByteArray::number(step.node.incarnation);
}

} // namespace

class TestPlacement : public QObject {
    Q_OBJECT

private slots:
    void step_data();
    void step();
    void comesToRest_data();
    void comesToRest();
};

void TestPlacement::step_data()
{
    QTest::addColumn<int>("replicas");
    QTest::addColumn<QByteArray>("leader"); // with l if it leaves
    QTest::addColumn<QByteArray>("candidates");
    QTest::addColumn<QByteArray>("voters");
    QTest::addColumn<QByteArray>("learners");
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, int replicas, const char *leader, const char *candidates, const char *voters,
                        const char *learners, const char *members, const char *expected) {
        QTest::newRow(name) << replicas << QByteArray(leader) << QByteArray(candidates) << QByteArray(voters)
                            << QByteArray(learners) << QByteArray(members) << QByteArray(expected);
    };
    row("at rest", 3, "1", "1 2 3 4", "1 2 3", "", "2+ 3+", "none");
    row("at rest, one lacks records", 3, "1", "1 2 3 4", "1 2 3", "", "2+ 3r", "none");
    row("without state, the others can decide", 3, "1", "1 2 3", "1 2 3", "", "2+ 3rn", "remove 3");
    row("without state, the others cannot", 3, "1", "1 2 3", "1 2 3", "", "2c 3rn", "none");
    row("gone, the others cannot", 3, "1", "1 2 3", "1 2 3", "", "2c 3g", "remove 3");
    row("one that answers is not given up for one that does not", 3, "1", "1 2 3", "1 2 3 4", "", "2+ 3c 4+", "none");
    row("a new leader has heard from neither yet", 3, "1", "1 2 3", "1 2 3 4", "", "2+ 3c 4c", "none");
    row("the surplus one is silent for long", 3, "1", "1 2 3", "1 2 3 4", "", "2+ 3c 4s", "remove 4");
    row("alone", 3, "1", "1", "1", "", "", "none");
    row("nobody known", 3, "1", "", "1", "", "", "none");
    row("ring of two, R = 3", 3, "1", "1 2", "1 2", "", "2+", "none");

    row("grow: first a copy", 3, "1", "1 2 3", "1", "", "", "learn 2");
    row("grow: the copy is made", 3, "1", "1 2 3", "1", "2", "2r", "none");
    row("grow: the copy is complete", 3, "1", "1 2 3", "1", "2", "2cr", "add 2");
    row("grow: the copy is complete, but has not answered lately", 3, "1", "1 2 3", "1", "2", "2c", "none");
    row("grow: the next", 3, "1", "1 2 3", "1 2", "", "2+", "learn 3");
    row("one copy at a time", 3, "1", "1 2 3", "1", "2", "2r", "none");
    row("a complete copy is added though the first lags", 3, "1", "1 2 3", "1", "2 3", "2r 3+", "add 3");

    row("copy not wanted any more", 3, "1", "1 2 3", "1 2", "4", "2+ 4+", "drop 4");
    row("copy silent", 3, "1", "1 2 3", "1 2", "3", "2+ 3cs", "drop 3");
    row("copy leaves", 3, "1", "1 2 3", "1 2", "3", "2+ 3+l", "drop 3");
    row("copy unknown", 3, "1", "1 2 3", "1 2", "3", "2+", "drop 3");

    row("addition before removal", 3, "1", "1 2 3 4", "1 2 4", "", "2+ 4+", "learn 3");
    row("removal after addition", 3, "1", "1 2 3 4", "1 2 3 4", "", "2+ 3+ 4+", "remove 4");
    row("removal before the next addition", 3, "1", "1 2 3", "1 2 3 5", "", "2+ 3+ 5+", "remove 5");
    row("the last of two surplus voters", 3, "1", "1 2 3", "1 2 3 4 5", "", "2+ 3+ 4+ 5+", "remove 5");
    row("the gone one of two surplus voters", 3, "1", "1 2 3", "1 2 3 4 5", "", "2+ 3+ 4g 5+", "remove 4");

    row("silent, nobody else", 3, "1", "1 2", "1 2 3", "", "2+ 3s", "none");
    row("silent, somebody else", 3, "1", "1 2 4", "1 2 3", "", "2+ 3s", "learn 4");
    row("silent, replaced", 3, "1", "1 2 4", "1 2 3 4", "", "2+ 3s 4+", "remove 3");
    row("silent, its replacement copies", 3, "1", "1 2 4", "1 2 3", "4", "2+ 3s 4r", "none");
    row("gone, nobody else", 3, "1", "1 2", "1 2 3", "", "2+ 3g", "remove 3");
    row("gone, somebody else", 3, "1", "1 2 4", "1 2 3", "", "2+ 3g", "remove 3");
    row("gone, of two", 3, "1", "1", "1 2", "", "2g", "remove 2");

    row("leaves, nobody else", 3, "1", "1 2", "1 2 3", "", "2+ 3+l", "remove 3");
    row("leaves, somebody else", 3, "1", "1 2 4", "1 2 3", "", "2+ 3+l", "learn 4");
    row("leaves, replaced", 3, "1", "1 2 4", "1 2 3 4", "", "2+ 3+l 4+", "remove 3");
    row("leaves, and the rest would be no majority", 3, "1", "1 3", "1 2 3", "", "2+l 3c", "none");

    row("the first leads", 3, "2", "1 2 3", "1 2 3", "", "1+ 3+", "transfer 1");
    row("the first lacks records", 3, "2", "1 2 3", "1 2 3", "", "1r 3+", "none");
    row("the first does not answer", 3, "2", "1 2 3", "1 2 3", "", "1c 3+", "none");
    row("the first is not a voter yet", 3, "2", "1 2 3", "2 3 4", "", "3+ 4+", "learn 1");
    row("only the first is given the lead", 3, "3", "1 2 3", "1 2 3", "", "1r 2+", "transfer 2");
    row("surplus before transfer", 3, "2", "1 2 3", "1 2 3 4", "", "1+ 3+ 4+", "remove 4");

    row("leaving leader", 3, "1l", "2 3 4", "1 2 3", "", "2+ 3+", "transfer 2");
    row("leaving leader, the first lags", 3, "1l", "2 3 4", "1 2 3", "", "2r 3+", "transfer 3");
    row("leaving leader, none complete", 3, "1l", "2 3 4", "1 2 3", "", "2r 3r", "learn 4");
    row("leaving leader, alone in its group", 3, "1l", "2 3", "1", "", "", "learn 2");
    row("leaving leader, its only copy complete", 3, "1l", "2 3", "1", "2", "2+", "add 2");
    row("leaving leader, nobody else", 3, "1l", "", "1", "", "", "none");
    row("last one but one leaves the rest behind", 3, "1l", "2", "1 2", "", "2+", "transfer 2");

    row("R = 1, at rest", 1, "1", "1 2", "1", "", "", "none");
    row("R = 1, surplus", 1, "1", "1 2", "1 2", "", "2+", "remove 2");
    row("R = 1, another comes first", 1, "2", "1 2", "2", "", "", "learn 1");
    row("R = 1, both", 1, "2", "1 2", "1 2", "", "1+", "transfer 1");
    row("R = 1, leaving", 1, "1l", "2", "1", "", "", "learn 2");
    row("R = 1, leaving, both", 1, "1l", "2", "1 2", "", "2+", "transfer 2");
    row("R above the ring", 5, "1", "1 2 3", "1 2 3", "", "2+ 3+", "none");
    row("R above the ring, one more comes", 5, "1", "1 2 3 4", "1 2 3", "", "2+ 3+", "learn 4");
    row("R above the ring, silent", 5, "1", "1 2", "1 2 3", "", "2+ 3s", "none");
}

void TestPlacement::step()
{
    QFETCH(int, replicas);
    QFETCH(QByteArray, leader);
    QFETCH(QByteArray, candidates);
    QFETCH(QByteArray, voters);
    QFETCH(QByteArray, learners);
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, expected);
    PlacementFacts facts;
    facts.self = node(leader.first(1).toULongLong());
    facts.selfLeaving = leader.endsWith('l');
    facts.replicas = size_t(replicas);
    facts.candidates = nodes(candidates);
    facts.voters = nodes(voters);
    facts.learners = nodes(learners);
    facts.members = ::members(members);
    QCOMPARE(text(nextStep(facts)), expected);
}

void TestPlacement::comesToRest_data()
{
    QTest::addColumn<QByteArray>("leader");
    QTest::addColumn<QByteArray>("candidates");
    QTest::addColumn<QByteArray>("voters");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *leader, const char *candidates, const char *voters, const char *expected) {
        QTest::addRow("%s of %s to %s", leader, voters, candidates)
            << QByteArray(leader) << QByteArray(candidates) << QByteArray(voters) << QByteArray(expected);
    };
    row("1", "1 2 3 4", "1", "1: 1 2 3");
    row("4", "1 2 3 4", "4 5 6", "1: 1 2 3");
    row("5", "1 2 3", "4 5 6", "1: 1 2 3");
    row("2", "1 2", "2 3", "1: 1 2 3"); // 3 is no candidate, but without it there would be fewer than R
    row("3", "1 2 3", "1 2 3", "1: 1 2 3");
}

// Each step is carried out, all goes well, and within a few steps nothing is left to do.
void TestPlacement::comesToRest()
{
    QFETCH(QByteArray, leader);
    QFETCH(QByteArray, candidates);
    QFETCH(QByteArray, voters);
    QFETCH(QByteArray, expected);
    using Kind = PlacementStep::Kind;
    PlacementFacts facts;
    facts.self = node(leader.toULongLong());
    facts.replicas = 3;
    facts.candidates = nodes(candidates);
    facts.voters = nodes(voters);
    for (int steps = 0; steps < 30; ++steps) {
        facts.members.clear();
        for (const auto *list : {&facts.voters, &facts.learners}) {
            for (const NodeRef &each : *list) {
                if (each != facts.self)
                    facts.members.push_back({each, true, false, false, false, true});
            }
        }
        const size_t before = facts.voters.size();
        const PlacementStep step = nextStep(facts);
        if (step.kind == Kind::None)
            break;
        if (step.kind == Kind::AddLearner)
            facts.learners.push_back(step.node);
        if (step.kind == Kind::AddVoter)
            facts.voters.push_back(step.node);
        if (step.kind == Kind::AddVoter || step.kind == Kind::DropLearner)
            std::erase(facts.learners, step.node);
        if (step.kind == Kind::RemoveVoter)
            std::erase(facts.voters, step.node);
        if (step.kind == Kind::Transfer)
            facts.self = step.node;
        const size_t after = facts.voters.size();
        QVERIFY(after + 1 == before || after == before || after == before + 1);
        QVERIFY(after >= std::min<size_t>(before, 3));
    }
    std::sort(facts.voters.begin(), facts.voters.end(),
              [](const NodeRef &a, const NodeRef &b) { return a.incarnation < b.incarnation; });
    QByteArray rest = QByteArray::number(facts.self.incarnation) + ':';
    for (const NodeRef &voter : facts.voters)
        rest += ' ' + QByteArray::number(voter.incarnation);
    QCOMPARE(rest, expected);
    QVERIFY(facts.learners.empty());
}

QTEST_APPLESS_MAIN(TestPlacement)
#include "tst_placement.moc"
