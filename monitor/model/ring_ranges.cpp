// SPDX-License-Identifier: GPL-3.0-or-later
//
// The views of all nodes are sorted by how reliable they are; each is taken unless it overlaps one that was taken
// before. The last views of nodes that no longer answer fill the gaps.

#include "model/ring_ranges.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <map>
#include <tuple>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int hexBase = 16;
constexpr int incarnationDigitsMax = 4;

bool isUp(const NodeView &node)
{
    return node.condition != NodeCondition::Dead && node.condition != NodeCondition::Suspect;
}

// The better one of two views of one ballot: a voter that was cut off knows less than one that was not.
int rankOf(chord::GroupState state)
{
    switch (state) {
    case chord::GroupState::Serving:
        return 3;
    case chord::GroupState::Recovering:
        return 2;
    case chord::GroupState::Electing:
        return 1;
    case chord::GroupState::NoQuorum:
        break;
    }
    return 0;
}

class RangeJudge {
public:
    explicit RangeJudge(RingSnapshot &ring)
        : m_ring(ring)
    {
    }

    void judge()
    {
        for (const NodeView &node : m_ring.nodes) {
            m_isToldByAll = m_isToldByAll && (node.ranges || !isUp(node));
            if (!node.ranges)
                continue;
            for (const RangeView &view : *node.ranges) {
                // A ballot without a leader is only a promise.
                const bool isLed = view.leader && rankOf(view.state) > rankOf(chord::GroupState::Electing);
                m_claims.push_back({&view,
                                    {isUp(node), view.hasVoter(node.self.id), isLed, view.ballot,
                                     view.isLedBy(node.self.id), rankOf(view.state)}});
            }
        }
        m_ring.ranges.clear();
        if (m_claims.empty())
            return;
        std::stable_sort(m_claims.begin(), m_claims.end(),
                         [](const Claim &a, const Claim &b) { return a.belief > b.belief; });
        for (const Claim &claim : m_claims) {
            if (!isTaken(*claim.view))
                m_taken.emplace(claim.view->high, claim.view);
        }
        std::map<chord::Id, RangeStatus> ranges; // by their ends
        chord::Id end = m_taken.rbegin()->first;
        for (const auto &[high, view] : m_taken) {
            std::optional<RangeStatus> gap = view->low != end ? gapOf(end, view->low) : std::nullopt;
            if (gap)
                ranges.emplace(view->low, std::move(*gap));
            ranges.emplace(high, statusOf(*view));
            end = high;
        }
        m_ring.ranges.reserve(ranges.size());
        for (auto &[high, range] : ranges)
            m_ring.ranges.push_back(std::move(range));
    }

private:
    struct Claim {
        const RangeView *view;
        std::tuple<bool, bool, bool, chord::Ballot, bool, int> belief; // more is better
    };

    bool isTaken(const RangeView &view) const
    {
        if (m_taken.empty())
            return false;
        const auto orFirst = [this](auto place) { return place != m_taken.end() ? place : m_taken.begin(); };
        const RangeView &over = *orFirst(m_taken.lower_bound(view.high))->second; // which one reaches over its end?
        const chord::Id &next = orFirst(m_taken.upper_bound(view.low))->first; // and which ends within it?
        return chord::inRange(over.low, view.high, over.high) || chord::inRange(view.low, next, view.high);
    }

    // A node that is not in the picture has not been seen yet: it may well answer.
    bool answers(const Peer &peer) const
    {
        const int index = m_ring.indexOf(peer.id);
        return index < 0 || isUp(m_ring.nodes[size_t(index)]);
    }

    RangeStatus statusOf(const RangeView &view) const
    {
        RangeStatus status;
        status.view = view;
        status.answering = int(std::count_if(view.voters.begin(), view.voters.end(),
                                             [this](const Peer &voter) { return answers(voter); }));
        if (view.state == chord::GroupState::Serving && view.leader && answers(*view.leader))
            status.condition = RangeCondition::Served;
        else if (view.state == chord::GroupState::NoQuorum || 2 * size_t(status.answering) <= view.voters.size())
            status.condition = RangeCondition::NoQuorum;
        else if (view.state == chord::GroupState::Recovering)
            status.condition = RangeCondition::Recovering;
        else
            status.condition = RangeCondition::NoLeader;
        return status;
    }

    // Between ranges that were taken there may be the rest of one that has been split since it was told of.
    std::optional<RangeStatus> gapOf(const chord::Id &low, const chord::Id &high) const
    {
        const auto claim = std::find_if(m_claims.begin(), m_claims.end(), [&](const Claim &claim) {
            return chord::inRange(claim.view->low, high, claim.view->high);
        });
        RangeStatus gap;
        if (claim != m_claims.end())
            gap = statusOf(*claim->view);
        else if (m_isToldByAll && m_ring.chainWhole)
            gap.condition = RangeCondition::NoVoter;
        else
            return {};
        gap.view.low = low;
        gap.view.high = high;
        return gap;
    }

    RingSnapshot &m_ring;
    std::map<chord::Id, const RangeView *> m_taken; // by their ends
    std::vector<Claim> m_claims; // the most reliable first
    bool m_isToldByAll = true;
};

struct RangeTexts {
    Q_DECLARE_TR_FUNCTIONS(monitor::RangeTexts)
};

QString namesOf(const std::vector<Peer> &peers, const Names &names)
{
    QStringList texts;
    for (const Peer &peer : peers)
        texts << names.node(peer);
    return texts.join(QStringLiteral(", "));
}

} // namespace

void judgeRanges(RingSnapshot &ring)
{
    RangeJudge(ring).judge();
}

std::vector<QString> rangeProblems(const RingSnapshot &ring)
{
    const Names names(ring);
    std::vector<QString> lost;
    std::vector<QString> others;
    for (const RangeStatus &range : ring.ranges) {
        if (!range.isServed())
            (range.isLost() ? lost : others).push_back(rangeProblem(range, names));
    }
    lost.insert(lost.end(), others.begin(), others.end());
    return lost;
}

QString rangeProblem(const RangeStatus &range, const Names &names)
{
    const QString text = rangeText(range.view.low, range.view.high, names);
    const int voters = int(range.view.voters.size());
    switch (range.condition) {
    case RangeCondition::Served:
        break;
    case RangeCondition::NoLeader:
        return RangeTexts::tr("The range %1 has no leader at the moment; its voters elect one.").arg(text);
    case RangeCondition::Recovering:
        return RangeTexts::tr("The range %1 has a new leader, which synchronizes the replicas before it serves.")
            .arg(text);
    case RangeCondition::NoVoter:
        return RangeTexts::tr("No voter of the range %1 answers; its keys cannot be read or written until the range is "
                              "recovered.")
            .arg(text);
    case RangeCondition::NoQuorum:
        if (voters == 1)
            return RangeTexts::tr("The range %1 has no quorum: %2, its only voter, does not answer; its keys cannot be "
                                  "read or written until it does or the range is recovered.")
                .arg(text, names.node(range.view.voters.front()));
        if (2 * range.answering > voters)
            return RangeTexts::tr("The range %1 has no quorum: no majority of its voters %2 can communicate; its keys "
                                  "cannot be read or written until they can.")
                .arg(text, namesOf(range.view.voters, names));
        return RangeTexts::tr("The range %1 has no quorum: %n of %2 voters answers; its keys cannot be read or written "
                              "until a majority of %3 answers or the range is recovered.",
                              nullptr, range.answering)
            .arg(text)
            .arg(voters)
            .arg(namesOf(range.view.voters, names));
    }
    return {};
}

QString rangeText(const chord::Id &low, const chord::Id &high, const Names &names)
{
    return u"(%1, %2]"_s.arg(names.node(low), names.node(high));
}

QString rangeStateText(chord::GroupState state)
{
    switch (state) {
    case chord::GroupState::Serving:
        return RangeTexts::tr("serving");
    case chord::GroupState::Electing:
        return RangeTexts::tr("no leader");
    case chord::GroupState::NoQuorum:
        return RangeTexts::tr("no quorum");
    case chord::GroupState::Recovering:
        return RangeTexts::tr("recovering");
    }
    return {};
}

QString rangeConditionText(RangeCondition condition)
{
    switch (condition) {
    case RangeCondition::Served:
        return rangeStateText(chord::GroupState::Serving);
    case RangeCondition::NoLeader:
        return rangeStateText(chord::GroupState::Electing);
    case RangeCondition::Recovering:
        return rangeStateText(chord::GroupState::Recovering);
    case RangeCondition::NoQuorum:
        return rangeStateText(chord::GroupState::NoQuorum);
    case RangeCondition::NoVoter:
        return RangeTexts::tr("no voter answers");
    }
    return {};
}

QByteArray ballotText(const chord::Ballot &ballot)
{
    return QByteArray::number(ballot.lossEpoch) + '.' + QByteArray::number(ballot.round) + '.'
        + QByteArray::number(ballot.leader, hexBase);
}

std::optional<chord::Ballot> ballotFromText(QByteArrayView text)
{
    const QList<QByteArray> parts = text.toByteArray().split('.');
    if (parts.size() != 3)
        return {};
    chord::Ballot ballot;
    bool isEpoch = false;
    bool isRound = false;
    bool isLeader = false;
    ballot.lossEpoch = parts[0].toUInt(&isEpoch);
    ballot.round = parts[1].toUInt(&isRound);
    ballot.leader = parts[2].toULongLong(&isLeader, hexBase);
    return isEpoch && isRound && isLeader ? std::optional(ballot) : std::nullopt;
}

QString shortBallotText(const chord::Ballot &ballot)
{
    const QString text = QString::fromLatin1(ballotText(ballot));
    const qsizetype most = text.lastIndexOf(u'.') + 1 + incarnationDigitsMax;
    return text.size() > most ? text.left(most) + u'…' : text;
}

} // namespace monitor
