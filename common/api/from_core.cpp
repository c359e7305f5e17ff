// SPDX-License-Identifier: GPL-3.0-or-later
//
// The core's values as REST documents, those of version 1 and the original's.

#include "api/json.h"
#include "api/original.h"
#include "chord/node.h"
#include "chord/routing.h"
#include "chord/store/store.h"

#include <algorithm>

namespace api {

namespace {

constexpr int originalIdBits = 32;

std::optional<NodeLabel> labelIfAny(const std::optional<chord::NodeRef> &node, const chord::IdSpace &space)
{
    return node ? std::optional(nodeLabel(*node, space)) : std::nullopt;
}

std::vector<NodeLabel> nodeLabels(const std::vector<chord::NodeRef> &nodes, const chord::IdSpace &space)
{
    std::vector<NodeLabel> labels;
    labels.reserve(nodes.size());
    for (const chord::NodeRef &node : nodes)
        labels.push_back(nodeLabel(node, space));
    return labels;
}

QByteArray ballotText(const chord::Ballot &ballot)
{
    return QByteArray::number(ballot.lossEpoch) + '.' + QByteArray::number(ballot.round) + '.'
        + QByteArray::number(ballot.leader, 16);
}

QByteArray ringText(quint64 ring)
{
    constexpr int digits = 16;
    return ring == 0 ? QByteArray() : QByteArray::number(ring, 16).rightJustified(digits, '0');
}

std::vector<RangeEntry> rangeEntries(const std::vector<chord::GroupView> &groups, const chord::IdSpace &space)
{
    std::vector<RangeEntry> entries;
    entries.reserve(groups.size());
    for (const chord::GroupView &group : groups) {
        entries.push_back({space.toHex(group.range.lo), space.toHex(group.range.hi), labelIfAny(group.leader, space),
                           nodeLabels(group.voters, space), ballotText(group.ballot), group.state,
                           group.ballot.lossEpoch});
    }
    return entries;
}

OriginalPeer originalPeer(const chord::NodeRef &node, const chord::IdSpace &space)
{
    return {space.top32(node.id), node.address};
}

} // namespace

NodeLabel nodeLabel(const chord::NodeRef &node, const chord::IdSpace &space)
{
    return {space.toHex(node.id), node.address};
}

NodeDocument nodeDocument(const chord::Node &node, qint64 uptimeSeconds)
{
    const chord::RoutingTable &routing = node.routing();
    const chord::IdSpace &space = routing.space();
    NodeDocument document;
    document.node = nodeLabel(node.self(), space);
    document.state = node.state();
    document.idBits = space.bits();
    document.replicas = node.config().replicas;
    document.ring = ringText(node.ring());
    document.predecessor = labelIfAny(routing.predecessor(), space);
    document.successors = nodeLabels(routing.successors(), space);
    for (const chord::Finger &finger : routing.fingers()) {
        document.fingers.push_back(
            {finger.index, space.toHex(routing.fingerStart(finger.index)), nodeLabel(finger.node, space)});
    }
    document.ranges = rangeEntries(node.groups(), space);
    document.keys = {node.primaryKeys(), node.replicaKeys(), node.store().payloadBytes()};
    document.uptimeSeconds = uptimeSeconds;
    document.version = QStringLiteral(FUNNELKVS_VERSION);
    document.counters = node.counters();
    return document;
}

KeyEntry keyEntry(const chord::Id &id, const chord::Record &record, KeyEntry::Role role, const chord::IdSpace &space)
{
    return {record.key, space.toHex(id), role, quint64(record.value.size()), record.version};
}

RingKey ringKey(const chord::ListedKey &listed, const chord::IdSpace &space)
{
    RingKey key;
    key.key = listed.key;
    key.id = space.toHex(space.hash(listed.key));
    key.bytes = listed.bytes;
    key.etag = '"' + listed.version.toText() + '"';
    if (listed.ttlMs >= 0)
        key.ttlSeconds = listed.ttlMs / 1000;
    return key;
}

RingDocument ringDocument(const chord::RingResult &ring, const chord::IdSpace &space)
{
    RingDocument document;
    for (const chord::RingMember &member : ring.members) {
        const chord::NodeRef &successor = member.successors.empty() ? member.node : member.successors.front();
        document.nodes.push_back({nodeLabel(member.node, space), labelIfAny(member.predecessor, space),
                                  nodeLabel(successor, space), member.primaryKeys});
    }
    document.ranges = rangeEntries(ring.ranges, space);
    document.complete = ring.complete;
    for (const QByteArray &problem : ring.problems)
        document.problems.push_back(QString::fromUtf8(problem));
    return document;
}

RecoveryDocument recoveryDocument(const chord::RecoveryResult &recovery, const chord::IdSpace &space)
{
    RecoveryDocument document;
    document.done = recovery.done;
    if (recovery.range)
        document.range = {space.toHex(recovery.range->lo), space.toHex(recovery.range->hi)};
    document.present = nodeLabels(recovery.present, space);
    document.missing = nodeLabels(recovery.missing, space);
    document.text = QString::fromUtf8(recovery.text);
    return document;
}

LookupDocument lookupDocument(const QByteArray &key, const chord::LookupResult &lookup, const chord::IdSpace &space)
{
    LookupDocument document;
    document.key = key;
    document.id = space.toHex(lookup.target);
    document.owner = nodeLabel(lookup.owner, space);
    document.replicas = nodeLabels(lookup.replicas, space);
    for (const chord::Hop &hop : lookup.hops)
        document.hops.push_back({nodeLabel(hop.node, space), hop.via, hop.finger, hop.micros, hop.answered});
    return document;
}

OriginalNode originalNode(const chord::Node &node, int bornId)
{
    const chord::RoutingTable &routing = node.routing();
    const chord::IdSpace &space = routing.space();
    OriginalNode original;
    original.self = originalPeer(node.self(), space);
    original.self.bornId = bornId;
    for (const chord::NodeRef &successor : routing.successors())
        original.successors.push_back(originalPeer(successor, space));
    if (original.successors.empty())
        original.successors.push_back(original.self);
    if (routing.predecessor())
        original.predecessor = originalPeer(*routing.predecessor(), space);

    // Its finger i starts 2^i away on a ring of 2^32: ours of the same share of the circle.
    const int count = std::min(space.bits(), originalIdBits);
    for (int index = space.bits() - count; index < space.bits(); ++index) {
        const std::optional<chord::NodeRef> finger = routing.finger(index);
        original.fingers.push_back(finger ? std::optional(originalPeer(*finger, space)) : std::nullopt);
    }
    return original;
}

OriginalResolved originalResolved(const chord::LookupResult &lookup, const chord::IdSpace &space)
{
    const chord::NodeRef &successor = lookup.successors.empty() ? lookup.owner : lookup.successors.front();
    return {space.top32(lookup.owner.id), space.top32(successor.id), lookup.owner.address};
}

} // namespace api
