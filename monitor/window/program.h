// SPDX-License-Identifier: GPL-3.0-or-later
//
// Set-up of the program before its window opens, and its screenshot option.
#pragma once

#include <QWidget>

#include <optional>

class QApplication;

namespace monitor {

class MainWindow;
class RingView;
struct CommandLine;

// Help or the version is asked for, which needs no display.
bool isAnsweredOnTerminal(int argc, char **argv);
// Writes help, version or an error, and returns the exit code; nothing if the window is to open.
std::optional<int> answerOnTerminal(const CommandLine &line);

// Names, icon, language, colours.
void setUpProgram(QApplication &application);

// Also of a window that was maximized last time.
void setWindowSize(MainWindow *window, const QSize &size);

// Logs (funnelkvs.monitor.start, debug) when the first picture of a whole ring has been painted: how long a user waits
// for it is measured from outside.
class FirstPicture : public QObject {
public:
    explicit FirstPicture(RingView *view);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    RingView *m_view;
};

// line.afterSeconds after the ring is open (at once if none is to be opened), writes the window to line.screenshot and
// ends the program: with 1 if the file cannot be written or the ring cannot be opened.
void takeScreenshotLater(MainWindow *window, const CommandLine &line);

} // namespace monitor
