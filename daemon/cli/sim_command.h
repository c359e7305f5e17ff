// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim run, sim explore, sim paper: the ring in virtual time, one file a verb. Part of the table in command.h.
#pragma once

#include "cli/command.h"

namespace cli {

std::span<const Command> simCommands();

Command simRunCommand();
Command simExploreCommand();
Command simPaperCommand();

} // namespace cli
