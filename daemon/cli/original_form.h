// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command line of the original's daemon, kept so that its users' scripts go on working:
// funnelkvs BORN_ID BIND_ADDR BIND_PORT MEDIATOR_ADDR MEDIATOR_PORT LOG_PATH. Born id 1 starts a ring, any other joins
// through the mediator; the log goes to LOG_PATH, or to a file in it if it is a folder.
#pragma once

#include "cli/options.h"

#include <QByteArray>
#include <QList>

namespace cli {

// Does a command line that begins with this word have that form? (No command is a number.)
bool isOriginalForm(const QByteArray &firstWord);
int runOriginalForm(const QList<QByteArray> &words);
// Its words as those of `funnelkvs node`; or what is wrong with them.
std::variant<QList<QByteArray>, UsageError> originalNodeWords(const QList<QByteArray> &words);

} // namespace cli
