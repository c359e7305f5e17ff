// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a recording keeps apart (keys, counters, times) stands with each node here.

#include "replay/snapshot_json.h"

#include "api/json_texts.h"
#include "model/ring_ranges.h"
#include "replay/node_json.h"

#include <QCoreApplication>

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;
using api::JsonMistake;
using api::member;

namespace {

// A node of a snapshot: what a recording keeps apart stands with it.
struct WholeNode {
    NodeView view;
};

void write(api::JsonWriter &json, const NodeView &node, const chord::IdSpace &space)
{
    json.beginObject();
    writeNode(json, node, space);
    json.name("seen");
    json.number(node.seenMs);
    json.name("uptimeSeconds");
    json.number(node.uptimeSeconds);
    json.name("counters");
    json.beginObject();
    for (const api::CounterName &counter : api::counterNames) {
        json.name(counter.name);
        json.number(node.counters.*counter.counter);
    }
    json.endObject();
    json.name("keys");
    if (node.keys)
        writeKeys(json, *node.keys, space);
    else
        json.null();
    json.endObject();
}

bool read(const QJsonValue &value, WholeNode &node, JsonMistake &mistake)
{
    NodeView &view = node.view;
    if (!monitor::read(value, view, mistake) || !member(value, "seen", TimeMs{view.seenMs}, mistake)
        || !member(value, "uptimeSeconds", view.uptimeSeconds, mistake))
        return false;
    for (const api::CounterName &counter : api::counterNames) {
        if (!api::optionalMember(value["counters"_L1], counter.name, view.counters.*counter.counter, mistake)) {
            mistake.within("counters");
            return false;
        }
    }
    const QJsonValue keys = value["keys"_L1];
    if (keys.isNull() || keys.isUndefined())
        return true;
    auto list = std::make_shared<KeyList>();
    if (!readKeys(keys, *list, mistake)) {
        mistake.within("keys");
        return false;
    }
    view.keys = std::move(list);
    return true;
}

bool readRing(const QJsonValue &document, RingSnapshot &ring, JsonMistake &mistake)
{
    RingHead head;
    std::vector<WholeNode> nodes;
    if (!readHead(document, head, mistake) || !member(document, "nodes", nodes, mistake))
        return false;
    ring.takenMs = head.takenMs;
    ring.idBits = head.idBits;
    ring.replicas = head.replicas;
    ring.chainWhole = head.chainWhole;
    ring.problems = std::move(head.problems);
    for (WholeNode &node : nodes) {
        if (bitsOf(node.view) > ring.idBits || (node.view.keys && bitsOf(*node.view.keys) > ring.idBits))
            return mistake.set(u"an identifier has more than idBits bits"_s);
        if (!ring.nodes.empty() && !(ring.nodes.back().self.id < node.view.self.id))
            return mistake.set(u"the nodes are not in the order of their identifiers"_s);
        ring.nodes.push_back(std::move(node.view));
    }
    judgeRanges(ring);
    return true;
}

QString damaged(const JsonMistake &mistake)
{
    return QCoreApplication::translate("monitor::RecordingFile", "The file is damaged. %1 Choose another file.")
        .arg(mistake.text());
}

} // namespace

QByteArray toJson(const RingSnapshot &snapshot)
{
    const chord::IdSpace space(snapshot.idBits);
    api::JsonWriter json;
    json.beginObject();
    json.name("format");
    json.text(snapshotFormat);
    json.name("version");
    json.number(snapshotVersion);
    writeHead(json, {snapshot.takenMs, snapshot.idBits, snapshot.replicas, snapshot.chainWhole, snapshot.problems});
    json.name("nodes");
    json.beginArray();
    for (const NodeView &node : snapshot.nodes)
        write(json, node, space);
    json.endArray();
    json.endObject();
    return json.take();
}

ReadSnapshot snapshotFromJson(const QByteArray &json)
{
    JsonMistake mistake;
    const auto document = api::parseJson(json, mistake);
    return document ? snapshotFromJson(*document) : ReadSnapshot{nullptr, damaged(mistake)};
}

ReadSnapshot snapshotFromJson(const QJsonValue &document)
{
    const QString problem = headProblem(document, snapshotFormat, snapshotVersion);
    if (!problem.isEmpty())
        return {nullptr, problem};
    JsonMistake mistake;
    auto ring = std::make_shared<RingSnapshot>();
    if (!readRing(document, *ring, mistake))
        return {nullptr, damaged(mistake)};
    return {std::move(ring), {}};
}

} // namespace monitor
