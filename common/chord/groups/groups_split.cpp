// SPDX-License-Identifier: GPL-3.0-or-later
//
// Splits: a node that joins gets a range of its own, by a child group with the voters of the parent.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr size_t newcomersMax = 64;
constexpr Time joinerPatienceUs = 3000 * usPerMs; // a node that joins asks again and again

// Not a combination of the parent's name and the leader's: the first group of a ring is named like its leader.
GroupId childName(GroupId parent, const Ballot &ballot, quint64 version)
{
    const quint64 split = Version::of({ballot, version}).number;
    return Version::of({{0, 1, split}, parent}).number;
}

} // namespace

void Groups::split(Group &group)
{
    Leadership &lead = *group.lead;
    const NodeRef joiner = *lead.splitFor;
    if (!lead.range.contains(joiner.id) || joiner.id == lead.range.hi || !isCandidate(joiner)) {
        lead.splitFor.reset();
        return;
    }
    const Range lower{lead.range.lo, joiner.id};
    const bool isBusy = std::any_of(lead.writes.begin(), lead.writes.end(),
                                    [&](const auto &entry) { return lower.contains(entry.second.id); });
    if (isBusy || !areSplitsKnown(lead) || !lead.unsettled.empty())
        return;
    lead.splitFor.reset();
    ++lead.config.version;
    std::erase_if(lead.replicas, [&](const auto &entry) {
        if (entry.second.learner)
            m_context.send(entry.second.node.address, 0,
                           Removed{group.acceptor.group(), lead.ballot, lead.config.version, {}});
        return entry.second.learner;
    });
    lead.config.range = {joiner.id, lead.range.hi};
    keepUnconfirmed(lead);
    lead.config.children.push_back(
        {childName(group.acceptor.group(), lead.ballot, lead.config.version), lower, lead.config.voters});
    propose(group);
}

// Children of `config` of which that node is a voter.
std::vector<ChildGroup> Groups::childrenOf(const GroupConfig &config, const NodeRef &voter)
{
    std::vector<ChildGroup> out;
    std::copy_if(config.children.begin(), config.children.end(), std::back_inserter(out),
                 [&](const ChildGroup &child) { return child.hasVoter(voter); });
    return out;
}

// A child is there only if the split is chosen that made it: who hears of it from others knows as much, though its
// parent's leader has not said so and may be gone.
bool Groups::learnsOfSplit(GroupId child)
{
    for (const auto &[number, group] : m_groups) {
        Acceptor &acceptor = group->acceptor;
        const std::vector<ChildGroup> &children = acceptor.config().children;
        const bool isListed = std::any_of(children.begin(), children.end(),
                                          [&](const ChildGroup &listed) { return listed.group == child; });
        if (acceptor.isChosen() || acceptor.isLearner() || !isListed
            || child != childName(number, acceptor.accepted(), acceptor.config().version))
            continue;
        acceptor.setChosen();
        takeEffect(*group);
        return true;
    }
    for (const auto &[number, group] : m_groups) {
        Acceptor &acceptor = group->acceptor;
        const std::vector<ChildGroup> children = acceptor.config().children;
        const auto listed = std::find_if(children.begin(), children.end(),
                                         [&](const ChildGroup &other) { return other.group == child; });
        if (listed == children.end() || !acceptor.isNextSplit(*listed))
            continue;
        startMissed(*group, {*listed});
        acceptor.narrow(*listed);
        dropUncovered(listed->range);
        return find(child) != nullptr;
    }
    return false;
}

// Of a configuration that was accepted just now: this node has heard of its children before.
void Groups::noteSplits(Group &group)
{
    const std::vector<ChildGroup> children = group.acceptor.config().children;
    for (const ChildGroup &child : children) {
        if (find(child.group) && group.acceptor.isNextSplit(child))
            group.acceptor.narrow(child);
    }
}

// This node was a voter when the group was split, and has not heard of it until now, when it ceases to be one: its
// state and its records are what the children begin with here, and would be lost with the group.
void Groups::startMissed(Group &group, const std::vector<ChildGroup> &children)
{
    for (const ChildGroup &child : group.acceptor.takeMissed(children, m_context.self)) {
        if (!find(child.group))
            startChild(group, child);
    }
}

// What was found out, or has expired, while the split was being decided: the child's leader carries it on.
void Groups::giveWrites(Leadership &from, Group &child)
{
    Leadership &lead = *child.lead;
    for (auto it = from.unsettled.begin(); it != from.unsettled.end();) {
        const auto next = std::next(it);
        if (lead.range.contains(it->second.id))
            lead.unsettled.insert(from.unsettled.extract(it));
        it = next;
    }
    for (auto it = from.writes.begin(); it != from.writes.end();) {
        const auto next = std::next(it);
        if (lead.range.contains(it->second.id)) {
            if (m_context.journal)
                m_context.journal->await(child.acceptor.group(), it->first);
            lead.writes.insert(from.writes.extract(it));
        }
        it = next;
    }
}

// A split is chosen. The node that proposed it under this very ballot leads the child as well; otherwise the child
// elects.
void Groups::startChild(Group &parent, const ChildGroup &child)
{
    Group &group = add(Acceptor::childOf(parent.acceptor, child));
    Leadership *from = parent.lead.get();
    if (!from || child.group != childName(parent.acceptor.group(), from->ballot, from->config.version)) {
        afterLease(group);
        return;
    }
    ++m_context.counters.splits;
    group.lead = std::make_unique<Leadership>();
    Leadership &lead = *group.lead;
    lead.ballot = from->ballot;
    lead.sequence = from->sequence;
    lead.config = group.acceptor.config();
    lead.chosenVersion = lead.config.version;
    lead.configAt = m_context.now;
    lead.recordsAfter = m_context.nextCommit();
    lead.range = child.range;
    m_haveLeadsChanged = true;
    lead.leaseUntil = from->leaseUntil;
    lead.quorumAt = from->quorumAt;
    lead.quorumBy = from->quorumBy;
    lead.holdUntil = from->holdUntil;
    for (auto &[incarnation, replica] : from->replicas) {
        Replica &copy = lead.replicas[incarnation];
        copy.node = replica.node;
        copy.sync = replica.sync == Replica::Sync::Streaming ? Replica::Sync::Streaming : Replica::Sync::Unknown;
        copy.lastNumber = replica.lastNumber;
        copy.heardAt = replica.heardAt;
        copy.grantedUntil = replica.grantedUntil;
        copy.grantedBy = replica.grantedBy;
        copy.grantedAt = replica.grantedAt;
        for (auto it = replica.lacking.begin(); it != replica.lacking.end();) {
            if (!child.range.contains(m_context.space.hash(it->first))) {
                ++it;
                continue;
            }
            copy.lacking[it->first] = {it->second.stamp, it->second.exact, false, it->second.chosen};
            copy.toSend.push_back(it->first);
            it = replica.lacking.erase(it);
        }
        // What it has found in the child's range since the split was proposed is none of the parent's business.
        if (replica.comparison) {
            replica.comparison.reset();
            replica.sync = Replica::Sync::Unknown;
        }
    }
    giveWrites(*from, group);
    m_context.tell(Event::Kind::RangeAcquired, m_context.self, text(child.range) + ": split off for a new node",
                   child.range);
    unpark(parent);
}

void Groups::noteNewcomer(const NodeRef &node, std::optional<Time> askedAt)
{
    const auto known = std::find_if(m_newcomers.begin(), m_newcomers.end(),
                                    [&](const Newcomer &newcomer) { return newcomer.node.address == node.address; });
    if (known != m_newcomers.end()) {
        if (!askedAt && known->node.incarnation == node.incarnation)
            askedAt = known->askedAt;
        m_newcomers.erase(known);
    }
    m_newcomers.push_back({node, askedAt});
    if (m_newcomers.size() > newcomersMax)
        m_newcomers.erase(m_newcomers.begin());
}

void Groups::onNotify(const NodeRef &from)
{
    const auto &predecessor = m_context.routing.predecessor();
    if (predecessor == from)
        return;
    if (predecessor)
        noteNewcomer(*predecessor, {});
    noteNewcomer(from, {});
}

// It asks again and again while it joins.
bool Groups::isJoining(const Newcomer &newcomer) const
{
    return newcomer.askedAt && m_context.now - *newcomer.askedAt < joinerPatienceUs;
}

RangeReply Groups::onRequestRange(const NodeRef &from)
{
    noteNewcomer(from, m_context.now);
    Group *group = ledAt(from.id);
    if (!group) {
        if (m_context.config.oneMachine)
            m_recoveryAt = std::min(m_recoveryAt, m_context.now + leaseUs());
        const ExecuteReply reply = notLeader(from.id);
        if (reply.descriptor)
            return {false, reply.descriptor->leader};
        return {false, reply.next.empty() ? std::nullopt : std::optional(reply.next.front())};
    }
    Leadership &lead = *group->lead;
    lead.ineligible.erase(from.incarnation);
    wake(m_context.now);
    if (lead.range.hi == from.id) {
        lead.changeAt = std::min(lead.changeAt, m_context.now);
        return {true, {}};
    }
    if (!lead.isServing() || lead.transferTo || lead.merging || lead.isChanging() || m_context.now < lead.holdUntil
        || (lead.splitFor && lead.splitFor->incarnation != from.incarnation))
        return {false, m_context.self};
    lead.splitFor = from;
    return {true, {}};
}

// A node that joins at this very place asks for it now.
bool Groups::isAskedFor(const Id &place) const
{
    return std::any_of(m_newcomers.begin(), m_newcomers.end(),
                       [&](const Newcomer &newcomer) { return newcomer.node.id == place && isJoining(newcomer); });
}

} // namespace chord
