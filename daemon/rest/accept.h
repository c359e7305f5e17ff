// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of a resource's representations a client prefers (RFC 9110, 12.5.1), as far as that is asked here.

#pragma once

#include <QByteArrayView>

namespace rest {

// From the value of Accept: true if text/html is named, and is wanted at least as much as text/plain. Browsers do so;
// "*/*", as curl says, and nothing at all mean plain text.
bool prefersHtml(QByteArrayView accept);

// True if text/event-stream is named, as an EventSource does, and not refused.
bool wantsEventStream(QByteArrayView accept);
// Likewise of application/x-ndjson and application/json.
bool prefersNdjson(QByteArrayView accept);

} // namespace rest
