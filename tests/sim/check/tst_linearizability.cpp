// SPDX-License-Identifier: GPL-3.0-or-later
//
// The judge of histories, on hand-made ones that must pass and must fail, on thousands of random small ones against a
// plain search of all orders, and on long ones for its speed.

#include "sim/check/linearizability.h"
#include "sim/random.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <numeric>

using sim::checkLinearizable;
using sim::LinearizabilityVerdict;
using sim::Moment;
using sim::noMoment;
using sim::noValue;
using sim::Operation;
using sim::unknownValue;
using sim::ValueNumber;

namespace {

using Kind = Operation::Kind;
using Demand = Operation::Demand;
using Outcome = Operation::Outcome;

Operation put(ValueNumber value, Moment begin, Moment end, bool created = false)
{
    Operation operation;
    operation.kind = Kind::Put;
    operation.written = value;
    operation.begin = begin;
    operation.end = end;
    operation.created = created;
    operation.outcome = end == noMoment ? Outcome::Unknown : Outcome::Ok;
    return operation;
}

Operation get(ValueNumber value, Moment begin, Moment end)
{
    Operation operation;
    operation.seen = value == noValue ? unknownValue : value;
    operation.begin = begin;
    operation.end = end;
    operation.outcome = value == noValue ? Outcome::NotFound : Outcome::Ok;
    return operation;
}

Operation del(Moment begin, Moment end, Outcome outcome = Outcome::Ok)
{
    Operation operation;
    operation.kind = Kind::Delete;
    operation.begin = begin;
    operation.end = end;
    operation.outcome = end == noMoment ? Outcome::Unknown : outcome;
    return operation;
}

Operation demanding(Operation operation, Demand demand, ValueNumber value = noValue)
{
    operation.demand = demand;
    operation.demanded = value;
    return operation;
}

Operation refused(Operation operation, ValueNumber seen = unknownValue)
{
    operation.outcome = Outcome::ConditionFailed;
    operation.seen = seen;
    return operation;
}

bool passes(const std::vector<Operation> &history)
{
    return checkLinearizable(history).kind == LinearizabilityVerdict::Kind::Linearizable;
}

// --- The plain search: every subset of the writes of unknown fate, every order that respects who ended before whom.

bool demandHolds(const Operation &operation, ValueNumber value)
{
    return operation.demand == Demand::Nothing || (operation.demand == Demand::Absent && value == noValue)
        || (operation.demand == Demand::Present && value != noValue)
        || (operation.demand == Demand::Exactly && value == operation.demanded);
}

bool apply(const Operation &operation, ValueNumber &value)
{
    const bool holds = demandHolds(operation, value);
    switch (operation.outcome) {
    case Outcome::ConditionFailed:
        return !holds && (operation.seen == unknownValue || operation.seen == value);
    case Outcome::NotFound:
        return value == noValue;
    case Outcome::Nothing:
        return true;
    default:
        break;
    }
    if (operation.kind == Kind::Get)
        return value != noValue && value == operation.seen;
    if (!holds)
        return operation.outcome == Outcome::Unknown;
    if (operation.kind == Kind::Delete) {
        const bool there = value != noValue;
        value = noValue;
        return there || operation.outcome == Outcome::Unknown;
    }
    const bool created = value == noValue;
    value = operation.written;
    return operation.outcome == Outcome::Unknown || operation.created == created;
}

bool plainSearch(const std::vector<Operation> &history, std::vector<bool> &used, ValueNumber value)
{
    bool allAnswered = true;
    Moment firstEnd = noMoment;
    for (size_t i = 0; i < history.size(); ++i) {
        if (!used[i] && history[i].end != noMoment) {
            allAnswered = false;
            firstEnd = std::min(firstEnd, history[i].end);
        }
    }
    if (allAnswered)
        return true;
    for (size_t i = 0; i < history.size(); ++i) {
        if (used[i] || history[i].begin > firstEnd)
            continue;
        ValueNumber next = value;
        if (!apply(history[i], next))
            continue;
        used[i] = true;
        const bool found = plainSearch(history, used, next);
        used[i] = false;
        if (found)
            return true;
    }
    return false;
}

bool plainlyLinearizable(const std::vector<Operation> &history)
{
    std::vector<bool> used(history.size(), false);
    return plainSearch(history, used, noValue);
}

Operation drawOperation(sim::Random &random, ValueNumber &lastWritten)
{
    Operation operation;
    operation.kind = random.chance(0.5) ? Kind::Get : random.chance(0.7) ? Kind::Put : Kind::Delete;
    if (operation.kind == Kind::Put)
        operation.written = ++lastWritten;
    if (operation.kind != Kind::Get && random.chance(0.3)) {
        operation.demand = Demand(1 + random.below(3));
        if (operation.demand == Demand::Exactly)
            operation.demanded = ValueNumber(1 + random.below(lastWritten + 1));
    }
    return operation;
}

// A history of overlapping operations as a register that takes them one at a time would answer them.
std::vector<Operation> honestHistory(sim::Random &random, int count, int concurrency, double unknown)
{
    std::vector<Operation> history;
    std::vector<size_t> open;
    Moment moment = 0;
    ValueNumber value = noValue;
    ValueNumber lastWritten = noValue;
    std::vector<size_t> notTaken;
    const auto takeEffect = [&](Operation &operation) {
        if (!demandHolds(operation, value)) {
            operation.outcome = Outcome::ConditionFailed;
            operation.seen = value;
        } else if (operation.kind == Kind::Put) {
            operation.outcome = Outcome::Ok;
            operation.created = value == noValue;
            value = operation.written;
        } else {
            operation.outcome = value == noValue ? Outcome::NotFound : Outcome::Ok;
            if (operation.kind == Kind::Delete)
                value = noValue;
            else if (value != noValue)
                operation.seen = value;
        }
    };
    while (int(history.size()) < count || !open.empty()) {
        const bool begins =
            int(history.size()) < count && (open.empty() || int(open.size()) < concurrency) && random.chance(0.5);
        if (begins) {
            Operation operation = drawOperation(random, lastWritten);
            operation.begin = ++moment;
            open.push_back(history.size());
            notTaken.push_back(history.size());
            history.push_back(operation);
        } else if (!notTaken.empty() && random.chance(0.5)) {
            const size_t pick = random.below(notTaken.size());
            takeEffect(history[notTaken[pick]]);
            notTaken.erase(notTaken.begin() + qsizetype(pick));
        } else if (!open.empty()) {
            const size_t pick = random.below(open.size());
            const size_t index = open[pick];
            Operation &operation = history[index];
            open.erase(open.begin() + qsizetype(pick));
            const auto waiting = std::find(notTaken.begin(), notTaken.end(), index);
            if (operation.kind != Kind::Get && random.chance(unknown)) {
                operation.created = false;
                operation.seen = unknownValue;
                operation.outcome = Outcome::Unknown;
                if (waiting != notTaken.end() && random.chance(0.5))
                    notTaken.erase(waiting);
                // Otherwise it takes effect later; its outcome is never told.
                continue;
            }
            if (waiting != notTaken.end()) {
                takeEffect(operation);
                notTaken.erase(waiting);
            }
            operation.end = ++moment;
        }
        for (Operation &operation : history) {
            if (operation.end == noMoment && operation.outcome != Outcome::Unknown
                && std::find(open.begin(), open.end(), size_t(&operation - history.data())) == open.end()) {
                operation.outcome = Outcome::Unknown;
                operation.created = false;
                operation.seen = unknownValue;
            }
        }
    }
    return history;
}

} // namespace

class TestLinearizability : public QObject {
    Q_OBJECT

private slots:
    void byHand_data();
    void byHand();
    void honestHistoriesPass();
    void againstPlainSearch();
    void thousandsOfOperations();
    void manyOfUnknownFate();
    void manyUnanswered();
    void explains();
};

void TestLinearizability::byHand_data()
{
    QTest::addColumn<std::vector<Operation>>("history");
    QTest::addColumn<bool>("linearizable");
    using History = std::vector<Operation>;
    const Moment open = noMoment;

    QTest::newRow("empty") << History{} << true;
    QTest::newRow("read your write") << History{put(1, 1, 2, true), get(1, 3, 4)} << true;
    QTest::newRow("never written") << History{get(1, 1, 2)} << false;
    QTest::newRow("nothing there") << History{get(noValue, 1, 2)} << true;
    QTest::newRow("acknowledged write lost") << History{put(1, 1, 2, true), get(noValue, 3, 4)} << false;
    QTest::newRow("stale read") << History{put(1, 1, 2, true), put(2, 3, 4), get(1, 5, 6)} << false;
    QTest::newRow("read during a write sees the old")
        << History{put(1, 1, 2, true), put(2, 3, 6), get(1, 4, 5)} << true;
    QTest::newRow("read during a write sees the new")
        << History{put(1, 1, 2, true), put(2, 3, 6), get(2, 4, 5)} << true;
    QTest::newRow("new, then old again") << History{put(1, 1, 2, true), put(2, 3, 8), get(2, 4, 5), get(1, 6, 7)}
                                         << false;
    QTest::newRow("read from the future") << History{get(1, 1, 2), put(1, 3, 4, true)} << false;
    QTest::newRow("delete brought back") << History{put(1, 1, 2, true), del(3, 4), get(1, 5, 6)} << false;
    QTest::newRow("deleted") << History{put(1, 1, 2, true), del(3, 4), get(noValue, 5, 6)} << true;
    QTest::newRow("delete of nothing") << History{del(1, 2)} << false;
    QTest::newRow("delete finds nothing") << History{del(1, 2, Outcome::NotFound)} << true;
    QTest::newRow("delete misses a value") << History{put(1, 1, 2, true), del(3, 4, Outcome::NotFound)} << false;
    QTest::newRow("write of unknown fate seen") << History{put(1, 1, open), get(1, 2, 3)} << true;
    QTest::newRow("write of unknown fate unseen") << History{put(1, 1, open), get(noValue, 2, 3)} << true;
    QTest::newRow("takes effect late") << History{put(1, 1, open), get(noValue, 2, 3), get(1, 4, 5)} << true;
    QTest::newRow("takes effect twice") << History{put(1, 1, open), get(1, 2, 3), put(2, 4, 5), get(2, 6, 7),
                                                   get(1, 8, 9)}
                                        << false;
    QTest::newRow("unknown before an acknowledged one")
        << History{put(1, 1, open), put(2, 2, 3, true), get(2, 4, 5), get(1, 6, 7)} << true;
    QTest::newRow("unknown delete") << History{put(1, 1, 2, true), del(3, open), get(1, 4, 5), get(noValue, 6, 7)}
                                    << true;
    QTest::newRow("unknown delete undone")
        << History{put(1, 1, 2, true), del(3, open), get(noValue, 4, 5), get(1, 6, 7)} << false;
    QTest::newRow("created twice") << History{put(1, 1, 2, true), put(2, 3, 4, true)} << false;
    QTest::newRow("not created") << History{put(1, 1, 2, false)} << false;
    QTest::newRow("two at once both created") << History{put(1, 1, 3, true), put(2, 2, 4, true)} << false;
    QTest::newRow("if absent, it was") << History{demanding(put(1, 1, 2, true), Demand::Absent)} << true;
    QTest::newRow("if absent, twice won")
        << History{demanding(put(1, 1, 3, true), Demand::Absent), demanding(put(2, 2, 4, true), Demand::Absent)}
        << false;
    QTest::newRow("if absent, one won") << History{demanding(put(1, 1, 3, true), Demand::Absent),
                                                   refused(demanding(put(2, 2, 4), Demand::Absent), 1)}
                                        << true;
    QTest::newRow("refused without reason") << History{refused(demanding(put(1, 1, 2), Demand::Absent))} << false;
    QTest::newRow("compare and set") << History{put(1, 1, 2, true), demanding(put(2, 3, 4), Demand::Exactly, 1),
                                                get(2, 5, 6)}
                                     << true;
    QTest::newRow("lost update") << History{put(1, 1, 2, true), demanding(put(2, 3, 6), Demand::Exactly, 1),
                                            demanding(put(3, 4, 5), Demand::Exactly, 1)}
                                 << false;
    QTest::newRow("refusal saw something else")
        << History{put(1, 1, 2, true), refused(demanding(put(2, 3, 4), Demand::Absent), 7)} << false;
}

void TestLinearizability::byHand()
{
    QFETCH(std::vector<Operation>, history);
    QFETCH(bool, linearizable);
    QCOMPARE(plainlyLinearizable(history), linearizable);
    QCOMPARE(passes(history), linearizable);
}

void TestLinearizability::honestHistoriesPass()
{
    for (quint64 seed = 1; seed <= 300; ++seed) {
        sim::Random random(seed);
        const std::vector<Operation> history = honestHistory(random, 100, 5, 0.2);
        const LinearizabilityVerdict verdict = checkLinearizable(history);
        QVERIFY2(verdict.kind == LinearizabilityVerdict::Kind::Linearizable,
                 qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(QString::fromUtf8(verdict.explanation))));
    }
}

// Small honest histories with one answer changed: both searches must say the same, and both answers must occur.
void TestLinearizability::againstPlainSearch()
{
    int failures = 0;
    const int histories = 20'000;
    for (quint64 seed = 1; seed <= histories; ++seed) {
        sim::Random random(seed);
        std::vector<Operation> history = honestHistory(random, 2 + int(random.below(6)), 3, 0.3);
        Operation &changed = history[random.below(history.size())];
        switch (random.below(4)) {
        case 0:
            if (changed.kind == Kind::Get && changed.outcome == Outcome::Ok)
                changed.seen = ValueNumber(1 + random.below(4));
            break;
        case 1:
            if (changed.outcome == Outcome::Ok && changed.kind == Kind::Put)
                changed.created = !changed.created;
            break;
        case 2:
            if (changed.kind != Kind::Put && changed.outcome == Outcome::Ok)
                changed = changed.kind == Kind::Get ? get(noValue, changed.begin, changed.end)
                                                    : del(changed.begin, changed.end, Outcome::NotFound);
            break;
        default:
            break;
        }
        const bool expected = plainlyLinearizable(history);
        failures += expected ? 0 : 1;
        if (passes(history) == expected)
            continue;
        QByteArray text;
        for (const Operation &operation : history)
            text += operation.toText() + '\n';
        QFAIL(
            qPrintable(QStringLiteral("seed %1: %2expected %3").arg(seed).arg(QString::fromUtf8(text)).arg(expected)));
    }
    QVERIFY2(failures > histories / 20, qPrintable(QString::number(failures)));
}

void TestLinearizability::thousandsOfOperations()
{
    sim::Random random(1);
    const std::vector<Operation> history = honestHistory(random, 4000, 8, 0.01);
    QElapsedTimer timer;
    timer.start();
    const LinearizabilityVerdict verdict = checkLinearizable(history);
    qInfo("4000 operations by 8 clients: %lld ms, %zu configurations at most", timer.elapsed(),
          verdict.configurationsMost);
    QVERIFY2(verdict.kind == LinearizabilityVerdict::Kind::Linearizable, verdict.explanation.constData());
}

// Each of them may take effect at any later time: the case that makes plain searches explode.
void TestLinearizability::manyOfUnknownFate()
{
    std::vector<Operation> history;
    Moment moment = 0;
    for (ValueNumber value = 1; value <= 60; ++value)
        history.push_back(put(value, ++moment, noMoment));
    for (ValueNumber value = 60; value >= 1; --value) {
        history.push_back(get(value, moment + 1, moment + 2));
        moment += 2;
    }
    QVERIFY(passes(history));
    history.push_back(get(30, moment + 1, moment + 2));
    QVERIFY(!passes(history));
}

// What clients of a cluster that is killed again and again leave behind.
void TestLinearizability::manyUnanswered()
{
    std::vector<Operation> history;
    Moment moment = 0;
    ValueNumber value = 0;
    for (int round = 0; round < 300; ++round) {
        for (int i = 0; i < 4; ++i)
            history.push_back(put(++value, ++moment, noMoment));
        history.push_back(del(++moment, noMoment));
        history.push_back(put(++value, moment + 1, moment + 2, round == 0));
        history.push_back(get(value, moment + 3, moment + 4));
        moment += 4;
    }
    const LinearizabilityVerdict verdict = checkLinearizable(history);
    QVERIFY(verdict.kind == LinearizabilityVerdict::Kind::Linearizable);
    QVERIFY2(verdict.configurationsMost < 10, QByteArray::number(quint64(verdict.configurationsMost)));
    QVERIFY(!passes({put(1, 1, noMoment), put(2, 2, noMoment), put(3, 3, 4, true), put(4, 5, 6), get(3, 7, 8)}));
}

void TestLinearizability::explains()
{
    const LinearizabilityVerdict verdict = checkLinearizable({put(1, 1, 2, true), put(2, 3, 4), get(1, 5, 6)});
    QVERIFY(verdict.explanation.contains("saw v1"));
    QVERIFY(verdict.explanation.contains("the key could have had: v2"));
}

QTEST_APPLESS_MAIN(TestLinearizability)
#include "tst_linearizability.moc"
