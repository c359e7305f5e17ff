// SPDX-License-Identifier: GPL-3.0-or-later
//
// An identifier is a number, whatever the width of its ring, so the widest space reads all of them.

#include "live/lookup_trace.h"

#include "live/observed_ring.h"

namespace monitor {

std::optional<LookupTrace> lookupTrace(const api::LookupDocument &document)
{
    const std::optional<chord::Id> id = chord::IdSpace().fromHex(document.id);
    const std::optional<Peer> owner = peerOf(document.owner);
    if (!id || !owner || document.hops.empty())
        return std::nullopt;
    LookupTrace trace;
    trace.key = document.key;
    trace.id = *id;
    trace.owner = *owner;
    for (const api::NodeLabel &label : document.replicas) {
        if (const std::optional<Peer> replica = peerOf(label))
            trace.replicas.push_back(*replica);
    }
    std::optional<Peer> from = peerOf(document.hops.front().node);
    if (!from)
        return std::nullopt;
    trace.asker = *from;
    for (const api::HopEntry &hop : document.hops) {
        const std::optional<Peer> to = peerOf(hop.node);
        if (!to)
            return std::nullopt;
        if (hop.via != chord::Hop::Via::Self || document.hops.size() == 1)
            trace.hops.push_back({*from, *to, hop.via, hop.finger, hop.micros, hop.answered});
        if (hop.answered)
            from = to;
    }
    return trace;
}

} // namespace monitor
