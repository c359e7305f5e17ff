// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs the program once and keeps what it said.
#pragma once

#include <QByteArray>
#include <QStringList>

namespace support {

struct ProgramRun {
    int exitCode = -1; // -1: did not end, or crashed
    QByteArray output;
    QByteArray errors;
};

// environment: NAME=VALUE, besides the test's own.
ProgramRun runProgram(const QStringList &words, const QByteArray &input = {}, const QStringList &environment = {});

// Every write to a regular file fails, as on a full disk. Standard output goes to outputFile; empty: to nowhere.
ProgramRun runProgramWithoutDisk(const QStringList &words, const QString &outputFile = {});

} // namespace support
