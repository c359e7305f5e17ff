// SPDX-License-Identifier: GPL-3.0-or-later
//
// Walks over a picture, and counts over holdings.

#include "sim/check/survey.h"

#include "sim/cluster.h"
#include "sim/scenario_text.h"

#include <algorithm>
#include <set>

namespace sim {

namespace {

using chord::NodeRef;
using Member = RingPicture::Member;

template <typename Next>
RingWalk walk(const RingPicture &picture, Next next)
{
    RingWalk walk;
    const auto &members = picture.members;
    std::vector<bool> met(members.size());
    for (size_t at = 0; at < members.size();) {
        met[at] = true;
        ++walk.met;
        const std::optional<NodeRef> to = next(members[at]);
        const size_t index = to ? picture.find(*to) : members.size();
        walk.around = index == 0 && walk.met == members.size();
        if (index < members.size() && !met[index]) {
            at = index;
            continue;
        }
        if (!walk.around)
            walk.stoppedAt = members[at].node.address;
        break;
    }
    return walk;
}

QByteArray walkText(const char *along, const RingWalk &walk, size_t members)
{
    return QByteArray("along the ") + along + ' ' + QByteArray::number(walk.met) + " of " + QByteArray::number(members)
        + (walk.around ? QByteArray(" and around") : ", stopped at " + walk.stoppedAt);
}

} // namespace

RingWalk walkSuccessors(const RingPicture &picture)
{
    return walk(picture, [&](const Member &member) -> std::optional<NodeRef> {
        if (member.successors.empty())
            return member.node;
        const auto alive = std::find_if(member.successors.begin(), member.successors.end(), [&](const NodeRef &node) {
            return picture.find(node) < picture.members.size();
        });
        return alive == member.successors.end() ? std::nullopt : std::optional(*alive);
    });
}

RingWalk walkPredecessors(const RingPicture &picture)
{
    return walk(picture, [](const Member &member) { return member.predecessor; });
}

PlacementSummary placementSummary(const std::vector<Holdings> &members, const chord::IdSpace &space, int replicas)
{
    PlacementSummary summary;
    std::set<QByteArray> keys;
    std::vector<size_t> copies;
    for (const Holdings &member : members) {
        size_t here = 0;
        for (const auto &[key, record] : member.records) {
            if (record.tombstone)
                continue;
            keys.insert(key);
            ++here;
        }
        copies.push_back(here);
        summary.copies += here;
    }
    if (!copies.empty()) {
        summary.fewest = *std::min_element(copies.begin(), copies.end());
        summary.most = *std::max_element(copies.begin(), copies.end());
    }
    const size_t due = std::min(size_t(replicas), members.size());
    size_t inPlace = 0;
    for (const QByteArray &key : keys) {
        const size_t owner = ownerOf(members, space.hash(key));
        const auto held = [&](size_t k) -> const chord::Record * {
            const auto &records = members[(owner + k) % members.size()].records;
            const auto found = records.find(key);
            return found == records.end() || found->second.tombstone ? nullptr : &found->second;
        };
        size_t alike = 0;
        for (size_t k = 0; k < due; ++k) {
            inPlace += held(k) ? 1 : 0;
            alike += held(k) && held(0) && held(k)->version == held(0)->version ? 1 : 0;
        }
        summary.atOwner += held(0) ? 1 : 0;
        summary.whole += alike == due ? 1 : 0;
    }
    summary.keys = keys.size();
    summary.elsewhere = summary.copies - inPlace;
    return summary;
}

// Members are those that have joined; who is about to hangs on the ring, and nobody needs to know it yet.
Survey Survey::of(const Cluster &cluster)
{
    RingPicture picture = RingPicture::of(cluster);
    std::erase_if(picture.members, [](const Member &member) { return member.joining; });
    Survey survey;
    survey.at = cluster.now();
    survey.members = picture.members.size();
    survey.successors = walkSuccessors(picture);
    survey.predecessors = walkPredecessors(picture);
    const chord::Config &config = cluster.settings().config;
    survey.placement = placementSummary(holdingsOf(cluster), config.space(), config.replicas);
    return survey;
}

QByteArray Survey::toText() const
{
    const auto number = [](size_t value) { return QByteArray::number(value); };
    return "connectivity at " + QByteArray::number(double(at) / 1e6, 'f', 1)
        + "s: " + walkText("successors", successors, members) + ", " + walkText("predecessors", predecessors, members)
        + "\nplacement at " + QByteArray::number(double(at) / 1e6, 'f', 1) + "s: " + number(placement.keys) + " keys, "
        + number(placement.atOwner) + " at their owner, " + number(placement.whole) + " at all their holders; "
        + number(placement.copies) + " copies, " + number(placement.fewest) + " to " + number(placement.most)
        + " a member, " + number(placement.elsewhere) + " elsewhere";
}

} // namespace sim
