// SPDX-License-Identifier: GPL-3.0-or-later
//
// Order of preference: finish an addition, then remove what is surplus, then give the lead to the first, then begin the
// next addition.

#include "chord/groups/placement.h"

#include <algorithm>

namespace chord {

namespace {

bool contains(const std::vector<NodeRef> &nodes, const NodeRef &node)
{
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](const NodeRef &other) { return other.incarnation == node.incarnation; });
}

} // namespace

PlacementStep nextStep(const PlacementFacts &facts)
{
    using Kind = PlacementStep::Kind;
    const auto factsOf = [&](const NodeRef &node) -> const MemberFacts * {
        for (const MemberFacts &member : facts.members) {
            if (member.node.incarnation == node.incarnation)
                return &member;
        }
        return nullptr;
    };
    std::vector<NodeRef> wanted = facts.candidates;
    if (wanted.size() > facts.replicas)
        wanted.resize(facts.replicas);
    // 1. Learners that are no longer wanted, or can be voters.
    for (const NodeRef &learner : facts.learners) {
        const MemberFacts *member = factsOf(learner);
        if (!contains(wanted, learner) || !member || member->silent || member->leaving)
            return {Kind::DropLearner, learner};
        if (member->complete && member->responsive)
            return {Kind::AddVoter, learner};
    }
    // 2. A surplus voter: one that is gone first, then the last that is not wanted; never one without which the rest
    // could decide nothing, unless it is gone itself.
    const bool isWhole =
        std::all_of(wanted.begin(), wanted.end(), [&](const NodeRef &node) { return contains(facts.voters, node); });
    const auto answers = [&](const NodeRef &voter) {
        const MemberFacts *member = factsOf(voter);
        return !member || (member->responsive && !member->gone && !member->stateless);
    };
    // Nor is one given up for another that does not answer, unless it has been silent itself for long. (A new leader
    // has not heard from all of them yet.)
    const bool allWantedAnswer = std::all_of(wanted.begin(), wanted.end(), answers);
    const size_t answering = size_t(std::count_if(facts.voters.begin(), facts.voters.end(), answers));
    for (const bool goneOnes : {true, false}) {
        for (auto voter = facts.voters.rbegin(); voter != facts.voters.rend(); ++voter) {
            const MemberFacts *member = factsOf(*voter);
            if (!member || (goneOnes ? !member->gone && !member->stateless : contains(wanted, *voter)))
                continue;
            const size_t left = answering - (answers(*voter) ? 1 : 0);
            const bool canDecide = 2 * left > facts.voters.size() - 1;
            const bool isReplaced = isWhole && (allWantedAnswer || member->silent || member->stateless)
                && facts.voters.size() > wanted.size() && (wanted.size() >= facts.replicas || member->leaving)
                && canDecide;
            if (member->gone ? goneOnes : (goneOnes && canDecide) || isReplaced)
                return {Kind::RemoveVoter, *voter};
        }
    }
    // 3. The first of the wanted leads; a leader that leaves gives the lead away, and is then removed by the other.
    if (!wanted.empty() && wanted.front().incarnation != facts.self.incarnation) {
        for (const NodeRef &node : wanted) {
            if (node.incarnation == facts.self.incarnation && !facts.selfLeaving)
                break;
            const MemberFacts *member = contains(facts.voters, node) ? factsOf(node) : nullptr;
            if (member && member->complete && member->responsive && !member->leaving)
                return {Kind::Transfer, node};
        }
    }
    // 4. The next voter to come.
    if (facts.learners.empty()) {
        for (const NodeRef &node : wanted) {
            if (!contains(facts.voters, node) && node.incarnation != facts.self.incarnation)
                return {Kind::AddLearner, node};
        }
    }
    return {};
}

} // namespace chord
