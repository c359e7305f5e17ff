// SPDX-License-Identifier: GPL-3.0-or-later
//
// Can the history of one key be explained by operations that each took effect at one instant between begin and end?
// (Herlihy and Wing, 1990.) The search is Lowe's just-in-time linearization ("Testing for linearizability", 2017), a
// descendant of Wing and Gong's: it walks the history and keeps every configuration (value, operations that have
// taken effect before they are answered) that explains it so far. What keeps the set small: values are written once;
// an operation that changes nothing may take effect as soon as it can; a write may have been replaced at once, unseen,
// whenever another one took effect; and a configuration that can do all that another can makes that one superfluous.
#pragma once

#include "sim/history.h"

namespace sim {

struct LinearizabilityVerdict {
    enum class Kind : quint8 { Linearizable, Violation, Undecided };
    Kind kind = Kind::Linearizable;
    QByteArray explanation; // Violation: the first answer that nothing explains, and what it contradicts
    size_t configurationsMost = 0; // held at once
};

// operations: of one key, in the order of their begins. Undecided when more than configurationsMax would be held.
LinearizabilityVerdict checkLinearizable(const std::vector<Operation> &operations, size_t configurationsMax = 100000);

} // namespace sim
