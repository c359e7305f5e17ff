// SPDX-License-Identifier: GPL-3.0-or-later
//
// Zave's invariant and the ideal ring, straight from their definitions.

#include "sim/check/ring_check.h"

#include "chord/ring_pointers.h"
#include "chord/routing.h"
#include "sim/cluster.h"

#include <algorithm>

namespace sim {

using chord::between;
using chord::Id;
using chord::NodeRef;

namespace {

constexpr size_t noMember = size_t(-1);

QByteArray list(const RingPicture::Member &member)
{
    QByteArray text = " (";
    for (const NodeRef &node : member.successors)
        text += node.address + ' ';
    if (member.successors.empty())
        return " (nobody)";
    text.back() = ')';
    return text;
}

bool isInOrder(const RingPicture::Member &member)
{
    const Id *before = &member.node.id;
    for (const NodeRef &node : member.successors) {
        if (!between(*before, node.id, member.node.id))
            return false;
        before = &node.id;
    }
    return true;
}

class Checker {
public:
    explicit Checker(const RingPicture &picture)
        : m_picture(picture)
        , m_members(picture.members)
        , m_listLength(size_t(picture.listLength))
    {
    }

    Problems ring()
    {
        for (const RingPicture::Member &member : m_members) {
            if (const QByteArray problem = listProblem(member); !problem.isEmpty())
                m_problems.push_back(problem);
        }
        std::vector<size_t> next;
        for (size_t i = 0; i < m_members.size(); ++i)
            next.push_back(liveSuccessor(i));
        if (!m_problems.empty() || m_members.empty())
            return m_problems;
        checkCycle(next);
        return m_problems;
    }

private:
    // The first live one in the list; the member itself where the list is empty, or has gone around and all are dead.
    size_t liveSuccessor(size_t index)
    {
        const RingPicture::Member &member = m_members[index];
        if (member.successors.empty())
            return index;
        for (const NodeRef &node : member.successors) {
            const size_t place = m_picture.find(node);
            if (place < m_members.size())
                return place;
        }
        if (member.joining)
            return noMember;
        if (member.successors.size() < m_listLength)
            return index;
        m_problems.push_back("no successor of " + member.node.address + " is alive" + list(member));
        return noMember;
    }

    // Following live successors, each member ends in a cycle; there may be only one, and it goes once around.
    void checkCycle(const std::vector<size_t> &next)
    {
        std::vector<size_t> reachedFrom(m_members.size(), noMember);
        std::vector<size_t> cycle;
        for (size_t start = 0; start < m_members.size(); ++start) {
            size_t at = start;
            while (at != noMember && reachedFrom[at] == noMember) {
                reachedFrom[at] = start;
                at = next[at];
            }
            if (at == noMember || reachedFrom[at] != start)
                continue;
            if (!cycle.empty()) {
                m_problems.push_back("there are two rings, one through " + m_members[cycle.front()].node.address
                                     + ", one through " + m_members[at].node.address);
                return;
            }
            const size_t first = at;
            do {
                cycle.push_back(at);
                at = next[at];
            } while (at != first);
        }
        checkOrder(cycle);
    }

    void checkOrder(const std::vector<size_t> &cycle)
    {
        size_t descents = 0; // members lie in the order of their identifiers
        for (size_t i = 0; i < cycle.size(); ++i) {
            if (cycle[(i + 1) % cycle.size()] <= cycle[i])
                ++descents;
        }
        if (!cycle.empty() && descents != 1)
            m_problems.push_back("the ring goes around " + QByteArray::number(descents) + " times, not once");
    }

    const RingPicture &m_picture;
    const std::vector<RingPicture::Member> &m_members;
    const size_t m_listLength;
    Problems m_problems;
};

} // namespace

QByteArray listProblem(const RingPicture::Member &member)
{
    return isInOrder(member) ? QByteArray() : member.node.address + "'s successor list is out of order" + list(member);
}

RingPicture RingPicture::of(const Cluster &cluster)
{
    std::vector<int> hosts;
    for (int host = 0; host < cluster.hostCount(); ++host) {
        const chord::Node *node = cluster.node(host);
        const bool joining = node && node->state() == chord::NodeState::Joining;
        if (node && node->state() != chord::NodeState::Left && !(joining && node->routing().successors().empty()))
            hosts.push_back(host);
    }
    std::sort(hosts.begin(), hosts.end(), [&](int a, int b) { return cluster.ref(a).id < cluster.ref(b).id; });
    RingPicture picture;
    picture.listLength = cluster.settings().config.successorListLength;
    for (int host : hosts) {
        const chord::RoutingTable &routing = cluster.node(host)->routing();
        picture.members.push_back({cluster.ref(host), routing.predecessor(), routing.successors(),
                                   cluster.node(host)->state() == chord::NodeState::Joining});
    }
    return picture;
}

size_t RingPicture::find(const NodeRef &node) const
{
    const auto place = std::partition_point(members.begin(), members.end(),
                                            [&](const Member &member) { return member.node.id < node.id; });
    return place == members.end() || place->node != node ? members.size() : size_t(place - members.begin());
}

Problems ringProblems(const RingPicture &picture)
{
    return Checker(picture).ring();
}

Problems idealProblems(const RingPicture &picture, int listLength)
{
    Problems problems;
    const size_t count = picture.members.size();
    const size_t length = std::min(size_t(listLength), count - 1);
    for (size_t i = 0; i < count; ++i) {
        const RingPicture::Member &member = picture.members[i];
        std::vector<NodeRef> due;
        for (size_t k = 1; k <= length; ++k)
            due.push_back(picture.members[(i + k) % count].node);
        if (member.successors != due)
            problems.push_back(member.node.address + "'s successor list is not the next " + QByteArray::number(length)
                               + " members");
        const chord::PointerJudgement judgement = chord::judgePointer(
            chord::RingDirection::Predecessor, count, i, member.predecessor,
            [&picture](size_t place) { return picture.members[place].node; },
            [](size_t) { return chord::Membership::Member; });
        if (!judgement.isRight)
            problems.push_back(member.node.address + "'s predecessor is "
                               + (member.predecessor ? member.predecessor->address : QByteArray("unknown")) + ", not "
                               + picture.members[judgement.due].node.address);
    }
    return problems;
}

} // namespace sim
