// SPDX-License-Identifier: GPL-3.0-or-later
//
// The verbs of sim in the order of the help.

#include "cli/sim_command.h"

#include <array>

namespace cli {

std::span<const Command> simCommands()
{
    static const std::array simCommandTable{simRunCommand(), simExploreCommand(), simPaperCommand()};
    return simCommandTable;
}

} // namespace cli
