// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of a node that gets no more memory (ulimit -v, a cgroup without overcommitment): neither Qt nor the core
// can go on from the middle of whatever they were doing, so the program ends, and says why.

#pragma once

namespace server {

// From now on the program ends with exit code 1 and a sentence on standard error when memory cannot be allocated,
// instead of being aborted.
void endWhenOutOfMemory();

} // namespace server
