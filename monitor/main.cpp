// SPDX-License-Identifier: GPL-3.0-or-later
//
// funnelkvs-monitor: reads the command line, sets language and colours, opens the window; with --screenshot it renders
// the window to a file and ends, for documentation and tests.

#include "window/command_line.h"
#include "window/main_window.h"
#include "window/program.h"

#include <QApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    monitor::setUpProgram(application);
    const monitor::CommandLine line = monitor::CommandLine::parse(QApplication::arguments());
    if (!line.error.isEmpty()) {
        std::fprintf(stderr, "funnelkvs-monitor: %s\nSee funnelkvs-monitor --help.\n", qPrintable(line.error));
        return 2;
    }
    if (!line.output.isEmpty()) {
        const bool isWritten = std::fputs(qPrintable(line.output), stdout) >= 0 && std::fflush(stdout) == 0;
        if (!isWritten)
            std::perror("funnelkvs-monitor: cannot write to standard output");
        return isWritten ? 0 : 1;
    }
    QString problem;
    if (!line.access.load(line.address, &problem)) {
        std::fprintf(stderr, "funnelkvs-monitor: %s\n", qPrintable(problem));
        return 2;
    }
    monitor::MainWindow window;
    if (line.size.isValid())
        window.resize(line.size);
    new monitor::FirstPicture(window.ringView()); // its child
    window.show();
    if (!line.screenshot.isEmpty())
        monitor::takeScreenshotLater(&window, line);
    window.open(line);
    return QApplication::exec();
}
