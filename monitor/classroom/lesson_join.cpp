// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 3. Each step ends with the event that sets the pointer it is about.

#include "classroom/lessons.h"

namespace monitor {

Lesson Lessons::join()
{
    Lesson lesson;
    lesson.title = tr("A join, pointer by pointer");
    lesson.summary = tr("A new node changes only itself; stabilization tells its neighbours, and fingers follow.");
    lesson.ring = textbook(1, 3);
    constexpr double slow = 500;

    LessonStep place;
    place.title = tr("Finding the place");
    place.text = tr("N26 wants to join. It has been told of one node, N1, and knows nothing else.");
    place.question = Question{tr("How does it find its successor?"),
                              {tr("It asks every node in turn"), tr("N1 knows all nodes"),
                               tr("It looks up its own number, 26"), tr("It waits until one calls")},
                              2};
    place.actions = {joinAt(26)};
    place.until = [](const RingSnapshot &ring) { return hasSuccessor(ring, 26, 32); };
    place.untilOnly = true;
    place.speed = slow;
    place.highlight = {ids({1, 21, 32}), {}, {}};
    place.highlightAfter = {ids({26, 32}), {}, arrows(26, {32})};
    place.explanation = tr("N26 has looked up 26, as it would a key, and found N32: that is its successor now. It has "
                           "changed nothing but its own pointers. N21 and N32 know nothing of it yet (TON, section "
                           "IV-E.1).");

    LessonStep notify;
    notify.title = tr("Notify");
    notify.text = tr("N26 points at N32, but nobody points at N26.");
    notify.question =
        Question{tr("Which node hears of N26 next?"), {tr("N21"), tr("N32"), tr("N1"), tr("All of them")}, 1};
    notify.until = [](const RingSnapshot &ring) { return hasPredecessor(ring, 32, 26); };
    notify.speed = slow;
    notify.highlight = {ids({26}), {}, arrows(26, {32})};
    notify.highlightAfter = {ids({26, 32}), {}, arrows(32, {26})};
    notify.explanation =
        tr("N26 asks its successor N32 for its neighbours and then notifies it: \"I may be your "
           "predecessor.\" 26 lies between N21 and N32, so that N32 takes it for its predecessor (TON, "
           "Fig. 6).");

    LessonStep stabilize;
    stabilize.title = tr("Stabilize");
    stabilize.text = tr("N21 still takes N32 for its successor.");
    stabilize.question =
        Question{tr("How does N21 learn of N26?"),
                 {tr("N26 calls it"), tr("N32 calls it"), tr("It asks N32 who precedes it"), tr("It never does")},
                 2};
    stabilize.until = [](const RingSnapshot &ring) { return hasSuccessor(ring, 21, 26); };
    stabilize.speed = slow;
    stabilize.highlight = {ids({21, 32}), {}, arrows(21, {32})};
    stabilize.highlightAfter = {ids({21, 26}), {}, arrows(21, {26})};
    stabilize.explanation = tr("Every few seconds each node asks its successor: who is your predecessor? N32 names N26 "
                               "now, which lies between them. N21 makes sure that N26 answers, and takes it for its "
                               "successor. The ring is closed again, and at no moment was it open: until then lookups "
                               "went past N26.");

    LessonStep keys;
    keys.title = tr("The keys");
    keys.text = tr("K24 lay at N32. It belongs to N26 as soon as that is a member.");
    keys.until = [](const RingSnapshot &ring) { return owns(ring, 26, 24) && isUp(ring, 26); };
    keys.speed = slow;
    keys.highlight = {ids({26, 32}), ids({24}), {}};
    keys.highlightAfter = {ids({26}), ids({24}), {}};
    keys.explanation = tr("N32 has split its range at 26, and copied K24 to N26. Then N26 became a voter of the range "
                          "(21, 26], and only then did N32 give the lead to it: there is never a moment with two "
                          "leaders. (The paper leaves this to the program that uses Chord; this is how FunnelKVS does "
                          "it.)");

    LessonStep fingers;
    fingers.title = tr("The fingers");
    fingers.text = tr("N8 has fingers to the first nodes at 9, 10, 12, 16, 24 and 40. Finger 5, for 24, is N32.");
    fingers.question = Question{tr("Which finger of N8 will change?"),
                                {tr("None"), tr("Finger 4, for 16"), tr("Finger 5, for 24"), tr("All of them")},
                                2};
    fingers.until = [](const RingSnapshot &ring) { return hasFinger(ring, 8, 4, 26); };
    fingers.speed = 4000;
    fingers.highlight = {ids({8}), {}, arrows(8, {32})};
    fingers.highlightAfter = {ids({8, 26}), {}, arrows(8, {26})};
    fingers.explanation =
        tr("N8 looks its fingers up again, one every few seconds, and finds that N26 is now the first "
           "node at 24 or behind it. Until then its lookups were right all the same: fingers make them "
           "fast, successors make them right (TON, section IV-E.2).");

    lesson.steps = {place, notify, stabilize, keys, fingers};
    return lesson;
}

} // namespace monitor
