// SPDX-License-Identifier: GPL-3.0-or-later
//
// A client that watches a key over a bare socket, so that a test decides what it reads and when it goes.
#pragma once

#include "api/watch.h"
#include "client/event_stream.h"
#include "client/response_parser.h"

#include <QTcpSocket>

#include <functional>
#include <vector>

class EventClient {
public:
    // fields: further header lines, each ended by CRLF.
    EventClient(quint16 port, const QByteArray &key, const QByteArray &fields = {});

    // Until there are so many events (that have come so far). Returns whether it came to that.
    bool waitForEvents(size_t count, int timeoutMs = 20'000);
    bool waitFor(const std::function<bool()> &condition, int timeoutMs = 20'000);
    const std::vector<api::WatchDocument> &events() const { return m_events; }
    // "present a", "put b", "absent, skipped", …
    QByteArrayList texts() const;
    QByteArray lastId() const { return m_lastId; }
    // Header of the answer; 0 if it has not come.
    int status() const;
    QByteArray field(QByteArrayView name) const;
    int comments() const { return m_comments; }
    int retryMs() const { return m_parser.retryMs(); }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    // The last chunk has come.
    bool isComplete() const { return m_isComplete; }

    // It reads nothing from now on, and its system keeps little for it.
    void stopReading();
    void readAgain();
    void abort() { m_socket.abort(); }

private:
    void read();

    QTcpSocket m_socket;
    client::ResponseParser m_response;
    client::EventStreamParser m_parser;
    std::vector<api::WatchDocument> m_events;
    client::HttpResponse m_head;
    QByteArray m_lastId;
    int m_comments = 0;
    bool m_isComplete = false;
    bool m_reads = true;
};
