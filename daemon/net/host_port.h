// SPDX-License-Identifier: GPL-3.0-or-later
//
// The daemon's name for the address type that it shares with the monitor.
#pragma once

#include "wire/host_port.h"

namespace net {

using wire::HostPort;

} // namespace net
