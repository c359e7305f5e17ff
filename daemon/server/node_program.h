// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node as a program: puts port, transport, core and REST together, and sees the node through its life: listening,
// joining, ready, leaving. Ends the application's event loop with the exit code.
#pragma once

#include "server/input_watcher.h"
#include "server/node_security.h"
#include "server/node_settings.h"
#include "server/signal_watcher.h"

#include <QMap>
#include <QObject>

#include <functional>
#include <memory>

namespace net {
class NodeHost;
class Transport;
} // namespace net

class QHostAddress;

namespace http {
class HttpServer;
}

namespace listener {
class PortListener;
}

namespace rest {
class Api;
} // namespace rest

namespace server {

class NodeProgram : public QObject {
    Q_OBJECT
public:
    explicit NodeProgram(const NodeSettings &settings);
    ~NodeProgram() override;

    // Returns an ExitCode when the node has ended.
    int run();

private:
    // Each returns another ExitCode than ExitDone after it has said what is wrong.
    int listen();
    int checkOpenness(const QHostAddress &address) const;
    int resolveJoins();

    void buildNode();
    void serve();
    void watchInput();
    void reload();
    void applySecurity();
    QByteArray urlScheme() const { return m_security.tls() ? "https" : "http"; }
    void becomeReady();
    void noteRefusal(const QByteArray &address, const QString &reason);
    void giveUpJoining(const QString &reason);
    void leave();
    void waitUntil(const std::function<bool()> &condition, int timeoutMs, const std::function<void()> &then);
    void endAfterAnswers(int exitCode);
    void end(int exitCode);

    NodeSettings m_settings;
    NodeSecurity m_security;
    net::HostPort m_advertised;
    std::vector<chord::Address> m_contacts; // to join through; with the own address if that was named too
    QByteArray m_idText;
    SignalWatcher m_signals;
    std::unique_ptr<InputWatcher> m_input; // with --end-with-stdin
    // In the order of construction; the last is destroyed first.
    listener::PortListener *m_port = nullptr; // the HTTP server's
    std::unique_ptr<net::Transport> m_transport;
    std::unique_ptr<net::NodeHost> m_host;
    std::unique_ptr<rest::Api> m_api;
    std::unique_ptr<http::HttpServer> m_http;
    QMap<QByteArray, QString> m_refusals; // by the address that was to be joined through
    bool m_isReady = false;
    bool m_isLeaving = false;
};

} // namespace server
