// SPDX-License-Identifier: GPL-3.0-or-later
//
// The body: of known length, read straight to where it stays; or in chunks, decoded as they come. Memory grows with
// what has arrived and not with what was announced, so that announcing costs the announcer as much as us.

#include "http/http_framer.h"

#include "http/characters.h"
#include "http/http_limits.h"

#include <cstring>

namespace http {

namespace {

constexpr qsizetype firstReservation = 64 * 1024;
constexpr qsizetype decodedBytesMax = 64 * 1024;

} // namespace

// Room for that many bytes behind what has arrived. Capacity doubles, but not beyond the length that was announced.
char *HttpFramer::bodyTail(qsizetype bytes)
{
    const qsizetype needed = m_bodyBytes + bytes;
    if (needed > m_body.capacity()) {
        qsizetype wanted = qMax(2 * m_bodyBytes, firstReservation);
        if (!m_chunked)
            wanted = qMin<qsizetype>(wanted, m_contentLength);
        m_body.resize(m_bodyBytes); // so that only what has arrived moves
        m_body.reserve(qMax(wanted, needed));
    }
    if (needed > m_body.size())
        m_body.resize(needed);
    return m_body.data() + m_bodyBytes;
}

// Moves bytes from m_position on to the body.
void HttpFramer::appendToBody(qsizetype bytes)
{
    memcpy(bodyTail(bytes), m_buffer.constData() + m_position, size_t(bytes));
    m_bodyBytes += bytes;
    m_position += bytes;
    dropDecoded();
}

std::span<char> HttpFramer::bodyRoom(qsizetype maximum)
{
    if (m_state != State::Body || m_step != Step::FixedBody || m_position != m_buffer.size())
        return {};
    const qsizetype bytes = qMin<qsizetype>(maximum, m_contentLength - m_bodyBytes);
    return std::span<char>(bodyTail(bytes), size_t(bytes));
}

void HttpFramer::bodyArrived(qsizetype bytes)
{
    Q_ASSERT(bytes >= 0 && m_bodyBytes + bytes <= m_body.size());
    m_bodyBytes += bytes;
    if (m_bodyBytes == m_contentLength)
        complete();
}

void HttpFramer::takeFixedBody()
{
    appendToBody(qMin<qsizetype>(m_buffer.size() - m_position, m_contentLength - m_bodyBytes));
    if (m_bodyBytes == m_contentLength)
        complete();
}

// RFC 9112, 7.1: 1*HEXDIG [ chunk-ext ].
void HttpFramer::takeChunkSize(QByteArrayView line)
{
    constexpr int digitsMax = 15; // fits qint64; the body's limit is far below
    qsizetype digits = 0;
    m_chunkLeft = 0;
    while (digits < line.size() && isAll(line.sliced(digits, 1), HexCharacter)) {
        if (digits == digitsMax)
            return refuse(400, "The size of a chunk has too many digits.");
        m_chunkLeft = m_chunkLeft * 16 + hexValue(line[digits]);
        ++digits;
    }
    if (digits == 0 || (digits < line.size() && line[digits] != ';') || !isAll(line.sliced(digits), ValueCharacter))
        return refuse(400, "The size of a chunk is malformed.");
    if (m_bodyBytes + m_chunkLeft > m_limits.bodyBytesMax)
        return refuse(413, "The body is larger than any that this node takes (--value-bytes-max).");
    dropDecoded();
    m_step = m_chunkLeft > 0 ? Step::ChunkData : Step::Trailer;
    m_fieldsBegin = m_position;
}

void HttpFramer::takeChunkData()
{
    const qsizetype bytes = qMin<qsizetype>(m_buffer.size() - m_position, m_chunkLeft);
    appendToBody(bytes);
    m_chunkLeft -= bytes;
    if (m_chunkLeft == 0)
        m_step = Step::ChunkEnd;
}

// Drops what was consumed behind the head, so that a long body does not pile up twice: at once if nothing follows it,
// else when moving what follows is cheap against what is dropped.
void HttpFramer::dropDecoded()
{
    if (m_position == m_buffer.size() || m_position - m_headEnd > decodedBytesMax) {
        m_buffer.remove(m_headEnd, m_position - m_headEnd);
        m_position = m_headEnd;
    }
    m_seen = m_position;
}

} // namespace http
