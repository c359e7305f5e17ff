// SPDX-License-Identifier: GPL-3.0-or-later
//
// A subcommand as data: its words, its options, what help says, and the function that does it. The table of all of
// them is what dispatch, help and shell completion are made from.
#pragma once

#include "cli/options.h"

namespace cli {

enum ExitCode : int {
    ExitDone = 0,
    ExitFailed = 1, // not found, chain broken, node unreachable
    ExitUsage = 2,
};

struct Command {
    const char *name; // one word, or two: "sim run"
    const char *positionals; // "KEY [VALUE]"
    int positionalsMin;
    int positionalsMax;
    const char *summary; // one line, begins in lower case, without a full stop
    const char *details; // paragraphs, may be empty
    const char *example; // lines, the first without the dollar sign's own indentation
    std::span<const Option> options;
    // Returns an ExitCode. The event loop is the caller's; what a command waits for it waits for itself.
    int (*run)(const Arguments &arguments);
};

// Families of subcommands, one file each.
std::span<const Command> nodeCommands();
std::span<const Command> localRingCommands();
std::span<const Command> ringCommands();
std::span<const Command> healthCommands();
std::span<const Command> recoveryCommands();
std::span<const Command> keyCommands();
std::span<const Command> keysCommands();
std::span<const Command> watchCommands();
std::span<const Command> manyCommands();
std::span<const Command> backupCommands();
std::span<const Command> testValueCommands();
std::span<const Command> benchCommands();

} // namespace cli
