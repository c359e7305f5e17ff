// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the picture of a large ring costs, offscreen at 1920x1080: a frame while a lookup is animated (reach: 8 ms) and
// a full rebuild of scene and cached layer after a new snapshot (reach: 33 ms), each the median of many: by the clock,
// and in brackets the time the processor worked for it, which tells more on a machine that does other things as well.
// The second line is a small ring, as on most days.
//
//     QT_QPA_PLATFORM=offscreen monitor_bench

#include "ring/ring_view.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>

using namespace monitor;

namespace {

constexpr int rebuilds = 15;
constexpr int frames = 60;

RingSnapshot makeRing(int nodes, int keys, int replicas)
{
    std::mt19937_64 random(3);
    const auto drawId = [&] { return chord::Id({random() & 0xffffffff, random(), random()}); };
    RingSnapshot ring;
    ring.replicas = replicas;
    ring.nodes.resize(size_t(nodes));
    for (NodeView &node : ring.nodes)
        node.self.id = drawId();
    std::sort(ring.nodes.begin(), ring.nodes.end(),
              [](const NodeView &a, const NodeView &b) { return a.self.id < b.self.id; });
    std::vector<std::shared_ptr<KeyList>> lists;
    for (int i = 0; i < nodes; ++i) {
        NodeView &node = ring.nodes[size_t(i)];
        node.self.address = "127.0.0.1:" + QByteArray::number(10000 + i);
        lists.push_back(std::make_shared<KeyList>());
        node.keys = lists.back();
    }
    for (int i = 0; i < nodes; ++i) {
        NodeView &node = ring.nodes[size_t(i)];
        node.predecessor = ring.nodes[size_t((i + nodes - 1) % nodes)].self;
        for (int k = 1; k <= 8; ++k)
            node.successors.push_back(ring.nodes[size_t((i + k) % nodes)].self);
    }
    for (int k = 0; k < keys; ++k) {
        const chord::Id id = drawId();
        const int owner = ring.ownerOf(id);
        for (int copy = 0; copy < replicas; ++copy)
            lists[size_t((owner + copy) % nodes)]->push_back({"key " + QByteArray::number(k), id, copy == 0, 100, {1}});
    }
    return ring;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Cost {
    double clockMs;
    double processorMs;
};

double processorMs()
{
    return double(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

Cost measure(int times, const std::function<void()> &work)
{
    std::vector<double> clockMs;
    std::vector<double> workMs;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer clock;
        clock.start();
        const double before = processorMs();
        work();
        workMs.push_back(processorMs() - before);
        clockMs.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    return {median(clockMs), median(workMs)};
}

void run(int nodes, int keys)
{
    const RingSnapshot ring = makeRing(nodes, keys, 3);
    RingView view;
    view.resize(1920, 1080);
    view.show();
    QImage screen(view.size(), QImage::Format_RGB32);
    int version = 0;
    const Cost rebuild = measure(rebuilds, [&] {
        auto changed = std::make_shared<RingSnapshot>(ring);
        changed->nodes[0].condition = ++version % 2 ? NodeCondition::Suspect : NodeCondition::Alive;
        view.setSnapshot(changed);
        view.render(&screen);
    });

    LookupTrace trace;
    trace.asker = ring.nodes[0].self;
    trace.owner = ring.nodes[size_t(nodes - 1)].self;
    trace.id = trace.owner.id;
    Peer from = trace.asker;
    for (int hop = 1; hop <= 5; ++hop) {
        const Peer to = ring.nodes[size_t((nodes - 1) * hop / 5)].self;
        trace.hops.push_back({from, to, chord::Hop::Via::Finger, 150, 100, true});
        from = to;
    }
    view.showLookup(trace);
    const Cost frame = measure(frames, [&] { view.render(&screen); });
    std::printf("%6d %8d %8.2f (%6.2f) %8.2f (%6.2f)\n", nodes, keys, frame.clockMs, frame.processorMs, rebuild.clockMs,
                rebuild.processorMs);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    std::printf("%6s %8s %17s %17s\n", "nodes", "keys", "frame ms", "rebuild ms");
    run(1000, 100'000);
    run(64, 1000);
    run(1000, 1600);
    return 0;
}
