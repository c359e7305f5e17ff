// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 5: the same crash twice. The paper's nodes would stay lost after the first; ours find back, the long way.

#include "classroom/lessons.h"

namespace monitor {

Lesson Lessons::successorLists()
{
    Lesson lesson;
    lesson.title = tr("Why successor lists");
    lesson.summary =
        tr("A ring is as strong as its successor lists: it holds as long as not all of one list die at once.");
    lesson.ring = textbook(1, 1);
    constexpr double fast = 2000;

    LessonStep one;
    one.title = tr("One successor");
    one.text =
        tr("In this ring each node knows just one node ahead, its successor. N21 knows N32. It has fingers further "
           "on, but between N32 and a finger there may be nodes that it has never heard of.");
    one.highlight = {ids({21, 32}), {}, arrows(21, {32})};

    LessonStep crash;
    crash.title = tr("It crashes");
    crash.text =
        tr("N32 is about to crash. At the same moment N21 looks up K30, which will belong to N38, the next node "
           "that lives.");
    crash.question = Question{
        tr("Will N21 find N38?"), {tr("Yes, at once"), tr("Yes, after a timeout"), tr("No: nothing leads there")}, 2};
    crash.actions = {actOn(Action::Kill, 32), askFor(Action::Lookup, 30, 21)};
    crash.until = [](const RingSnapshot &ring) { return !hasSuccessor(ring, 21, 32) && !hasSuccessor(ring, 21, 38); };
    crash.untilOnly = true; // the lookup fails
    crash.speed = fast;
    crash.highlight = {ids({21, 32}), ids({30}), arrows(21, {32})};
    crash.highlightAfter = {ids({21, 38}), ids({30}), {}};
    crash.explanation =
        tr("The lookup has failed. N21 has taken N32 for dead and has no successor left; N38 is well, but "
           "nothing leads from N21 to it: the ring is broken. Chord is right only as long as every node "
           "knows its successor (TON, section IV-E.3).");

    LessonStep around;
    around.title = tr("The long way round");
    around.text =
        tr("The paper's protocol has no way on from here. A node of FunnelKVS turns to the one neighbour it has "
           "left, its predecessor, and goes back around the ring: each node it asks names the one before.");
    around.question = Question{tr("How many nodes does N21 ask until it has N38?"),
                               {tr("1"), tr("4, by its fingers"), tr("8, all that are left")},
                               2};
    around.until = [](const RingSnapshot &ring) { return hasSuccessor(ring, 21, 38); };
    around.speed = fast;
    around.highlight = {ids({21}), {}, arrows(21, {14})};
    around.highlightAfter = {ids({21, 38}), {}, arrows(21, {38})};
    around.explanation = tr("N21 took N14 for its successor, then N8, N1, N56, N51, N48, N42, and at last N38: all the "
                            "others there are, one every two seconds or so. Of a thousand nodes it would have been a "
                            "thousand, and all the while lookups went astray.");

    LessonStep three;
    three.title = tr("Three successors");
    three.text = tr("The same ring once more, but with lists of three: N21 knows N32, N38 and N42. Again N32 crashes.");
    three.ring = textbook(1, 3);
    three.question = Question{tr("Whom will N21 take for its successor?"),
                              {tr("N14, as before"), tr("N38, at once"), tr("N42"), tr("Nobody")},
                              1};
    three.actions = {actOn(Action::Kill, 32), askFor(Action::Lookup, 30, 21)};
    three.until = [](const RingSnapshot &ring) { return hasSuccessor(ring, 21, 38); };
    three.speed = fast;
    three.highlight = {ids({21}), {}, arrows(21, {32, 38, 42})};
    three.highlightAfter = {ids({21, 38}), {}, arrows(21, {38})};
    three.explanation =
        tr("N38, as soon as N32 is taken for dead: it is next in the list. The lookup found it, too. The "
           "ring breaks only if all three die before the list is filled again: if each node fails with "
           "probability p, with p³ (TON, section IV-E.3).\n\n"
           "Lists keep the ring together, not the keys: K24 and K30 had no other copy and are lost, and no "
           "node may serve their range. That is what replicas are for.");

    lesson.steps = {one, crash, around, three};
    return lesson;
}

} // namespace monitor
