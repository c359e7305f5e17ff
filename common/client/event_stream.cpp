// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lines, and what an empty one ends. Lines end in LF, as nodes write them, or CRLF.

#include "client/event_stream.h"

#include <utility>

namespace client {

std::vector<StreamEvent> EventStreamParser::feed(QByteArrayView bytes)
{
    std::vector<StreamEvent> events;
    for (qsizetype end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n')) {
        if (m_rest.isEmpty())
            takeLine(bytes.first(end), events);
        else
            takeLine(std::exchange(m_rest, {}).append(bytes.first(end)), events);
        bytes = bytes.sliced(end + 1);
    }
    m_rest.append(bytes);
    return events;
}

void EventStreamParser::takeLine(QByteArrayView line, std::vector<StreamEvent> &events)
{
    if (line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty()) {
        if (std::exchange(m_hasData, false))
            events.push_back(m_event);
        m_event = {};
        return;
    }
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView field = colon < 0 ? line : line.first(colon);
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    if (field == QByteArrayView("data")) {
        if (std::exchange(m_hasData, true))
            m_event.data += '\n';
        m_event.data += value;
    } else if (field == QByteArrayView("event")) {
        m_event.name = value.toByteArray();
    } else if (field == QByteArrayView("id")) {
        m_event.id = value.toByteArray();
    } else if (field == QByteArrayView("retry")) {
        bool isNumber = false;
        const int ms = value.toByteArray().toInt(&isNumber);
        m_retryMs = isNumber && ms >= 0 ? ms : m_retryMs;
    }
}

} // namespace client
