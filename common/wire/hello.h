// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a connection between nodes opens. The caller sends the magic and a hello; the other side answers with its own
// hello, or with a refusal that says why and closes. Each side checks the other's hello, so that nodes of different
// rings, or with other ring parameters, never exchange a message. The first items of hello and refusal stay as they are
// in every version of the protocol, so that even strangers get a reason they can read.
//
// A ring may have a secret. Then each hello carries a nonce, and after the hellos each side proves that it knows the
// secret, the caller first: HMAC-SHA-256 (RFC 2104) under the secret over its role and both hellos as they were sent,
// so over both nonces, the ring's parameters and both nodes' names. A proof is good for this connection and this side
// of it only: it can neither be replayed nor be given back to the one who made it. Without TLS nothing protects what
// follows against somebody on the way.
#pragma once

#include "chord/config.h"
#include "chord/messages.h"
#include "wire/codec.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>
#include <variant>

namespace wire {

// The first bytes of a connection between nodes; no HTTP method begins like this.
inline constexpr QByteArrayView magic("FKVS");
inline constexpr quint32 protocolVersion = 4; // 1: before ranges had groups of voters; 2: before nodes had disks;
                                              // 3: before keys could be watched and listed
inline constexpr int ringNameBytesMax = 64;
inline constexpr int refusalTextBytesMax = 1024; // of UTF-8
inline constexpr int nonceBytes = 32;
inline constexpr int proofBytes = 32;
inline constexpr int bootIdBytes = 16;
inline constexpr int helloFrameBytesMax = 2048; // for FrameReader, until the other side's hello is there

struct Hello {
    quint32 version = protocolVersion;
    QByteArray ringName; // 1..ringNameBytesMax printable ASCII characters
    int idBits = chord::idBitsMax;
    int replicas = 0;
    int valueBytesMax = 0; // values longer than this are not to be sent to this node
    chord::NodeRef sender;
    quint64 ring = 0; // of the sender when the connection was opened; 0: none yet. Only for information
    QByteArray bootId = {}; // bootIdBytes that name the sender's loopback interface; empty: not known
    QByteArray nonce = {}; // nonceBytes drawn for this connection if the sender has a ring secret; else empty
    friend bool operator==(const Hello &, const Hello &) = default;
};

struct Proof {
    QByteArray mac; // proofBytes
    friend bool operator==(const Proof &, const Proof &) = default;
};

struct Refusal {
    enum class Reason : quint8 {
        Other = 0, // also what a newer node's reasons are read as
        ProtocolVersion = 1,
        RingName = 2,
        IdBits = 3,
        Replicas = 4,
        DuplicateId = 5, // another node has this identifier
        Self = 6, // a node has connected to itself
        DuplicateAddress = 7, // the other node advertises this one's address
        Malformed = 8, // what came was no hello
        Secret = 9, // only one side has a ring secret, or they differ
        Unreachable = 10, // the address that the other node advertises does not lead to it
    };
    Reason reason = Reason::Other;
    QString text; // a sentence for the user who started the refused node: facts; its program knows what helps
    friend bool operator==(const Refusal &, const Refusal &) = default;
};

// Of a hello with another protocol version only the version is known.
using Greeting = std::variant<Hello, Refusal, Proof, DecodeError>;

Hello makeHello(const QByteArray &ringName, const chord::Config &config, const chord::NodeRef &self);

// Append one frame each. The caller of a connection puts the magic before its hello. A refusal's text is cut to
// refusalTextBytesMax.
void appendHello(QByteArray &buffer, const Hello &hello);
void appendRefusal(QByteArray &buffer, const Refusal &refusal);
void appendProof(QByteArray &buffer, const Proof &proof);

// Reads the content of a frame that comes before any message.
Greeting decodeGreeting(QByteArrayView content);

// Why these two must not talk, told by ours to theirs; nothing if they may. Duplicates of third nodes are not seen
// here.
std::optional<Refusal> check(const Hello &ours, const Hello &theirs);

// Which side of a connection proves that it knows the secret.
enum class Role : quint8 { Caller, Answerer };

// The hellos are whole frames, length included, without the magic.
Proof proofOf(const QByteArray &secret, Role prover, QByteArrayView callersHello, QByteArrayView answerersHello);
// Compares in a time that does not depend on where they differ.
bool isEqual(const Proof &a, const Proof &b);

// What is wrong with a ring name, as a sentence; empty if nothing is.
QString ringNameProblem(QByteArrayView name);

} // namespace wire
