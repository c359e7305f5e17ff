// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every period, limit and size of the protocol in one place, with its unit in its name and its reason beside it. The
// defaults suit daemons on one network; the simulator sets the Chord paper's values.
#pragma once

#include "chord/id.h"

#include <QString>

namespace chord {

struct Config {
    static constexpr int successorListLengthMax = 128; // bounds what neighbours tell each other every period

    // --- Ring parameters: equal on all nodes of a ring; a node with others is refused.
    int idBits = idBitsMax;
    int replicas = 3; // R: the owner and the next R-1 successors hold a key; 1..successorListLength
    int successorListLength = 8; // L: the ring survives L-1 neighbours dying at once; not below replicas

    // --- Failure detection.
    int requestTimeoutMs = 500; // a control message unanswered for so long has failed (TON, section VI-C: 500 ms)
    int dataTimeoutMs = 2000; // the same for messages that carry values: a 16 MiB frame takes a while
    int deadAfterTimeouts = 3; // failures in a row make a silent peer dead; one refused connection does
    int deadMemoryMs = 5000; // a peer taken for dead is left alone for so long, then tried again if somebody names it

    // --- Maintenance. Each period is drawn from [1/2, 3/2] of its value, so that nodes do not march in step.
    int stabilizePeriodMs = 400;
    int fixFingersPeriodMs = 500; // one distinct finger a period
    int joinTimeoutMs = 15000; // then beginJoin fails; it covers contacts that are still starting

    // --- Groups. A leader answers reads while a majority of voters has granted it a lease. leaseMs bounds how long a
    // range is silent after its leader crashed. Both follow the round trip where that is longer.
    int leaseMs = 750;
    int leaseRenewMs = 200;
    bool quorumReads = false; // ask a majority at each read instead of relying on clocks
    int replaceAfterMs = 3000; // a voter that has been silent for so long is replaced, if another node is there
    int mergeDelayMs = 30000; // a range whose end is no live node is merged with the next one after this
    int learnersMax = 2; // copies that a node takes in at a time
    // All nodes of the ring run on this machine, for instance since their addresses are loopback addresses. Then a
    // range that has lost the majority of its voters is recovered without an operator, once it is proven that they are
    // gone.
    bool oneMachine = false;
    bool durable = false; // the node has a disk: see Output::persist
    int foundingHoldMs = 2000; // a node that founded a ring answers nothing for so long: another may remember it

    // --- Operations.
    int operationTimeoutMs = 5000; // then a get, put or delete ends as Unavailable
    int lookupAlternatives = 8; // named in one FindNext reply: with half of all nodes dead, 1 in 256 names none alive
    int lookupHopsMax = 400; // above any honest path; ends lookups that hostile or broken replies lead in circles
    int ownerCacheMax = 1024; // learned ownership ranges
    int parkedMax = 10000; // operations waiting at a leader for its lease or for another write of the key
    // A page of a listing: keys, bytes of keys, and records that are looked at, so that it never takes a leader longer
    // than a millisecond or two, whatever the prefix.
    static constexpr int listedKeysMax = 1000;
    static constexpr int listedBytesMax = 256 * 1024;
    static constexpr int listedRecordsMax = 10000;
    int operationsMax = 100000; // begun here and not ended; more are refused as Unavailable

    // --- Watches.
    int watchersMax = 20000; // begun here and not ended
    int subscriptionsMax =
        100000; // of keys, by nodes, at this node as their leader; others have to ask again and again
    int keepWatchesMs = 1000; // a leader that does not confirm a watch in this period is looked for again
    int watchDoubtMs = 2000; // a state that nobody has vouched for so long is reported as uncertain

    // --- Data.
    int keyBytesMax = 1024;
    int valueBytesMax = 16 * 1024 * 1024;
    int contentTypeBytesMax = 255;
    int transferBytesMax = 1024 * 1024; // values in one transfer message (a larger single value goes alone)
    int syncEntriesMax = 256; // below this many keys a range is compared key by key, above by the digests of its parts
    int collectPeriodMs = 5000; // deletes that all voters have are collected this often
    int retryWindowMs = 15000; // how long the ids of applied writes are remembered; above operationTimeoutMs

    quint64 seed = 1; // of this node's random numbers: jitter only

    // What is wrong with these settings, as a sentence for the user; empty if nothing is.
    QString problem() const;

    IdSpace space() const { return IdSpace(idBits); }
};

} // namespace chord
