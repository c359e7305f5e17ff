// SPDX-License-Identifier: GPL-3.0-or-later
//
// The categories of this folder's log lines: "funnelkvs.net" tells about connections, "funnelkvs.node" about what
// happens to the node. Warnings are what an operator should look at, infos are events, debug is a line a message.
#pragma once

#include <QLoggingCategory>

namespace net {

Q_DECLARE_LOGGING_CATEGORY(netLog)
Q_DECLARE_LOGGING_CATEGORY(nodeLog)

} // namespace net
