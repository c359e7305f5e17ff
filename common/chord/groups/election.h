// SPDX-License-Identifier: GPL-3.0-or-later
//
// One attempt of a voter to lead its group, as a value: whom to ask, what their answers come to. First it asks whether
// it would be promised (pre-vote, Ongaro 2014, section 9.6), which changes nothing anywhere, then for promises. It has
// won when those that promised are a majority of the voters of the highest configuration that any of them reported.
#pragma once

#include "chord/groups/acceptor.h"

#include <map>

namespace chord {

// More than half of these voters?
template <typename Holds>
bool isMajority(const std::vector<NodeRef> &voters, const Holds &holds)
{
    size_t count = 0;
    for (const NodeRef &voter : voters)
        count += holds(voter) ? 1 : 0;
    return 2 * count > voters.size();
}

class Election {
public:
    enum class Stage : quint8 { PreVote, Prepare, Won, Lost };

    // ballot: the one to be asked for, above all promises known here. release: the leader has given way to this node.
    Election(const NodeRef &self, const Acceptor &acceptor, const Ballot &ballot, std::optional<Release> release,
             Time deadline);
    // The recovery of a lost majority: these voters are all that are left. It is won when all of them have promised and
    // none knows of a later configuration; config() is then one of these voters alone.
    Election(const NodeRef &self, const Acceptor &acceptor, const Ballot &ballot, std::vector<NodeRef> left,
             Time deadline);
    bool isRecovery() const { return !m_left.empty(); }

    Stage stage() const { return m_stage; }
    const Ballot &ballot() const { return m_ballot; }
    const std::optional<Release> &release() const { return m_release; }
    Time deadline() const { return m_deadline; }
    // A stage that has begun may have a deadline of its own.
    void setDeadline(Time deadline) { m_deadline = deadline; }
    // Voters to be asked now, in the present stage; each is named once a stage.
    std::vector<NodeRef> takeToAsk();
    // The own promise, when the stage has just become Prepare; the caller makes it.
    bool takeOwnPromiseDue() { return std::exchange(m_ownPromiseDue, false); }
    // With a disk, the own promise counts once this commit is done.
    void setPromisedIn(quint64 commit) { m_promisedIn = commit; }
    quint64 promisedIn() const { return m_promisedIn; }

    void onPreVote(const NodeRef &from, const PreVoteReply &reply);
    void onPromise(const NodeRef &from, const Promise &promise);
    void giveUp() { m_stage = Stage::Lost; }

    // The highest round seen in refusals.
    quint32 roundSeen() const { return m_roundSeen; }
    // The loss epoch without which no majority will promise, since some have promised to a recovery that came to
    // nothing; 0: none. Where a majority has not, a recovery took place without it, and it does not outdo that.
    quint32 lossEpochNeeded() const;
    // Lost since the highest configuration is without this node: another voter of that one must be elected.
    bool isOutvoted() const { return m_stage == Stage::Lost && !m_highest.config.hasVoter(m_self); }
    // Have fewer than a majority of the voters answered at all?
    bool isQuorumSilent() const;

    // --- Won
    const GroupConfig &config() const { return m_highest.config; }
    const Stamp &mark() const { return m_highest.mark; }
    // A majority of config()'s voters; their records are to be compared.
    std::vector<NodeRef> promisers() const;

private:
    void ask(const std::vector<NodeRef> &voters);
    void note(const NodeRef &from, const Ballot &promised);
    void evaluate();
    void evaluateRecovery(const Ballot &accepted, quint64 version);

    NodeRef m_self;
    Ballot m_ballot;
    std::optional<Release> m_release;
    Time m_deadline;
    Stage m_stage = Stage::PreVote;
    bool m_ownPromiseDue = false;
    quint64 m_promisedIn = 0;
    Promise m_highest; // configuration of the voters that are asked, and the highest mark
    std::vector<NodeRef> m_left; // recovery
    std::vector<NodeRef> m_toAsk;
    std::map<quint64, NodeRef> m_asked; // in this stage, by incarnation
    std::vector<quint64> m_granted; // in this stage
    std::vector<quint64> m_answered;
    quint32 m_roundSeen = 0;
    std::map<quint64, quint32> m_lossEpochs; // by incarnation: above that of the own ballot
};

} // namespace chord
