// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which ranges the ring consists of, and which node serves each: computed from what each node says of the ranges of
// which it is a voter. Nodes are polled one after the other and may be unable to communicate, so they may contradict
// each other; the latest ballot counts.
#pragma once

#include "model/names.h"
#include "model/ring_snapshot.h"

namespace monitor {

// Fills in ring.ranges. Needs ring.nodes and ring.chainWhole: a part of the ring that no node reports has no voter left
// only if all nodes are known.
void judgeRanges(RingSnapshot &ring);

// A sentence for each range that is not served, those without a quorum first.
std::vector<QString> rangeProblems(const RingSnapshot &ring);
QString rangeProblem(const RangeStatus &range, const Names &names);

// "(N8, N21]"
QString rangeText(const chord::Id &low, const chord::Id &high, const Names &names);
// "serving", "no leader", …
QString rangeStateText(chord::GroupState state);
QString rangeConditionText(RangeCondition condition);

// Loss epoch and round in decimal, incarnation of the leader in hexadecimal, as in GET /v1/node: "0.3.1f40".
QByteArray ballotText(const chord::Ballot &ballot);
std::optional<chord::Ballot> ballotFromText(QByteArrayView text);
// With at most four digits of the incarnation.
QString shortBallotText(const chord::Ballot &ballot);

} // namespace monitor
