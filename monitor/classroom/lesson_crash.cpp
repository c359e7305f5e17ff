// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 4: three copies of each key.

#include "classroom/lessons.h"

namespace monitor {

Lesson Lessons::crashAndRepair()
{
    Lesson lesson;
    lesson.title = tr("Crash and repair");
    lesson.summary = tr("The voters that are left elect another leader, and a new voter gets the copy that was lost.");
    lesson.ring = textbook(3, 4);
    constexpr double fast = 3000;

    LessonStep copies;
    copies.title = tr("Three copies");
    copies.text =
        tr("Each range of keys has three voters: the node at its end, which leads it, and the next two. K54 is "
           "in the range (51, 56]. N56 leads that range; N1 and N8 hold copies, which are drawn hollow. A write "
           "is acknowledged when a majority of the three has it.");
    copies.highlight = {ids({56, 1, 8}), ids({54}), {}};

    LessonStep crash;
    crash.title = tr("The leader crashes");
    crash.text = tr("N56 is about to crash: it falls silent and tells nobody.");
    crash.question =
        Question{tr("Which node will serve K54?"), {tr("None: it is lost"), tr("N51"), tr("N1"), tr("N8")}, 2};
    crash.actions = {actOn(Action::Kill, 56)};
    crash.until = [](const RingSnapshot &ring) { return isServedBy(ring, 54, 1) && owns(ring, 1, 54); };
    crash.speed = fast;
    crash.highlight = {ids({56}), ids({54}), {}};
    crash.highlightAfter = {ids({1}), ids({54}), {}};
    crash.explanation = tr(
        "N1 leads the range now, and had its copy all the time. It took a few seconds: N56 held a lease, which the "
        "voters renew as long as they hear from it, and no other leader is elected while a lease lasts. N56 might "
        "only have been slow, and must first have stopped answering. Then N1 asked N8, and two of three voters are a "
        "majority.");

    LessonStep get;
    get.title = tr("Is it still there?");
    get.text = tr("N42 is asked for K54.");
    get.question = Question{tr("What will it answer?"),
                            {tr("The value"), tr("There is no such key"), tr("An older value"), tr("Nothing")},
                            0};
    get.actions = {askFor(Action::Get, 54, 42)};
    get.highlight = {ids({42}), ids({54}), {}};
    get.highlightAfter = {ids({42, 1}), ids({54}), {}};
    get.explanation =
        tr("The value is read from N1. A write that was acknowledged is held by a majority of the voters, "
           "and a new leader has asked a majority: both have at least one node in common.");

    LessonStep repair;
    repair.title = tr("A new voter");
    repair.text =
        tr("Of three copies two are left, on N1 and N8. One more crash, and the range would have no majority.");
    repair.question = Question{tr("Which node gets the third copy?"), {tr("N51"), tr("N14"), tr("N21"), tr("None")}, 1};
    repair.until = [](const RingSnapshot &ring) {
        const RangeStatus *range = ring.rangeOf(chord::Id(54));
        return owns(ring, 1, 54) && holdsCopy(ring, 8, 54) && holdsCopy(ring, 14, 54) && ring.isWhole() && range
            && !range->view.hasVoter(chord::Id(56));
    };
    repair.speed = fast;
    repair.highlight = {ids({1, 8}), ids({54}), {}};
    repair.highlightAfter = {ids({1, 8, 14}), ids({54}), {}};
    repair.explanation =
        tr("N14: the voters should be the first three live nodes from the end of the range on. N56 had "
           "been silent for so long that it is replaced. N1 first copied the keys to N14, then proposed "
           "it as a voter and removed N56. Each change of the voters is decided by a majority of them, "
           "as a write is.");

    LessonStep back;
    back.title = tr("The node comes back");
    back.text = tr("N56 starts again, with empty memory.");
    back.question = Question{tr("Will it lead the range again?"),
                             {tr("No, N1 keeps it"), tr("Yes, when it has a copy"), tr("Yes, at once")},
                             1};
    back.actions = {actOn(Action::Restart, 56)};
    back.until = [](const RingSnapshot &ring) { return isServedBy(ring, 54, 56) && ring.isWhole(); };
    back.speed = fast;
    back.highlight = {ids({56}), ids({54}), {}};
    back.highlightAfter = {ids({56, 1, 8}), ids({54}), {}};
    back.explanation =
        tr("To the others N56 is a new node: what it had promised as a voter is forgotten. It got the keys "
           "from N1, became a voter, and then N1 gave the lead to it. A leader without the keys would "
           "answer that there is no such key, and be wrong.");

    lesson.steps = {copies, crash, get, repair, back};
    return lesson;
}

} // namespace monitor
