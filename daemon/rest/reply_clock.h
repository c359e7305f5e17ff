// SPDX-License-Identifier: GPL-3.0-or-later
//
// The clock by which requests are timed.

#pragma once

#include <QtGlobal>

namespace rest {

// Nanoseconds since some fixed moment; never goes back.
qint64 replyClockNs();

} // namespace rest
