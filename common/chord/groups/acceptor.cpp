// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each verdict in the order of its reasons, from the lasting to the passing.

#include "chord/groups/acceptor.h"

#include <algorithm>
#include <utility>

namespace chord {

namespace {

constexpr quint32 leaseStepMs = 1000; // a longer lease is noted in such steps, so that this is seldom

bool isAmong(const std::vector<NodeRef> &voters, const NodeRef &node)
{
    return std::any_of(voters.begin(), voters.end(),
                       [&](const NodeRef &voter) { return voter.incarnation == node.incarnation; });
}

} // namespace

bool ChildGroup::hasVoter(const NodeRef &node) const
{
    return isAmong(voters, node);
}

bool GroupConfig::hasVoter(const NodeRef &node) const
{
    return isAmong(voters, node);
}

Acceptor::Acceptor(GroupId group, const Propose &propose)
    : m_group(group)
    , m_promised(propose.ballot)
    , m_accepted(propose.ballot)
    , m_config(propose.config)
    , m_range(propose.config.range)
    , m_learner(propose.learner)
    , m_mark(propose.mark)
{
    noteTaken(m_config.children);
}

GroupConfig Acceptor::reportedConfig() const
{
    GroupConfig config = m_config;
    if (m_chosen && config.absorbed && config.absorbed->stage == AbsorbedGroup::Stage::Proposed)
        config.absorbed->stage = AbsorbedGroup::Stage::Done;
    return config;
}

Acceptor::Acceptor(const DurableGroup &state, Time now)
    : m_group(state.group)
    , m_promised(state.promised)
    , m_accepted(state.accepted)
    , m_config(state.config)
    , m_range(state.range)
    , m_chosen(state.isChosen)
    , m_learner(state.isLearner)
    , m_mark(state.mark)
    , m_lockedBy(state.lockedBy)
    , m_boundUntil(now + state.leaseMsMax * usPerMs)
    , m_leaseMsMax(state.leaseMsMax)
    , m_streamBallot(state.streamBallot)
    , m_lastNumber(state.lastNumber)
    , m_barrier(state.barrier)
{
    for (const GroupId child : state.childrenTaken)
        m_childrenEnded.push_back({child, false});
    for (const GroupId child : state.childrenDropped)
        m_childrenEnded.push_back({child, true});
}

DurableGroup Acceptor::durable() const
{
    DurableGroup state;
    state.group = m_group;
    state.promised = m_promised;
    state.accepted = m_accepted;
    state.config = m_config;
    state.range = m_range;
    state.isChosen = m_chosen;
    state.isLearner = m_learner;
    state.mark = m_mark;
    state.lockedBy = m_lockedBy;
    for (const EndedChild &child : m_childrenEnded)
        (child.wasDropped ? state.childrenDropped : state.childrenTaken).push_back(child.group);
    state.leaseMsMax = m_leaseMsMax;
    state.streamBallot = m_streamBallot;
    state.lastNumber = m_lastNumber;
    state.barrier = m_barrier;
    return state;
}

// The accepted ballot is the lowest there is, the same at all voters, whenever they learn of the split: everything the
// child accepts later comes after it.
Acceptor Acceptor::childOf(const Acceptor &parent, const ChildGroup &child)
{
    Propose initial;
    initial.config.version = 1;
    initial.config.range = child.range;
    initial.config.voters = child.voters;
    initial.mark = parent.m_mark;
    Acceptor acceptor(child.group, initial);
    acceptor.m_promised = parent.m_promised;
    acceptor.m_chosen = true;
    acceptor.m_boundTo = parent.m_boundTo;
    acceptor.m_boundBy = parent.m_boundBy;
    acceptor.m_boundUntil = parent.m_boundUntil;
    acceptor.m_leaseMsMax = parent.m_leaseMsMax;
    acceptor.m_leader = parent.m_leader;
    acceptor.m_streamBallot = parent.m_streamBallot;
    acceptor.m_lastNumber = parent.m_lastNumber;
    acceptor.m_barrier = parent.m_barrier;
    return acceptor;
}

void Acceptor::promise(const Ballot &ballot)
{
    if (m_promised == ballot)
        return;
    m_promised = ballot;
    ++m_changes;
    ++m_revision;
}

void Acceptor::raiseMark(const Stamp &mark)
{
    if (mark <= m_mark)
        return;
    m_mark = mark;
    ++m_streamRevision;
}

void Acceptor::lock(GroupId by)
{
    m_lockedBy = by;
    ++m_revision;
}

void Acceptor::unlock()
{
    m_lockedBy.reset();
    ++m_revision;
}

Verdict Acceptor::blocked(const NodeRef &from, const Ballot &ballot, Time now,
                          const std::optional<Release> &release) const
{
    if (m_lockedBy)
        return Verdict::Locked;
    const bool released = release && release->ballot == m_boundTo && m_boundBy <= release->heartbeat;
    if (now < m_boundUntil && m_boundTo.leader != from.incarnation && !released)
        return Verdict::Leased;
    return ballot < m_promised ? Verdict::Promised : Verdict::Granted;
}

Verdict Acceptor::onPreVote(const NodeRef &from, const PreVote &request, Time now) const
{
    const Verdict verdict = blocked(from, request.ballot, now, {});
    return verdict == Verdict::Granted && request.ballot == m_promised ? Verdict::Promised : verdict;
}

Verdict Acceptor::onPrepare(const NodeRef &from, const Prepare &request, Time now)
{
    Verdict verdict = blocked(from, request.ballot, now, request.release);
    if (verdict == Verdict::Granted && request.ballot == m_promised && request.ballot.leader != from.incarnation)
        verdict = Verdict::Promised;
    if (verdict != Verdict::Granted)
        return verdict;
    if (m_promised < request.ballot)
        m_leader.reset();
    promise(request.ballot);
    m_boundUntil = std::min(m_boundUntil, now);
    return verdict;
}

Verdict Acceptor::onLease(const NodeRef &from, const LeaseEntry &entry, quint64 heartbeat, Time now)
{
    if (entry.ballot < m_promised)
        return Verdict::Promised;
    // A later leader whose configuration is chosen has the promises of a majority, and these voters can never be locked
    // for the merge any more: it was not chosen, and never will be.
    if (m_lockedBy && m_promised < entry.ballot && entry.version > 0)
        unlock();
    if (m_lockedBy)
        return Verdict::Locked;
    promise(entry.ballot);
    if (m_boundTo != entry.ballot) {
        m_boundTo = entry.ballot;
        m_boundBy = 0;
        m_boundUntil = now;
    }
    m_boundBy = std::max(m_boundBy, heartbeat);
    m_boundUntil = std::max(m_boundUntil, now + entry.leaseMs * usPerMs);
    if (entry.leaseMs > m_leaseMsMax) {
        m_leaseMsMax = (entry.leaseMs / leaseStepMs + 1) * leaseStepMs;
        ++m_revision;
    }
    m_leader = from;
    if (entry.version == 0)
        return Verdict::Granted;
    if (m_accepted != entry.ballot || m_config.version < entry.version)
        return Verdict::Behind;
    if (m_config.version == entry.version)
        setChosen();
    return Verdict::Granted;
}

Verdict Acceptor::onPropose(const Propose &request)
{
    if (request.ballot < m_promised)
        return Verdict::Promised;
    if (m_lockedBy)
        return Verdict::Locked;
    promise(request.ballot);
    const auto order = std::pair(request.ballot, request.config.version);
    const auto mine = std::pair(m_accepted, m_config.version);
    if (order < mine)
        return Verdict::Behind;
    if (std::exchange(m_learner, request.learner) != request.learner) {
        ++m_changes;
        ++m_revision;
    }
    raiseMark(request.mark);
    if (order == mine)
        return Verdict::Granted;
    m_accepted = request.ballot;
    m_chosen = false;
    m_config = request.config;
    ++m_changes;
    ++m_revision;
    if (m_learner) {
        m_range = m_config.range;
        noteTaken(m_config.children);
    }
    return Verdict::Granted;
}

Verdict Acceptor::onStream(const Ballot &ballot, quint64 number, bool exact)
{
    if (ballot < m_promised)
        return Verdict::Promised;
    if (m_lockedBy)
        return Verdict::Locked;
    promise(ballot);
    if (m_streamBallot != ballot) {
        m_streamBallot = ballot;
        m_lastNumber = 0;
        m_barrier = 0;
    }
    if (number < m_barrier || (exact && number < m_lastNumber))
        return Verdict::Behind;
    m_lastNumber = std::max(m_lastNumber, number);
    ++m_streamRevision;
    if (exact)
        m_barrier = number;
    return Verdict::Granted;
}

void Acceptor::setChosen()
{
    m_revision += m_chosen ? 0 : 1;
    m_chosen = true;
    if (m_range == m_config.range)
        return;
    m_range = m_config.range;
    ++m_changes;
    ++m_revision;
}

std::vector<ChildGroup> Acceptor::takeChildren()
{
    std::vector<ChildGroup> out;
    if (!m_chosen)
        return out;
    const auto &children = m_config.children;
    std::copy_if(children.begin(), children.end(), std::back_inserter(out),
                 [&](const ChildGroup &child) { return !hasEnded(child.group); });
    m_revision += out.empty() ? 0 : 1;
    // One that was dropped is remembered until the split that made it is known here.
    std::erase_if(m_childrenEnded, [&](const EndedChild &ended) {
        return !ended.wasDropped || std::any_of(children.begin(), children.end(), [&](const ChildGroup &child) {
            return child.group == ended.group;
        });
    });
    noteTaken(children);
    return out;
}

std::vector<ChildGroup> Acceptor::takeMissed(const std::vector<ChildGroup> &children, const NodeRef &self)
{
    std::vector<ChildGroup> out;
    if (m_learner)
        return out;
    std::copy_if(children.begin(), children.end(), std::back_inserter(out), [&](const ChildGroup &child) {
        return child.hasVoter(self) && m_range.contains(child.range.hi) && !hasEnded(child.group);
    });
    noteTaken(out);
    m_revision += out.empty() ? 0 : 1;
    return out;
}

// A split gives the lower part away. (A child that the configuration's own range covers has been absorbed since.)
bool Acceptor::isNextSplit(const ChildGroup &child) const
{
    return !m_learner && !m_chosen && child.range.lo == m_range.lo && child.range.hi != m_range.hi
        && m_range.contains(child.range.hi) && !m_config.range.contains(child.range.hi);
}

void Acceptor::narrow(const ChildGroup &child)
{
    m_range.lo = child.range.hi;
    if (!hasEnded(child.group))
        noteTaken({child});
    ++m_changes;
    ++m_revision;
}

bool Acceptor::hasEnded(GroupId child) const
{
    return std::any_of(m_childrenEnded.begin(), m_childrenEnded.end(),
                       [&](const EndedChild &ended) { return ended.group == child; });
}

void Acceptor::noteTaken(const std::vector<ChildGroup> &children)
{
    for (const ChildGroup &child : children)
        m_childrenEnded.push_back({child.group, false});
}

void Acceptor::noteDropped(GroupId child)
{
    m_childrenEnded.push_back({child, true});
    ++m_revision;
}

bool Acceptor::matches(const AbsorbedGroup &state) const
{
    return m_accepted == state.ballot && m_config.version == state.version && m_promised == state.ballot;
}

} // namespace chord
