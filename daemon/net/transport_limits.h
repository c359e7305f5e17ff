// SPDX-License-Identifier: GPL-3.0-or-later
//
// The transport's bounds in time, memory and number. Memory per peer is at most: what waits to be sent
// (sendQueueBytesMax and one frame), one frame being read, and one read buffer.
#pragma once

#include <QtGlobal>

namespace net {

struct TransportLimits {
    int connectTimeoutMs = 5000; // of the name's resolution and the connection together; one SYN may be lost
    int helloTimeoutMs = 3000; // from the connection until the other side's hello
    int admissionTimeoutMs = 2000; // for a newcomer's address to lead to it; it waits for our hello meanwhile
    // Something was sent, and nothing came back for so long: a stopped process, a pulled cable. Above any deadline of
    // the core, so that this only clears up; whether the peer is dead is the core's decision.
    int silenceMsMax = 10'000;
    int idleMsMax = 5 * 60 * 1000; // then the opener closes; the other side waits twice as long
    int supersededMsMax = 5000; // likewise, of a connection whose pair has a better one
    int waitingMsMax = 3000; // a message older than this when a connection is established is stale (dataTimeoutMs)

    // More than this already queued for a peer: what is sent next is dropped. Two of the largest values.
    qsizetype sendQueueBytesMax = 32 * 1024 * 1024;
    qsizetype readBufferBytesMax = 1024 * 1024; // taken from the system at once; the rest stays in the peer's hands

    // A connection used within this time is in use: it is dialled again when it is lost, to learn whether the peer is
    // dead or only the connection is, and it is never closed to make room. One that was silent for longer was most
    // likely closed for being idle when it ends.
    int inUseMs = 10'000;
    int connectionsMax = 1000; // above, the longest unused one makes room, if it is not in use
    int greetingsMax = 64; // accepted and still without a hello; the rest is turned away
};

} // namespace net
