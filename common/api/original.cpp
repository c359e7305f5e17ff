// SPDX-License-Identifier: GPL-3.0-or-later
//
// The original's answers and request bodies, written and read.

#include "api/original.h"

#include "api/json_reader.h"
#include "api/json_writer.h"

#include <limits>

namespace api {

namespace {

void write(JsonWriter &json, const std::vector<OriginalPeer> &peers);

// A NODE of the original: inner ones have empty lists.
void writeNode(JsonWriter &json, const OriginalPeer &self, const std::vector<OriginalPeer> &successors,
               const std::optional<OriginalPeer> &predecessor, const std::vector<std::optional<OriginalPeer>> &fingers)
{
    json.beginObject();
    json.name("node_id");
    json.number(self.nodeId);
    json.name("address_str");
    json.text(self.address);
    json.name("born_id");
    json.number(self.bornId);
    json.name("successor_info_list");
    write(json, successors);
    json.name("predecessor_info");
    write(json, predecessor ? std::vector{*predecessor} : std::vector<OriginalPeer>{});
    json.name("finger_table");
    json.beginArray();
    for (const std::optional<OriginalPeer> &finger : fingers) {
        if (finger)
            writeNode(json, *finger, {}, {}, {});
        else
            json.null();
    }
    json.endArray();
    json.endObject();
}

void write(JsonWriter &json, const std::vector<OriginalPeer> &peers)
{
    json.beginArray();
    for (const OriginalPeer &peer : peers)
        writeNode(json, peer, {}, {}, {});
    json.endArray();
}

} // namespace

QByteArray toJson(const OriginalDone &)
{
    return QByteArrayLiteral(R"({"Ok":true})");
}

QByteArray toJson(const OriginalData &data)
{
    JsonWriter json;
    json.beginObject();
    json.name("Ok");
    json.beginObject();
    json.name("data_id");
    json.number(data.dataId);
    json.name("val_str");
    json.text(data.value);
    json.endObject();
    json.endObject();
    return json.take();
}

QByteArray toJson(const OriginalError &error)
{
    JsonWriter json;
    json.beginObject();
    json.name("Err");
    json.beginObject();
    json.name("message");
    json.text(error.message);
    json.name("line");
    json.number(0);
    json.name("column");
    json.number(0);
    json.name("err_code");
    json.number(error.code);
    json.endObject();
    json.endObject();
    return json.take();
}

QByteArray toJson(const OriginalPut &put)
{
    JsonWriter json;
    json.beginObject();
    json.name("key_str");
    json.text(put.key);
    json.name("val_str");
    json.text(put.value);
    json.endObject();
    return json.take();
}

QByteArray toJson(const OriginalKey &key)
{
    JsonWriter json;
    json.text(key.key);
    return json.take();
}

QByteArray toJson(const OriginalNode &node)
{
    JsonWriter json;
    writeNode(json, node.self, node.successors, node.predecessor, node.fingers);
    return json.take();
}

QByteArray toJson(const OriginalResolved &resolved)
{
    JsonWriter json;
    json.beginObject();
    json.name("node_id");
    json.number(resolved.nodeId);
    json.name("succ0_id");
    json.number(resolved.successorId);
    json.name("address_str");
    json.text(resolved.address);
    json.endObject();
    return json.take();
}

static bool read(const QJsonValue &value, OriginalPut &put, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "key_str", put.key, mistake)
        && member(value, "val_str", put.value, mistake);
}

static bool read(const QJsonValue &value, OriginalKey &key, JsonMistake &mistake)
{
    return read(value, key.key, mistake);
}

static bool read(const QJsonValue &value, OriginalData &data, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "data_id", data.dataId, mistake)
        && member(value, "val_str", data.value, mistake);
}

static bool read(const QJsonValue &value, OriginalError &error, JsonMistake &mistake)
{
    constexpr int anyCode = std::numeric_limits<int>::max();
    return readObject(value, mistake) && member(value, "message", error.message, mistake)
        && member(value, "err_code", Bounded{error.code, 0, anyCode}, mistake);
}

static bool read(const QJsonValue &value, OriginalAnswer &answer, JsonMistake &mistake)
{
    if (!readObject(value, mistake))
        return false;
    if (!value[QLatin1String("Err")].isUndefined())
        return member(value, "Err", answer.emplace<OriginalError>(), mistake);
    if (value[QLatin1String("Ok")].isBool() && value[QLatin1String("Ok")].toBool()) {
        answer = OriginalDone{};
        return true;
    }
    return member(value, "Ok", answer.emplace<OriginalData>(), mistake);
}

static bool read(const QJsonValue &value, OriginalPeer &peer, JsonMistake &mistake)
{
    constexpr int anyId = std::numeric_limits<int>::max();
    return readObject(value, mistake) && member(value, "node_id", peer.nodeId, mistake)
        && member(value, "address_str", peer.address, mistake)
        && member(value, "born_id", Bounded{peer.bornId, -1, anyId}, mistake);
}

static bool read(const QJsonValue &value, OriginalNode &node, JsonMistake &mistake)
{
    std::vector<OriginalPeer> predecessors;
    if (!read(value, node.self, mistake) || !member(value, "successor_info_list", node.successors, mistake)
        || !member(value, "predecessor_info", predecessors, mistake)
        || !member(value, "finger_table", node.fingers, mistake))
        return false;
    if (!predecessors.empty())
        node.predecessor = predecessors.front();
    return true;
}

static bool read(const QJsonValue &value, OriginalResolved &resolved, JsonMistake &mistake)
{
    return readObject(value, mistake) && member(value, "node_id", resolved.nodeId, mistake)
        && member(value, "succ0_id", resolved.successorId, mistake)
        && member(value, "address_str", resolved.address, mistake);
}

// As the original's reader does, a request that has a member twice is refused; members it does not know are passed
// over.
template <typename T>
static Parsed<T> parseRequest(const QByteArray &json)
{
    JsonMistake mistake;
    const std::optional<QJsonValue> value = parseJson(json, mistake);
    if (value && hasRepeatedMember(json, *value))
        return {{}, QStringLiteral("A member is given twice in one object.")};
    return parseDocument<T>(json);
}

template <>
Parsed<OriginalAnswer> fromJson(const QByteArray &json)
{
    return parseDocument<OriginalAnswer>(json);
}

template <>
Parsed<OriginalPut> fromJson(const QByteArray &json)
{
    return parseRequest<OriginalPut>(json);
}

template <>
Parsed<OriginalKey> fromJson(const QByteArray &json)
{
    return parseRequest<OriginalKey>(json);
}

template <>
Parsed<OriginalNode> fromJson(const QByteArray &json)
{
    return parseDocument<OriginalNode>(json);
}

template <>
Parsed<OriginalResolved> fromJson(const QByteArray &json)
{
    return parseDocument<OriginalResolved>(json);
}

} // namespace api
