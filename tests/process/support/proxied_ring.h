// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ring of real nodes, each behind a proxy of its own, at equal distances on the identifier ring: node i ends range i.
// Nodes are named by these numbers here.
#pragma once

#include "support/link_proxy.h"
#include "support/ring.h"

#include <QList>
#include <QStringList>

#include <memory>
#include <vector>

namespace support {

class ProxiedRing {
public:
    // Starts the nodes and waits for the whole ring, with every range at its final voters.
    bool start(int count);

    int size() const { return int(m_proxies.size()); }
    Ring &ring() { return m_ring; }
    Daemon &node(int node) { return m_ring.node(node); }
    Links &links() { return m_links; }
    const LinkProxy &proxy(int node) const { return *m_proxies[size_t(node)]; }

    // Where the nodes listen: clients do not go through the proxies.
    const QList<net::HostPort> &listening() const { return m_listening; }

    // Holds the bytes of each of these nodes to each of those.
    void cut(const QList<int> &from, const QList<int> &to);
    // Do bytes flow both ways between the two?
    bool isLinked(int a, int b) const;

    // The range of a key, by the number of the node that ends it.
    int rangeOf(const QByteArray &key) const;
    // Keys, the same number in each range.
    QList<QByteArray> keysInEachRange(int count) const;
    // The voters of a range, once the ring has settled.
    QList<int> votersOf(int range) const;

    // Recoveries of ranges that any node has recorded, as sentences; empty: none. Asks all nodes.
    QStringList recordedLosses();

private:
    bool addNode(int node, int count);
    bool isSettled();

    Links m_links;
    std::vector<std::unique_ptr<LinkProxy>> m_proxies; // outlive the nodes
    Ring m_ring;
    QList<net::HostPort> m_listening;
    std::vector<chord::Id> m_ids;
};

} // namespace support
