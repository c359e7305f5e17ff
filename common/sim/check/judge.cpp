// SPDX-License-Identifier: GPL-3.0-or-later
//
// Calls the checkers when something they look at has changed.

#include "sim/check/judge.h"

#include "chord/routing.h"
#include "sim/check/linearizability.h"
#include "sim/check/listing_check.h"
#include "sim/check/placement_check.h"
#include "sim/workload.h"

#include <algorithm>

namespace sim {

namespace {

constexpr size_t violationsMax = 5; // what follows a violation seldom tells more
constexpr int driftPpmMax = 25'000; // of each clock: what leases allow for

} // namespace

Judge::Judge(Cluster &cluster, const History &history)
    : m_cluster(cluster)
    , m_history(history)
    , m_serving(cluster)
    , m_groups(cluster, history)
    , m_acquaintances(cluster)
    , m_bounds(cluster)
{
    cluster.addListener(this);
}

void Judge::arriving(int from, int to, const chord::Message &message)
{
    // One that joins is not known for long by those it asks the way.
    if (message.ring != 0 && message.ring == m_cluster.node(to)->ring())
        m_acquaintances.heard(to, from);
}

void Judge::touched(int host)
{
    checkRing(host);
    const chord::Node *node = m_cluster.node(host);
    const std::vector<chord::Range> served =
        node ? node->served(m_cluster.localTime(host)) : std::vector<chord::Range>();
    if (m_cluster.settings().clockDriftMaxPpm <= driftPpmMax) {
        if (const QByteArray twice = m_serving.touched(host, served); !twice.isEmpty())
            report("serving", twice);
    }
    if (const QByteArray wrong = m_groups.touched(host, served); !wrong.isEmpty())
        report("leaders", wrong);
}

void Judge::failing(int host)
{
    m_onlyJoins = false;
    m_acquaintances.ending(host);
    if (const QByteArray wrong = m_groups.ending(host); !wrong.isEmpty())
        report("leaving", wrong);
}

void Judge::pausing(int host)
{
    Q_UNUSED(host)
    m_onlyJoins = false;
}

void Judge::happened(int host, const chord::Event &event)
{
    using Kind = chord::Event::Kind;
    if (event.kind == Kind::InvariantBroken)
        report("ring", m_cluster.ref(host).address + " says: " + event.text);
    if (event.kind == Kind::PeerDead)
        m_onlyJoins = false; // right or wrong: lists leave it out
    // A founder that no member of the ring before has heard of cannot be found by it.
    const chord::Node *node = m_cluster.node(host);
    if (event.kind == Kind::Joined && node && node->ring() == node->self().incarnation)
        m_isParted = m_isParted || !m_acquaintances.areConnected();
    if (event.kind != Kind::DataLost)
        return;
    m_isParted = m_isParted
        || (m_cluster.settings().network.oneMachine && m_cluster.node(host)
            && !m_acquaintances.areConnected(m_cluster.node(host)->ring()));
    if (!m_cluster.settings().network.oneMachine)
        report("loss", m_cluster.ref(host).address + " gives a range up without an operator: " + event.text);
    if (const QByteArray wrong = m_groups.recordedLoss(host, event.range.value_or(chord::Range())); !wrong.isEmpty())
        report("loss", wrong);
}

// Zave's invariant holds at every instant while no member fails or is taken for dead; a list is always in order.
void Judge::checkRing(int host)
{
    m_routing.resize(std::max(m_routing.size(), size_t(host) + 1));
    const chord::Node *node = m_cluster.node(host);
    const quint64 state =
        node ? mix(node->self().incarnation, mix(quint64(node->state()), node->routing().neighboursRevision())) : 0;
    if (std::exchange(m_routing[size_t(host)], state) == state || !node)
        return;
    const QByteArray problem = listProblem({node->self(), {}, node->routing().successors()});
    if (!problem.isEmpty())
        report("ring", problem);
    if (!m_onlyJoins)
        return;
    const Problems problems = ringProblems(RingPicture::of(m_cluster));
    if (!problems.empty())
        report("ring", problems.front());
}

bool Judge::isSettled()
{
    m_acquaintances.beginQuiet();
    m_unsettled = unsettled();
    return m_unsettled.empty();
}

// The cheap looks first: the others are for a ring that stands.
Problems Judge::unsettled()
{
    Problems problems;
    const chord::Config &config = m_cluster.settings().config;
    quint64 ring = 0;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (!m_cluster.isMember(host))
            continue;
        const quint64 its = m_cluster.node(host)->ring();
        if (ring != 0 && its != ring)
            problems.push_back(m_cluster.ref(host).address + " is in another ring than members before it");
        ring = its;
    }
    if (ring == 0 || !m_acquaintances.areConnected())
        return problems; // nobody is left that could be waited for, or parts that cannot know of each other
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (m_cluster.node(host) && !m_cluster.isMember(host) && m_groups.isLiving(m_cluster.ref(host).id))
            problems.push_back(m_cluster.ref(host).address + " is not ready");
    }
    const std::vector<chord::Range> gaps = unserved(servingNow(m_cluster));
    for (const chord::Range &gap : gaps) {
        const std::optional<chord::Id> place = m_groups.livingPlace(gap);
        if (place || m_cluster.settings().network.oneMachine)
            problems.push_back("no node serves the keys at " + config.space().toHex(place.value_or(gap.hi)));
    }
    if (!problems.empty())
        return problems;
    const auto add = [&](const Problems &found) { problems.insert(problems.end(), found.begin(), found.end()); };
    const RingPicture picture = RingPicture::of(m_cluster);
    add(ringProblems(picture));
    add(idealProblems(picture, config.successorListLength));
    if (!problems.empty())
        return problems;
    // A node whose own range has lost its voters waits for it, and may vote on others.
    const std::vector<Holdings> members = holdingsOf(m_cluster, true);
    const std::vector<LedRange> ranges = ledRanges(m_cluster);
    // A crash alone proves nothing, unless all nodes are on one machine or the address answers under another
    // incarnation.
    const bool provesNothing = !m_cluster.settings().network.oneMachine;
    add(voterProblems(members, ranges, config.replicas, [&](const chord::NodeRef &voter) {
        return provesNothing && !m_cluster.node(m_cluster.hostOf(voter.address));
    }));
    if (gaps.empty())
        add(endProblems(members, ranges));
    if (problems.empty())
        add(placementProblems(members, ranges, config.space()));
    return problems;
}

void Judge::unanswered(const std::vector<int> &keys)
{
    if (!m_acquaintances.areConnected())
        return;
    for (int key : keys) {
        if (m_groups.isLiving(m_cluster.settings().config.space().hash(keyText(key))))
            report("settling", "no read of " + keyText(key) + " is answered");
    }
}

bool Judge::isLiving(int key)
{
    return m_acquaintances.areConnected() && m_groups.isLiving(m_cluster.settings().config.space().hash(keyText(key)));
}

void Judge::noteWatchProblems(const std::vector<QByteArray> &problems)
{
    for (const QByteArray &problem : problems)
        report("watches", problem);
}

void Judge::conclude(const Bounds &bounds)
{
    checkHistories();
    for (const QByteArray &problem : m_unsettled)
        report("settling", problem);
    for (const QByteArray &problem : m_bounds.problems(bounds))
        report("bounds", problem);
    if (m_cluster.counts().lateDeadlines > 0)
        report("bounds",
               "a node asked to be woken in the past " + QByteArray::number(m_cluster.counts().lateDeadlines)
                   + " times");
}

void Judge::checkHistories()
{
    for (const auto &[key, operations] : m_history.byKey()) {
        const LinearizabilityVerdict verdict = checkLinearizable(truncated(operations, m_groups.countsUntil(key)));
        if (verdict.kind == LinearizabilityVerdict::Kind::Violation)
            report("history", verdict.explanation);
        if (verdict.kind == LinearizabilityVerdict::Kind::Undecided)
            report("history", "the history of " + keyText(key) + " is too tangled to be judged");
    }
    for (const QByteArray &problem : listingProblems(m_history, [this](int key) { return m_groups.countsUntil(key); }))
        report("listing", problem);
}

void Judge::report(const char *checker, const QByteArray &text)
{
    if (m_isParted && qstrcmp(checker, "ring") != 0 && qstrcmp(checker, "bounds") != 0)
        return;
    const bool known = std::any_of(m_violations.begin(), m_violations.end(), [&](const Violation &violation) {
        return violation.checker == checker && violation.text == text;
    });
    if (!known && m_violations.size() < violationsMax)
        m_violations.push_back({checker, m_cluster.now(), text});
}

} // namespace sim
