// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reply and sink know each other by plain pointers, each cleared when the other goes: no allocation a request, and
// nothing to dangle.

#include "http/http_reply.h"

#include "http/answer.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QVarLengthArray>

#include <utility>

namespace http {

ReplySink::~ReplySink()
{
    forsakeReply();
}

bool ReplySink::reserve(qsizetype)
{
    return true;
}

StreamSink *ReplySink::beginStream(std::span<const HttpField>)
{
    return nullptr;
}

void ReplySink::forsakeReply()
{
    if (m_reply)
        std::exchange(m_reply, nullptr)->forsake();
}

HttpReply::HttpReply(ReplySink &sink)
    : m_sink(&sink)
{
    Q_ASSERT(!sink.hasReply());
    sink.setReply(this);
}

HttpReply::HttpReply(HttpReply &&other) noexcept
{
    take(other);
}

HttpReply &HttpReply::operator=(HttpReply &&other) noexcept
{
    if (this != &other) {
        if (m_sink)
            sendProblem(500, "The request was dropped without an answer.");
        take(other);
    }
    return *this;
}

HttpReply::~HttpReply()
{
    if (m_sink)
        sendProblem(500, "The request was dropped without an answer.");
}

void HttpReply::take(HttpReply &other) noexcept
{
    m_sink = std::exchange(other.m_sink, nullptr);
    if (m_sink)
        m_sink->setReply(this);
    m_observer = other.m_observer;
    m_kept = std::move(other.m_kept);
    m_startedNs = other.m_startedNs;
    m_route = other.m_route;
}

void HttpReply::observe(ReplyObserver &observer, int route, qint64 startedNs)
{
    m_observer = &observer;
    m_startedNs = startedNs;
    m_route = route;
}

void HttpReply::send(int status, std::span<const HttpField> fields, const QByteArray &body)
{
    Q_ASSERT(status >= 200 && status <= 599);
    if (ReplySink *sink = std::exchange(m_sink, nullptr)) {
        sink->setReply(nullptr);
        if (m_observer)
            m_observer->replied(m_route, status, m_startedNs);
        sink->answer(status, fields, body);
    }
    m_kept.reset();
}

void HttpReply::send(int status, std::initializer_list<HttpField> fields, const QByteArray &body)
{
    send(status, std::span<const HttpField>(fields.begin(), fields.size()), body);
}

StreamSink *HttpReply::beginStream(std::span<const HttpField> fields)
{
    StreamSink *stream = m_sink ? m_sink->beginStream(fields) : nullptr;
    if (!stream)
        return nullptr;
    std::exchange(m_sink, nullptr)->setReply(nullptr);
    m_kept.reset();
    if (m_observer)
        m_observer->replied(m_route, 200, m_startedNs);
    return stream;
}

void HttpReply::sendJson(int status, const QJsonObject &object)
{
    send(status, {{"Content-Type", "application/json"}}, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void HttpReply::sendProblem(int status, QByteArrayView detail, std::initializer_list<HttpField> fields)
{
    QVarLengthArray<HttpField, 8> all;
    all.append(HttpField{"Content-Type", problemMediaType});
    all.append(fields.begin(), qsizetype(fields.size()));
    send(status, std::span<const HttpField>(all.data(), size_t(all.size())), problemJson(status, detail));
}

} // namespace http
