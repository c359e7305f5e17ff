// SPDX-License-Identifier: GPL-3.0-or-later
//
// Waiting for a condition while the event loop runs, without QTest::qWaitFor's sleeps in between: client and server
// share this thread, so each of them would wait for the other's.

#pragma once

#include <functional>

// Returns whether the condition came to hold in time. It is looked at after each batch of events.
bool waitFor(const std::function<bool()> &condition, int timeoutMs);
