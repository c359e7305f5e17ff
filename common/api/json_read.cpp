// SPDX-License-Identifier: GPL-3.0-or-later
//
// REST documents from JSON: one read function a struct, naming its members once.

#include "api/json.h"
#include "api/json_reader.h"
#include "api/json_texts.h"
#include "api/key_text.h"

namespace api {

namespace {

constexpr int replicasMax = 1000; // of a document, to keep nonsense out; rings have few

} // namespace

static bool read(const QJsonValue &value, NodeLabel &node, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "id", HexText{node.id}, mistake)
        && member(value, "address", node.address, mistake);
}

static bool read(const QJsonValue &value, FingerLabel &finger, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "index", Bounded{finger.index, 0, chord::idBitsMax - 1}, mistake)
        && member(value, "start", HexText{finger.start}, mistake) && member(value, "node", finger.node, mistake);
}

static bool read(const QJsonValue &value, chord::GroupState &state, JsonMistake &mistake)
{
    QByteArray text;
    if (!read(value, text, mistake))
        return false;
    if (text == rangeServing)
        state = chord::GroupState::Serving;
    else if (text == rangeElecting)
        state = chord::GroupState::Electing;
    else if (text == rangeNoQuorum)
        state = chord::GroupState::NoQuorum;
    else if (text == rangeRecovering)
        state = chord::GroupState::Recovering;
    else
        return mistake.set(QStringLiteral("expected \"serving\", \"electing\", \"noQuorum\" or \"recovering\""));
    return true;
}

static bool read(const QJsonValue &value, RangeEntry &range, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "low", HexText{range.low}, mistake)
        && member(value, "high", HexText{range.high}, mistake) && member(value, "leader", range.leader, mistake)
        && member(value, "voters", range.voters, mistake) && member(value, "ballot", range.ballot, mistake)
        && member(value, "state", range.state, mistake) && member(value, "lossEpoch", range.lossEpoch, mistake);
}

static bool read(const QJsonValue &value, RangeBounds &range, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "low", HexText{range.low}, mistake)
        && member(value, "high", HexText{range.high}, mistake);
}

// A text of hexadecimal digits, or null for none.
struct HexTextOrNull {
    QByteArray &text;
};

static bool read(const QJsonValue &value, HexTextOrNull hex, JsonMistake &mistake)
{
    if (!value.isNull())
        return read(value, HexText{hex.text}, mistake);
    hex.text.clear();
    return true;
}

static bool read(const QJsonValue &value, KeyTotals &keys, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "primary", keys.primary, mistake)
        && member(value, "replica", keys.replica, mistake) && member(value, "bytes", keys.bytes, mistake);
}

static bool read(const QJsonValue &value, chord::NodeState &state, JsonMistake &mistake)
{
    QByteArray text;
    if (!read(value, text, mistake))
        return false;
    if (text == stateJoining)
        state = chord::NodeState::Joining;
    else if (text == stateReady)
        state = chord::NodeState::Ready;
    else if (text == stateLeaving)
        state = chord::NodeState::Leaving;
    else
        return mistake.set(QStringLiteral("expected \"joining\", \"ready\" or \"leaving\""));
    return true;
}

static bool read(const QJsonValue &value, chord::Counters &counters, JsonMistake &mistake)
{
    if (!readObject(value, mistake))
        return false;
    for (const CounterName &entry : counterNames) {
        if (!optionalMember(value, entry.name, counters.*entry.counter, mistake))
            return false;
    }
    return true;
}

static bool read(const QJsonValue &value, NodeDocument &document, JsonMistake &mistake)
{
    return read(value, document.node, mistake) && member(value, "state", document.state, mistake)
        && member(value, "idBits", Bounded{document.idBits, chord::idBitsMin, chord::idBitsMax}, mistake)
        && member(value, "replicas", Bounded{document.replicas, 1, replicasMax}, mistake)
        && optionalMember(value, "ring", HexTextOrNull{document.ring}, mistake)
        && member(value, "predecessor", document.predecessor, mistake)
        && member(value, "successors", document.successors, mistake)
        && member(value, "fingers", document.fingers, mistake)
        && optionalMember(value, "ranges", document.ranges, mistake) && member(value, "keys", document.keys, mistake)
        && member(value, "uptimeSeconds", document.uptimeSeconds, mistake)
        && member(value, "version", document.version, mistake) && member(value, "counters", document.counters, mistake);
}

bool readKey(const QJsonValue &object, QByteArray &key, JsonMistake &mistake)
{
    QByteArray encoding;
    if (!member(object, "key", key, mistake) || !optionalMember(object, "keyEncoding", encoding, mistake))
        return false;
    if (encoding.isEmpty())
        return true;
    std::optional<QByteArray> decoded;
    if (encoding != keyEncodingPercent)
        mistake.set(QStringLiteral("is in an encoding that is not known"));
    else if (!(decoded = percentDecoded(key)))
        mistake.set(QStringLiteral("has a % that is not followed by two hexadecimal digits"));
    if (!decoded) {
        mistake.within("key");
        return false;
    }
    key = *decoded;
    return true;
}

static bool read(const QJsonValue &value, KeyEntry::Role &role, JsonMistake &mistake)
{
    QByteArray text;
    if (!read(value, text, mistake))
        return false;
    if (text != rolePrimary && text != roleReplica)
        return mistake.set(QStringLiteral("expected \"primary\" or \"replica\""));
    role = text == rolePrimary ? KeyEntry::Role::Primary : KeyEntry::Role::Replica;
    return true;
}

static bool read(const QJsonValue &value, chord::Version &version, JsonMistake &mistake)
{
    QByteArray text;
    if (!read(value, text, mistake))
        return false;
    const std::optional<chord::Version> parsed = chord::Version::fromText(text);
    if (!parsed)
        return mistake.set(QStringLiteral("is no version"));
    version = *parsed;
    return true;
}

static bool readTtl(const QJsonValue &value, std::optional<qint64> &seconds, JsonMistake &mistake)
{
    if (value[QLatin1String("ttl")].isUndefined())
        return true;
    return member(value, "ttl", seconds.emplace(), mistake);
}

static bool read(const QJsonValue &value, KeyEntry &entry, JsonMistake &mistake)
{
    return readObject(value, mistake) && readKey(value, entry.key, mistake)
        && member(value, "id", HexText{entry.id}, mistake) && member(value, "role", entry.role, mistake)
        && member(value, "bytes", entry.bytes, mistake) && member(value, "version", entry.version, mistake)
        && readTtl(value, entry.ttlSeconds, mistake);
}

static bool read(const QJsonValue &value, KeysPage &page, JsonMistake &mistake)
{
    std::optional<QByteArray> next;
    if (!readObject(value, mistake) || !member(value, "keys", page.keys, mistake)
        || !member(value, "next", next, mistake))
        return false;
    page.next = next.value_or(QByteArray());
    return true;
}

static bool read(const QJsonValue &value, RingKey &key, JsonMistake &mistake)
{
    return readObject(value, mistake) && readKey(value, key.key, mistake)
        && member(value, "id", HexText{key.id}, mistake) && member(value, "bytes", key.bytes, mistake)
        && member(value, "etag", key.etag, mistake) && readTtl(value, key.ttlSeconds, mistake);
}

static bool read(const QJsonValue &value, RingKeysPage &page, JsonMistake &mistake)
{
    std::optional<QByteArray> next;
    if (!readObject(value, mistake) || !member(value, "keys", page.keys, mistake)
        || !member(value, "next", next, mistake))
        return false;
    page.next = next.value_or(QByteArray());
    return true;
}

static bool read(const QJsonValue &value, RingNode &node, JsonMistake &mistake)
{
    return read(value, node.node, mistake) && member(value, "predecessor", node.predecessor, mistake)
        && member(value, "successor", node.successor, mistake) && member(value, "keys", node.keys, mistake);
}

static bool read(const QJsonValue &value, RingDocument &document, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "nodes", document.nodes, mistake)
        && optionalMember(value, "ranges", document.ranges, mistake)
        && member(value, "complete", document.complete, mistake)
        && member(value, "problems", document.problems, mistake);
}

static bool readVia(const QJsonValue &value, HopEntry &hop, JsonMistake &mistake)
{
    using Via = chord::Hop::Via;
    QByteArray text;
    if (!read(value, text, mistake))
        return false;
    bool known = true;
    if (text == viaSelf) {
        hop.via = Via::Self;
    } else if (text == viaSuccessor) {
        hop.via = Via::Successor;
    } else if (text == viaCache) {
        hop.via = Via::Cache;
    } else {
        known = text.startsWith(viaFingerPrefix);
        hop.via = Via::Finger;
        hop.finger = known ? text.mid(qstrlen(viaFingerPrefix)).toInt(&known) : -1;
        known = known && hop.finger >= 0 && hop.finger < chord::idBitsMax;
    }
    return known || mistake.set(QStringLiteral("expected \"self\", \"finger I\", \"successor\" or \"cache\""));
}

// So that member() finds readVia, which fills in two members from one text.
struct ViaText {
    HopEntry &hop;
};

static bool read(const QJsonValue &value, ViaText via, JsonMistake &mistake)
{
    return readVia(value, via.hop, mistake);
}

static bool read(const QJsonValue &value, HopEntry &hop, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "node", hop.node, mistake)
        && member(value, "via", ViaText{hop}, mistake) && member(value, "micros", hop.micros, mistake)
        && optionalMember(value, "answered", hop.answered, mistake);
}

static bool read(const QJsonValue &value, LookupDocument &document, JsonMistake &mistake)
{
    return readObject(value, mistake) && readKey(value, document.key, mistake)
        && member(value, "id", HexText{document.id}, mistake) && member(value, "owner", document.owner, mistake)
        && member(value, "replicas", document.replicas, mistake) && member(value, "hops", document.hops, mistake);
}

static bool read(const QJsonValue &value, RecoveryDocument &document, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "done", document.done, mistake)
        && member(value, "certain", document.certain, mistake) && member(value, "range", document.range, mistake)
        && member(value, "present", document.present, mistake) && member(value, "missing", document.missing, mistake)
        && member(value, "text", document.text, mistake);
}

static bool read(const QJsonValue &value, Problem &problem, JsonMistake &mistake)
{
    return readObject(value, mistake) && optionalMember(value, "type", problem.type, mistake)
        && member(value, "title", problem.title, mistake)
        && member(value, "status", Bounded{problem.status, 100, 599}, mistake)
        && optionalMember(value, "detail", problem.detail, mistake)
        && optionalMember(value, "mayHaveHappened", problem.mayHaveHappened, mistake);
}

template <>
Parsed<NodeDocument> fromJson(const QByteArray &json)
{
    return parseDocument<NodeDocument>(json);
}

template <>
Parsed<KeysPage> fromJson(const QByteArray &json)
{
    return parseDocument<KeysPage>(json);
}

template <>
Parsed<RingKeysPage> fromJson(const QByteArray &json)
{
    return parseDocument<RingKeysPage>(json);
}

template <>
Parsed<RingDocument> fromJson(const QByteArray &json)
{
    return parseDocument<RingDocument>(json);
}

template <>
Parsed<LookupDocument> fromJson(const QByteArray &json)
{
    return parseDocument<LookupDocument>(json);
}

template <>
Parsed<RecoveryDocument> fromJson(const QByteArray &json)
{
    return parseDocument<RecoveryDocument>(json);
}

template <>
Parsed<Problem> fromJson(const QByteArray &json)
{
    return parseDocument<Problem>(json);
}

} // namespace api
