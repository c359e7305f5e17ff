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
    if (monitor::isAnsweredOnTerminal(argc, argv)) {
        const QCoreApplication terminal(argc, argv);
        return monitor::answerOnTerminal(monitor::CommandLine::parse(QCoreApplication::arguments())).value_or(0);
    }
    QApplication application(argc, argv);
    monitor::setUpProgram(application);
    const monitor::CommandLine line = monitor::CommandLine::parse(QApplication::arguments());
    if (const std::optional<int> exitCode = monitor::answerOnTerminal(line))
        return *exitCode;
    QString problem;
    if (!line.access.load(line.address, &problem)) {
        std::fprintf(stderr, "funnelkvs-monitor: %s\n", qPrintable(problem));
        return 2;
    }
    monitor::MainWindow window;
    if (line.size.isValid())
        monitor::setWindowSize(&window, line.size);
    new monitor::FirstPicture(window.ringView()); // its child
    window.show();
    if (!line.screenshot.isEmpty())
        monitor::takeScreenshotLater(&window, line);
    window.open(line);
    return QApplication::exec();
}
