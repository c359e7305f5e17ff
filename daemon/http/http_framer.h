// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds where requests begin and end in a stream of bytes, by RFC 9112 and nothing looser: where two readings of the
// same bytes are possible, the request is refused, because the disagreement between two readers is what request
// smuggling lives on. A value without sockets or clocks, so that tests can feed it every split and a fuzzer anything.
//
// The verdict never depends on how the bytes were cut into pieces. Memory is bounded by HttpLimits: one head, one
// body, and what was fed beyond them.

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <span>
#include <vector>

namespace http {

struct HttpLimits;

// Why a request is not taken. The connection is of no use afterwards.
struct Refusal {
    int status = 0;
    const char *detail = "";
};

// Call order: feed() as bytes come, until state() is Complete; look at the request; next(), which goes on with bytes
// that were fed already, so look at state() again. Views are valid until the following feed() or next().
class HttpFramer {
public:
    enum class State : quint8 {
        Idle, // between requests, nothing of the next one is here
        Head,
        Body,
        Complete,
        Refused,
    };

    struct Field {
        QByteArrayView name;
        QByteArrayView value;
    };

    // limits must outlive the framer.
    explicit HttpFramer(const HttpLimits &limits);

    void feed(QByteArrayView bytes);
    State state() const { return m_state; }
    const Refusal &refusal() const { return m_refusal; }

    // Room for at most maximum further bytes of a body of known length, to be read into directly; empty in every other
    // state. Follow with bodyArrived(). Saves large values the way through a second buffer.
    std::span<char> bodyRoom(qsizetype maximum);
    void bodyArrived(qsizetype bytes);

    // Forgets the request in hand and goes on with the bytes behind it. Only when Complete.
    void next();

    // The head of the request in hand is whole and well-formed; from then on method() and so on may be looked at, also
    // if the body turns out to be malformed.
    bool headComplete() const { return m_headComplete; }
    // The head announced a body.
    bool expectsBody() const { return m_chunked || m_contentLength > 0; }
    // The head is complete, the client waits for "100 Continue", and nothing of the body is here.
    bool continueAwaited() const;
    // Bytes of the body so far.
    qsizetype bodyBytes() const { return m_bodyBytes; }
    // Bytes of the whole body as announced; nothing if it comes in chunks.
    std::optional<qint64> announcedBodyBytes() const;
    // Drops what is here of the body of a request that is refused.
    void dropBody() { m_body = QByteArray(); }
    // Bytes fed behind the request in hand.
    qsizetype bytesBehind() const { return m_buffer.size() - m_position; }

    // Memory held for the client, used or in reserve.
    qsizetype heldBytes() const { return m_buffer.capacity() + m_body.capacity(); }

    // From here on only once headComplete(), the body only when Complete. Method and so on as in HttpRequest.
    QByteArrayView method() const { return view(m_method); }
    QByteArrayView path() const;
    QByteArrayView query() const { return view(m_query); }
    QByteArrayView host() const { return view(m_host); }
    QByteArrayView header(QByteArrayView name) const;
    int fieldCount() const { return int(m_fields.size()); }
    Field field(int index) const;
    const QByteArray &body() const { return m_body; }
    bool hasLength() const { return m_lengthGiven; }
    // 0 or 1.
    int minorVersion() const { return m_minorVersion; }
    // What the client asked for, by its version and its Connection field.
    bool keepAlive() const;

private:
    // Part of m_buffer; offsets, because the buffer moves when it grows.
    struct Range {
        qint32 begin = 0;
        qint32 size = 0;
    };
    struct FieldRange {
        Range name;
        Range value;
    };
    enum class Step : quint8 { RequestLine, Fields, FixedBody, ChunkSize, ChunkData, ChunkEnd, Trailer };

    QByteArrayView view(Range range) const { return QByteArrayView(m_buffer.constData() + range.begin, range.size); }
    Range rangeOf(QByteArrayView part) const;

    void advance();
    bool firstCharacterFits() const;
    bool takeLine(qsizetype bytesMax, Refusal tooLong, QByteArrayView &line);
    void takeRequestLine(QByteArrayView line);
    bool takeTarget(QByteArrayView target);
    void takeField(QByteArrayView line);
    bool takeKnownField(QByteArrayView name, QByteArrayView value);
    bool takeSingleField(QByteArrayView name);
    bool takeContentLength(QByteArrayView value);
    void takeConnection(QByteArrayView value);
    void finishHead();
    void takeFixedBody();
    void takeChunkSize(QByteArrayView line);
    void takeChunkData();
    void dropDecoded();
    char *bodyTail(qsizetype bytes);
    void appendToBody(qsizetype bytes);
    void complete();
    void refuse(int status, const char *detail);
    void reset();

    const HttpLimits &m_limits;
    // The head of the request in hand, then bytes not looked at yet.
    QByteArray m_buffer;
    // At least m_bodyBytes long; what lies behind those is room.
    QByteArray m_body;
    qsizetype m_bodyBytes = 0;
    std::vector<FieldRange> m_fields;
    qsizetype m_position = 0; // of what is not consumed yet
    qsizetype m_seen = 0; // up to here there is no line end behind m_position
    qsizetype m_fieldsBegin = 0; // of the head's fields or the trailer's
    qsizetype m_headEnd = 0;
    qint64 m_contentLength = 0;
    qint64 m_chunkLeft = 0;
    Range m_method;
    Range m_path;
    Range m_query;
    Range m_host;
    Refusal m_refusal;
    int m_emptyLines = 0;
    State m_state = State::Idle;
    Step m_step = Step::RequestLine;
    qint8 m_minorVersion = 1;
    bool m_headComplete = false;
    bool m_closeAsked = false;
    bool m_keepAliveAsked = false;
    quint32 m_singleFields = 0; // a bit each: those seen that may stand once
    bool m_hostGiven = false;
    bool m_hostFromTarget = false;
    bool m_lengthGiven = false;
    bool m_chunked = false;
    bool m_expectsContinue = false;
};

} // namespace http
