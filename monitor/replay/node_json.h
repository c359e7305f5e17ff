// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node as it stands in the files of this folder, both ways. Reading checks all sizes, orders and widths on which the
// picture relies.
#pragma once

#include "api/json_reader.h"
#include "api/json_writer.h"
#include "model/ring_source.h"

namespace monitor {

// Times in files: from 1970 to the end of the year 9999.
inline constexpr qint64 fileTimeMsMax = 253'402'300'799'999;

void writePeer(api::JsonWriter &json, const std::optional<Peer> &peer, const chord::IdSpace &space);
// The members of an object that the caller opens and closes; neither keys nor counters and times.
void writeNode(api::JsonWriter &json, const NodeView &node, const chord::IdSpace &space);
void writeKeys(api::JsonWriter &json, const KeyList &keys, const chord::IdSpace &space);

// Each returns whether it could; if not, the mistake says what and where.
bool read(const QJsonValue &value, Peer &peer, api::JsonMistake &mistake);
bool read(const QJsonValue &value, NodeView &node, api::JsonMistake &mistake);
bool read(const QJsonValue &value, KeyView &key, api::JsonMistake &mistake);
bool readKeys(const QJsonValue &value, KeyList &keys, api::JsonMistake &mistake);

struct TimeMs {
    qint64 &ms;
};
bool read(const QJsonValue &value, TimeMs time, api::JsonMistake &mistake);

// What a snapshot and a recording's frame say of the ring as a whole: members of an object that the caller opens and
// closes, and what its nodes are checked against.
struct RingHead {
    qint64 takenMs = 0;
    int idBits = chord::idBitsMax;
    int replicas = 0;
    bool chainWhole = false;
    std::vector<QString> problems;
};
void writeHead(api::JsonWriter &json, const RingHead &head);
bool readHead(const QJsonValue &value, RingHead &head, api::JsonMistake &mistake);

// Checks "format" and "version" of a document of ours. Returns a sentence for the user if it is another one or from a
// later version; empty if it can be read.
QString headProblem(const QJsonValue &document, const char *format, int version);

// How wide a ring must be for its identifiers: no identifier is longer than this.
int bitsOf(const chord::Id &id);
int bitsOf(const NodeView &node); // its keys not counted
int bitsOf(const KeyList &keys);

} // namespace monitor
