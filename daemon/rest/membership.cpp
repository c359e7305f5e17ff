// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nodes that are not in a ring yet.

#include "rest/membership.h"

#include "chord/node.h"

namespace rest {

std::optional<Failure> joiningFailure(const chord::Node &node)
{
    if (node.state() != chord::NodeState::Joining)
        return std::nullopt;
    return Failure{Fault::Unavailable, "This node has not joined the ring yet.", false};
}

} // namespace rest
