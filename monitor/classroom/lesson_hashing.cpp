// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 1. One copy of each key, so that owning is all there is to see.

#include "classroom/lessons.h"

namespace monitor {

Lesson Lessons::consistentHashing()
{
    Lesson lesson;
    lesson.title = tr("Consistent hashing");
    lesson.summary = tr("When a node joins or leaves, only the keys between it and the node before it move.");
    lesson.ring = textbook(1, 4);

    LessonStep ring;
    ring.title = tr("Nodes and keys on one ring");
    ring.text = tr("This is the example of the Chord paper (TON, Fig. 2). The names of nodes and keys are hashed to "
                   "numbers from 0 to 63, and both are placed on the same ring. K54 is the key \"oak\".\n\nA key "
                   "belongs to its successor: the first node at or clockwise after its number. So K10 belongs to N14, "
                   "K24 and K30 to N32, K38 to N38, and K54 to N56.");
    ring.highlight = {ids({14, 32, 38, 56}), ids({10, 24, 30, 38, 54}), {}};

    ring.holdsBefore = [](const RingSnapshot &ring) {
        return ring.isWhole() && areOwned(ring, {{14, 10}, {32, 24}, {32, 30}, {38, 38}, {56, 54}});
    };

    LessonStep join;
    join.title = tr("A node joins");
    join.text = tr("N26 is about to join, between N21 and N32.");
    join.question = Question{tr("Which keys will move?"),
                             {tr("K24, from N32 to N26"), tr("K24 and K30, to N26"), tr("K30, from N32 to N26"),
                              tr("About half of all keys")},
                             0};
    join.actions = {joinAt(26)};
    join.until = [](const RingSnapshot &ring) { return owns(ring, 26, 24) && ring.chainWhole; };
    join.highlight = {ids({21, 32}), ids({24, 30}), {}};
    join.highlightAfter = {ids({26, 32}), ids({24}), {}};
    join.explanation =
        tr("Only K24 has moved, from N32 to N26. N26 owns 22 to 26 now, and K24 is the only key there. K30 is after "
           "N26 and stays at N32. No other node is involved.\n\nA node that joins a ring of N nodes takes over about "
           "one key in N, and all of them from one node, its successor (TON, section IV-B). With \"key modulo number "
           "of nodes\" instead, all five keys would have moved when the eleventh node joined.");

    join.holdsBefore = [](const RingSnapshot &ring) { return !nodeOf(ring, 26) && hasSuccessor(ring, 21, 32); };
    join.holdsAfter = [](const RingSnapshot &ring) {
        return ring.nodes.size() == 11 && areOwned(ring, {{14, 10}, {26, 24}, {32, 30}, {38, 38}, {56, 54}});
    };

    LessonStep leave;
    leave.title = tr("A node leaves");
    leave.text = tr("N26 leaves again. It hands over its keys before it leaves.");
    leave.question = Question{tr("Where does K24 go?"),
                              {tr("To N21, the node before it"), tr("To N32, the node after it"), tr("It is lost"),
                               tr("All keys are redistributed")},
                              1};
    leave.actions = {actOn(Action::Leave, 26)};
    leave.until = [](const RingSnapshot &ring) { return !nodeOf(ring, 26) && owns(ring, 32, 24) && ring.chainWhole; };
    leave.highlight = {ids({26}), ids({24}), {}};
    leave.highlightAfter = {ids({32}), ids({24}), {}};
    leave.explanation = tr("K24 is at N32 again: N32 is the first node after 24. No other key has moved.");

    leave.holdsBefore = [](const RingSnapshot &ring) { return owns(ring, 26, 24); };
    leave.holdsAfter = [](const RingSnapshot &ring) {
        return !nodeOf(ring, 26) && areOwned(ring, {{14, 10}, {32, 24}, {32, 30}, {38, 38}, {56, 54}});
    };

    lesson.steps = {ring, join, leave};
    return lesson;
}

} // namespace monitor
