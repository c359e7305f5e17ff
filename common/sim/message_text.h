// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages for traces: a text that a person can follow, and a digest of every field that tells two runs apart. Both
// come from one list of each message's fields, so that they cannot disagree.
#pragma once

#include "chord/messages.h"

#include <QByteArray>

namespace sim {

// "FindNext#17(1f)": the name, the request it belongs to, and all fields.
QByteArray describe(const chord::Message &message, const chord::IdSpace &space);
// A hash of everything in the message.
quint64 digest(const chord::Message &message);
quint64 digest(QByteArrayView bytes);

} // namespace sim
