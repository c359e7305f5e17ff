// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kinds of messages.
#include "chord/message_kind.h"

namespace chord {

namespace {

template <typename T, typename... Types>
constexpr bool isOneOf = (std::is_same_v<T, Types> || ...);

} // namespace

bool isReply(const Body &body)
{
    return std::visit(
        [](const auto &message) {
            return isOneOf<std::decay_t<decltype(message)>, FindNextReply, Neighbours, Pong, PreVoteReply, Promise,
                           HeartbeatReply, ProposeReply, AcceptReply, SyncReply, FetchReply, RangeReply, SurveyReply,
                           ExecuteReply>;
        },
        body);
}

} // namespace chord
