// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ideal rings are computed from the definitions of the paper, not taken from the code under test.

#include "ring_fixture.h"

#include "model/ring_ranges.h"

#include <QTimer>

#include <algorithm>
#include <random>

namespace monitor {

Peer peerAt(quint64 id)
{
    return {chord::Id(id), "n" + QByteArray::number(id) + ":1"};
}

RingSnapshot textbookRing(int replicas)
{
    std::vector<chord::Id> nodes;
    for (const quint64 id : {1, 8, 14, 21, 32, 38, 42, 48, 51, 56})
        nodes.push_back(chord::Id(id));
    std::vector<chord::Id> keys;
    for (const quint64 id : {10, 24, 30, 38, 54})
        keys.push_back(chord::Id(id));
    return idealRing(6, nodes, keys, replicas);
}

RingSnapshot idealRing(int idBits, std::vector<chord::Id> nodes, const std::vector<chord::Id> &keys, int replicas)
{
    const chord::IdSpace space(idBits);
    std::sort(nodes.begin(), nodes.end());
    const auto count = nodes.size();
    const auto peer = [&](size_t index) {
        const chord::Id &id = nodes[index % count];
        return Peer{id, "node" + space.toHex(id) + ":1"};
    };
    const auto successorOf = [&](const chord::Id &id) {
        return size_t(std::lower_bound(nodes.begin(), nodes.end(), id) - nodes.begin()) % count;
    };
    RingSnapshot ring;
    ring.idBits = idBits;
    ring.replicas = replicas;
    ring.chainWhole = true;
    std::vector<std::shared_ptr<KeyList>> lists;
    for (size_t i = 0; i < count; ++i) {
        NodeView node;
        node.self = peer(i);
        node.keysComplete = true;
        lists.push_back(std::make_shared<KeyList>());
        node.keys = lists.back();
        if (count > 1) {
            node.predecessor = peer(i + count - 1);
            for (size_t k = 1; k <= std::min<size_t>(4, count - 1); ++k)
                node.successors.push_back(peer(i + k));
        }
        for (int f = 0; f < idBits; ++f) {
            const chord::Id start = space.add(nodes[i], space.powerOfTwo(f));
            const Peer finger = peer(successorOf(start));
            if (node.fingers.empty() || node.fingers.back().node != finger)
                node.fingers.push_back({f, start, finger});
        }
        ring.nodes.push_back(node);
    }
    for (const chord::Id &key : keys) {
        const size_t owner = successorOf(key);
        for (size_t copy = 0; copy < std::min(size_t(replicas), count); ++copy) {
            const size_t holder = (owner + copy) % count;
            lists[holder]->push_back({"key " + space.toHex(key), key, copy == 0, 12, {1}});
            ++(copy == 0 ? ring.nodes[holder].totals.primary : ring.nodes[holder].totals.replica);
        }
    }
    giveRanges(ring);
    return ring;
}

void giveRanges(RingSnapshot &ring)
{
    const size_t count = ring.nodes.size();
    std::vector<std::shared_ptr<RangeList>> lists(count);
    for (std::shared_ptr<RangeList> &list : lists)
        list = std::make_shared<RangeList>();
    for (size_t i = 0; i < count; ++i) {
        RangeView range;
        range.low = ring.nodes[(i + count - 1) % count].self.id;
        range.high = ring.nodes[i].self.id;
        range.leader = ring.nodes[i].self;
        range.ballot = {0, 1, i + 1};
        range.state = chord::GroupState::Serving;
        const size_t voters = std::min(size_t(ring.replicas), count);
        for (size_t k = 0; k < voters; ++k)
            range.voters.push_back(ring.nodes[(i + k) % count].self);
        for (size_t k = 0; k < voters; ++k)
            lists[(i + k) % count]->push_back(range);
    }
    for (size_t i = 0; i < count; ++i)
        ring.nodes[i].ranges = lists[i];
    judgeRanges(ring);
}

RingSnapshot randomRing(int nodes, int keys, int replicas)
{
    std::mt19937_64 random(7);
    const auto draw = [&](int count) {
        std::vector<chord::Id> ids;
        for (int i = 0; i < count; ++i)
            ids.push_back(chord::Id({random() & 0xffffffff, random(), random()}));
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    return idealRing(chord::idBitsMax, draw(nodes), draw(keys), replicas);
}

FakeSource::FakeSource(RingSnapshot ring, Mode mode)
    : m_ring(std::make_shared<RingSnapshot>(std::move(ring)))
    , m_mode(mode)
{
}

void FakeSource::show(RingSnapshot ring)
{
    m_ring = std::make_shared<RingSnapshot>(std::move(ring));
    Q_EMIT snapshotChanged();
}

quint64 FakeSource::begin(const ActionRequest &request)
{
    m_requests.push_back(request);
    const quint64 ticket = m_requests.size();
    if (!m_answers.empty()) {
        ActionReport report = m_answers.front();
        m_answers.erase(m_answers.begin());
        report.ticket = ticket;
        report.action = request.action;
        report.key = request.key;
        QTimer::singleShot(0, this, [this, report] { Q_EMIT actionFinished(report); });
    }
    return ticket;
}

} // namespace monitor
