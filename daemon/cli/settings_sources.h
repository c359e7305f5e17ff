// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the options of a node come from besides its command line: the environment, and the file that --config names.
// Every option has the same name everywhere. The command line goes before the environment, that before the file, and
// that before the default.
#pragma once

#include "cli/options.h"

namespace cli {

// FUNNELKVS_LOG_LEVEL for log-level.
QByteArray environmentName(const Option &option);

// Fills in what the command line left open. The error says in which variable, or in which line of which file, the
// mistake is.
std::optional<UsageError> readEnvironment(Arguments &arguments, std::span<const Option> table);
std::optional<UsageError> readConfigFile(Arguments &arguments, std::span<const Option> table);

// All options with the values they have and where those come from, in a form that --config takes.
QByteArray effectiveConfig(const Arguments &arguments, std::span<const Option> table);

} // namespace cli
