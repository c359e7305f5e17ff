// SPDX-License-Identifier: GPL-3.0-or-later
//
// The REST schema, version 1, as plain structs, and both ways between them and JSON. The daemon's routes fill them from
// the core (from_core.cpp), the command line and the monitor read them back, so that a member's name stands in one
// place for either side. The original's interface is in api/original.h.
//
// Writing: members in the order of the schema, no spaces. Reading: unknown members are passed over (a newer node may
// say more), a missing or misshapen one is an error that names its place ("fingers[3].node.id: …").
#pragma once

#include "chord/results.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace chord {
class Node;
}

namespace api {

class JsonWriter;

// What reading made of a JSON text: a value, or what is wrong and where, as a sentence for the user.
template <typename T>
struct Parsed {
    std::optional<T> value;
    QString error; // empty exactly if there is a value
};

// A node in every document: its identifier in lower-case hexadecimal, padded to the ring's width, and "host:port".
struct NodeLabel {
    QByteArray id;
    QByteArray address;
    friend bool operator==(const NodeLabel &, const NodeLabel &) = default;
};

struct FingerLabel {
    int index = 0; // the first finger that is this node; the next entry's index is the first that is another
    QByteArray start; // hexadecimal
    NodeLabel node;
    friend bool operator==(const FingerLabel &, const FingerLabel &) = default;
};

// A range of the ring, as one of its voters sees it, or the latest leader of all that were asked.
struct RangeEntry {
    QByteArray low; // hexadecimal; the keys in (low, high], all of them if both are equal
    QByteArray high;
    std::optional<NodeLabel> leader; // nothing: none is known
    std::vector<NodeLabel> voters;
    QByteArray ballot; // loss epoch and round in decimal, incarnation of the leader in hexadecimal: "0.3.1f40"
    chord::GroupState state = chord::GroupState::Electing;
    quint32 lossEpoch = 0; // how often the range was recovered after the loss of a majority
    friend bool operator==(const RangeEntry &, const RangeEntry &) = default;
};

struct KeyTotals {
    quint64 primary = 0; // keys owned here
    quint64 replica = 0; // keys held for other owners
    quint64 bytes = 0; // of keys, values and content types
    friend bool operator==(const KeyTotals &, const KeyTotals &) = default;
};

// GET /v1/node
struct NodeDocument {
    NodeLabel node;
    chord::NodeState state = chord::NodeState::Joining; // Left is told as "leaving"
    int idBits = chord::idBitsMax;
    int replicas = 0;
    QByteArray ring; // which ring it is a member of, hexadecimal; empty (null in JSON): none yet
    std::optional<NodeLabel> predecessor;
    std::vector<NodeLabel> successors; // empty: alone
    std::vector<FingerLabel> fingers;
    std::vector<RangeEntry> ranges; // of which it is a voter or about to become one, in the order of their ends
    KeyTotals keys;
    qint64 uptimeSeconds = 0;
    QString version; // of the program
    chord::Counters counters; // one the node does not tell is 0
};

// One key in GET /v1/node/keys. A key that is UTF-8 stands in "key" as it is; any other stands there percent-encoded,
// as in the path of /v1/kv/{key}, and "keyEncoding" is "percent". Here it is always the bytes themselves.
struct KeyEntry {
    enum class Role : quint8 { Primary, Replica };
    QByteArray key;
    QByteArray id;
    Role role = Role::Primary;
    quint64 bytes = 0; // of the value
    chord::Version version;
    std::optional<qint64> ttlSeconds = {}; // until it ends, "ttl"; none: it does not
    friend bool operator==(const KeyEntry &, const KeyEntry &) = default;
};

// GET /v1/node/keys
struct KeysPage {
    std::vector<KeyEntry> keys;
    QByteArray next; // what to pass as ?after= for the next page; empty (null in JSON) on the last
    friend bool operator==(const KeysPage &, const KeysPage &) = default;
};

// One key in GET /v1/keys, told as in KeyEntry.
struct RingKey {
    QByteArray key;
    QByteArray id;
    quint64 bytes = 0; // of the value
    QByteArray etag; // with its quotes
    std::optional<qint64> ttlSeconds = {}; // until it ends, "ttl"; none: it does not
    friend bool operator==(const RingKey &, const RingKey &) = default;
};

// GET /v1/keys
struct RingKeysPage {
    std::vector<RingKey> keys; // in the order of their identifiers
    QByteArray next; // as in KeysPage; a page that is not the last may have fewer keys than asked for, or none
    friend bool operator==(const RingKeysPage &, const RingKeysPage &) = default;
};

struct RingNode {
    NodeLabel node;
    std::optional<NodeLabel> predecessor;
    NodeLabel successor; // the node itself, when it is alone
    quint64 keys = 0; // owned by it
    friend bool operator==(const RingNode &, const RingNode &) = default;
};

// GET /v1/ring
struct RingDocument {
    std::vector<RingNode> nodes; // in the order of the walk
    std::vector<RangeEntry> ranges; // in ring order from the first node on
    bool complete = false; // nothing is wrong, and every range is served
    std::vector<QString> problems; // sentences
    friend bool operator==(const RingDocument &, const RingDocument &) = default;
};

struct HopEntry {
    NodeLabel node;
    chord::Hop::Via via = chord::Hop::Via::Self;
    int finger = -1; // Via::Finger: its index
    qint64 micros = 0;
    bool answered = true; // false: the node was stepped back over
    friend bool operator==(const HopEntry &, const HopEntry &) = default;
};

// GET /v1/lookup/{key}; the key is told as in KeyEntry.
struct LookupDocument {
    QByteArray key;
    QByteArray id;
    NodeLabel owner;
    std::vector<NodeLabel> replicas; // the owner first
    std::vector<HopEntry> hops;
    friend bool operator==(const LookupDocument &, const LookupDocument &) = default;
};

struct RangeBounds {
    QByteArray low; // hexadecimal
    QByteArray high;
    friend bool operator==(const RangeBounds &, const RangeBounds &) = default;
};

// POST /v1/recover-range
struct RecoveryDocument {
    bool done = false;
    bool certain = false; // nothing that was acknowledged can be lost; the core cannot tell, and never says so
    std::optional<RangeBounds> range; // nothing: no range at this place is known to have lost its majority
    std::vector<NodeLabel> present; // voters that are left
    std::vector<NodeLabel> missing;
    QString text; // for the operator
    friend bool operator==(const RecoveryDocument &, const RecoveryDocument &) = default;
};

// RFC 9457. Sent as application/problem+json.
struct Problem {
    QString type = QStringLiteral("about:blank");
    QString title;
    int status = 0; // HTTP's
    QString detail; // what is wrong with this very request
    std::optional<bool>
        mayHaveHappened; // of an operation that failed: a write may still take effect (member of our own)
    friend bool operator==(const Problem &, const Problem &) = default;
};

inline constexpr char jsonContentType[] = "application/json";
inline constexpr char problemContentType[] = "application/problem+json";

QByteArray toJson(const NodeDocument &document);
QByteArray toJson(const KeysPage &page);
QByteArray toJson(const RingKeysPage &page);
QByteArray toJson(const RingDocument &document);
QByteArray toJson(const LookupDocument &document);
QByteArray toJson(const RecoveryDocument &document);
QByteArray toJson(const Problem &problem);
// The member "via" of a hop.
QByteArray viaText(const HopEntry &hop);
// The member "state" of a node; a node that has left is told as "leaving".
const char *nodeStateText(chord::NodeState state);
// The member "state" of a range.
const char *groupStateText(chord::GroupState state);
// Parts of other documents: a problem, a list of ranges, and the members "key" and perhaps "keyEncoding" of an object
// that has begun.
void writeKey(JsonWriter &json, const QByteArray &key);
void writeProblem(JsonWriter &json, const Problem &problem);
void writeRingKey(JsonWriter &json, const RingKey &key);
void writeRanges(JsonWriter &json, const std::vector<RangeEntry> &ranges);

// fromJson<NodeDocument>(bytes) and so on. Rejects what is no JSON, misses a member, or breaks its type or range.
template <typename T>
Parsed<T> fromJson(const QByteArray &json) = delete;
template <>
Parsed<NodeDocument> fromJson(const QByteArray &json);
template <>
Parsed<KeysPage> fromJson(const QByteArray &json);
template <>
Parsed<RingKeysPage> fromJson(const QByteArray &json);
template <>
Parsed<RingDocument> fromJson(const QByteArray &json);
template <>
Parsed<LookupDocument> fromJson(const QByteArray &json);
template <>
Parsed<RecoveryDocument> fromJson(const QByteArray &json);
template <>
Parsed<Problem> fromJson(const QByteArray &json);

// From the core's values.
NodeLabel nodeLabel(const chord::NodeRef &node, const chord::IdSpace &space);
NodeDocument nodeDocument(const chord::Node &node, qint64 uptimeSeconds);
KeyEntry keyEntry(const chord::Id &id, const chord::Record &record, KeyEntry::Role role, const chord::IdSpace &space);
RingKey ringKey(const chord::ListedKey &listed, const chord::IdSpace &space);
RingDocument ringDocument(const chord::RingResult &ring, const chord::IdSpace &space);
RecoveryDocument recoveryDocument(const chord::RecoveryResult &recovery, const chord::IdSpace &space);
LookupDocument lookupDocument(const QByteArray &key, const chord::LookupResult &lookup, const chord::IdSpace &space);

} // namespace api
