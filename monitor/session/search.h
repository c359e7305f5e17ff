// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finding a node or key by what the user types: N8, an address or part of it, the first digits of an identifier, K54,
// or the text of a key.
#pragma once

#include "model/ring_snapshot.h"
#include "model/selection.h"

namespace monitor {

// Nothing if neither a node nor a key is meant. Exact names win over beginnings, nodes over keys.
std::optional<Selection> findInRing(const RingSnapshot &ring, const QString &typed);

// The key that is meant by what was typed into the key field: its bytes; in the paper's rings also K54, for the key
// that has this identifier; "0x6a 6b" for a key of the ring with these bytes.
QByteArray keyFromText(const RingSnapshot &ring, const QString &typed);

} // namespace monitor
