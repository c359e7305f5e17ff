// SPDX-License-Identifier: GPL-3.0-or-later
//
// The options of the program's command line.
#pragma once

#include "live/access.h"

#include <QSize>
#include <QString>
#include <QStringList>

namespace monitor {

struct CommandLine {
    enum class Open { Nothing, Connect, StartRing, Textbook, Lesson };
    Open open = Open::Nothing;
    QString address; // Connect
    Access access; // to the ring of the address, and to those that are connected to later
    int number = 0; // StartRing: nodes; Lesson: 1..5
    bool keepsData = false; // StartRing
    QString screenshot; // a file; empty: none
    double afterSeconds = 1; // of the screenshot, after the ring is open
    QSize size; // of the window; invalid: as last time

    QString output; // of --help and --version: to be printed, then the program ends
    QString error; // what is wrong with the arguments; empty if nothing is

    // words: with the name of the program. It does not print, open files or exit.
    static CommandLine parse(const QStringList &words);
};

} // namespace monitor
