// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program funnelkvs: finds the subcommand, checks the words against its table, and runs it.
#pragma once

#include <QList>

namespace cli {

struct Command;

// Returns the exit code: 0 done, 1 the operation failed, 2 usage.
int runProgram(int argc, char *argv[]);

// In the order of help.
const QList<const Command *> &allCommands();

} // namespace cli
