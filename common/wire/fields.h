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
    int fieldCount; // items after the type, the request's identifier and the ring
};

template <typename Message>
inline constexpr Form form{};
template <>
inline constexpr Form form<chord::FindNext>{1, "FindNext", 1};
template <>
inline constexpr Form form<chord::FindNextReply>{2, "FindNextReply", 4};
template <>
inline constexpr Form form<chord::GetNeighbours>{3, "GetNeighbours", 1};
template <>
inline constexpr Form form<chord::Neighbours>{4, "Neighbours", 7};
template <>
inline constexpr Form form<chord::Ping>{5, "Ping", 0};
template <>
inline constexpr Form form<chord::Pong>{6, "Pong", 0};
template <>
inline constexpr Form form<chord::Notify>{7, "Notify", 0};
template <>
inline constexpr Form form<chord::Leaving>{8, "Leaving", 1};
// 9 to 23 were messages of version 1 of the protocol.
template <>
inline constexpr Form form<chord::PreVote>{30, "PreVote", 3};
template <>
inline constexpr Form form<chord::PreVoteReply>{31, "PreVoteReply", 2};
template <>
inline constexpr Form form<chord::Prepare>{32, "Prepare", 3};
template <>
inline constexpr Form form<chord::Promise>{33, "Promise", 5};
template <>
inline constexpr Form form<chord::TakeLead>{34, "TakeLead", 2};
template <>
inline constexpr Form form<chord::Heartbeat>{35, "Heartbeat", 4};
template <>
inline constexpr Form form<chord::HeartbeatReply>{36, "HeartbeatReply", 4};
template <>
inline constexpr Form form<chord::Propose>{37, "Propose", 5};
template <>
inline constexpr Form form<chord::ProposeReply>{38, "ProposeReply", 3};
template <>
inline constexpr Form form<chord::Removed>{39, "Removed", 4};
template <>
inline constexpr Form form<chord::Accept>{40, "Accept", 6};
template <>
inline constexpr Form form<chord::AcceptReply>{41, "AcceptReply", 3};
template <>
inline constexpr Form form<chord::Drop>{42, "Drop", 4};
template <>
inline constexpr Form form<chord::SyncRequest>{43, "SyncRequest", 6};
template <>
inline constexpr Form form<chord::SyncReply>{44, "SyncReply", 4};
template <>
inline constexpr Form form<chord::Fetch>{45, "Fetch", 3};
template <>
inline constexpr Form form<chord::FetchReply>{46, "FetchReply", 3};
template <>
inline constexpr Form form<chord::Register>{47, "Register", 1};
template <>
inline constexpr Form form<chord::RequestRange>{48, "RequestRange", 0};
template <>
inline constexpr Form form<chord::RangeReply>{49, "RangeReply", 2};
template <>
inline constexpr Form form<chord::SurveyGroups>{50, "SurveyGroups", 1};
template <>
inline constexpr Form form<chord::SurveyReply>{51, "SurveyReply", 4};
template <>
inline constexpr Form form<chord::Gone>{52, "Gone", 1};
template <>
inline constexpr Form form<chord::Execute>{53, "Execute", 10};
template <>
inline constexpr Form form<chord::ExecuteReply>{54, "ExecuteReply", 10};
template <>
inline constexpr Form form<chord::Recover>{55, "Recover", 3};
template <>
inline constexpr Form form<chord::WatchEvent>{60, "WatchEvent", 8};
template <>
inline constexpr Form form<chord::KeepWatches>{61, "KeepWatches", 1};
template <>
inline constexpr Form form<chord::KeepWatchesReply>{62, "KeepWatchesReply", 1};

inline constexpr chord::Verdict verdictLast = chord::Verdict::Unwilling;

// --- Structures within messages: one array each, but for the version, which is a number.

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
    auto &[lo, hi] = range;
    io.array(name, 2);
    io.id("lo", lo);
    io.id("hi", hi);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Ballot> ballot)
{
    auto &[lossEpoch, round, leader] = ballot;
    io.array(name, 3);
    io.number("ballot.lossEpoch", lossEpoch);
    io.number("ballot.round", round);
    io.number("ballot.leader", leader);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Stamp> stamp)
{
    auto &[ballot, sequence] = stamp;
    io.array(name, 2);
    structure(io, "ballot", ballot);
    io.number("sequence", sequence);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Version> version)
{
    auto &[number] = version;
    io.number(name, number);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::ChildGroup> child)
{
    auto &[group, range, voters] = child;
    io.array(name, 3);
    io.number("group", group);
    structure(io, "range", range);
    io.list("voters", voters, nodesMax);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::AbsorbedGroup> absorbed)
{
    auto &[group, ballot, version, stage] = absorbed;
    io.array(name, 4);
    io.number("group", group);
    structure(io, "ballot", ballot);
    io.number("version", version);
    io.enumeration("stage", stage, chord::AbsorbedGroup::Stage::Refused);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::GroupConfig> config)
{
    auto &[version, range, voters, children, absorbed] = config;
    io.array(name, 5);
    io.number("version", version);
    structure(io, "range", range);
    io.list("voters", voters, nodesMax);
    io.list("children", children, itemsMax);
    io.optional("absorbed", absorbed);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::GroupView> view)
{
    auto &[group, range, ballot, version, leader, voters, state] = view;
    io.array(name, 7);
    io.number("group", group);
    structure(io, "range", range);
    structure(io, "ballot", ballot);
    io.number("version", version);
    io.optional("leader", leader);
    io.list("voters", voters, nodesMax);
    io.enumeration("state", state, chord::GroupState::Recovering);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Release> release)
{
    auto &[ballot, heartbeat] = release;
    io.array(name, 2);
    structure(io, "ballot", ballot);
    io.number("heartbeat", heartbeat);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::LeaseEntry> entry)
{
    auto &[group, ballot, version, leaseMs] = entry;
    io.array(name, 4);
    io.number("group", group);
    structure(io, "ballot", ballot);
    io.number("version", version);
    io.number("leaseMs", leaseMs);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::LeaseAnswer> answer)
{
    auto &[group, verdict, promised, state] = answer;
    io.array(name, 4);
    io.number("group", group);
    io.enumeration("verdict", verdict, verdictLast);
    structure(io, "promised", promised);
    io.number("state", state);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Descriptor> descriptor)
{
    auto &[group, range, leader, latest, voters] = descriptor;
    io.array(name, 5);
    io.number("group", group);
    structure(io, "range", range);
    structure(io, "leader", leader);
    structure(io, "latest", latest);
    io.list("voters", voters, nodesMax);
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
    auto &[operation, stamp, created] = applied;
    io.array(name, 3);
    structure(io, "operation", operation);
    structure(io, "stamp", stamp);
    io.flag("created", created);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::AppliedList> applied)
{
    auto &[writes, forgotten] = applied;
    io.array(name, 2);
    io.list("writes", writes, itemsMax);
    structure(io, "forgotten", forgotten);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Transfer> record)
{
    auto &[key, value, contentType, stamp, version, ttlMs, tombstone, applied] = record;
    io.array(name, 8);
    io.key("key", key);
    io.value("value", value);
    io.contentType("contentType", contentType);
    structure(io, "stamp", stamp);
    structure(io, "version", version);
    io.ttl("ttlMs", ttlMs);
    io.flag("tombstone", tombstone);
    structure(io, "applied", applied);
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
void structure(Io &io, const char *name, Subject<Io, chord::KeyStamp> entry)
{
    auto &[key, stamp] = entry;
    io.array(name, 2);
    io.key("key", key);
    structure(io, "stamp", stamp);
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

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::WatchCount> count)
{
    auto &[watch, told] = count;
    io.array(name, 2);
    io.number("watch", watch);
    io.number("told", told);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::WatchTerms> terms)
{
    auto &[isSubscribed, point, absentSince, replaced] = terms;
    io.array(name, 4);
    io.flag("isSubscribed", isSubscribed);
    structure(io, "point", point);
    structure(io, "absentSince", absentSince);
    structure(io, "replaced", replaced);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Listing> listing)
{
    auto &[from, prefix, keysMax] = listing;
    io.array(name, 3);
    io.id("listing.from", from);
    io.keyOrNone("listing.prefix", prefix);
    io.number("listing.keysMax", keysMax);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::ListedKey> listed)
{
    auto &[key, version, bytes, ttlMs] = listed;
    io.array(name, 4);
    io.key("key", key);
    structure(io, "version", version);
    io.number("bytes", bytes);
    io.ttl("ttlMs", ttlMs);
}

template <typename Io>
void structure(Io &io, const char *name, Subject<Io, chord::Listed> listed)
{
    auto &[keys, complete, from, after] = listed;
    io.array(name, 4);
    io.list("listed.keys", keys, itemsMax);
    io.flag("listed.complete", complete);
    io.id("listed.from", from);
    io.keyOrNone("listed.after", after);
}

// A key that stands alone in a list.
template <typename Io>
void structure(Io &io, const char *name, Subject<Io, QByteArray> key)
{
    io.key(name, key);
}

// --- Messages: the fields after the type, the request's identifier and the ring.

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
void fields(Io &io, Subject<Io, chord::GetNeighbours> message)
{
    auto &[withGroups] = message;
    io.flag("withGroups", withGroups);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Neighbours> message)
{
    auto &[state, predecessor, successors, empty, groups, primaryKeys, leavesForMs] = message;
    io.enumeration("state", state, chord::NodeState::Left);
    io.optional("predecessor", predecessor);
    io.list("successors", successors, nodesMax);
    io.flag("empty", empty);
    io.list("groups", groups, itemsMax);
    io.number("primaryKeys", primaryKeys);
    io.number("leavesForMs", leavesForMs);
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
void fields(Io &io, Subject<Io, chord::Leaving> message)
{
    auto &[lost] = message;
    io.list("lost", lost, nodesMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::PreVote> message)
{
    auto &[group, ballot, range] = message;
    io.number("group", group);
    structure(io, "ballot", ballot);
    structure(io, "range", range);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::PreVoteReply> message)
{
    auto &[verdict, promised] = message;
    io.enumeration("verdict", verdict, verdictLast);
    structure(io, "promised", promised);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Prepare> message)
{
    auto &[group, ballot, release] = message;
    io.number("group", group);
    structure(io, "ballot", ballot);
    io.optional("release", release);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Promise> message)
{
    auto &[verdict, promised, accepted, config, mark] = message;
    io.enumeration("verdict", verdict, verdictLast);
    structure(io, "promised", promised);
    structure(io, "accepted", accepted);
    structure(io, "config", config);
    structure(io, "mark", mark);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::TakeLead> message)
{
    auto &[group, release] = message;
    io.number("group", group);
    structure(io, "release", release);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Heartbeat> message)
{
    auto &[number, leaving, commits, entries] = message;
    io.number("number", number);
    io.flag("leaving", leaving);
    io.number("commits", commits);
    io.list("entries", entries, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::HeartbeatReply> message)
{
    auto &[leaving, commits, known, answers] = message;
    io.flag("leaving", leaving);
    io.number("commits", commits);
    io.number("known", known);
    io.list("answers", answers, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Propose> message)
{
    auto &[group, ballot, config, learner, mark] = message;
    io.number("group", group);
    structure(io, "ballot", ballot);
    structure(io, "config", config);
    io.flag("learner", learner);
    structure(io, "mark", mark);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::ProposeReply> message)
{
    auto &[verdict, promised, state] = message;
    io.enumeration("verdict", verdict, verdictLast);
    structure(io, "promised", promised);
    io.number("state", state);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Removed> message)
{
    auto &[group, ballot, version, children] = message;
    io.number("group", group);
    structure(io, "ballot", ballot);
    io.number("version", version);
    io.list("children", children, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Accept> message)
{
    auto &[group, ballot, number, mark, exact, records] = message;
    io.number("group", group);
    structure(io, "ballot", ballot);
    io.number("number", number);
    structure(io, "mark", mark);
    io.flag("exact", exact);
    io.list("records", records, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::AcceptReply> message)
{
    auto &[verdict, promised, state] = message;
    io.enumeration("verdict", verdict, verdictLast);
    structure(io, "promised", promised);
    io.number("state", state);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Drop> message)
{
    auto &[group, ballot, number, records] = message;
    io.number("group", group);
    structure(io, "ballot", ballot);
    io.number("number", number);
    io.list("records", records, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::SyncRequest> message)
{
    auto &[group, ballot, lo, hi, count, digest] = message;
    io.number("group", group);
    structure(io, "ballot", ballot);
    io.id("lo", lo);
    io.id("hi", hi);
    io.number("count", count);
    io.number("digest", digest);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::SyncReply> message)
{
    auto &[kind, parts, entries, state] = message;
    io.enumeration("kind", kind, chord::SyncReply::Kind::Refused);
    io.list("parts", parts, itemsMax);
    io.list("entries", entries, itemsMax);
    io.number("state", state);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Fetch> message)
{
    auto &[group, ballot, keys] = message;
    io.number("group", group);
    structure(io, "ballot", ballot);
    io.list("keys", keys, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::FetchReply> message)
{
    auto &[records, answered, mark] = message;
    io.list("records", records, itemsMax);
    io.number("answered", answered);
    structure(io, "mark", mark);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Register> message)
{
    auto &[descriptor] = message;
    structure(io, "descriptor", descriptor);
}

template <typename Io>
void fields(Io &, Subject<Io, chord::RequestRange>)
{
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::RangeReply> message)
{
    auto &[accepted, leader] = message;
    io.flag("accepted", accepted);
    io.optional("leader", leader);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::SurveyGroups> message)
{
    auto &[range] = message;
    structure(io, "range", range);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::SurveyReply> message)
{
    auto &[groups, nodes, gone, changes] = message;
    io.list("groups", groups, itemsMax);
    io.list("nodes", nodes, itemsMax);
    io.list("gone", gone, itemsMax);
    io.number("changes", changes);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Recover> message)
{
    auto &[group, version, present] = message;
    io.number("group", group);
    io.number("version", version);
    io.list("present", present, nodesMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Gone> message)
{
    auto &[nodes] = message;
    io.list("nodes", nodes, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::Execute> message)
{
    auto &[operation, since, kind, key, value, contentType, ttlMs, condition, relay, listing] = message;
    structure(io, "operation", operation);
    structure(io, "since", since);
    io.enumeration("kind", kind, chord::OperationKind::List);
    if (kind == chord::OperationKind::List)
        io.keyOrNone("key", key);
    else
        io.key("key", key);
    io.value("value", value);
    io.contentType("contentType", contentType);
    io.ttl("ttlMs", ttlMs);
    structure(io, "condition", condition);
    io.flag("relay", relay);
    io.optional("listing", listing);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::ExecuteReply> message)
{
    auto &[status, created, value, contentType, ttlMs, version, descriptor, next, watch, listed] = message;
    io.enumeration("status", status, chord::ExecuteStatus::NotStored);
    io.flag("created", created);
    io.value("value", value);
    io.contentType("contentType", contentType);
    io.ttl("ttlMs", ttlMs);
    structure(io, "version", version);
    io.optional("descriptor", descriptor);
    io.list("next", next, nodesMax);
    io.optional("watch", watch);
    io.optional("listed", listed);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::WatchEvent> message)
{
    auto &[watch, number, kind, value, contentType, ttlMs, version, point] = message;
    io.number("watch", watch);
    io.number("number", number);
    io.enumeration("kind", kind, chord::WatchEvent::Kind::Ended);
    io.value("value", value);
    io.contentType("contentType", contentType);
    io.ttl("ttlMs", ttlMs);
    structure(io, "version", version);
    structure(io, "point", point);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::KeepWatches> message)
{
    auto &[watches] = message;
    io.list("watches", watches, itemsMax);
}

template <typename Io>
void fields(Io &io, Subject<Io, chord::KeepWatchesReply> message)
{
    auto &[differing] = message;
    io.list("differing", differing, itemsMax);
}

} // namespace wire
