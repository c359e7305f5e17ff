// SPDX-License-Identifier: GPL-3.0-or-later
//
// A lookup as a node reports it, for the trace.
#pragma once

#include "api/json.h"
#include "model/ring_source.h"

#include <optional>

namespace monitor {

// Each hop begins at the node that named the next one: the last that answered. The asker's own look into its tables is
// a hop only if there is no other. Nothing if an identifier is none.
std::optional<LookupTrace> lookupTrace(const api::LookupDocument &document);

} // namespace monitor
