// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many files and sockets this process may have open. Systems start programs with a low limit (1024 is usual) and
// leave it to them to raise it.
#pragma once

namespace server {

// Raises the limit to wanted if it is lower, as far as the system permits. Returns what it is then, or wanted where
// there is no such limit.
int raiseFileLimit(int wanted);

} // namespace server
