// SPDX-License-Identifier: GPL-3.0-or-later
//
// Putting nodes and rings together.

#include "rest_node.h"

#include "waiting.h"

#include "chord/routing.h"

#include <QHostAddress>
#include <QRandomGenerator>

#include <algorithm>

namespace {

// Generous: the machine may be busy, and nobody waits longer than it takes.
constexpr int readyTimeoutMs = 20'000;

// Is every node's successor the next one on the ring, and its predecessor the one before?
bool isWhole(const std::vector<std::unique_ptr<RestNode>> &nodes)
{
    std::vector<const chord::Node *> ring;
    for (const auto &node : nodes)
        ring.push_back(&node->host().node());
    std::sort(ring.begin(), ring.end(),
              [](const chord::Node *a, const chord::Node *b) { return a->self().id < b->self().id; });
    for (size_t i = 0; i < ring.size(); ++i) {
        const chord::Node *next = ring[(i + 1) % ring.size()];
        if (!(ring[i]->routing().successor() == next->self())
            || !(next->routing().predecessor() == std::optional(ring[i]->self())))
            return false;
    }
    return true;
}

} // namespace

// The rings of tests are new: no other one remembers their founders.
static chord::Config withoutFoundingHold(chord::Config config)
{
    config.foundingHoldMs = 0;
    return config;
}

RestNode::RestNode(const chord::Config &config, const rest::ApiOptions &options)
    : m_port(new listener::PortListener)
{
    if (!m_port->listen(QHostAddress::LocalHost))
        qFatal("Cannot listen on loopback.");
    const chord::NodeRef self{config.space().hash(address()), address(), QRandomGenerator::global()->generate64()};
    m_transport = std::make_unique<net::Transport>(self, "tests", config);
    m_host = std::make_unique<net::NodeHost>(self, withoutFoundingHold(config), m_transport.get());
    m_api = std::make_unique<rest::Api>(*m_host, options);
    m_http = std::make_unique<http::HttpServer>(*m_api);
    m_api->watch(*m_http);
    m_http->serve(m_port);
    QObject::connect(m_port, &listener::PortListener::peerConnected, m_transport.get(), &net::Transport::accept);
}

chord::Address RestNode::address() const
{
    return "127.0.0.1:" + QByteArray::number(port());
}

bool RestNode::createRing()
{
    m_host->createRing();
    return waitUntilReady();
}

bool RestNode::join(const RestNode &member)
{
    m_host->join({member.address()});
    return waitUntilReady();
}

bool RestNode::waitUntilReady() const
{
    return waitFor([this] { return m_host->node().ready(m_host->now()); }, readyTimeoutMs);
}

std::vector<std::unique_ptr<RestNode>> makeRing(int nodes, const chord::Config &config)
{
    std::vector<std::unique_ptr<RestNode>> ring;
    for (int i = 0; i < nodes; ++i) {
        ring.push_back(std::make_unique<RestNode>(config));
        if (!(i == 0 ? ring[0]->createRing() : ring.back()->join(*ring.front())))
            return {};
    }
    const auto settled = [&ring] {
        return isWhole(ring) && std::all_of(ring.begin(), ring.end(), [](const auto &node) {
                   return node->host().node().ready(node->host().now());
               });
    };
    if (nodes > 1 && !waitFor(settled, readyTimeoutMs))
        return {};
    return ring;
}
