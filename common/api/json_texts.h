// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words and names of the JSON schema that both its writer and its reader need.
#pragma once

#include "chord/messages.h"
#include "chord/results.h"

#include <array>

namespace api {

struct CounterName {
    const char *name;
    quint64 chord::Counters::*counter;
};

inline constexpr std::array counterNames{
    CounterName{"messagesSent", &chord::Counters::messagesSent},
    CounterName{"messagesReceived", &chord::Counters::messagesReceived},
    CounterName{"requestsTimedOut", &chord::Counters::requestsTimedOut},
    CounterName{"lookupsBegun", &chord::Counters::lookupsBegun},
    CounterName{"lookupHops", &chord::Counters::lookupHops},
    CounterName{"operationsBegun", &chord::Counters::operationsBegun},
    CounterName{"operationsFailed", &chord::Counters::operationsFailed},
    CounterName{"cacheHits", &chord::Counters::cacheHits},
    CounterName{"elections", &chord::Counters::elections},
    CounterName{"electionsWon", &chord::Counters::electionsWon},
    CounterName{"leadsTransferred", &chord::Counters::leadsTransferred},
    CounterName{"leadsLost", &chord::Counters::leadsLost},
    CounterName{"configChanges", &chord::Counters::configChanges},
    CounterName{"splits", &chord::Counters::splits},
    CounterName{"merges", &chord::Counters::merges},
    CounterName{"recoveries", &chord::Counters::recoveries},
    CounterName{"recordsCopied", &chord::Counters::recordsCopied},
    CounterName{"recordsReaccepted", &chord::Counters::recordsReaccepted},
    CounterName{"bytesCopied", &chord::Counters::bytesCopied},
    CounterName{"tombstonesCollected", &chord::Counters::tombstonesCollected},
};
// A counter that is added to the core and not here would be missing from /v1/node.
static_assert(counterNames.size() * sizeof(quint64) == sizeof(chord::Counters));

inline constexpr char stateJoining[] = "joining";
inline constexpr char stateReady[] = "ready";
inline constexpr char stateLeaving[] = "leaving";
inline constexpr char rangeServing[] = "serving";
inline constexpr char rangeElecting[] = "electing";
inline constexpr char rangeNoQuorum[] = "noQuorum";
inline constexpr char rangeRecovering[] = "recovering";
inline constexpr char rolePrimary[] = "primary";
inline constexpr char roleReplica[] = "replica";
inline constexpr char viaSelf[] = "self";
inline constexpr char viaFingerPrefix[] = "finger "; // its index follows
inline constexpr char viaSuccessor[] = "successor";
inline constexpr char viaCache[] = "cache";
inline constexpr char keyEncodingPercent[] = "percent";

} // namespace api
