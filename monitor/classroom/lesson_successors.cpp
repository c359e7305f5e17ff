// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 5: the same crash twice. The nodes of the paper could not recover after the first; ours recover through their
// predecessors.

#include "classroom/lessons.h"

#include <algorithm>

namespace monitor {

Lesson Lessons::successorLists()
{
    Lesson lesson;
    lesson.title = tr("Why successor lists");
    lesson.summary = tr("A ring stays connected unless all nodes of one successor list fail at once.");
    lesson.ring = textbook(1, 1);
    constexpr double fast = 2000;

    LessonStep one;
    one.title = tr("One successor");
    one.text = tr("In this ring each node knows only one node ahead, its successor. N21 knows N32. It has fingers "
                  "further on, but there may be nodes between N32 and a finger that it does not know.");
    one.highlight = {ids({21, 32}), {}, arrows(21, {32})};

    one.holdsBefore = [](const RingSnapshot &ring) {
        return hasSuccessor(ring, 21, 32) && nodeOf(ring, 21)->successors.size() == 1;
    };

    LessonStep crash;
    crash.title = tr("The successor crashes");
    crash.text = tr("N32 is about to crash. At the same moment N21 looks up K30, which will then belong to N38, the "
                    "next live node.");
    crash.question = Question{tr("Will N21 find N38?"),
                              {tr("Yes, at once"), tr("Yes, after a timeout"), tr("No: no pointer leads to it")},
                              2};
    crash.actions = {actOn(Action::Kill, 32), askFor(Action::Lookup, 30, 21)};
    crash.until = [](const RingSnapshot &ring) { return !hasSuccessor(ring, 21, 32) && !hasSuccessor(ring, 21, 38); };
    crash.untilOnly = true; // the lookup fails
    crash.speed = fast;
    crash.highlight = {ids({21, 32}), ids({30}), arrows(21, {32})};
    crash.highlightAfter = {ids({21, 38}), ids({30}), {}};
    crash.explanation = tr("The lookup has failed. N21 considers N32 dead and has no successor left. N38 is alive, but "
                           "N21 has no pointer to it: the ring is broken. Chord is correct only as long as every node "
                           "knows its successor (TON, section IV-E.3).");

    crash.holdsBefore = one.holdsBefore;
    crash.holdsAfter = [](const RingSnapshot &ring) {
        return !isUp(ring, 32) && isUp(ring, 38) && !hasSuccessor(ring, 21, 32) && !hasSuccessor(ring, 21, 38)
            && !ring.chainWhole;
    };

    LessonStep around;
    around.title = tr("Recovery through the predecessor");
    around.text =
        tr("The protocol of the paper cannot continue from here. A FunnelKVS node uses its only remaining neighbour, "
           "its predecessor, and searches the ring backwards: each node that it asks returns its own predecessor.");
    around.question = Question{tr("How many nodes does N21 ask until it finds N38?"),
                               {tr("1"), tr("4, by its fingers"), tr("8, all that remain")},
                               2};
    around.until = [](const RingSnapshot &ring) { return hasSuccessor(ring, 21, 38); };
    around.speed = fast;
    around.highlight = {ids({21}), {}, arrows(21, {14})};
    around.highlightAfter = {ids({21, 38}), {}, arrows(21, {38})};
    around.explanation = tr("N21 set its successor to N14, then to N8, N1, N56, N51, N48, N42, and finally to N38: all "
                            "other nodes, about one every two seconds. In a ring of a thousand nodes it would have "
                            "asked a thousand, and lookups return wrong results during all that time.");

    around.holdsBefore = [](const RingSnapshot &ring) {
        return hasPredecessor(ring, 21, 14) && !hasSuccessor(ring, 21, 38);
    };
    around.holdsAfter = [](const RingSnapshot &ring) { return hasSuccessor(ring, 21, 38); };

    LessonStep three;
    three.title = tr("Three successors");
    three.text = tr("The same ring, but with lists of three nodes: N21 knows N32, N38 and N42. N32 crashes again.");
    three.ring = textbook(1, 3);
    three.question = Question{tr("Which node will be the successor of N21?"),
                              {tr("N14, as before"), tr("N38, at once"), tr("N42"), tr("No node")},
                              1};
    three.actions = {actOn(Action::Kill, 32), askFor(Action::Lookup, 30, 21)};
    three.until = [](const RingSnapshot &ring) { return hasSuccessor(ring, 21, 38); };
    three.speed = fast;
    three.highlight = {ids({21}), {}, arrows(21, {32, 38, 42})};
    three.highlightAfter = {ids({21, 38}), {}, arrows(21, {38})};
    three.explanation =
        tr("N38, as soon as N21 considers N32 dead: it is the next node in the list. The lookup found N38, too. The "
           "ring breaks only if all three nodes fail before the list is filled again: if each node fails with "
           "probability p, the probability is p³ (TON, section IV-E.3).\n\nSuccessor lists keep the ring connected, "
           "but they do not keep the keys: K24 and K30 had no other copy and are lost, and no node may serve their "
           "range. Replicas prevent this.");

    three.holdsBefore = [](const RingSnapshot &ring) {
        const std::vector<Peer> &known = nodeOf(ring, 21)->successors;
        const std::vector<chord::Id> due = ids({32, 38, 42});
        return std::equal(known.begin(), known.end(), due.begin(), due.end(),
                          [](const Peer &peer, const chord::Id &id) { return peer.id == id; });
    };
    three.holdsAfter = [](const RingSnapshot &ring) {
        const RangeStatus *range = ring.rangeOf(chord::Id(30));
        return hasSuccessor(ring, 21, 38) && isHeldBy(ring, 24, {}) && isHeldBy(ring, 30, {}) && range
            && !range->isServed();
    };

    lesson.steps = {one, crash, around, three};
    return lesson;
}

} // namespace monitor
