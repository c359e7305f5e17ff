// SPDX-License-Identifier: GPL-3.0-or-later
//
// Watches a key through one node (GET /v1/kv/{key}, text/event-stream), and goes on with another connection when one
// was lost.
#pragma once

#include "api/watch.h"
#include "client/event_stream.h"
#include "client/node_client.h"

#include <QTcpSocket>
#include <QTimer>

namespace client {

class KeyWatch : public QObject {
    Q_OBJECT
public:
    // host: a name or address, IPv6 without brackets. after: the id of an event that is known; empty: none.
    KeyWatch(const QString &host, quint16 port, const QByteArray &key, const QByteArray &after,
             QObject *parent = nullptr);
    ~KeyWatch() override;

    void start();

Q_SIGNALS:
    void told(const api::WatchDocument &event);
    // It tries again, unless this is final: the node has refused, or cannot be reached the first time.
    void lost(const client::Failure &failure, bool isFinal);

private:
    void open();
    void opened();
    void read();
    void take(const QByteArray &part);
    void end(const Failure &failure, bool isFinal);
    void endUnreachable();

    const QString m_host;
    const quint16 m_port;
    const QByteArray m_key;
    QByteArray m_after;
    std::unique_ptr<QTcpSocket> m_socket;
    ResponseParser m_response;
    EventStreamParser m_events;
    QTimer m_silence;
    int m_retryMs = 1000;
    bool m_wasWatching = false;
};

} // namespace client
