// SPDX-License-Identifier: GPL-3.0-or-later
//
// What keeps a node from running, said to its user: what failed, why, and which option helps.
#pragma once

#include "server/node_error.h"

namespace cli {

// Without the program's and the command's name.
QString nodeErrorText(const server::NodeError &error);

} // namespace cli
