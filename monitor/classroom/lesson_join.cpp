// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 3. Each step ends with the event that sets the pointer it is about.

#include "classroom/lessons.h"

namespace monitor {

Lesson Lessons::join()
{
    Lesson lesson;
    lesson.title = tr("A join, pointer by pointer");
    lesson.summary = tr("A new node changes only its own pointers; stabilization updates its neighbours, and then the "
                        "fingers are updated.");
    lesson.ring = textbook(1, 3);
    constexpr double slow = 500;

    LessonStep place;
    place.title = tr("Finding the successor");
    place.text = tr("N26 is about to join. It knows only one node, N1.");
    place.question = Question{tr("How does it find its successor?"),
                              {tr("It asks every node in turn"), tr("N1 knows all nodes"),
                               tr("It looks up its own number, 26"), tr("It waits for a message")},
                              2};
    place.actions = {joinAt(26)};
    place.until = [](const RingSnapshot &ring) { return hasSuccessor(ring, 26, 32); };
    place.untilOnly = true;
    place.speed = slow;
    place.highlight = {ids({1, 21, 32}), {}, {}};
    place.highlightAfter = {ids({26, 32}), {}, arrows(26, {32})};
    place.explanation = tr("N26 has looked up 26 like a key and found N32, which is its successor now. It has changed "
                           "only its own pointers. N21 and N32 do not know it yet (TON, section IV-E.1).");

    place.holdsBefore = [](const RingSnapshot &ring) { return !nodeOf(ring, 26); };
    place.holdsAfter = [](const RingSnapshot &ring) {
        return hasSuccessor(ring, 26, 32) && hasSuccessor(ring, 21, 32) && hasPredecessor(ring, 32, 21);
    };

    LessonStep notify;
    notify.title = tr("Notify");
    notify.text = tr("N26 points to N32, but no node points to N26.");
    notify.question =
        Question{tr("Which node learns of N26 next?"), {tr("N21"), tr("N32"), tr("N1"), tr("All of them")}, 1};
    notify.until = [](const RingSnapshot &ring) { return hasPredecessor(ring, 32, 26); };
    notify.speed = slow;
    notify.highlight = {ids({26}), {}, arrows(26, {32})};
    notify.highlightAfter = {ids({26, 32}), {}, arrows(32, {26})};
    notify.explanation =
        tr("N26 asks its successor N32 for its neighbours and then notifies it: \"I may be your predecessor.\" 26 is "
           "between N21 and N32, so N32 sets its predecessor to N26 (TON, Fig. 6).");

    notify.holdsBefore = place.holdsAfter;
    notify.holdsAfter = [](const RingSnapshot &ring) {
        return hasPredecessor(ring, 32, 26) && hasSuccessor(ring, 21, 32);
    };

    LessonStep stabilize;
    stabilize.title = tr("Stabilize");
    stabilize.text = tr("The successor of N21 is still N32.");
    stabilize.question = Question{tr("How does N21 learn of N26?"),
                                  {tr("N26 sends it a message"), tr("N32 sends it a message"),
                                   tr("It asks N32 for its predecessor"), tr("It never learns of it")},
                                  2};
    stabilize.until = [](const RingSnapshot &ring) { return hasSuccessor(ring, 21, 26); };
    stabilize.speed = slow;
    stabilize.highlight = {ids({21, 32}), {}, arrows(21, {32})};
    stabilize.highlightAfter = {ids({21, 26}), {}, arrows(21, {26})};
    stabilize.explanation = tr("Every few seconds each node asks its successor for its predecessor. N32 now returns "
                               "N26, which is between them. N21 checks that N26 answers and sets its successor to N26. "
                               "The ring was closed at every moment: until then lookups did not pass through N26.");

    stabilize.holdsBefore = notify.holdsAfter;
    stabilize.holdsAfter = [](const RingSnapshot &ring) {
        return hasSuccessor(ring, 21, 26) && hasSuccessor(ring, 26, 32);
    };

    LessonStep keys;
    keys.title = tr("The keys");
    keys.text = tr("K24 was at N32. It belongs to N26 as soon as N26 is a member.");
    keys.until = [](const RingSnapshot &ring) { return owns(ring, 26, 24) && isUp(ring, 26); };
    keys.speed = slow;
    keys.highlight = {ids({26, 32}), ids({24}), {}};
    keys.highlightAfter = {ids({26}), ids({24}), {}};
    keys.explanation = tr("N32 has split its range at 26 and copied K24 to N26. Then N26 became a voter of the range "
                          "(21, 26], and after that N32 transferred the leadership to it: there are never two leaders. "
                          "(The paper leaves this to the program that uses Chord; this is the way of FunnelKVS.)");

    keys.holdsBefore = [](const RingSnapshot &ring) { return areOwned(ring, {{32, 24}, {32, 30}}); };
    keys.holdsAfter = [](const RingSnapshot &ring) { return areOwned(ring, {{26, 24}, {32, 30}}); };

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
    fingers.explanation = tr("N8 looks up its fingers again, one every few seconds, and finds that N26 is now the "
                             "first node at or after 24. Its lookups were correct before, too: fingers make lookups "
                             "fast, successors make them correct (TON, section IV-E.2).");

    fingers.holdsBefore = [](const RingSnapshot &ring) {
        return hasFinger(ring, 8, 0, 14) && hasFinger(ring, 8, 1, 14) && hasFinger(ring, 8, 2, 14)
            && hasFinger(ring, 8, 3, 21) && hasFinger(ring, 8, 4, 32) && hasFinger(ring, 8, 5, 42);
    };
    fingers.holdsAfter = [](const RingSnapshot &ring) {
        return hasFinger(ring, 8, 3, 21) && hasFinger(ring, 8, 4, 26) && hasFinger(ring, 8, 5, 42);
    };

    lesson.steps = {place, notify, stabilize, keys, fingers};
    return lesson;
}

} // namespace monitor
