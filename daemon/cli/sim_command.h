// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim: the ring in virtual time. Part of the table in command.h.
#pragma once

#include "cli/command.h"

namespace cli {

std::span<const Command> simCommands();

} // namespace cli
