// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program funnelkvs: finds the subcommand, checks the words against its table, and runs it.
#pragma once

#include <QList>

#include <vector>

namespace cli {

struct Command;
struct Option;

// Returns the exit code: 0 done, 1 the operation failed, 2 usage.
int runProgram(int argc, char *argv[]);

// In the order of help.
const QList<const Command *> &allCommands();

// All options that a command takes: its own, and those of every command that talks to nodes if it does.
std::vector<Option> optionsOf(const Command &command);

} // namespace cli
