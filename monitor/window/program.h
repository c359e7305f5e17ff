// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the program is set up with before its window opens, and the screenshot that it can take of itself.
#pragma once

#include <QWidget>

class QApplication;

namespace monitor {

class MainWindow;
struct CommandLine;

// Names, icon, language, colours.
void setUpProgram(QApplication &application);

// Reads the files that the line names (live/credentials.h). Returns what is wrong; empty if nothing is.
QString readCredentials(const CommandLine &line);

// line.afterSeconds after the ring is there (at once if none is to be opened), writes the window to line.screenshot and
// ends the program: with 1 if the file cannot be written or the ring cannot be opened.
void takeScreenshotLater(MainWindow *window, const CommandLine &line);

} // namespace monitor
