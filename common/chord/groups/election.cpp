// SPDX-License-Identifier: GPL-3.0-or-later
//
// The voters of the highest configuration are looked at again after each promise: one may name voters not asked so far.

#include "chord/groups/election.h"

#include <algorithm>

namespace chord {

namespace {

bool has(const std::vector<quint64> &incarnations, const NodeRef &node)
{
    return std::find(incarnations.begin(), incarnations.end(), node.incarnation) != incarnations.end();
}

} // namespace

Election::Election(const NodeRef &self, const Acceptor &acceptor, const Ballot &ballot, std::optional<Release> release,
                   Time deadline)
    : m_self(self)
    , m_ballot(ballot)
    , m_release(release)
    , m_deadline(deadline)
{
    m_highest.accepted = acceptor.accepted();
    m_highest.config = acceptor.reportedConfig();
    m_highest.mark = acceptor.mark();
    if (m_release) {
        m_stage = Stage::Prepare;
        m_ownPromiseDue = true;
    }
    m_granted.push_back(self.incarnation);
    ask(m_highest.config.voters);
    evaluate();
}

Election::Election(const NodeRef &self, const Acceptor &acceptor, const Ballot &ballot, std::vector<NodeRef> left,
                   Time deadline)
    : m_self(self)
    , m_ballot(ballot)
    , m_deadline(deadline)
    , m_stage(Stage::Prepare)
    , m_ownPromiseDue(true)
    , m_left(std::move(left))
{
    m_highest.accepted = acceptor.accepted();
    m_highest.config = acceptor.config();
    m_highest.mark = acceptor.mark();
    m_granted.push_back(self.incarnation);
    ask(m_left);
    evaluateRecovery(m_highest.accepted, m_highest.config.version);
}

// accepted, version: of the configuration that a voter has just reported.
void Election::evaluateRecovery(const Ballot &accepted, quint64 version)
{
    if (std::pair(m_highest.accepted, m_highest.config.version) < std::pair(accepted, version)) {
        m_stage = Stage::Lost;
        return;
    }
    if (!std::all_of(m_left.begin(), m_left.end(), [&](const NodeRef &voter) { return has(m_granted, voter); }))
        return;
    m_highest.config.voters = m_left;
    m_highest.config.children.clear();
    m_highest.config.absorbed.reset();
    ++m_highest.config.version;
    m_stage = Stage::Won;
}

void Election::ask(const std::vector<NodeRef> &voters)
{
    for (const NodeRef &voter : voters) {
        if (voter.incarnation != m_self.incarnation && m_asked.emplace(voter.incarnation, voter).second)
            m_toAsk.push_back(voter);
    }
}

std::vector<NodeRef> Election::takeToAsk()
{
    return std::exchange(m_toAsk, {});
}

void Election::onPreVote(const NodeRef &from, const PreVoteReply &reply)
{
    if (m_stage != Stage::PreVote || !m_asked.contains(from.incarnation))
        return;
    m_answered.push_back(from.incarnation);
    note(from, reply.promised);
    if (reply.verdict == Verdict::Granted && !has(m_granted, from))
        m_granted.push_back(from.incarnation);
    evaluate();
}

void Election::onPromise(const NodeRef &from, const Promise &promise)
{
    if (m_stage != Stage::Prepare || !m_asked.contains(from.incarnation))
        return;
    m_answered.push_back(from.incarnation);
    note(from, promise.promised);
    if (promise.verdict != Verdict::Granted || promise.promised != m_ballot)
        return;
    if (!has(m_granted, from))
        m_granted.push_back(from.incarnation);
    if (isRecovery()) {
        m_highest.mark = std::max(m_highest.mark, promise.mark);
        evaluateRecovery(promise.accepted, promise.config.version);
        return;
    }
    const Stamp mark = std::max(m_highest.mark, promise.mark);
    const auto mine = std::pair(m_highest.accepted, m_highest.config.version);
    const auto theirs = std::pair(promise.accepted, promise.config.version);
    const bool knowsMore =
        mine == theirs && promise.config.absorbed && promise.config.absorbed->stage == AbsorbedGroup::Stage::Done;
    if (mine < theirs || knowsMore)
        m_highest = promise;
    m_highest.mark = mark;
    ask(m_highest.config.voters);
    evaluate();
}

void Election::note(const NodeRef &from, const Ballot &promised)
{
    m_roundSeen = std::max(m_roundSeen, promised.round);
    if (promised.lossEpoch > m_ballot.lossEpoch)
        m_lossEpochs[from.incarnation] = promised.lossEpoch;
}

quint32 Election::lossEpochNeeded() const
{
    const auto mayGrant = [&](const NodeRef &voter) { return !m_lossEpochs.contains(voter.incarnation); };
    if (isRecovery() || isMajority(m_highest.config.voters, mayGrant))
        return 0;
    quint32 highest = 0;
    for (const auto &[incarnation, epoch] : m_lossEpochs)
        highest = std::max(highest, epoch);
    return highest;
}

void Election::evaluate()
{
    if (!m_highest.config.hasVoter(m_self)) {
        m_stage = Stage::Lost;
        return;
    }
    if (!isMajority(m_highest.config.voters, [&](const NodeRef &voter) { return has(m_granted, voter); }))
        return;
    if (m_stage == Stage::Prepare) {
        m_stage = Stage::Won;
        return;
    }
    m_stage = Stage::Prepare;
    m_ownPromiseDue = true;
    m_asked.clear();
    m_toAsk.clear();
    m_answered.clear();
    m_granted = {m_self.incarnation};
    ask(m_highest.config.voters);
    evaluate();
}

bool Election::isQuorumSilent() const
{
    return !isMajority(m_highest.config.voters, [&](const NodeRef &voter) {
        return voter.incarnation == m_self.incarnation || has(m_answered, voter);
    });
}

std::vector<NodeRef> Election::promisers() const
{
    std::vector<NodeRef> out;
    for (const NodeRef &voter : m_highest.config.voters) {
        if (has(m_granted, voter))
            out.push_back(voter);
    }
    return out;
}

} // namespace chord
