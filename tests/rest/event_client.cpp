// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads answers as the command line does.

#include "event_client.h"

#include "waiting.h"

#include "api/key_text.h"

#include <QHostAddress>

EventClient::EventClient(quint16 port, const QByteArray &key, const QByteArray &fields)
{
    QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { read(); });
    m_socket.connectToHost(QHostAddress::LocalHost, port);
    m_socket.write("GET /v1/kv/" + api::percentEncoded(key) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: "
                   + api::eventStreamContentType + "\r\n" + fields + "\r\n");
}

bool EventClient::waitFor(const std::function<bool()> &condition, int timeoutMs)
{
    return ::waitFor(condition, timeoutMs);
}

bool EventClient::waitForEvents(size_t count, int timeoutMs)
{
    return waitFor([this, count] { return m_events.size() >= count; }, timeoutMs);
}

void EventClient::read()
{
    if (!m_reads)
        return;
    m_response.feed(m_socket.readAll());
    const std::optional<client::HttpResponse> whole = m_response.next(false);
    m_isComplete = m_isComplete || whole.has_value();
    if (whole)
        m_head = *whole;
    else if (m_response.begun())
        m_head = *m_response.begun();
    const QByteArray part = whole ? whole->body : m_response.begun() ? m_response.takePart() : QByteArray();
    if (!m_head.isSuccess())
        return;
    m_comments += int(part.count("\n:") + (part.startsWith(':') ? 1 : 0));
    for (const client::StreamEvent &event : m_parser.feed(part)) {
        m_lastId = event.id.isEmpty() ? m_lastId : event.id;
        const auto document = api::fromJson<api::WatchDocument>(event.data);
        if (!document.value)
            qFatal("%s: %s", event.data.constData(), qPrintable(document.error));
        const bool isNamed =
            document.value->isState() ? event.name.isEmpty() : event.name == api::watchEventText(document.value->event);
        if (!isNamed || event.id != document.value->id)
            qFatal("%s: its name is \"%s\", its id \"%s\"", event.data.constData(), event.name.constData(),
                   event.id.constData());
        m_events.push_back(*document.value);
    }
}

QByteArrayList EventClient::texts() const
{
    QByteArrayList texts;
    for (const api::WatchDocument &event : m_events) {
        QByteArray text = api::watchEventText(event.event);
        if (event.value)
            text += ' ' + *event.value;
        texts.append(event.mayHaveSkipped ? text + ", skipped" : text);
    }
    return texts;
}

int EventClient::status() const
{
    return m_head.status;
}

QByteArray EventClient::field(QByteArrayView name) const
{
    return m_head.field(name);
}

void EventClient::stopReading()
{
    m_reads = false;
    m_socket.setReadBufferSize(1024);
}

void EventClient::readAgain()
{
    m_reads = true;
    m_socket.setReadBufferSize(0);
    read();
}
