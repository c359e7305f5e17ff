// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the monitor costs the person who opens it, with a ring of five daemons that is up. First: the time from starting
// its process until the first picture of the whole ring has been painted (reach: 1 s), several times, each a process of
// its own. Then: a window that watches the ring while nothing happens; its share of a core (reach: 1 %) and how often
// it paints the ring (reach: never) and anything at all.
//
//     QT_QPA_PLATFORM=offscreen window_bench [SECONDS]

#include "ring/ring_view.h"
#include "support/ring.h"
#include "window/main_window.h"
#include "window/program.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;
using support::waitFor;

namespace {

constexpr int nodes = 5;
constexpr int starts = 5;
constexpr int patienceMs = 30'000;
constexpr int settleMs = 10'000; // the window polls more often for some seconds after something happened

double processMs()
{
    timespec time = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1000 + double(time.tv_nsec) / 1e6;
}

// Counts what is painted, by whom.
class PaintCount : public QObject {
public:
    explicit PaintCount(const QObject *ring)
        : m_ring(ring)
    {
        qApp->installEventFilter(this);
    }
    int ofRing = 0;
    int ofAll = 0;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            ++ofAll;
            ofRing += watched == m_ring ? 1 : 0;
        }
        return false;
    }

private:
    const QObject *m_ring;
};

double firstPictureMs(const QString &address)
{
    QProcess monitor;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_LOGGING_RULES"_s, u"funnelkvs.monitor.start.debug=true"_s);
    monitor.setProcessEnvironment(environment);
    monitor.setProcessChannelMode(QProcess::MergedChannels);
    QElapsedTimer clock;
    clock.start();
    monitor.start(QCoreApplication::applicationDirPath() + u"/../../bin/funnelkvs-monitor"_s,
                  {u"--connect"_s, address});
    QByteArray said;
    const QByteArray wanted = "first whole picture, nodes: " + QByteArray::number(nodes);
    bool isPainted = false;
    while (!isPainted && clock.elapsed() < patienceMs && monitor.waitForReadyRead(patienceMs)) {
        said += monitor.readAll();
        isPainted = said.contains(wanted);
    }
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    monitor.kill();
    monitor.waitForFinished();
    if (!isPainted)
        std::printf("  no picture: %s\n", said.constData());
    return ms;
}

void benchStart(const QString &address)
{
    std::vector<double> times;
    for (int i = 0; i < starts; ++i)
        times.push_back(firstPictureMs(address));
    std::sort(times.begin(), times.end());
    std::printf("start of the process to the first picture of %d nodes: median %.0f ms (%.0f to %.0f, %d times)\n",
                nodes, times[starts / 2], times.front(), times.back(), starts);
    std::fflush(stdout);
}

void benchRest(const QString &address, int seconds)
{
    monitor::MainWindow window;
    window.show();
    window.session().connectTo(address);
    if (!waitFor([&] { return window.session().isOpen() && window.ringView()->snapshot()->chainWhole; }, patienceMs))
        return;
    window.session().select({window.ringView()->snapshot()->nodes[0].self.id, {}});
    waitFor([] { return false; }, settleMs);
    // Nothing but the window runs in this loop.
    const PaintCount painted(window.ringView());
    const double beganMs = processMs();
    QElapsedTimer clock;
    clock.start();
    QEventLoop loop;
    QTimer::singleShot(seconds * 1000, &loop, &QEventLoop::quit);
    loop.exec();
    const double wallMs = double(clock.nsecsElapsed()) / 1e6;
    std::printf("window at rest, a node selected: %.2f %% of a core over %.0f s; the ring painted %d times, widgets %d "
                "times\n",
                100 * (processMs() - beganMs) / wallMs, wallMs / 1000, painted.ofRing, painted.ofAll);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    monitor::setUpProgram(application);
    QApplication::setApplicationName(u"window_bench"_s);
    support::Ring ring;
    if (!ring.start(nodes)) {
        std::fputs("the ring did not start\n", stderr);
        return 1;
    }
    benchStart(ring.node(0).addressText());
    benchRest(ring.node(0).addressText(), argc > 1 ? QByteArray(argv[1]).toInt() : 20);
    return 0;
}
