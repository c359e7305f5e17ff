// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages between nodes as frames: a length of four bytes, then one CBOR array (RFC 8949). README.md in this folder
// specifies every byte. Encoding appends to a buffer, so that many frames leave in one write. Decoding is strict: every
// message has exactly one form, so whatever decodes encodes to the same bytes again, and everything else is an error
// that says what is wrong; it never recurses, and never allocates for bytes that have not arrived.
#pragma once

#include "chord/config.h"
#include "chord/messages.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>
#include <variant>

class QIODevice;

namespace wire {

inline constexpr int frameHeaderBytes = 4;
inline constexpr int addressBytesMax = 263; // a host name of 253, brackets, colon, port
inline constexpr int nodesMax = 256; // in one list: far above any successor list
inline constexpr int itemsMax = 65536; // records, versions, keys or digests in one list
// What a frame may hold besides one value: keys, versions, other small values (chord::Config::transferBytesMax).
inline constexpr int frameExtraBytesMax = 4 * 1024 * 1024;

// What both encoder and decoder hold a message to.
struct Limits {
    explicit Limits(const chord::Config &config);

    chord::IdSpace space;
    int keyBytesMax;
    int valueBytesMax; // when sending: the smaller of ours and the peer's (Hello::valueBytesMax)
    int contentTypeBytesMax;

    int frameBytesMax() const { return valueBytesMax + frameExtraBytesMax; }
};

// Why bytes are no frame or no message, for the log: a sentence.
struct DecodeError {
    QString reason;
    friend bool operator==(const DecodeError &, const DecodeError &) = default;
};

using Decoded = std::variant<chord::Message, DecodeError>;

// Appends the message's frame. Returns false, and leaves the buffer as it was, if the message is outside the limits:
// the peer would close the connection over it. The message must not be Unreachable, which has no form (asserted).
bool appendFrame(QByteArray &buffer, const chord::Message &message, const Limits &limits);

// Reads one frame's content, without its length. Rejects anything but exactly one message.
Decoded decode(QByteArrayView content, const Limits &limits);

// Cuts a stream of bytes into frames. Its buffer grows with what arrives, never with what is announced.
class FrameReader {
public:
    explicit FrameReader(int frameBytesMax);

    // A hello is short, messages may be long: the limit of the frames that follow.
    void setFrameBytesMax(int frameBytesMax) { m_frameBytesMax = frameBytesMax; }

    // Takes over bytes that have arrived.
    void feed(QByteArrayView bytes);
    // Reads what the device has, at most 1 MiB at a time; returns how many bytes that were, -1 on the device's error.
    qint64 feedFrom(QIODevice &device);

    // The content of the next whole frame, without its length; nothing if it has not all arrived or after an error.
    // Valid until more is fed.
    std::optional<QByteArrayView> next();

    // Set when a frame was announced that is empty or too long; nothing can be read any more.
    const std::optional<DecodeError> &error() const { return m_error; }

    // Memory held, for what waits and what is kept for later.
    qsizetype bufferBytes() const { return m_buffer.capacity(); }

private:
    void discardRead();

    QByteArray m_buffer;
    qsizetype m_begin = 0;
    int m_frameBytesMax;
    std::optional<DecodeError> m_error;
};

} // namespace wire
