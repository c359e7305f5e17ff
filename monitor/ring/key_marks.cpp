// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stacking is greedy in the order of identifiers: a key takes the lowest lane whose last key is far enough away.

#include "ring/key_marks.h"

#include <algorithm>
#include <array>
#include <numbers>
#include <utility>

namespace monitor {

namespace {

// Which further holder of a key the node is: as a voter of its range, or by position, where 1 is the owner's successor.
int replicaRank(const RingSnapshot &ring, int node, const chord::Id &key)
{
    if (const RangeStatus *range = ring.rangeOf(key)) {
        const std::vector<Peer> &voters = range->view.voters;
        const auto voter = std::find_if(voters.begin(), voters.end(),
                                        [&](const Peer &peer) { return peer.id == ring.nodes[size_t(node)].self.id; });
        return std::clamp(int(voter - voters.begin()), 1, 4);
    }
    const int count = int(ring.nodes.size());
    const int owner = ring.ownerOf(key);
    return owner < 0 ? 1 : std::clamp((node - owner + count) % count, 1, 4);
}

int stackOutside(Scene &scene, std::vector<size_t> &owned, qreal firstLane)
{
    std::sort(owned.begin(), owned.end(), [&](size_t a, size_t b) { return scene.keys[a].turn < scene.keys[b].turn; });
    const qreal step = 2 * scene.keyRadius + 1;
    std::array<qreal, keyLanesMax> lastTurn;
    lastTurn.fill(-1);
    int used = 0;
    for (const size_t index : owned) {
        KeyMark &mark = scene.keys[index];
        int lane = 0;
        for (; lane + 1 < keyLanesMax; ++lane) {
            const qreal radius = scene.circle.radius + firstLane + lane * step;
            const qreal apart = step / (2 * std::numbers::pi * std::max(radius, 1.0));
            if (lastTurn[size_t(lane)] < 0 || mark.turn - lastTurn[size_t(lane)] >= apart)
                break;
        }
        lastTurn[size_t(lane)] = mark.turn;
        used = std::max(used, lane + 1);
        mark.place = pointAt(scene.circle, mark.turn, firstLane + lane * step);
    }
    return used;
}

struct Bin {
    int count = 0;
    int node = -1; // that lists most of them
    int most = 0;

    void add(int keys, int of)
    {
        count += keys;
        if (keys > most) {
            most = keys;
            node = of;
        }
    }
};

std::vector<Stripe> barsOf(const std::vector<Bin> &bins, const RingSnapshot &ring, const ColourBook &colours,
                           const Circle &circle, qreal from, qreal length)
{
    const int most =
        std::max_element(bins.begin(), bins.end(), [](const Bin &a, const Bin &b) { return a.count < b.count; })->count;
    std::vector<Stripe> bars;
    for (int i = 0; i < keyBars; ++i) {
        const Bin &bin = bins[size_t(i)];
        if (bin.count == 0)
            continue;
        const qreal middle = (i + 0.5) / keyBars;
        bars.push_back(
            {QLineF(pointAt(circle, middle, from), pointAt(circle, middle, from + length * bin.count / most)),
             colours.colourOf(ring.nodes[size_t(bin.node)].self.address)});
    }
    std::stable_sort(bars.begin(), bars.end(),
                     [](const Stripe &a, const Stripe &b) { return a.colour.rgb() < b.colour.rgb(); });
    return bars;
}

// Of bars next to each other that must not overlap where they are nearest to the centre.
qreal barWidth(const Circle &circle, qreal outwards)
{
    return 2 * std::numbers::pi * std::max(1.0, circle.radius + outwards) / keyBars;
}

} // namespace

int countKeys(const RingSnapshot &ring)
{
    size_t count = 0;
    for (const NodeView &node : ring.nodes)
        count += node.keys ? node.keys->size() : 0;
    return int(count);
}

qreal keyRadiusFor(int keys, const RingStyle &style)
{
    const qreal radius = keys <= 60 ? 5.5 : keys <= 300 ? 4 : keys <= 1500 ? 3 : 2;
    return radius * style.scale;
}

int placeKeys(Scene &scene, const RingSnapshot &ring, const ColourBook &colours, const Selection &selection,
              KeysToPlace which, qreal firstLane, qreal firstReplicaLane)
{
    const chord::IdSpace space(ring.idBits);
    const qreal step = 2 * scene.keyRadius + 1;
    std::vector<size_t> owned;
    scene.keys.clear();
    scene.replicaInset = firstReplicaLane;
    if (which == KeysToPlace::Selected && !selection.key)
        return 0;
    for (int i = 0; i < int(ring.nodes.size()); ++i) {
        const NodeView &node = ring.nodes[size_t(i)];
        if (!node.keys || node.condition == NodeCondition::Dead)
            continue;
        const QColor colour = colours.colourOf(node.self.address);
        const bool isFaded = selection.node && *selection.node != node.self.id;
        for (int k = 0; k < int(node.keys->size()); ++k) {
            const KeyView &key = (*node.keys)[size_t(k)];
            if (which == KeysToPlace::Selected && *selection.key != key.key)
                continue;
            KeyMark mark{i, k, {}, space.position(key.id), colour, key.primary, isFaded, false};
            if (selection.key) {
                mark.isSelected = *selection.key == key.key;
                mark.isFaded = !mark.isSelected;
            }
            if (key.primary) {
                owned.push_back(scene.keys.size());
            } else {
                const qreal inset = firstReplicaLane + (replicaRank(ring, i, key.id) - 1) * step;
                mark.place = pointAt(scene.circle, mark.turn, -inset);
                scene.replicaInset = std::max(scene.replicaInset, inset + step);
            }
            scene.keys.push_back(mark);
        }
    }
    return stackOutside(scene, owned, firstLane);
}

void placeBars(Scene &scene, const RingSnapshot &ring, KeyCensus &census, const ColourBook &colours, qreal from,
               qreal length, qreal replicaFrom, qreal replicaLength)
{
    std::vector<Bin> owned(keyBars);
    std::vector<Bin> copies(keyBars);
    const std::vector<KeyCensus::Parts> counts = census.take(ring);
    for (int i = 0; i < int(ring.nodes.size()); ++i) {
        if (ring.nodes[size_t(i)].condition == NodeCondition::Dead)
            continue;
        for (const KeyCensus::Part &part : counts[size_t(i)]) {
            owned[size_t(part.bar)].add(part.owned, i);
            copies[size_t(part.bar)].add(part.copies, i);
        }
    }
    scene.replicaInset = replicaFrom + replicaLength;
    scene.ownerBars = barsOf(owned, ring, colours, scene.circle, from, length);
    scene.ownerBarWidth = barWidth(scene.circle, from);
    scene.replicaBars = barsOf(copies, ring, colours, scene.circle, -replicaFrom, -replicaLength);
    scene.replicaBarWidth = barWidth(scene.circle, -replicaFrom - replicaLength);
}

} // namespace monitor
