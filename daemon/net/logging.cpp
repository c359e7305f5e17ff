// SPDX-License-Identifier: GPL-3.0-or-later
//
// Quiet unless asked: the program's --log-level turns the rest on.

#include "net/logging.h"

namespace net {

Q_LOGGING_CATEGORY(netLog, "funnelkvs.net", QtWarningMsg)
Q_LOGGING_CATEGORY(nodeLog, "funnelkvs.node", QtWarningMsg)

} // namespace net
