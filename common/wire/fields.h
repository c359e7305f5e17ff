// SPDX-License-Identifier: GPL-3.0-or-later
//
// The form of every message: its type number and its fields in order. One description serves both directions, an Io
// being the Encoder or the Decoder of codec.cpp, so that the two cannot disagree. README.md says the same in prose.
// A type number, once released, is never used for anything else.
#pragma once

#include "chord/messages.h"
#include "wire/codec.h"

#include <type_traits>
#include <utility>

namespace wire {

// What an Io works on: the Encoder reads it, the Decoder fills it in.
template <typename Io, typename T>
using Subject = std::conditional_t<Io::writes, const T &, T &>;

struct Form {
    int type; // the first item of the frame's array
    const char *name;
    int fieldCount; // items after the type and the request's identifier
};

template <typename Message>
inline constexpr Form form{};
template <>
inline constexpr Form form<chord::FindNext>{1, "FindNext", 1};
template <>
inline constexpr Form form<chord::FindNextReply>{2, "FindNextReply", 3};
template <>
inline constexpr Form form<chord::GetNeighbours>{3, "GetNeighbours", 0};
template <>
inline constexpr Form form<chord::Neighbours>{4, "Neighbours", 6};
template <>
inline constexpr Form form<chord::Ping>{5, "Ping", 0};
template <>
inline constexpr Form form<chord::Pong>{6, "Pong", 0};
template <>
inline constexpr Form form<chord::Notify>{7, "Notify", 0};
template <>
inline constexpr Form form<chord::Leaving>{8, "Leaving", 0};
template <>
inline constexpr Form form<chord::LeaseRequest>{9, "LeaseRequest", 2};
template <>
inline constexpr Form form<chord::LeaseReply>{10, "LeaseReply", 2};
template <>
inline constexpr Form form<chord::HandOver>{11, "HandOver", 2};
template <>
inline constexpr Form form<chord::HandOverReply>{12, "HandOverReply", 1};
template <>
inline constexpr Form form<chord::Replicate>{13, "Replicate", 2};
template <>
inline constexpr Form form<chord::ReplicateReply>{14, "ReplicateReply", 1};
template <>
inline constexpr Form form<chord::Offer>{15, "Offer", 1};
template <>
inline constexpr Form form<chord::OfferReply>{16, "OfferReply", 1};
template <>
inline constexpr Form form<chord::SyncRequest>{17, "SyncRequest", 4};
template <>
inline constexpr Form form<chord::SyncReply>{18, "SyncReply", 4};
template <>
inline constexpr Form form<chord::Fetch>{19, "Fetch", 1};
template <>
inline constexpr Form form<chord::FetchReply>{20, "FetchReply", 2};
template <>
inline constexpr Form form<chord::Collect>{21, "Collect", 1};
template <>
inline constexpr Form form<chord::Execute>{22, "Execute", 7};
template <>
inline constexpr Form form<chord::ExecuteReply>{23, "ExecuteReply", 8};

// --- Structures within messages: one array each.

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::NodeRef> node)
{
    io.array(name, 3);
    io.id("id", node.id);
    io.address("address", node.address);
    io.number("incarnation", node.incarnation);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Range> range)
{
    io.array(name, 3);
    io.id("lo", range.lo);
    io.id("hi", range.hi);
    io.number("term", range.term);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Claim> claim)
{
    io.array(name, 2);
    structure(io, "owner", claim.owner);
    structure(io, "range", claim.range);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Version> version)
{
    io.array(name, 3);
    io.number("version.term", version.term);
    io.number("version.counter", version.counter);
    io.number("version.owner", version.owner);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::OperationId> operation)
{
    io.array(name, 2);
    io.number("operation.origin", operation.origin);
    io.number("operation.number", operation.number);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, std::pair<chord::OperationId, chord::Version>> applied)
{
    io.array(name, 2);
    structure(io, "operation", applied.first);
    structure(io, "version", applied.second);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Transfer> record)
{
    io.array(name, 7);
    io.key("key", record.key);
    io.value("value", record.value);
    io.contentType("contentType", record.contentType);
    structure(io, "version", record.version);
    io.ttl("ttlMs", record.ttlMs);
    io.flag("tombstone", record.tombstone);
    io.list("applied", record.applied, itemsMax);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::SyncPart> part)
{
    io.array(name, 3);
    io.id("hi", part.hi);
    io.number("count", part.count);
    io.number("digest", part.digest);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::KeyVersion> entry)
{
    io.array(name, 2);
    io.key("key", entry.key);
    structure(io, "version", entry.version);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Condition> condition)
{
    io.array(name, 3);
    io.enumeration("condition.kind", condition.kind, chord::Condition::Kind::IfNoneMatch);
    io.flag("condition.any", condition.any);
    io.list("condition.versions", condition.versions, itemsMax);
}

// A key that stands alone in a list.
template <typename Io>
void structure(Io &io, const char *name, Subject<Io, QByteArray> key)
{
    io.key(name, key);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Id> id)
{
    io.id(name, id);
}

// --- Messages: the fields after the type and the request's identifier.

template <typename Io>
void fields(Io &io, Subject<Io, chord::FindNext> message)
{
    io.id("target", message.target);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::FindNextReply> message)
{
    io.flag("final", message.final);
    io.finger("finger", message.finger);
    io.list("next", message.next, nodesMax);
}

template <typename Io>
void fields(Io &, Subject<Io, chord::GetNeighbours>)
{
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Neighbours> message)
{
    io.enumeration("state", message.state, chord::NodeState::Left);
    io.optional("predecessor", message.predecessor);
    io.list("successors", message.successors, nodesMax);
    io.optional("owned", message.owned);
    io.optional("claimed", message.claimed);
    io.number("primaryKeys", message.primaryKeys);
}

template <typename Io>
void fields(Io &, Subject<Io, chord::Ping>)
{
}

template <typename Io>
void fields(Io &, Subject<Io, chord::Pong>)
{
}

template <typename Io>
void fields(Io &, Subject<Io, chord::Notify>)
{
}

template <typename Io>
void fields(Io &, Subject<Io, chord::Leaving>)
{
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::LeaseRequest> message)
{
    structure(io, "range", message.range);
    io.optional("handedOverBy", message.handedOverBy);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::LeaseReply> message)
{
    io.enumeration("result", message.result, chord::LeaseReply::Result::Refused);
    io.optional("conflict", message.conflict);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::HandOver> message)
{
    structure(io, "range", message.range);
    structure(io, "collectedFloor", message.collectedFloor);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::HandOverReply> message)
{
    io.flag("accepted", message.accepted);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Replicate> message)
{
    io.number("term", message.term);
    io.list("records", message.records, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::ReplicateReply> message)
{
    io.flag("stored", message.stored);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Offer> message)
{
    io.list("records", message.records, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::OfferReply> message)
{
    io.flag("accepted", message.accepted);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::SyncRequest> message)
{
    io.id("lo", message.lo);
    io.id("hi", message.hi);
    io.number("count", message.count);
    io.number("digest", message.digest);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::SyncReply> message)
{
    io.enumeration("kind", message.kind, chord::SyncReply::Kind::Entries);
    io.list("parts", message.parts, itemsMax);
    io.list("entries", message.entries, itemsMax);
    structure(io, "collectedFloor", message.collectedFloor);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Fetch> message)
{
    io.list("keys", message.keys, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::FetchReply> message)
{
    io.list("records", message.records, itemsMax);
    io.number("answered", message.answered);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Collect> message)
{
    io.list("tombstones", message.tombstones, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Execute> message)
{
    structure(io, "operation", message.operation);
    io.enumeration("kind", message.kind, chord::OperationKind::Delete);
    io.key("key", message.key);
    io.value("value", message.value);
    io.contentType("contentType", message.contentType);
    io.ttl("ttlMs", message.ttlMs);
    structure(io, "condition", message.condition);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::ExecuteReply> message)
{
    io.enumeration("status", message.status, chord::ExecuteStatus::Uncertain);
    io.flag("created", message.created);
    io.value("value", message.value);
    io.contentType("contentType", message.contentType);
    io.ttl("ttlMs", message.ttlMs);
    structure(io, "version", message.version);
    io.optional("owned", message.owned);
    io.list("next", message.next, nodesMax);
}

} // namespace wire
