// SPDX-License-Identifier: GPL-3.0-or-later
//
// Help texts, made from the tables of subcommands and options.
#pragma once

#include <QString>

namespace cli {

struct Command;

// All subcommands with their summaries, and what holds for all of them.
QString programHelp();
// Usage, what it does, options and an example.
QString commandHelp(const Command &command);
// About the commands of two words whose first is this one.
QString familyHelp(const QByteArray &first);
// "funnelkvs put KEY [VALUE] [OPTIONS]"
QString commandUsage(const Command &command);

} // namespace cli
