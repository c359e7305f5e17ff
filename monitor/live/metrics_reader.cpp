// SPDX-License-Identifier: GPL-3.0-or-later
//
// Connections are not kept: metrics are read every few seconds, and only while somebody looks at them.

#include "live/metrics_reader.h"

#include "live/node_connection.h"
#include "wire/host_port.h"

#include <algorithm>
#include <utility>

namespace monitor {

namespace {

constexpr int metricsTimeoutMs = 3000;

} // namespace

void MetricsReader::cancel()
{
    m_waiting.clear();
    for (const auto &[address, asked] : std::exchange(m_asked, {}))
        asked->deleteLater();
}

void MetricsReader::ask(const Peer &node, const QByteArray &contact)
{
    const bool isWaiting = std::any_of(m_waiting.begin(), m_waiting.end(),
                                       [&node](const auto &other) { return other.first.address == node.address; });
    if (isWaiting || m_asked.count(node.address) > 0)
        return;
    m_waiting.emplace_back(node, contact);
    askNext();
}

void MetricsReader::askNext()
{
    while (!m_waiting.empty() && int(m_asked.size()) < inFlightMax) {
        const auto [node, contact] = m_waiting.front();
        m_waiting.pop_front();
        const auto address = wire::HostPort::parse(QString::fromUtf8(contact)).value_or(wire::HostPort());
        client::NodeClient *asked = makeNodeClient(address.host, address.port, m_security, this);
        m_asked[node.address] = asked;
        asked->setTimeoutMs(metricsTimeoutMs);
        asked->fetch("/metrics", [this, asked, node = node](client::Result<QByteArray> &&result) {
            const auto entry = m_asked.find(node.address);
            if (entry == m_asked.end() || entry->second != asked)
                return;
            m_asked.erase(entry);
            asked->deleteLater();
            if (result)
                Q_EMIT read(node, *result.value);
            askNext();
        });
    }
}

} // namespace monitor
