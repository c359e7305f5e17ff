// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the core tells by codes and facts, as sentences for the log and for operators.
#pragma once

#include "chord/results.h"

#include <QString>

namespace net {

// Completes "Node: …".
QString eventText(const chord::Event &event, const chord::IdSpace &space);
// Of an event that a node did not join or leave: why, and what to do.
QString problemText(const chord::Event &event, const chord::IdSpace &space);
bool isWarning(chord::Event::Kind kind);

} // namespace net
