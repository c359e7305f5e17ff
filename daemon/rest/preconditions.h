// SPDX-License-Identifier: GPL-3.0-or-later
//
// If-Match and If-None-Match (RFC 9110, section 13.1). An entity tag of ours is a value's version in quotes, so a list
// of tags becomes a list of versions: writes hand it to the key's owner, who checks it together with the write; reads
// compare it with what was read. A well-formed tag that is no version of ours just matches nothing.

#pragma once

#include "chord/messages.h"
#include "rest/failure.h"

namespace http {
class HttpRequest;
}

namespace rest {

struct Preconditions {
    chord::Condition ifMatch; // kind None: not given
    chord::Condition ifNoneMatch;
};

// From the values of the two fields, null for one that was not given. Malformed if a value is neither "*" nor a list of
// entity tags.
Outcome<Preconditions> preconditionsOf(const QByteArray &ifMatch, const QByteArray &ifNoneMatch);
Outcome<Preconditions> preconditionsOf(const http::HttpRequest &request);

// Both as one condition, for a write. Malformed for "If-Match: *" together with a list in If-None-Match, which is no
// single condition.
Outcome<chord::Condition> writeConditionOf(const Preconditions &preconditions);
Outcome<chord::Condition> writeConditionOf(const http::HttpRequest &request);

// Does the condition hold for a value that is there, with this version? Kind None always does.
bool holds(const chord::Condition &condition, const chord::Version &version);

// The strong entity tag of a version, with its quotes.
// Does this value of If-Match hold a weak tag?
bool hasWeakTag(const QByteArray &ifMatch);

QByteArray entityTag(const chord::Version &version);

} // namespace rest
