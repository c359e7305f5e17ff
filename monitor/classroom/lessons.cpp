// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of lessons, and conditions on snapshots in the numbers of the textbook ring.

#include "classroom/lessons.h"

#include <algorithm>

namespace monitor {

Lesson makeLesson(int number)
{
    using Make = Lesson (*)();
    constexpr Make lessons[lessonsCount] = {Lessons::consistentHashing, Lessons::lookup, Lessons::join,
                                            Lessons::crashAndRepair, Lessons::successorLists};
    Lesson lesson = lessons[number - 1]();
    lesson.number = number;
    return lesson;
}

ClassroomSettings Lessons::textbook(int replicas, int successorListLength)
{
    ClassroomSettings settings = ClassroomSettings::textbook();
    settings.replicas = replicas;
    settings.successorListLength = successorListLength;
    return settings;
}

std::vector<chord::Id> ids(std::initializer_list<quint64> numbers)
{
    std::vector<chord::Id> out;
    for (quint64 number : numbers)
        out.emplace_back(number);
    return out;
}

std::vector<Highlight::Arrow> arrows(quint64 from, std::initializer_list<quint64> to)
{
    std::vector<Highlight::Arrow> out;
    for (quint64 node : to)
        out.push_back({chord::Id(from), chord::Id(node)});
    return out;
}

QByteArray addressOf(quint64 node)
{
    return "N" + QByteArray::number(node);
}

ActionRequest joinAt(quint64 node)
{
    ActionRequest request;
    request.action = Action::Join;
    request.id = chord::Id(node);
    return request;
}

ActionRequest actOn(Action action, quint64 node)
{
    ActionRequest request;
    request.action = action;
    request.node = addressOf(node);
    return request;
}

ActionRequest askFor(Action action, quint64 key, quint64 node)
{
    ActionRequest request = actOn(action, node);
    request.key = textbookKey(chord::Id(key));
    return request;
}

const NodeView *nodeOf(const RingSnapshot &ring, quint64 node)
{
    const int index = ring.indexOf(chord::Id(node));
    return index >= 0 ? &ring.nodes[size_t(index)] : nullptr;
}

bool isUp(const RingSnapshot &ring, quint64 node)
{
    const NodeView *view = nodeOf(ring, node);
    return view && view->condition == NodeCondition::Alive;
}

bool hasSuccessor(const RingSnapshot &ring, quint64 node, quint64 successor)
{
    const NodeView *view = nodeOf(ring, node);
    return view && !view->successors.empty() && view->successors.front().id == chord::Id(successor);
}

bool hasPredecessor(const RingSnapshot &ring, quint64 node, quint64 predecessor)
{
    const NodeView *view = nodeOf(ring, node);
    return view && view->predecessor && view->predecessor->id == chord::Id(predecessor);
}

// Only distinct fingers are listed: finger i is the last one that begins at i or before.
bool hasFinger(const RingSnapshot &ring, quint64 node, int index, quint64 finger)
{
    const NodeView *view = nodeOf(ring, node);
    if (!view)
        return false;
    const auto after = std::find_if(view->fingers.begin(), view->fingers.end(),
                                    [&](const FingerView &entry) { return entry.index > index; });
    return after != view->fingers.begin() && (after - 1)->node.id == chord::Id(finger);
}

static const KeyView *keyAt(const RingSnapshot &ring, quint64 node, quint64 key)
{
    const NodeView *view = nodeOf(ring, node);
    if (!view || !view->keys)
        return nullptr;
    const auto found = std::find_if(view->keys->begin(), view->keys->end(),
                                    [&](const KeyView &entry) { return entry.id == chord::Id(key); });
    return found != view->keys->end() ? &*found : nullptr;
}

bool owns(const RingSnapshot &ring, quint64 node, quint64 key)
{
    const KeyView *found = keyAt(ring, node, key);
    return found && found->primary;
}

bool holdsCopy(const RingSnapshot &ring, quint64 node, quint64 key)
{
    const KeyView *found = keyAt(ring, node, key);
    return found && !found->primary;
}

bool isHeldBy(const RingSnapshot &ring, quint64 key, std::initializer_list<quint64> nodes)
{
    std::vector<quint64> holders;
    for (const NodeView &node : ring.nodes) {
        const quint64 number = node.self.id.words()[2];
        if (node.condition != NodeCondition::Dead && keyAt(ring, number, key))
            holders.push_back(number);
    }
    return std::is_permutation(holders.begin(), holders.end(), nodes.begin(), nodes.end());
}

bool areOwned(const RingSnapshot &ring, std::initializer_list<std::pair<quint64, quint64>> ownersAndKeys)
{
    return std::all_of(ownersAndKeys.begin(), ownersAndKeys.end(),
                       [&](const auto &pair) { return owns(ring, pair.first, pair.second); });
}

bool isServedBy(const RingSnapshot &ring, quint64 key, quint64 node)
{
    const RangeStatus *range = ring.rangeOf(chord::Id(key));
    return range && range->isServed() && range->view.isLedBy(chord::Id(node));
}

} // namespace monitor
