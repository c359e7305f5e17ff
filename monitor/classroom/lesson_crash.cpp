// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 4: three copies of each key.

#include "classroom/lessons.h"

namespace monitor {

Lesson Lessons::crashAndRepair()
{
    Lesson lesson;
    lesson.title = tr("Crash and repair");
    lesson.summary = tr("Copies on the next nodes outlive a crash, and repair makes up for the copy that was lost.");
    lesson.ring = textbook(3, 4);
    constexpr double fast = 3000;

    LessonStep copies;
    copies.title = tr("Three copies");
    copies.text = tr("Every key lies at its owner and at the next two nodes. K54 lies at N56, which owns it, and on N1 "
                     "and N8, where it is drawn hollow. A write is acknowledged when a majority of the three has it.");
    copies.highlight = {ids({56, 1, 8}), ids({54}), {}};

    LessonStep crash;
    crash.title = tr("The owner crashes");
    crash.text = tr("N56 is about to crash: it falls silent and tells nobody.");
    crash.question = Question{tr("Who will own K54?"), {tr("Nobody: it is lost"), tr("N51"), tr("N1"), tr("N8")}, 2};
    crash.actions = {actOn(Action::Kill, 56)};
    crash.until = [](const RingSnapshot &ring) { return owns(ring, 1, 54); };
    crash.speed = fast;
    crash.highlight = {ids({56}), ids({54}), {}};
    crash.highlightAfter = {ids({1}), ids({54}), {}};
    crash.explanation =
        tr("N1, the next node, owns K54 now, and had its copy all the time. It took a few seconds: a node "
           "is taken for dead only after several questions without an answer, and N1 must not serve "
           "before it is certain that N56 has stopped to. For that, an owner holds a lease that ends "
           "when it is not renewed.");

    LessonStep get;
    get.title = tr("Is it still there?");
    get.text = tr("N42 is asked for K54.");
    get.question = Question{tr("What will it answer?"),
                            {tr("The value"), tr("There is no such key"), tr("An older value"), tr("Nothing")},
                            0};
    get.actions = {askFor(Action::Get, 54, 42)};
    get.highlight = {ids({42}), ids({54}), {}};
    get.highlightAfter = {ids({42, 1}), ids({54}), {}};
    get.explanation = tr("The value is read from N1. An acknowledged write survives as long as one holder of it lives "
                         "until repair is done.");

    LessonStep repair;
    repair.title = tr("Repair");
    repair.text = tr("Of three copies two are left, on N1 and N8.");
    repair.question = Question{tr("Who gets the third?"), {tr("N51"), tr("N14"), tr("N21"), tr("Nobody")}, 1};
    repair.until = [](const RingSnapshot &ring) {
        return owns(ring, 1, 54) && holdsCopy(ring, 8, 54) && holdsCopy(ring, 14, 54) && ring.chainWhole;
    };
    repair.speed = fast;
    repair.highlight = {ids({1, 8}), ids({54}), {}};
    repair.highlightAfter = {ids({1, 8, 14}), ids({54}), {}};
    repair.explanation = tr("N14, since the copies belong on the owner N1 and the next two nodes. N1 compares a sum of "
                            "what it holds with each of them, and sends only what differs.");

    LessonStep back;
    back.title = tr("The node comes back");
    back.text = tr("N56 starts again, with empty memory.");
    back.question = Question{
        tr("Will it own K54 again?"), {tr("No, N1 keeps it"), tr("Yes, when it has a copy"), tr("Yes, at once")}, 1};
    back.actions = {actOn(Action::Restart, 56)};
    back.until = [](const RingSnapshot &ring) { return owns(ring, 56, 54) && ring.chainWhole; };
    back.speed = fast;
    back.highlight = {ids({56}), ids({54}), {}};
    back.highlightAfter = {ids({56, 1, 8}), ids({54}), {}};
    back.explanation = tr("N56 has joined like any new node, and got its keys from N1 before it owned them. An owner "
                          "without its keys would answer that there is no such key, and be wrong.");

    lesson.steps = {copies, crash, get, repair, back};
    return lesson;
}

} // namespace monitor
