// SPDX-License-Identifier: GPL-3.0-or-later
//
// The JSON of the original's REST interface, byte for byte as its Rust program writes it: results are {"Ok":…} or
// {"Err":…}, members stand in the order of its structs, text is escaped as serde_json does. Identifiers there have 32
// bits: the leading ones of ours (chord::IdSpace::top32).
#pragma once

#include "api/json.h"

#include <variant>

namespace api {

// {"Ok":true}
struct OriginalDone {
    friend bool operator==(const OriginalDone &, const OriginalDone &) = default;
};

// {"Ok":{"data_id":U32,"val_str":"V"}}
struct OriginalData {
    quint32 dataId = 0;
    QByteArray value; // must be UTF-8 (api::isUtf8); what is not cannot be told in this interface
    friend bool operator==(const OriginalData &, const OriginalData &) = default;
};

// {"Err":{"message":"…","line":0,"column":0,"err_code":N}}
struct OriginalError {
    static constexpr int nodeDown = 1;
    static constexpr int noAppropriateNode = 2;
    static constexpr int notFound = 7;

    QString message;
    int code = 0;
    friend bool operator==(const OriginalError &, const OriginalError &) = default;
};

using OriginalAnswer = std::variant<OriginalDone, OriginalData, OriginalError>;

// The body of POST /global_put.
struct OriginalPut {
    QByteArray key;
    QByteArray value;
    friend bool operator==(const OriginalPut &, const OriginalPut &) = default;
};

// The body of POST /global_get and POST /global_delete: a JSON text.
struct OriginalKey {
    QByteArray key;
    friend bool operator==(const OriginalKey &, const OriginalKey &) = default;
};

// A node within another's answer; its three lists are there and empty.
struct OriginalPeer {
    quint32 nodeId = 0;
    QByteArray address;
    int bornId = 0; // 0: not known here
    friend bool operator==(const OriginalPeer &, const OriginalPeer &) = default;
};

// GET /get_node_info
struct OriginalNode {
    OriginalPeer self;
    std::vector<OriginalPeer> successors; // never empty: a lone node is its own successor
    std::optional<OriginalPeer> predecessor;
    std::vector<std::optional<OriginalPeer>> fingers; // 32 (fewer in narrower rings), null where not known
    friend bool operator==(const OriginalNode &, const OriginalNode &) = default;
};

// GET /resolve_id_val
struct OriginalResolved {
    quint32 nodeId = 0;
    quint32 successorId = 0;
    QByteArray address;
    friend bool operator==(const OriginalResolved &, const OriginalResolved &) = default;
};

QByteArray toJson(const OriginalDone &done);
QByteArray toJson(const OriginalData &data);
QByteArray toJson(const OriginalError &error);
QByteArray toJson(const OriginalPut &put);
QByteArray toJson(const OriginalKey &key);
QByteArray toJson(const OriginalNode &node);
QByteArray toJson(const OriginalResolved &resolved);

template <>
Parsed<OriginalAnswer> fromJson(const QByteArray &json);
template <>
Parsed<OriginalPut> fromJson(const QByteArray &json);
template <>
Parsed<OriginalKey> fromJson(const QByteArray &json);
template <>
Parsed<OriginalNode> fromJson(const QByteArray &json);
template <>
Parsed<OriginalResolved> fromJson(const QByteArray &json);

// From the core's values. bornId: as given on the command line, 0 if none was.
OriginalNode originalNode(const chord::Node &node, int bornId);
// The owner that the lookup found, and its successor.
OriginalResolved originalResolved(const chord::LookupResult &lookup, const chord::IdSpace &space);

} // namespace api
