// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads the metrics of nodes, at most one request in progress for each and few at the same time. A node that does not
// answer, or denies access to its metrics, is left out.
#pragma once

#include "client/node_client.h"
#include "client/security.h"
#include "model/ring_snapshot.h"

#include <deque>
#include <map>

namespace monitor {

class MetricsReader : public QObject {
    Q_OBJECT
public:
    static constexpr int inFlightMax = 8;

    using QObject::QObject;

    void setSecurity(const client::Security &security) { m_security = security; }
    // contact: where the node is reached.
    void ask(const Peer &node, const QByteArray &contact);
    void cancel();

Q_SIGNALS:
    void read(const monitor::Peer &node, const QByteArray &text);

private:
    void askNext();

    client::Security m_security;
    std::deque<std::pair<Peer, QByteArray>> m_waiting;
    std::map<QByteArray, client::NodeClient *> m_asked; // by the node's address
};

} // namespace monitor
