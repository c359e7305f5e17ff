// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stream and sink know each other by plain pointers, as a reply and its sink do.

#include "http/http_stream.h"

#include "http/http_reply.h"

#include <utility>

namespace http {

StreamSink::~StreamSink()
{
    if (m_stream)
        m_stream->forsake();
}

void StreamSink::forsakeStream()
{
    if (HttpStream *stream = std::exchange(m_stream, nullptr)) {
        stream->forsake();
        stream->owner().streamEnded();
    }
}

HttpStream::HttpStream(HttpReply &reply, std::span<const HttpField> fields, StreamOwner &owner)
    : m_sink(reply.beginStream(fields))
    , m_owner(owner)
{
    if (m_sink)
        m_sink->setStream(this);
}

HttpStream::~HttpStream()
{
    finish();
}

void HttpStream::write(const QByteArray &bytes)
{
    if (m_sink)
        m_sink->writeStream(bytes);
}

void HttpStream::finish()
{
    if (StreamSink *sink = std::exchange(m_sink, nullptr)) {
        sink->setStream(nullptr);
        sink->finishStream();
    }
}

qint64 HttpStream::unsentBytes() const
{
    return m_sink ? m_sink->unsentStreamBytes() : 0;
}

} // namespace http
