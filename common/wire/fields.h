// SPDX-License-Identifier: GPL-3.0-or-later
//
// The form of every message: its type number and its fields in order. One description serves both directions, an Io
// being the Encoder or the Decoder of codec.cpp, so that the two cannot disagree. README.md says the same in prose.
// A type number, once released, is never used for anything else. The structured bindings are there to stop compiling
// when a struct gets a member that has no place on the wire yet.
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
inline constexpr Form form<chord::FindNextReply>{2, "FindNextReply", 4};
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
inline constexpr Form form<chord::HandOver>{11, "HandOver", 4};
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
inline constexpr Form form<chord::SyncReply>{18, "SyncReply", 3};
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
    auto &[id, address, incarnation] = node;
    io.array(name, 3);
    io.id("id", id);
    io.address("address", address);
    io.number("incarnation", incarnation);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Range> range)
{
    auto &[lo, hi, term] = range;
    io.array(name, 3);
    io.id("lo", lo);
    io.id("hi", hi);
    io.number("term", term);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Claim> claim)
{
    auto &[owner, range] = claim;
    io.array(name, 2);
    structure(io, "owner", owner);
    structure(io, "range", range);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Version> version)
{
    auto &[term, counter, owner] = version;
    io.array(name, 3);
    io.number("version.term", term);
    io.number("version.counter", counter);
    io.number("version.owner", owner);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::OperationId> operation)
{
    auto &[origin, number] = operation;
    io.array(name, 2);
    io.number("operation.origin", origin);
    io.number("operation.number", number);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::AppliedWrite> applied)
{
    auto &[operation, version, created] = applied;
    io.array(name, 3);
    structure(io, "operation", operation);
    structure(io, "version", version);
    io.flag("created", created);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Transfer> record)
{
    auto &[key, value, contentType, version, ttlMs, tombstone, applied] = record;
    io.array(name, 7);
    io.key("key", key);
    io.value("value", value);
    io.contentType("contentType", contentType);
    structure(io, "version", version);
    io.ttl("ttlMs", ttlMs);
    io.flag("tombstone", tombstone);
    io.list("applied", applied, itemsMax);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::SyncPart> part)
{
    auto &[hi, count, digest] = part;
    io.array(name, 3);
    io.id("hi", hi);
    io.number("count", count);
    io.number("digest", digest);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::KeyVersion> entry)
{
    auto &[key, version] = entry;
    io.array(name, 2);
    io.key("key", key);
    structure(io, "version", version);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Condition> condition)
{
    auto &[kind, any, versions] = condition;
    io.array(name, 3);
    io.enumeration("condition.kind", kind, chord::Condition::Kind::IfNoneMatch);
    io.flag("condition.any", any);
    io.list("condition.versions", versions, itemsMax);
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
    auto &[target] = message;
    io.id("target", target);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::FindNextReply> message)
{
    auto &[final, finger, next, owners] = message;
    io.flag("final", final);
    io.finger("finger", finger);
    io.list("next", next, nodesMax);
    io.list("owners", owners, nodesMax);
}

template <typename Io>
void fields(Io &, Subject<Io, chord::GetNeighbours>)
{
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Neighbours> message)
{
    auto &[state, predecessor, successors, owned, claimed, primaryKeys] = message;
    io.enumeration("state", state, chord::NodeState::Left);
    io.optional("predecessor", predecessor);
    io.list("successors", successors, nodesMax);
    io.optional("owned", owned);
    io.optional("claimed", claimed);
    io.number("primaryKeys", primaryKeys);
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
    auto &[range, handedOverBy] = message;
    structure(io, "range", range);
    io.optional("handedOverBy", handedOverBy);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::LeaseReply> message)
{
    auto &[result, conflict] = message;
    io.enumeration("result", result, chord::LeaseReply::Result::Refused);
    io.optional("conflict", conflict);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::HandOver> message)
{
    auto &[range, below, count, digest] = message;
    structure(io, "range", range);
    io.optional("below", below);
    io.number("count", count);
    io.number("digest", digest);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::HandOverReply> message)
{
    auto &[accepted] = message;
    io.flag("accepted", accepted);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Replicate> message)
{
    auto &[term, records] = message;
    io.number("term", term);
    io.list("records", records, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::ReplicateReply> message)
{
    auto &[stored] = message;
    io.flag("stored", stored);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Offer> message)
{
    auto &[records] = message;
    io.list("records", records, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::OfferReply> message)
{
    auto &[accepted] = message;
    io.flag("accepted", accepted);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::SyncRequest> message)
{
    auto &[lo, hi, count, digest] = message;
    io.id("lo", lo);
    io.id("hi", hi);
    io.number("count", count);
    io.number("digest", digest);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::SyncReply> message)
{
    auto &[kind, parts, entries] = message;
    io.enumeration("kind", kind, chord::SyncReply::Kind::Entries);
    io.list("parts", parts, itemsMax);
    io.list("entries", entries, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Fetch> message)
{
    auto &[keys] = message;
    io.list("keys", keys, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::FetchReply> message)
{
    auto &[records, answered] = message;
    io.list("records", records, itemsMax);
    io.number("answered", answered);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Collect> message)
{
    auto &[tombstones] = message;
    io.list("tombstones", tombstones, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Execute> message)
{
    auto &[operation, kind, key, value, contentType, ttlMs, condition] = message;
    structure(io, "operation", operation);
    io.enumeration("kind", kind, chord::OperationKind::Delete);
    io.key("key", key);
    io.value("value", value);
    io.contentType("contentType", contentType);
    io.ttl("ttlMs", ttlMs);
    structure(io, "condition", condition);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::ExecuteReply> message)
{
    auto &[status, created, value, contentType, ttlMs, version, owned, next] = message;
    io.enumeration("status", status, chord::ExecuteStatus::Uncertain);
    io.flag("created", created);
    io.value("value", value);
    io.contentType("contentType", contentType);
    io.ttl("ttlMs", ttlMs);
    structure(io, "version", version);
    io.optional("owned", owned);
    io.list("next", next, nodesMax);
}

} // namespace wire
