// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a message is, without looking at what it says.
#pragma once

#include "chord/messages.h"

namespace chord {

// True for what repeats the requestId of a request.
bool isReply(const Body &body);

} // namespace chord
