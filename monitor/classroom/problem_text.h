// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why a node of the classroom did not join, or did not leave.
#pragma once

#include "chord/results.h"

#include <QString>

namespace monitor {

// peer: the name of the node that the problem is about.
QString problemText(chord::MembershipProblem problem, const QString &peer);

} // namespace monitor
