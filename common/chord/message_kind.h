// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a message is, without looking at what it says.
#pragma once

#include "chord/messages.h"

#include <QByteArrayView>

namespace chord {

// True for what repeats the requestId of a request.
bool isReply(const Body &body);
// "FindNext", "Heartbeat", …
QByteArrayView messageName(const Body &body);

} // namespace chord
