// SPDX-License-Identifier: GPL-3.0-or-later
//
// The groups of a node are looked at only when its counters say that something about them has changed.

#include "sim/check/group_check.h"

#include "sim/check/serving_check.h"
#include "sim/cluster.h"
#include "sim/workload.h"

#include <algorithm>
#include <set>

namespace sim {

using chord::GroupView;
using chord::Id;
using chord::NodeRef;
using chord::Range;

namespace {

bool isLedBy(const GroupView &view, const NodeRef &node)
{
    return view.leader && view.leader->incarnation == node.incarnation;
}

bool isVoter(const GroupView &view, const NodeRef &node)
{
    return std::any_of(view.voters.begin(), view.voters.end(),
                       [&](const NodeRef &voter) { return voter.incarnation == node.incarnation; });
}

QByteArray named(const std::vector<NodeRef> &nodes)
{
    QByteArray text;
    for (const NodeRef &node : nodes)
        text += (text.isEmpty() ? "" : " ") + node.address;
    return text;
}

bool covers(const Range &outer, const Range &inner)
{
    return outer.lo == outer.hi
        || (outer.contains(inner.hi) && (outer.lo == inner.lo || outer.contains(inner.lo)) && inner.lo != inner.hi
            && (inner.hi == outer.hi || !inner.contains(outer.hi)));
}

} // namespace

GroupCheck::GroupCheck(const Cluster &cluster, const History &history)
    : m_cluster(cluster)
    , m_history(history)
{
}

QByteArray GroupCheck::touched(int host, const std::vector<Range> &served)
{
    m_looks.resize(std::max(m_looks.size(), size_t(host) + 1));
    Look &look = m_looks[size_t(host)];
    const chord::Node *node = m_cluster.node(host);
    quint64 state = 0;
    if (node) {
        const chord::Counters &counters = node->counters();
        state = mix(node->self().incarnation, served.size());
        for (quint64 count : {counters.elections, counters.electionsWon, counters.leadsTransferred, counters.leadsLost,
                              counters.configChanges, counters.splits, counters.merges, counters.recoveries})
            state = mix(state, count);
    }
    if (std::exchange(look.state, state) == state)
        return {};
    const std::vector<GroupView> views = node ? node->groups() : std::vector<GroupView>();
    noteLed(views, m_cluster.ref(host), served);
    return noteLeads(look, m_cluster.ref(host), views);
}

QByteArray GroupCheck::noteLeads(Look &look, const NodeRef &self, const std::vector<GroupView> &views)
{
    QByteArray wrong;
    std::map<chord::GroupId, chord::Ballot> led;
    for (const GroupView &view : views) {
        if (!isLedBy(view, self))
            continue;
        led[view.group] = view.ballot;
        if (view.ballot.leader != self.incarnation)
            wrong = self.address + " leads a group under the ballot of another leader";
        const auto [ballot, isNew] = m_ballots.try_emplace({view.group, view.ballot}, false);
        if (!isNew && ballot->second)
            wrong = self.address + " leads a group again under a ballot that it had led it under before";
    }
    for (const auto &[group, ballot] : look.led) {
        const auto still = led.find(group);
        if (still == led.end() || still->second != ballot)
            m_ballots[{group, ballot}] = true;
    }
    look.led = std::move(led);
    return wrong;
}

void GroupCheck::noteLed(const std::vector<GroupView> &views, const NodeRef &self, const std::vector<Range> &served)
{
    for (const GroupView &view : views) {
        if (!isLedBy(view, self))
            continue;
        const bool isServed = std::find(served.begin(), served.end(), view.range) != served.end();
        const Served *last = servedLast(view.range.hi);
        if (!isServed && last && (last->group != view.group || last->version >= view.version))
            continue;
        // A leader shows what it has proposed.
        if (last && !isChosen(view))
            continue;
        std::erase_if(m_served, [&](const Served &earlier) { return covers(view.range, earlier.range); });
        m_served.push_back({view.range, view.group, view.version, view.voters});
    }
}

// By those that run, those that will come back with what is on their disks, and those that crashed after they had.
bool GroupCheck::isChosen(const GroupView &proposed) const
{
    const auto isLater = [&](const GroupView &view) {
        return view.group == proposed.group && view.version >= proposed.version;
    };
    const auto accepted = std::count_if(proposed.voters.begin(), proposed.voters.end(), [&](const NodeRef &voter) {
        if (const std::vector<GroupView> *views = m_cluster.groupsAtCrash(voter.incarnation))
            return std::any_of(views->begin(), views->end(), isLater);
        const int host = m_cluster.hostOf(voter.address);
        if (host < 0 || m_cluster.ref(host).incarnation != voter.incarnation)
            return false;
        if (const chord::Node *node = m_cluster.node(host)) {
            const std::vector<GroupView> views = node->groups();
            return std::any_of(views.begin(), views.end(), isLater);
        }
        const std::vector<chord::DurableGroup> durable = m_cluster.durableGroups(host);
        return std::any_of(durable.begin(), durable.end(), [&](const chord::DurableGroup &group) {
            return group.group == proposed.group && group.config.version >= proposed.version;
        });
    });
    return 2 * size_t(accepted) > proposed.voters.size();
}

const GroupCheck::Served *GroupCheck::servedLast(const Id &place) const
{
    const auto found = std::find_if(m_served.rbegin(), m_served.rend(),
                                    [&](const Served &served) { return served.range.contains(place); });
    return found == m_served.rend() ? nullptr : &*found;
}

bool GroupCheck::hasMajority(const std::vector<NodeRef> &voters) const
{
    const auto running = std::count_if(voters.begin(), voters.end(), [this](const NodeRef &voter) {
        const int host = m_cluster.hostOf(voter.address);
        const bool isThere = host >= 0 && (m_cluster.node(host) || m_cluster.hasState(host));
        return isThere && m_cluster.ref(host).incarnation == voter.incarnation;
    });
    return 2 * size_t(running) > voters.size();
}

// A later configuration may have been accepted by some voter, and then counts if that voter is asked.
bool GroupCheck::isLiving(const Id &place) const
{
    const Served *last = servedLast(place);
    if (!last)
        return !m_allLost;
    if (!hasMajority(last->voters))
        return false;
    for (const NodeRef &voter : last->voters) {
        const chord::Node *node = m_cluster.node(m_cluster.hostOf(voter.address));
        if (!node || node->self().incarnation != voter.incarnation)
            continue;
        for (const GroupView &view : node->groups()) {
            if (view.group == last->group && view.version > last->version && !hasMajority(view.voters))
                return false;
        }
    }
    return true;
}

// Between two of these neighbours, all places were served by the same group last as the second of them.
std::vector<Id> GroupCheck::places(const Range &range) const
{
    std::set<Id> ends{range.hi};
    for (const Served &served : m_served) {
        for (const Id &end : {served.range.lo, served.range.hi}) {
            if (range.contains(end))
                ends.insert(end);
        }
    }
    return {ends.begin(), ends.end()};
}

std::optional<Id> GroupCheck::livingPlace(const Range &range) const
{
    for (const Id &place : places(range)) {
        if (isLiving(place))
            return place;
    }
    return std::nullopt;
}

QByteArray GroupCheck::recordedLoss(int host, const Range &range)
{
    m_losses.push_back({range, m_history.now()});
    const QByteArray &address = m_cluster.ref(host).address;
    for (const Serving &serving : servingNow(m_cluster)) {
        if (serving.node.address != address && overlap(serving.range, range))
            return address + " records a range as lost that " + serving.node.address + " serves";
    }
    for (const Id &place : places(range)) {
        const Served *last = servedLast(place);
        if (last && isLiving(place))
            return address + " records a range as lost of which a majority of the voters is there, such as "
                + last->voters.front().address;
    }
    return {};
}

QByteArray GroupCheck::ending(int host)
{
    const chord::NodeState left = chord::NodeState::Left;
    bool othersVote = false;
    bool othersStay = false;
    for (int other = 0; other < m_cluster.hostCount(); ++other) {
        const chord::Node *node = other == host ? nullptr : m_cluster.node(other);
        // A node that crashes leaves what is on its disk behind, one that has left does not.
        const bool isEnding = other == host && (!m_cluster.node(host) || m_cluster.node(host)->state() == left);
        othersVote = othersVote || (!node && !isEnding && m_cluster.hasState(other));
        if (!node)
            continue;
        othersStay = othersStay || node->state() == chord::NodeState::Ready;
        const std::vector<GroupView> views = node->groups();
        othersVote = othersVote || std::any_of(views.begin(), views.end(), [&](const GroupView &view) {
                         return isVoter(view, node->self());
                     });
    }
    const chord::Node *node = m_cluster.node(host);
    if (!othersVote && node && !m_served.empty()) {
        m_served.clear();
        m_allLost = true;
        m_losses.push_back({Range(), m_history.now()});
    }
    if (!node || node->state() != chord::NodeState::Left || !othersStay)
        return {};
    for (const Served &served : m_served) {
        if (std::find(served.voters.begin(), served.voters.end(), node->self()) != served.voters.end()
            && servedLast(served.range.hi) == &served)
            return node->self().address + " has left the ring though it votes on a range with " + named(served.voters);
    }
    return {};
}

Moment GroupCheck::countsUntil(int key) const
{
    const Id id = m_cluster.settings().config.space().hash(keyText(key));
    Moment until = noMoment;
    for (const Loss &loss : m_losses) {
        if (loss.range.contains(id))
            until = std::min(until, loss.at);
    }
    return until;
}

size_t GroupCheck::lostKeys() const
{
    std::set<int> keys;
    for (const Operation &operation : m_history.operations())
        keys.insert(operation.key);
    return size_t(std::count_if(keys.begin(), keys.end(), [this](int key) { return countsUntil(key) != noMoment; }));
}

} // namespace sim
