// SPDX-License-Identifier: GPL-3.0-or-later
//
// Turns the text of an event stream (HTML Standard, 9.2.6: text/event-stream) into events, however it is cut.
#pragma once

#include <QByteArray>

#include <vector>

namespace client {

struct StreamEvent {
    QByteArray name; // empty: "message"
    QByteArray id;
    QByteArray data;
    friend bool operator==(const StreamEvent &, const StreamEvent &) = default;
};

class EventStreamParser {
public:
    // The events that end in these bytes.
    std::vector<StreamEvent> feed(QByteArrayView bytes);
    // Milliseconds to wait before connecting again, as the server has said; -1: it has not.
    int retryMs() const { return m_retryMs; }

private:
    void takeLine(QByteArrayView line, std::vector<StreamEvent> &events);

    QByteArray m_rest; // of a line that has not ended
    StreamEvent m_event;
    bool m_hasData = false;
    int m_retryMs = -1;
};

} // namespace client
