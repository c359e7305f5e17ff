// SPDX-License-Identifier: GPL-3.0-or-later
//
// An answer that goes on: its body comes in pieces, for as long as the server and the client like. The connection ends
// with it. Everything in the server's thread.
#pragma once

#include <QByteArray>

#include <span>

namespace http {

class HttpReply;
class HttpStream;
struct HttpField;

// Hears of a stream; it is the one that has it, and outlives it.
class StreamOwner {
public:
    virtual ~StreamOwner() = default;
    // All that was written has been passed on to the system.
    virtual void streamDrained() = 0;
    // The client is gone, or has not read for too long. May come from within write(); the stream must not be destroyed
    // from within.
    virtual void streamEnded() = 0;
    // The server is about to end: whatever is written last, and finish(), should follow at once.
    virtual void streamShouldEnd() = 0;
};

// Where a stream goes: a connection.
class StreamSink {
public:
    virtual ~StreamSink();
    virtual void writeStream(const QByteArray &bytes) = 0;
    virtual void finishStream() = 0;
    virtual qint64 unsentStreamBytes() const = 0;

    // For the stream.
    void setStream(HttpStream *stream) { m_stream = stream; }

protected:
    StreamSink() = default;
    Q_DISABLE_COPY_MOVE(StreamSink)
    HttpStream *stream() const { return m_stream; }
    // Cuts off the stream, which is told so.
    void forsakeStream();

private:
    HttpStream *m_stream = nullptr;
};

class HttpStream {
public:
    // Answers 200 with these fields. Not open if the client is gone, or if there are too many streams: then reply still
    // waits for its answer.
    HttpStream(HttpReply &reply, std::span<const HttpField> fields, StreamOwner &owner);
    ~HttpStream();
    Q_DISABLE_COPY_MOVE(HttpStream)

    bool isOpen() const { return m_sink != nullptr; }
    // Large pieces are shared, not copied.
    void write(const QByteArray &bytes);
    // After what has been written; then the owner is told nothing more.
    void finish();
    // Written, and not passed on to the system yet.
    qint64 unsentBytes() const;

    // For the sink.
    StreamOwner &owner() const { return m_owner; }
    void forsake() { m_sink = nullptr; }

private:
    StreamSink *m_sink = nullptr;
    StreamOwner &m_owner;
};

} // namespace http
