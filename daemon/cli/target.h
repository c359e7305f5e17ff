// SPDX-License-Identifier: GPL-3.0-or-later
//
// The node a command talks to: which one is meant, how it lets this program in, waiting for its answer, and telling a
// person what went wrong.
#pragma once

#include "cli/options.h"
#include "client/node_client.h"
#include "net/host_port.h"

#include <QEventLoop>

namespace cli {

struct Command;

// For the tables of all commands that talk to a node.
inline constexpr Option nodeOption{"node", Option::Kind::NodeAddress, "HOST:PORT",
                                   "the node to talk to, or https://HOST:PORT if it speaks TLS (default: "
                                   "FUNNELKVS_NODE, or 127.0.0.1:11000)"};
inline constexpr Option jsonOption{"json", Option::Kind::Switch, "", "print JSON, for programs"};

inline constexpr quint16 defaultPort = 11000;
// For commands that ask many nodes, or whether one works: a stopped node should not hold them up for long.
inline constexpr int oneNodeTimeoutMs = 3000;

// --node, else FUNNELKVS_NODE, else 127.0.0.1:11000. Rejects an environment variable that is no address.
std::variant<net::HostPort, UsageError> targetNode(const Arguments &arguments);

// As it is printed.
QString addressText(const net::HostPort &node);
// A key as it is printed: keys that are not UTF-8 percent-encoded.
QString keyText(const QByteArray &key);

// HOST:PORT with or without http:// or https:// in front; nothing, and problem says why, if it is neither.
std::optional<net::HostPort> parseNode(const QByteArray &text, QString *problem = nullptr);

// Does the command talk to nodes, and so take the options of clientOptions() as well?
bool talksToNodes(const Command &command);
// --tls, --ca, --token-file.
std::span<const Option> clientOptions();
// Makes all connections of this program secure as these options, the node's address and the environment (FUNNELKVS_CA,
// FUNNELKVS_TOKEN_FILE, FUNNELKVS_TOKEN) say. Returns what is wrong, if anything is.
std::optional<UsageError> applyClientOptions(const Arguments &arguments);

// Says on standard error why `what` ("put greeting") failed at that node and what to do. Returns the exit code.
int nodeFailure(const QString &what, const net::HostPort &node, const client::Failure &failure);

// Runs the event loop until begin's callback was called: result = await<T>([&](auto done) { client.get(key, done); }).
template <typename T, typename Begin>
client::Result<T> await(Begin begin)
{
    QEventLoop loop;
    std::optional<client::Result<T>> result;
    begin(client::Callback<T>([&loop, &result](client::Result<T> &&answer) {
        result = std::move(answer);
        loop.quit();
    }));
    while (!result)
        loop.exec();
    return std::move(*result);
}

} // namespace cli
