// SPDX-License-Identifier: GPL-3.0-or-later
//
// The right to answer one request, once, now or later. It can be moved into a callback that outlives the client: when
// the connection is gone, sending does nothing. Dropped unanswered it answers 500, so that no client waits for ever.

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <initializer_list>
#include <memory>
#include <span>
#include <utility>

class QJsonObject;

namespace http {

// A header field of an answer. Content-Length, Connection and Date are the guard's business and must not be given.
struct HttpField {
    QByteArrayView name;
    QByteArrayView value;
};

class HttpReply;
class StreamSink;

// Hears of answers, for statistics. It outlives whatever a reply answers into.
class ReplyObserver {
public:
    virtual ~ReplyObserver() = default;
    // route and startedNs are what the reply was given with observe().
    virtual void replied(int route, int status, qint64 startedNs) = 0;
};

// Where an answer goes: a connection, or a test.
class ReplySink {
public:
    virtual ~ReplySink();
    // status is 200 to 599. The body of an answer to HEAD, 204 and 304 is left out by the sink.
    virtual void answer(int status, std::span<const HttpField> fields, const QByteArray &body) = 0;
    // Answers 200 with a body that comes in pieces; null, and no answer yet, if that cannot be.
    virtual StreamSink *beginStream(std::span<const HttpField> fields);

    // So many bytes more are held for the answer. False, and nothing is counted, if all answers hold too many.
    virtual bool reserve(qsizetype bytes);

    // For the reply: the one that is out there, or null once it has answered.
    void setReply(HttpReply *reply) { m_reply = reply; }
    bool hasReply() const { return m_reply != nullptr; }

protected:
    ReplySink() = default;
    Q_DISABLE_COPY_MOVE(ReplySink)
    // Cuts off the reply that is still out there, if any; it then answers into nothing.
    void forsakeReply();

private:
    HttpReply *m_reply = nullptr;
};

// All in the server's thread. Safe to destroy after the connection, the server, or both.
class HttpReply {
public:
    // sink has no other reply at that time.
    explicit HttpReply(ReplySink &sink);
    HttpReply(HttpReply &&other) noexcept;
    HttpReply &operator=(HttpReply &&other) noexcept;
    ~HttpReply();

    // Status line, fields and body leave in one write. A second call does nothing. Fields whose value holds a control
    // character are left out. A large body is shared, not copied.
    void send(int status, std::span<const HttpField> fields, const QByteArray &body);
    void send(int status, std::initializer_list<HttpField> fields, const QByteArray &body = {});
    void sendJson(int status, const QJsonObject &object);
    // application/problem+json with type, title, status and detail (RFC 9457), and further fields such as Allow.
    void sendProblem(int status, QByteArrayView detail, std::initializer_list<HttpField> fields = {});

    // To be called before the answer holds so many bytes more, in its body or on the way to it: they count until it has
    // been sent. False if all answers together would hold too many (HttpLimits::answerBytesInFlightMax).
    bool reserve(qsizetype bytes) { return !m_sink || m_sink->reserve(bytes); }

    // What is held for the request until it is answered, or dropped when its client has gone: that may be much later.
    void keep(std::shared_ptr<const void> kept) { m_kept = std::move(kept); }

    // For HttpStream: null if the client is gone, or there are too many streams; in the second case the reply is still
    // to be answered.
    StreamSink *beginStream(std::span<const HttpField> fields);

    // Tells observer of the answer, once there is one, unless the client is gone by then.
    void observe(ReplyObserver &observer, int route, qint64 startedNs);

    // False once answered, moved away, or if the client is known to be gone.
    bool isOpen() const { return m_sink != nullptr; }
    // For the sink, which is going: answers into nothing from now on.
    void forsake() { m_sink = nullptr; }

private:
    void take(HttpReply &other) noexcept;

    ReplySink *m_sink = nullptr;
    ReplyObserver *m_observer = nullptr;
    std::shared_ptr<const void> m_kept;
    qint64 m_startedNs = 0;
    int m_route = 0;
};

} // namespace http
