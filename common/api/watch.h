// SPDX-License-Identifier: GPL-3.0-or-later
//
// What those who watch a key are told: a JSON document for each event, which a node sends as the data of an event
// stream (text/event-stream) and the command line prints as a line.
#pragma once

#include "api/json.h"

namespace api {

struct WatchDocument {
    enum class Event : quint8 {
        Present, // the value that is there
        Absent, // there is none
        Put,
        Deleted,
        Expired,
        Unchanged, // the state is still the one that was told last, or that the client said it knows
        Uncertain, // no leader of the key answers at the moment; the state may be another by now
        Ended, // nothing more comes: the node ends, or has too many watchers
    };

    QByteArray key;
    Event event = Event::Uncertain;
    QByteArray id; // to resume behind this event; empty with Uncertain and Ended
    QByteArray etag; // of a value, with its quotes
    std::optional<QByteArray> value; // Present, Put
    QByteArray contentType; // empty: none was given
    std::optional<qint64> ttlSeconds; // until the value expires; nothing: it does not
    bool mayHaveSkipped = false; // Present, Absent: changes since the last event were perhaps not told
    friend bool operator==(const WatchDocument &, const WatchDocument &) = default;

    // Says which state the key is in.
    bool isState() const { return event < Event::Unchanged; }
};

inline constexpr char eventStreamContentType[] = "text/event-stream";

// The member "event".
const char *watchEventText(WatchDocument::Event event);
// With the members "key" (and perhaps "keyEncoding"), "event", and those that are set of "id", "etag", "value" (and
// perhaps "valueEncoding"), "contentType", "ttl", "mayHaveSkipped".
QByteArray toJson(const WatchDocument &document);
template <>
Parsed<WatchDocument> fromJson(const QByteArray &json);

} // namespace api
