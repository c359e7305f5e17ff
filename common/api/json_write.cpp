// SPDX-License-Identifier: GPL-3.0-or-later
//
// REST documents as JSON, members in the order of the schema.

#include "api/json.h"
#include "api/json_texts.h"
#include "api/json_writer.h"
#include "api/key_text.h"

namespace api {

namespace {

void write(JsonWriter &json, const NodeLabel &node)
{
    json.beginObject();
    json.name("id");
    json.text(node.id);
    json.name("address");
    json.text(node.address);
    json.endObject();
}

void write(JsonWriter &json, const std::optional<NodeLabel> &node)
{
    if (node)
        write(json, *node);
    else
        json.null();
}

void write(JsonWriter &json, const FingerLabel &finger)
{
    json.beginObject();
    json.name("index");
    json.number(finger.index);
    json.name("start");
    json.text(finger.start);
    json.name("node");
    write(json, finger.node);
    json.endObject();
}

void write(JsonWriter &json, const RangeBounds &range)
{
    json.beginObject();
    json.name("low");
    json.text(range.low);
    json.name("high");
    json.text(range.high);
    json.endObject();
}

void write(JsonWriter &json, const KeyEntry &entry)
{
    json.beginObject();
    writeKey(json, entry.key);
    json.name("id");
    json.text(entry.id);
    json.name("role");
    json.text(entry.role == KeyEntry::Role::Primary ? rolePrimary : roleReplica);
    json.name("bytes");
    json.number(entry.bytes);
    json.name("version");
    json.text(entry.version.toText());
    if (entry.ttlSeconds) {
        json.name("ttl");
        json.number(*entry.ttlSeconds);
    }
    json.endObject();
}

void write(JsonWriter &json, const RingKey &key)
{
    api::writeRingKey(json, key);
}

void write(JsonWriter &json, const RingNode &node)
{
    json.beginObject();
    json.name("id");
    json.text(node.node.id);
    json.name("address");
    json.text(node.node.address);
    json.name("predecessor");
    write(json, node.predecessor);
    json.name("successor");
    write(json, node.successor);
    json.name("keys");
    json.number(node.keys);
    json.endObject();
}

void write(JsonWriter &json, const HopEntry &hop)
{
    json.beginObject();
    json.name("node");
    write(json, hop.node);
    json.name("via");
    json.text(api::viaText(hop));
    json.name("micros");
    json.number(hop.micros);
    json.name("answered");
    json.boolean(hop.answered);
    json.endObject();
}

void write(JsonWriter &json, const QString &text)
{
    json.text(text);
}

void write(JsonWriter &json, const RangeEntry &range);

template <typename T>
void write(JsonWriter &json, const std::vector<T> &items)
{
    json.beginArray();
    for (const T &item : items)
        write(json, item);
    json.endArray();
}

void write(JsonWriter &json, const RangeEntry &range)
{
    json.beginObject();
    json.name("low");
    json.text(range.low);
    json.name("high");
    json.text(range.high);
    json.name("leader");
    write(json, range.leader);
    json.name("voters");
    write(json, range.voters);
    json.name("ballot");
    json.text(range.ballot);
    json.name("state");
    json.text(groupStateText(range.state));
    json.name("lossEpoch");
    json.number(range.lossEpoch);
    json.endObject();
}

void write(JsonWriter &json, const KeyTotals &keys)
{
    json.beginObject();
    json.name("primary");
    json.number(keys.primary);
    json.name("replica");
    json.number(keys.replica);
    json.name("bytes");
    json.number(keys.bytes);
    json.endObject();
}

void write(JsonWriter &json, const chord::Counters &counters)
{
    json.beginObject();
    for (const CounterName &entry : counterNames) {
        json.name(entry.name);
        json.number(counters.*entry.counter);
    }
    json.endObject();
}

} // namespace

const char *nodeStateText(chord::NodeState state)
{
    switch (state) {
    case chord::NodeState::Joining:
        return stateJoining;
    case chord::NodeState::Ready:
        return stateReady;
    case chord::NodeState::Leaving:
    case chord::NodeState::Left:
        return stateLeaving;
    }
    Q_UNREACHABLE();
}

const char *groupStateText(chord::GroupState state)
{
    switch (state) {
    case chord::GroupState::Serving:
        return rangeServing;
    case chord::GroupState::Electing:
        return rangeElecting;
    case chord::GroupState::NoQuorum:
        return rangeNoQuorum;
    case chord::GroupState::Recovering:
        return rangeRecovering;
    }
    Q_UNREACHABLE();
}

QByteArray viaText(const HopEntry &hop)
{
    using Via = chord::Hop::Via;
    switch (hop.via) {
    case Via::Self:
        return viaSelf;
    case Via::Finger:
        return viaFingerPrefix + QByteArray::number(hop.finger);
    case Via::Successor:
        return viaSuccessor;
    case Via::Cache:
        return viaCache;
    }
    Q_UNREACHABLE();
}

void writeKey(JsonWriter &json, const QByteArray &key)
{
    json.name("key");
    if (isUtf8(key)) {
        json.text(key);
        return;
    }
    json.text(percentEncoded(key));
    json.name("keyEncoding");
    json.text(keyEncodingPercent);
}

QByteArray toJson(const NodeDocument &document)
{
    JsonWriter json;
    json.beginObject();
    json.name("id");
    json.text(document.node.id);
    json.name("address");
    json.text(document.node.address);
    json.name("state");
    json.text(nodeStateText(document.state));
    json.name("idBits");
    json.number(document.idBits);
    json.name("replicas");
    json.number(document.replicas);
    json.name("ring");
    if (document.ring.isEmpty())
        json.null();
    else
        json.text(document.ring);
    json.name("predecessor");
    write(json, document.predecessor);
    json.name("successors");
    write(json, document.successors);
    json.name("fingers");
    write(json, document.fingers);
    json.name("ranges");
    write(json, document.ranges);
    json.name("keys");
    write(json, document.keys);
    json.name("uptimeSeconds");
    json.number(document.uptimeSeconds);
    json.name("version");
    json.text(document.version);
    json.name("counters");
    write(json, document.counters);
    json.endObject();
    return json.take();
}

void writeRanges(JsonWriter &json, const std::vector<RangeEntry> &ranges)
{
    write(json, ranges);
}

QByteArray toJson(const KeysPage &page)
{
    JsonWriter json;
    json.beginObject();
    json.name("keys");
    write(json, page.keys);
    json.name("next");
    if (page.next.isEmpty())
        json.null();
    else
        json.text(page.next);
    json.endObject();
    return json.take();
}

void writeRingKey(JsonWriter &json, const RingKey &key)
{
    json.beginObject();
    writeKey(json, key.key);
    json.name("id");
    json.text(key.id);
    json.name("bytes");
    json.number(key.bytes);
    json.name("etag");
    json.text(key.etag);
    if (key.ttlSeconds) {
        json.name("ttl");
        json.number(*key.ttlSeconds);
    }
    json.endObject();
}

QByteArray toJson(const RingKeysPage &page)
{
    JsonWriter json;
    json.beginObject();
    json.name("keys");
    write(json, page.keys);
    json.name("next");
    if (page.next.isEmpty())
        json.null();
    else
        json.text(page.next);
    json.endObject();
    return json.take();
}

QByteArray toJson(const RingDocument &document)
{
    JsonWriter json;
    json.beginObject();
    json.name("nodes");
    write(json, document.nodes);
    json.name("ranges");
    write(json, document.ranges);
    json.name("complete");
    json.boolean(document.complete);
    json.name("problems");
    write(json, document.problems);
    json.endObject();
    return json.take();
}

QByteArray toJson(const LookupDocument &document)
{
    JsonWriter json;
    json.beginObject();
    writeKey(json, document.key);
    json.name("id");
    json.text(document.id);
    json.name("owner");
    write(json, document.owner);
    json.name("replicas");
    write(json, document.replicas);
    json.name("hops");
    write(json, document.hops);
    json.endObject();
    return json.take();
}

QByteArray toJson(const RecoveryDocument &document)
{
    JsonWriter json;
    json.beginObject();
    json.name("done");
    json.boolean(document.done);
    json.name("certain");
    json.boolean(document.certain);
    json.name("range");
    if (document.range)
        write(json, *document.range);
    else
        json.null();
    json.name("present");
    write(json, document.present);
    json.name("missing");
    write(json, document.missing);
    json.name("text");
    json.text(document.text);
    json.endObject();
    return json.take();
}

void writeProblem(JsonWriter &json, const Problem &problem)
{
    json.beginObject();
    json.name("type");
    json.text(problem.type);
    json.name("title");
    json.text(problem.title);
    json.name("status");
    json.number(problem.status);
    json.name("detail");
    json.text(problem.detail);
    if (problem.mayHaveHappened) {
        json.name("mayHaveHappened");
        json.boolean(*problem.mayHaveHappened);
    }
    json.endObject();
}

QByteArray toJson(const Problem &problem)
{
    JsonWriter json;
    writeProblem(json, problem);
    return json.take();
}

} // namespace api
