// SPDX-License-Identifier: GPL-3.0-or-later
//
// What simulating costs, in processor time (others on the machine show less than on a clock): building ideal rings and
// looking keys up in them, with the bytes a node takes at rest; and rings of 1,000 nodes under churn, with the paper's
// periods and with a daemon's, against real time.
//
//     sim_bench [NODES]        ideal rings up to this many nodes; 131072 unless told

#include "sim/paper/paper_lookups.h"

#include <QFile>

#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace sim;

namespace {

constexpr Time second = 1'000'000;

double processorSeconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

// Of this process, in bytes; 0 where the system does not tell.
double residentBytes()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.sliced(6).simplified().split(' ').first().toDouble() * 1024;
    }
    return 0;
}

void idealRing(int nodes, int successorListLength)
{
    const double before = residentBytes();
    const double start = processorSeconds();
    Cluster cluster(paperCluster(1, successorListLength));
    startIdealRing(cluster, nodes);
    const double built = processorSeconds();
    const double resident = residentBytes() - before;
    LookupSamples samples;
    Lookups lookups(cluster, 1, samples);
    const quint64 events = cluster.counts().events;
    lookups.run(20'000, [](double) { return true; });
    const double asked = processorSeconds() - built;
    std::printf("%9d %5d %8.2f s %9.0f %9.0f %12.0f %12.0f %9.2f\n", nodes, successorListLength, built - start,
                resident / nodes, double(cluster.memoryBytes()) / nodes, 20'000 / asked,
                double(cluster.counts().events - events) / asked, statistic(samples.pathLengths).mean);
}

// Joins and leaves alternate, both at this rate.
void churn(const char *name, const chord::Config &config, double perSecond, int seconds)
{
    ClusterSettings settings = paperCluster(1, config.successorListLength);
    settings.config = config;
    Cluster cluster(settings);
    startIdealRing(cluster, paperNodes);
    LookupSamples samples;
    Lookups lookups(cluster, 1, samples);
    Random random(1);
    const quint64 events = cluster.counts().events;
    const double start = processorSeconds();
    for (int i = 0; i < int(perSecond * seconds); ++i) {
        cluster.join(cluster.addHost(), {lookups.members().draw(random)});
        cluster.leave(lookups.members().draw(random), 60'000);
        lookups.begin();
        cluster.runUntil(cluster.now() + Time(second / perSecond));
    }
    const double took = processorSeconds() - start;
    const double done = double(cluster.counts().events - events);
    std::printf("%-32s %8.0f %10.0f %12.0f %9.2f us %9.0f x\n", name, perSecond * 60, done / seconds, done / took,
                took / done * 1e6, seconds / took);
}

chord::Config paperPeriods()
{
    chord::Config config = paperCluster(1, paperListLength).config;
    config.deadAfterTimeouts = 1;
    config.stabilizePeriodMs = 30'000;
    config.fixFingersPeriodMs = 90'000;
    config.joinTimeoutMs = 600'000;
    return config;
}

} // namespace

int main(int argc, char *argv[])
{
    const int most = argc > 1 ? std::atoi(argv[1]) : 1 << 17;
    std::printf("%9s %5s %10s %9s %9s %12s %12s %9s\n", "nodes", "list", "built in", "B/node", "counted", "lookups/s",
                "events/s", "path");
    // The larger ones later: what the allocator keeps of a smaller ring hides little of theirs.
    idealRing(std::min(most, 1 << 14), 8);
    for (int nodes = 1 << 11; nodes < most; nodes *= 8)
        idealRing(nodes, 1);
    idealRing(most, 1);
    std::printf("\n%-32s %8s %10s %12s %12s %11s\n", "1,000 nodes under churn", "joins/min", "events/s", "a CPU second",
                "each", "real time");
    churn("the paper's periods, 1/s", paperPeriods(), 1, 600);
    churn("the paper's periods, 0.1/s", paperPeriods(), 0.1, 600);
    churn("a daemon's periods, 1/s", chord::Config(), 1, 10);
}
