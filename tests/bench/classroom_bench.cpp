// SPDX-License-Identifier: GPL-3.0-or-later
//
// What going through time costs in the classroom. The source keeps no state of the past: a step back, or a seek to an
// earlier moment, makes the run again from its beginning. So it costs what the run has cost until then (reach: 1 s
// after 60 simulated seconds). Times are the processor's, in ms; a step's is the median of a few.
//
//     classroom_bench [SECONDS]

#include "classroom/classroom_source.h"
#include "model/playback.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

using namespace monitor;

namespace {

constexpr int steps = 5;

double costMs(const std::function<void()> &work)
{
    const std::clock_t before = std::clock();
    work();
    return double(std::clock() - before) * 1000 / CLOCKS_PER_SEC;
}

void run(const char *name, const ClassroomSettings &settings, int seconds)
{
    ClassroomSource source(settings);
    const double forth = costMs([&] {
        source.runFor(qint64(seconds) * 1000);
        source.snapshot();
    });
    std::vector<double> backs;
    for (int i = 0; i < steps; ++i) {
        backs.push_back(costMs([&] {
            source.playback()->back();
            source.snapshot();
        }));
    }
    std::sort(backs.begin(), backs.end());
    const double toBegin = costMs([&] {
        source.playback()->seek(source.playback()->beginMs());
        source.snapshot();
    });
    std::printf("%-16s %8d %12.0f %12.0f %12.0f\n", name, seconds, forth, backs[steps / 2], toBegin);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int seconds = argc > 1 ? std::max(1, QByteArray(argv[1]).toInt()) : 60;
    std::printf("%-16s %8s %12s %12s %12s\n", "ring", "seconds", "forth ms", "step back ms", "to begin ms");
    run("textbook", ClassroomSettings::textbook(), seconds);
    run("100 nodes", ClassroomSettings::random(100, 160, 1, 1000), seconds);
    run("1000 nodes", ClassroomSettings::random(1000, 160, 1, 1000), seconds);
    return 0;
}
