// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kinds of messages.
#include "chord/message_kind.h"

#include <array>

namespace chord {

namespace {

template <typename T, typename... Types>
constexpr bool isOneOf = (std::is_same_v<T, Types> || ...);

// In the order of Body.
constexpr std::array names{
    "FindNext",       "FindNextReply",    "GetNeighbours", "Neighbours", "Ping",     "Pong",         "Notify",
    "Leaving",        "PreVote",          "PreVoteReply",  "Prepare",    "Promise",  "TakeLead",     "Heartbeat",
    "HeartbeatReply", "Propose",          "ProposeReply",  "Removed",    "Accept",   "AcceptReply",  "Drop",
    "SyncRequest",    "SyncReply",        "Fetch",         "FetchReply", "Register", "RequestRange", "RangeReply",
    "SurveyGroups",   "SurveyReply",      "Recover",       "Gone",       "Execute",  "ExecuteReply", "WatchEvent",
    "KeepWatches",    "KeepWatchesReply", "Unreachable"};
static_assert(names.size() == std::variant_size_v<Body>);

} // namespace

bool isReply(const Body &body)
{
    return std::visit(
        [](const auto &message) {
            return isOneOf<std::decay_t<decltype(message)>, FindNextReply, Neighbours, Pong, PreVoteReply, Promise,
                           HeartbeatReply, ProposeReply, AcceptReply, SyncReply, FetchReply, RangeReply, SurveyReply,
                           ExecuteReply, KeepWatchesReply>;
        },
        body);
}

QByteArrayView messageName(const Body &body)
{
    return names[body.index()];
}

} // namespace chord
