// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole node in this process, as the daemon puts it together: port, transport, core and REST, on a port of loopback
// that the system chose.

#pragma once

#include "chord/config.h"
#include "http/http_server.h"
#include "listener/port_listener.h"
#include "net/node_host.h"
#include "net/transport.h"
#include "rest/api.h"

#include <QByteArray>

#include <memory>
#include <vector>

class RestNode {
public:
    explicit RestNode(const chord::Config &config = {}, const rest::ApiOptions &options = {});

    // Starts a ring and waits until this node serves it. Returns whether it came to that.
    bool createRing();
    // Joins the ring of another node and waits likewise.
    bool join(const RestNode &member);
    bool waitUntilReady() const;

    quint16 port() const { return m_port->serverPort(); }
    chord::Address address() const;
    net::NodeHost &host() { return *m_host; }
    rest::Api &api() { return *m_api; }
    http::HttpServer &http() { return *m_http; }

private:
    listener::PortListener *m_port; // owned by m_http
    std::unique_ptr<net::Transport> m_transport;
    std::unique_ptr<net::NodeHost> m_host;
    std::unique_ptr<rest::Api> m_api;
    std::unique_ptr<http::HttpServer> m_http;
};

// A ring of that many nodes, all ready and with the neighbours they should have; empty if it does not come to that.
std::vector<std::unique_ptr<RestNode>> makeRing(int nodes, const chord::Config &config = {});
