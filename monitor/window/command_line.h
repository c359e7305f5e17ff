// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the program was asked for on its command line.
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
    QString screenshot; // a file; empty: none
    double afterSeconds = 1; // of the screenshot, after the ring is there
    QSize size; // of the window; invalid: as last time

    QString output; // of --help and --version: to be printed, then the program ends
    QString error; // what is wrong with the words; empty if nothing is

    // words: with the program's name. Prints nothing, opens no file and ends nothing.
    static CommandLine parse(const QStringList &words);
};

} // namespace monitor
