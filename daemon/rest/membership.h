// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether the node can be asked about the ring at all: one that has not joined yet knows only itself, and would take
// itself for the owner of every key.

#pragma once

#include "rest/failure.h"

namespace chord {
class Node;
}

namespace rest {

// Unavailable while the node is joining.
std::optional<Failure> joiningFailure(const chord::Node &node);

} // namespace rest
