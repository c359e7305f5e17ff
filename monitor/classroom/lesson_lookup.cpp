// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 2: the paper's example, then its figure of the mean path length.

#include "classroom/lessons.h"

#include <algorithm>

namespace monitor {

namespace {

constexpr ExperimentSettings manyLookups{1024, 400};

} // namespace

Lesson Lessons::lookup()
{
    Lesson lesson;
    lesson.title = tr("Lookup in O(log N)");
    lesson.summary =
        tr("The distance of the fingers doubles from one to the next, so a lookup asks about ½ log₂ N nodes.");
    lesson.ring = textbook(1, 3);

    LessonStep fingers;
    fingers.title = tr("Fingers");
    fingers.text = tr(
        "Every node knows its successor, and that alone would be enough to find every key, one node after the other. "
        "To be faster, a node keeps fingers: finger i of N8 is the first node at or after 8 + 2^(i-1).\n\n8+1, 8+2 and "
        "8+4 lead to N14, 8+8 to N21, 8+16 to N32, and 8+32 to N42 (TON, Table I and Fig. 3).");
    fingers.highlight = {ids({8}), {}, arrows(8, {14, 21, 32, 42})};

    fingers.holdsBefore = [](const RingSnapshot &ring) {
        return hasSuccessor(ring, 8, 14) && hasFinger(ring, 8, 0, 14) && hasFinger(ring, 8, 1, 14)
            && hasFinger(ring, 8, 2, 14) && hasFinger(ring, 8, 3, 21) && hasFinger(ring, 8, 4, 32)
            && hasFinger(ring, 8, 5, 42);
    };

    LessonStep one;
    one.title = tr("One lookup");
    one.text = tr("N8 is about to look up K54. It does not know N56, the owner of K54.");
    one.question = Question{tr("Which node does N8 ask first?"), {tr("N14"), tr("N21"), tr("N42"), tr("N56")}, 2};
    one.actions = {askFor(Action::Lookup, 54, 8)};
    one.highlight = {ids({8}), ids({54}), arrows(8, {14, 21, 32, 42})};
    one.highlightAfter = {
        ids({8, 42, 51, 56}),
        ids({54}),
        {{chord::Id(8), chord::Id(42)}, {chord::Id(42), chord::Id(51)}, {chord::Id(51), chord::Id(56)}}};
    one.explanation = tr("N8 asks N42, the closest node before 54 that it knows. N42 knows N51 from its own finger "
                         "table. 54 is between N51 and its successor N56, so N51 returns N56 as the owner of K54 (TON, "
                         "Fig. 5). The last message only checks that N56 answers.");

    one.holdsBefore = [](const RingSnapshot &ring) {
        const NodeView *asker = nodeOf(ring, 8);
        const auto isOwner = [](const Peer &peer) { return peer.id == chord::Id(56); };
        return owns(ring, 56, 54) && std::none_of(asker->successors.begin(), asker->successors.end(), isOwner)
            && std::none_of(asker->fingers.begin(), asker->fingers.end(),
                            [&](const FingerView &finger) { return isOwner(finger.node); });
    };
    one.holdsAfter = [](const RingSnapshot &ring) { return hasFinger(ring, 42, 3, 51) && hasSuccessor(ring, 51, 56); };

    LessonStep many;
    many.title = tr("Many lookups");
    many.text = tr("Each hop at least halves the remaining distance. This step builds separate rings of 8 to %1 nodes, "
                   "and looks up %2 random keys from random nodes in each of them.")
                    .arg(manyLookups.nodesMost)
                    .arg(manyLookups.lookups);
    many.question = Question{tr("How many nodes does a lookup ask in a ring of %1?").arg(manyLookups.nodesMost),
                             {tr("About 5"), tr("About 10"), tr("About 32"), tr("About 512")},
                             0};
    many.experiment = manyLookups;
    many.explanation =
        tr("A lookup asks about ½ log₂ N nodes, here about 5. Written as a binary number, the distance to the key has "
           "log₂ N significant digits; each hop clears one digit that is 1, and half of the digits are 0 from the "
           "beginning (TON, section VI-C and Fig. 10). Twice the number of nodes costs half a hop more.");

    lesson.steps = {fingers, one, many};
    return lesson;
}

} // namespace monitor
