// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node as a program: puts port, transport, core and REST together, and sees the node through its life: listening,
// joining, ready, leaving. It prints nothing; what becomes of it is told by its signals.
#pragma once

#include "server/input_watcher.h"
#include "server/join_list.h"
#include "server/node_error.h"
#include "server/node_security.h"
#include "server/node_settings.h"
#include "server/signal_watcher.h"

#include <QMap>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace net {
class NodeHost;
class Transport;
} // namespace net

class QHostAddress;
class QHostInfo;

namespace http {
class HttpServer;
}

namespace listener {
class PortListener;
}

namespace rest {
class Api;
} // namespace rest

namespace storage {
class Storage;
}

namespace server {

class NodeProgram : public QObject {
    Q_OBJECT
public:
    explicit NodeProgram(const NodeSettings &settings);
    ~NodeProgram() override;

    // Returns what keeps the node from starting. Otherwise it listens, and starts a ring or joins one from the event
    // loop on.
    std::optional<NodeError> start();

Q_SIGNALS:
    // Once: it is a member of a ring. url: of its page.
    void ready(const QByteArray &id, const QByteArray &url);
    // It has left, or was told to end before it was ready; or could do neither. Nothing of it is left to be done.
    void ended(const std::optional<server::NodeError> &error);

private:
    std::optional<NodeError> listen();
    std::optional<NodeError> checkOpenness(const QHostAddress &address) const;
    std::optional<NodeError> resolveJoins();
    NodeError joinsItself() const;
    std::optional<NodeError> openDirectory();

    void buildNode();
    void serve();
    void watchInput();
    void reload();
    void applySecurity();
    QByteArray urlScheme() const { return m_security.tls() ? "https" : "http"; }
    void resolveAgain();
    void noteLookup(const QHostInfo &found);
    void becomeReady();
    void noteRefusal(const QByteArray &address, const QString &reason);
    void giveUpJoining(const QString &reason);
    void stop();
    void leave();
    void answerWhatIsInHand(const std::function<void()> &then);
    void waitUntil(const std::function<bool()> &condition, int timeoutMs, const std::function<void()> &then);
    void endAfterAnswers(const std::optional<NodeError> &error = std::nullopt);
    void end(const std::optional<NodeError> &error = std::nullopt);

    NodeSettings m_settings;
    NodeSecurity m_security;
    net::HostPort m_advertised;
    JoinList m_joins;
    qsizetype m_lookups = 0; // since the start, to look up each name in turn
    std::vector<chord::Address> m_contacts; // of m_joins
    chord::NodeRef m_self;
    bool m_isRestored = false; // the data directory has a node's state
    QByteArray m_idText;
    SignalWatcher m_signals;
    std::unique_ptr<InputWatcher> m_input; // with --end-with-stdin
    // In the order of construction; the last is destroyed first.
    listener::PortListener *m_port = nullptr; // the HTTP server's, once there is one
    std::unique_ptr<storage::Storage> m_storage; // with --data-dir
    std::unique_ptr<net::Transport> m_transport;
    std::unique_ptr<net::NodeHost> m_host;
    std::unique_ptr<rest::Api> m_api;
    std::unique_ptr<http::HttpServer> m_http;
    struct Refused {
        QString text;
        std::optional<wire::Refusal::Reason> reason;
    };
    QMap<QByteArray, Refused> m_refusals; // by the address that was to be joined through
    bool m_isReady = false;
    bool m_isLeaving = false;
};

} // namespace server
