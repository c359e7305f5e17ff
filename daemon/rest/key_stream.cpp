// SPDX-License-Identifier: GPL-3.0-or-later
//
// Callbacks hold the stream; when the client goes, the last of them lets it go.

#include "rest/key_stream.h"

#include "api/json.h"
#include "api/json_writer.h"
#include "net/node_host.h"

#include <algorithm>

namespace rest {

namespace {

constexpr qint64 keysAtOnce = 500; // to read and to write them takes about 2 ms

QByteArray linesOf(const KeyWalk::Keys &keys, const chord::IdSpace &space)
{
    QByteArray lines;
    for (const chord::ListedKey &key : keys) {
        api::JsonWriter json;
        api::writeRingKey(json, api::ringKey(key, space));
        lines += json.json() + '\n';
    }
    return lines;
}

} // namespace

void KeyStream::start(net::NodeHost &host, TurnQueue &turns, const KeyPlace &place, const QByteArray &prefix,
                      std::optional<qint64> limit, http::HttpReply reply)
{
    const std::shared_ptr<KeyStream> stream(new KeyStream(host, turns, place, prefix, limit, std::move(reply)));
    stream->ask();
}

KeyStream::KeyStream(net::NodeHost &host, TurnQueue &turns, const KeyPlace &place, const QByteArray &prefix,
                     std::optional<qint64> limit, http::HttpReply reply)
    : m_host(host)
    , m_walk(std::make_shared<KeyWalk>(host, turns, place, prefix))
    , m_limit(limit)
    , m_reply(std::move(reply))
{
}

int KeyStream::wanted() const
{
    return int(m_limit ? std::min(*m_limit - m_told, keysAtOnce) : keysAtOnce);
}

void KeyStream::ask()
{
    m_isBusy = true;
    m_walk->next(wanted(),
                 [self = shared_from_this()](Outcome<KeyWalk::Keys> &&outcome) { self->take(std::move(outcome)); });
}

void KeyStream::take(Outcome<KeyWalk::Keys> &&outcome)
{
    const auto *failure = std::get_if<Failure>(&outcome);
    if (failure && m_reply.isOpen()) {
        sendFailure(m_reply, *failure);
        return;
    }
    if (!begin())
        return;
    if (failure) {
        end(*failure);
        return;
    }
    const KeyWalk::Keys &keys = std::get<KeyWalk::Keys>(outcome);
    m_told += qint64(keys.size());
    m_stream->write(linesOf(keys, m_host.node().config().space()));
    m_isBusy = false;
    if (m_walk->isComplete() || wanted() == 0)
        end({});
    else if (m_stream->isOpen() && m_stream->unsentBytes() == 0)
        ask();
}

// False if nobody is there to read it.
bool KeyStream::begin()
{
    if (m_reply.isOpen()) {
        const http::HttpField fields[] = {{"Content-Type", ndjsonType}, {"Cache-Control", "no-store"}};
        m_stream = std::make_unique<http::HttpStream>(m_reply, fields, *this);
        if (m_stream->isOpen())
            m_self = shared_from_this();
        else
            sendFailure(m_reply, {Fault::Unavailable, "This node answers as many streams as it may.", {}});
    }
    return m_stream && m_stream->isOpen();
}

void KeyStream::streamDrained()
{
    if (!m_isBusy)
        ask();
}

// Called by the stream, which must not end within.
void KeyStream::streamEnded()
{
    QMetaObject::invokeMethod(
        &m_host, [self = std::move(m_self)] { Q_UNUSED(self) }, Qt::QueuedConnection);
}

void KeyStream::streamShouldEnd()
{
    end(Failure{Fault::Unavailable, "This node is shutting down; continue at another one.", {}});
}

void KeyStream::end(const std::optional<Failure> &failure)
{
    m_isBusy = true; // nothing more is asked for
    api::JsonWriter json;
    json.beginObject();
    json.name("complete");
    json.boolean(m_walk->isComplete());
    json.name("keys");
    json.number(m_told);
    if (!m_walk->isComplete()) {
        json.name("next");
        json.text(cursorOf(m_walk->place(), m_host.node().config().space()));
    }
    if (failure) {
        json.name("problem");
        api::writeProblem(json, problemOf(*failure));
    }
    json.endObject();
    m_stream->write(json.json() + '\n');
    m_stream->finish();
    streamEnded();
}

} // namespace rest
