// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lesson 4: three copies of each key.

#include "classroom/lessons.h"

namespace monitor {

Lesson Lessons::crashAndRepair()
{
    Lesson lesson;
    lesson.title = tr("Crash and repair");
    lesson.summary = tr("The remaining voters elect a new leader, and a new voter replaces the copy that was lost.");
    lesson.ring = textbook(3, 4);
    constexpr double fast = 3000;

    LessonStep copies;
    copies.title = tr("Three copies");
    copies.text =
        tr("Each range of keys has three voters: the node at its end, which leads it, and the next two. K54 is "
           "in the range (51, 56]. N56 leads that range; N1 and N8 hold copies, which are drawn hollow. A write "
           "is acknowledged when a majority of the three has it.");
    copies.highlight = {ids({56, 1, 8}), ids({54}), {}};

    copies.holdsBefore = [](const RingSnapshot &ring) {
        return isServedBy(ring, 54, 56) && isHeldBy(ring, 54, {56, 1, 8});
    };

    LessonStep crash;
    crash.title = tr("The leader crashes");
    crash.text = tr("N56 is about to crash: it stops answering without notice.");
    crash.question =
        Question{tr("Which node will serve K54?"), {tr("None: it is lost"), tr("N51"), tr("N1"), tr("N8")}, 2};
    crash.actions = {actOn(Action::Kill, 56)};
    crash.until = [](const RingSnapshot &ring) { return isServedBy(ring, 54, 1) && owns(ring, 1, 54); };
    crash.speed = fast;
    crash.highlight = {ids({56}), ids({54}), {}};
    crash.highlightAfter = {ids({1}), ids({54}), {}};
    crash.explanation =
        tr("N1 leads the range now; it had its copy all the time. The failover took a few seconds: N56 held a lease, "
           "which the voters renew as long as they receive its heartbeats, and no other leader is elected before the "
           "lease has ended. N56 might only have been slow, and it stops serving when its lease ends. Then N8 voted "
           "for N1, and two of three voters are a majority.");

    crash.holdsBefore = copies.holdsBefore;
    crash.holdsAfter = [](const RingSnapshot &ring) {
        return isServedBy(ring, 54, 1) && isHeldBy(ring, 54, {1, 8}) && !isUp(ring, 56);
    };

    LessonStep get;
    get.title = tr("Reading the key after the crash");
    get.text = tr("N42 receives a request for K54.");
    get.question = Question{tr("What will it answer?"),
                            {tr("The value"), tr("There is no such key"), tr("An older value"), tr("Nothing")},
                            0};
    get.actions = {askFor(Action::Get, 54, 42)};
    get.highlight = {ids({42}), ids({54}), {}};
    get.highlightAfter = {ids({42, 1}), ids({54}), {}};
    get.explanation =
        tr("The value is read from N1. A majority of the voters holds each acknowledged write, and a new leader asks a "
           "majority before it serves: the two majorities have at least one node in common.");

    get.holdsBefore = [](const RingSnapshot &ring) { return isUp(ring, 42) && isServedBy(ring, 54, 1); };
    get.holdsAfter = [](const RingSnapshot &ring) { return owns(ring, 1, 54); };

    LessonStep repair;
    repair.title = tr("A new voter");
    repair.text =
        tr("Two of three copies are left, on N1 and N8. After one more crash the range would have no majority.");
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
        tr("N14: the voters should be the first three live nodes from the end of the range on. N56 was replaced "
           "because it had not answered for a long time. N1 first copied the keys to N14, then proposed it as a voter "
           "and removed N56. A majority of the voters decides each change of the voters, as for a write.");

    repair.holdsBefore = [](const RingSnapshot &ring) { return isHeldBy(ring, 54, {1, 8}); };
    repair.holdsAfter = [](const RingSnapshot &ring) {
        const RangeStatus *range = ring.rangeOf(chord::Id(54));
        return isHeldBy(ring, 54, {1, 8, 14}) && range && !range->view.hasVoter(chord::Id(56))
            && range->view.hasVoter(chord::Id(14));
    };

    LessonStep back;
    back.title = tr("The node restarts");
    back.text = tr("N56 restarts without its data.");
    back.question = Question{tr("Will it lead the range again?"),
                             {tr("No, N1 keeps it"), tr("Yes, when it has a copy"), tr("Yes, at once")},
                             1};
    back.actions = {actOn(Action::Restart, 56)};
    back.until = [](const RingSnapshot &ring) { return isServedBy(ring, 54, 56) && ring.isWhole(); };
    back.speed = fast;
    back.highlight = {ids({56}), ids({54}), {}};
    back.highlightAfter = {ids({56, 1, 8}), ids({54}), {}};
    back.explanation = tr("The other nodes treat N56 as a new node: its promises as a voter were lost with its data. "
                          "It received the keys from N1, became a voter, and then N1 transferred the leadership to it. "
                          "A leader without the keys would wrongly answer that there is no such key.");

    back.holdsBefore = [](const RingSnapshot &ring) { return !isUp(ring, 56) && isServedBy(ring, 54, 1); };
    back.holdsAfter = [](const RingSnapshot &ring) {
        return isServedBy(ring, 54, 56) && owns(ring, 56, 54) && !owns(ring, 1, 54);
    };

    lesson.steps = {copies, crash, get, repair, back};
    return lesson;
}

} // namespace monitor
