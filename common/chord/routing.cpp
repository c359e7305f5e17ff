// SPDX-License-Identifier: GPL-3.0-or-later
//
// Both lists are kept in ascending clockwise distance from this node: successors because they are cut where they are
// not, fingers because a finger that lies beyond a nearer one for the same index gives way to it. So the closest
// preceding node is found by merging the two from their far ends.

#include "chord/routing.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace chord {

namespace {

// Fingers come one by one and stay: growing by doubling would leave a third of a large simulation's memory unused.
constexpr size_t fingerGrowth = 4;

// Clockwise from self to id; to self itself it is the whole way around, 2^m, which fits the 192 bits of an Id.
Id clockwise(const IdSpace &space, const Id &self, const Id &id)
{
    if (id != self)
        return space.distance(self, id);
    std::array<quint64, 3> words{};
    words[2 - space.bits() / 64] = quint64(1) << (space.bits() % 64);
    return Id(words);
}

// How many fingers of self start at or before id: the first index whose start lies beyond.
int reach(const IdSpace &space, const Id &self, const Id &id)
{
    const Id distance = clockwise(space, self, id);
    int leadingZeros = 0;
    for (const quint64 word : distance.words()) {
        leadingZeros += std::countl_zero(word);
        if (word != 0)
            break;
    }
    return std::min(192 - leadingZeros, space.bits());
}

} // namespace

RoutingTable::RoutingTable(NodeRef self, IdSpace space, int successorListLength)
    : m_self(std::move(self))
    , m_space(space)
    , m_successorListLength(successorListLength)
{
    Q_ASSERT(successorListLength >= 1);
}

void RoutingTable::setPredecessor(std::optional<NodeRef> node)
{
    if (m_predecessor == node)
        return;
    m_predecessor = std::move(node);
    ++m_neighboursRevision;
}

const NodeRef &RoutingTable::successor() const
{
    return m_successors.empty() ? m_self : m_successors.front();
}

bool RoutingTable::setSuccessors(const NodeRef &head, const std::vector<NodeRef> &tail)
{
    std::vector<NodeRef> list;
    list.reserve(std::min(tail.size() + 1, size_t(m_successorListLength)));
    Id farthest;
    const auto append = [&](const NodeRef &node) {
        const Id distance = m_space.distance(m_self.id, node.id); // 0 for self, which ends the list too
        if (list.size() == size_t(m_successorListLength) || distance <= farthest)
            return false;
        farthest = distance;
        list.push_back(node);
        return true;
    };
    if (append(head))
        (void)std::all_of(tail.begin(), tail.end(), append);
    if (list == m_successors)
        return false;
    m_successors = std::move(list);
    ++m_neighboursRevision;
    return true;
}

bool RoutingTable::remove(const Id &id)
{
    const Id gone = id; // it may be a reference into the lists below
    const size_t removed = std::erase_if(m_successors, [&](const NodeRef &node) { return node.id == gone; });
    if (removed > 0)
        ++m_neighboursRevision;
    const auto is = [&](const Finger &finger) { return finger.node.id == gone; };
    const auto it = std::find_if(m_fingers.begin(), m_fingers.end(), is);
    if (it == m_fingers.end())
        return removed > 0;
    // The next node known is the best answer for what this one stood for, until the finger is fixed.
    if (it + 1 != m_fingers.end())
        (it + 1)->index = it->index;
    m_fingers.erase(it);
    return true;
}

Id RoutingTable::fingerStart(int index) const
{
    return m_space.add(m_self.id, m_space.powerOfTwo(index));
}

int RoutingTable::setFinger(int index, const NodeRef &node)
{
    Q_ASSERT(index >= 0 && index < m_space.bits());
    const int end = reach(m_space, m_self.id, node.id);
    if (end <= index)
        return index + 1;
    const std::optional<NodeRef> beyond = end < m_space.bits() ? finger(end) : std::nullopt;
    const Id distance = clockwise(m_space, m_self.id, node.id);
    const auto nearer = [&](const Finger &finger) {
        return finger.index < index && clockwise(m_space, m_self.id, finger.node.id) < distance;
    };
    const auto first = std::partition_point(m_fingers.begin(), m_fingers.end(), nearer);
    const auto last = std::find_if(first, m_fingers.end(), [&](const Finger &finger) { return finger.index >= end; });
    const bool beyondKeepsPlace = last != m_fingers.end() && last->index == end;

    std::vector<Finger> added{{first == m_fingers.end() ? index : std::min(index, first->index), node}};
    if (beyond && !beyondKeepsPlace)
        added.push_back({end, *beyond});
    const auto place = m_fingers.erase(first, last) - m_fingers.begin();
    if (m_fingers.size() + added.size() > m_fingers.capacity())
        m_fingers.reserve(m_fingers.size() + fingerGrowth);
    m_fingers.insert(m_fingers.begin() + place, added.begin(), added.end());
    return end;
}

std::optional<NodeRef> RoutingTable::finger(int index) const
{
    const auto startsAfter = [](int i, const Finger &finger) { return i < finger.index; };
    const auto next = std::upper_bound(m_fingers.begin(), m_fingers.end(), index, startsAfter);
    if (next == m_fingers.begin())
        return std::nullopt;
    const NodeRef &node = (next - 1)->node;
    if (reach(m_space, m_self.id, node.id) <= index)
        return std::nullopt;
    return node;
}

std::vector<NextHop> RoutingTable::closestPreceding(const Id &target, int count) const
{
    const Id limit = clockwise(m_space, m_self.id, target);
    std::vector<NextHop> hops;
    auto finger = m_fingers.rbegin();
    auto successor = m_successors.rbegin();
    while (int(hops.size()) < count && (finger != m_fingers.rend() || successor != m_successors.rend())) {
        const Id toFinger = finger == m_fingers.rend() ? Id() : clockwise(m_space, m_self.id, finger->node.id);
        const Id toSuccessor = successor == m_successors.rend() ? Id() : m_space.distance(m_self.id, successor->id);
        // A node that is both counts as a finger, and is passed in both lists.
        const bool takeFinger = toFinger >= toSuccessor;
        if (takeFinger && toFinger < limit)
            hops.push_back({finger->node, finger->index});
        if (!takeFinger && toSuccessor < limit)
            hops.push_back({*successor, -1});
        if (toSuccessor >= toFinger)
            ++successor;
        if (takeFinger)
            ++finger;
    }
    return hops;
}

bool RoutingTable::successorsInOrder() const
{
    Id farthest;
    return std::all_of(m_successors.begin(), m_successors.end(), [&](const NodeRef &node) {
        const Id distance = m_space.distance(m_self.id, node.id);
        return std::exchange(farthest, distance) < distance;
    });
}

size_t RoutingTable::memoryBytes() const
{
    return sizeof(*this) + m_successors.capacity() * sizeof(NodeRef) + m_fingers.capacity() * sizeof(Finger);
}

} // namespace chord
