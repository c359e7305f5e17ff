// SPDX-License-Identifier: GPL-3.0-or-later
//
// The judgement of a pointer, over rings written as text: a letter is a node, upper case a sure member, lower case one
// of which nothing is sure, and one in brackets is gone.

#include "chord/ring_pointers.h"

#include <QtTest>

#include <vector>

using namespace chord;

namespace {

struct Place {
    char name = 0; // in upper case
    Membership membership = Membership::Member;
};

std::vector<Place> ringOf(const QByteArray &text)
{
    std::vector<Place> ring;
    bool isGone = false;
    for (const char c : text) {
        if (c == '(' || c == ')')
            isGone = c == '(';
        else if (isGone)
            ring.push_back({c, Membership::Gone});
        else
            ring.push_back({char(c & ~0x20), c & 0x20 ? Membership::Unsure : Membership::Member});
    }
    return ring;
}

} // namespace

class TestRingPointers : public QObject {
    Q_OBJECT

private slots:
    void judges_data();
    void judges();
};

void TestRingPointers::judges_data()
{
    QTest::addColumn<QByteArray>("ring");
    QTest::addColumn<int>("from");
    QTest::addColumn<char>("pointer");
    QTest::addColumn<bool>("isSuccessorRight");
    QTest::addColumn<bool>("isPredecessorRight");
    QTest::addColumn<int>("successorDue");
    QTest::addColumn<int>("predecessorDue");
    const auto row = [](const char *name, const char *ring, int from, char pointer, bool successor, bool predecessor,
                        int successorDue, int predecessorDue) {
        QTest::newRow(name) << QByteArray(ring) << from << pointer << successor << predecessor << successorDue
                            << predecessorDue;
    };
    row("the next one", "ABCD", 1, 'C', true, false, 2, 0);
    row("the one before", "ABCD", 1, 'A', false, true, 2, 0);
    row("over the end", "ABCD", 3, 'A', true, false, 0, 2);
    row("from the first back over the end", "ABCD", 0, 'D', false, true, 1, 3);
    row("too far", "ABCD", 0, 'C', false, false, 1, 3);
    row("itself, though not alone", "AB", 0, 'A', false, false, 1, 1);
    row("the only other one", "AB", 0, 'B', true, true, 1, 1);
    row("alone", "A", 0, 'A', true, true, 0, 0);
    row("alone among the unsure", "Abc", 0, 'A', true, true, 0, 0);
    row("unknown", "ABC", 0, 'Z', false, false, 1, 2);
    row("an unsure one", "AbCd", 0, 'B', true, false, 1, 2);
    row("past unsure ones", "AbcD", 0, 'D', true, true, 3, 3);
    row("an unsure one behind a member", "ABcD", 0, 'C', false, false, 1, 3);
    row("one that is gone", "A(B)C", 0, 'B', false, false, 2, 2);
    row("past one that is gone", "A(B)C", 0, 'C', true, true, 2, 2);
    row("no member but itself", "A(B)", 0, 'B', false, false, 0, 0);
    row("no member at all", "a(B)", 0, 'B', false, false, 0, 0);
    row("no member, an unsure one", "ab", 0, 'B', true, true, 1, 1);
}

void TestRingPointers::judges()
{
    QFETCH(QByteArray, ring);
    QFETCH(int, from);
    QFETCH(char, pointer);
    const std::vector<Place> places = ringOf(ring);
    const auto judge = [&](RingDirection direction) {
        return judgePointer(
            direction, places.size(), size_t(from), pointer, [&](size_t place) { return places[place].name; },
            [&](size_t place) { return places[place].membership; });
    };
    const PointerJudgement successor = judge(RingDirection::Successor);
    const PointerJudgement predecessor = judge(RingDirection::Predecessor);
    QTEST(successor.isRight, "isSuccessorRight");
    QTEST(predecessor.isRight, "isPredecessorRight");
    QTEST(int(successor.due), "successorDue");
    QTEST(int(predecessor.due), "predecessorDue");
}

QTEST_APPLESS_MAIN(TestRingPointers)
#include "tst_ring_pointers.moc"
