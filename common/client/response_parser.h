// SPDX-License-Identifier: GPL-3.0-or-later
//
// Turns the bytes of a connection into responses, in order (RFC 9112). Bytes come in as they arrive, in pieces of any
// size; a body is copied once. Everything a server can get wrong ends in problem(), never in a wait for ever or in
// memory without bound.
#pragma once

#include "client/http_message.h"

namespace client {

class ResponseParser {
public:
    // Values end at 16 MiB by default and a node may be told to take more; a list of keys or nodes is smaller.
    static constexpr qsizetype bodyBytesMax = 256 * 1024 * 1024;
    static constexpr qsizetype headBytesMax = 64 * 1024;

    // Adds what arrived. Then call next() until it says that nothing is complete.
    void feed(const QByteArray &bytes);
    // The next complete response, if there is one. toHead: it answers a HEAD request, so it has no body.
    std::optional<HttpResponse> next(bool toHead);
    // The server closed the connection: completes a body that ends there. Anything half done is then broken.
    std::optional<HttpResponse> finish();

    // Of a response that is not complete: its head; null if that is not here yet.
    const HttpResponse *begun() const { return m_state == State::Head ? nullptr : &m_response; }
    // And what has come of its body since the last call, for those that are never complete.
    QByteArray takePart();

    // Why this is not HTTP; empty while all is well. Nothing more comes after a problem.
    const QString &problem() const { return m_problem; }
    // The last response said that the connection ends with it.
    bool closesAfter() const { return m_closesAfter; }
    // Some bytes of the next response are here.
    bool hasBegun() const { return m_state != State::Head || m_position < m_buffer.size(); }

private:
    enum class State : quint8 { Head, Body, ChunkSize, Chunk, ChunkEnd, Trailer, UntilClose };

    bool step(bool toHead);
    bool parseHead(bool toHead);
    bool readFields(bool toHead);
    bool takeBody();
    bool takeChunkSize();
    bool takeChunkEnd();
    bool takeTrailer();
    std::optional<QByteArrayView> takeLine();
    HttpResponse complete();
    bool fail(const QString &problem);
    void compact();

    QByteArray m_buffer;
    qsizetype m_position = 0; // of the first byte not yet used
    State m_state = State::Head;
    bool m_complete = false;
    bool m_closesAfter = false;
    qsizetype m_bodyLeft = 0; // of the body, or of the chunk at hand
    HttpResponse m_response;
    QString m_problem;
};

} // namespace client
