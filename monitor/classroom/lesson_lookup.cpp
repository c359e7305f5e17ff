// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 2: the paper's example, then its figure of the mean path length.

#include "classroom/lessons.h"

namespace monitor {

namespace {

constexpr ExperimentSettings manyLookups{1024, 400};

} // namespace

Lesson Lessons::lookup()
{
    Lesson lesson;
    lesson.title = tr("Lookup in O(log N)");
    lesson.summary = tr("With fingers that reach twice as far each time, a lookup asks about ½ log₂ N nodes.");
    lesson.ring = textbook(1, 3);

    LessonStep fingers;
    fingers.title = tr("Fingers");
    fingers.text =
        tr("Every node knows its successor, and that alone would be enough to find every key, one node after "
           "the other. To be faster, a node keeps fingers: finger i of N8 is the first node at 8 + 2^(i-1) or "
           "behind it.\n\n"
           "8+1, 8+2 and 8+4 lead to N14, 8+8 to N21, 8+16 to N32, and 8+32 to N42 (TON, Table I and "
           "Fig. 3).");
    fingers.highlight = {ids({8}), {}, arrows(8, {14, 21, 32, 42})};

    LessonStep one;
    one.title = tr("One lookup");
    one.text = tr("N8 wants K54. It does not know N56, which owns it.");
    one.question = Question{tr("Which node does N8 ask first?"), {tr("N14"), tr("N21"), tr("N42"), tr("N56")}, 2};
    one.actions = {askFor(Action::Lookup, 54, 8)};
    one.highlight = {ids({8}), ids({54}), arrows(8, {14, 21, 32, 42})};
    one.highlightAfter = {
        ids({8, 42, 51, 56}),
        ids({54}),
        {{chord::Id(8), chord::Id(42)}, {chord::Id(42), chord::Id(51)}, {chord::Id(51), chord::Id(56)}}};
    one.explanation =
        tr("N8 asks N42: of all the nodes it knows it is the closest that lies before 54. N42 knows N51 by "
           "a finger of its own. N51 sees that 54 lies between itself and its successor N56, so that K54 "
           "belongs to N56 (TON, Fig. 5). The last message only makes sure that N56 is there.");

    LessonStep many;
    many.title = tr("Many lookups");
    many.text = tr("Each question at least halves the way that is left. Now rings of 8 up to %1 nodes are built beside "
                   "this one, and in each %2 random keys are looked up from random nodes.")
                    .arg(manyLookups.nodesMost)
                    .arg(manyLookups.lookups);
    many.question = Question{tr("How many nodes does a lookup ask in a ring of %1?").arg(manyLookups.nodesMost),
                             {tr("About 5"), tr("About 10"), tr("About 32"), tr("About 512")},
                             0};
    many.experiment = manyLookups;
    many.explanation =
        tr("About ½ log₂ N nodes are asked the way, here about 5. Written as a binary number, the distance "
           "to the key has log₂ N digits that matter; a finger clears one digit that is 1, and half of "
           "them are 0 already (TON, section VI-C and Fig. 10). Twice the nodes cost half a question "
           "more.");

    lesson.steps = {fingers, one, many};
    return lesson;
}

} // namespace monitor
