// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node is started with: its options' table, and the checks that need more than one option.
#pragma once

#include "chord/config.h"
#include "cli/options.h"
#include "net/host_port.h"

namespace cli {

struct NodeSettings {
    net::HostPort listen;
    std::optional<net::HostPort> advertise; // none: where it listens; port 0: the port it listens at
    QList<net::HostPort> joins; // empty: starts a ring
    std::optional<chord::Id> id; // none: from the advertised address
    QByteArray ringName;
    chord::Config config;
    int bornId = 0;
    int leaveTimeoutMs = 0;
    bool endWithInput = false;
    QByteArray logLevel;
    QString logFile; // empty: standard error
};

std::span<const Option> nodeOptions();

// Reads --config into what the command line left open.
std::optional<UsageError> readConfigFile(Arguments &arguments);

std::variant<NodeSettings, UsageError> nodeSettings(const Arguments &arguments);

} // namespace cli
