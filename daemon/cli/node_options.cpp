// SPDX-License-Identifier: GPL-3.0-or-later
//
// The file and the environment have the same names as the command line, so there is one table for all.

#include "cli/node_options.h"

#include "http/access_policy.h"
#include "http/characters.h"
#include "wire/hello.h"

#include <QHostAddress>

#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array options{
    Option{"listen", Option::Kind::ListenAddress, "HOST:PORT",
           "where peers and clients connect; port 0 takes any free one", "127.0.0.1:11000"},
    Option{"advertise", Option::Kind::ListenAddress, "HOST:PORT",
           "the address others reach this node at, if it is not the one it listens at; port 0 stands for the port it "
           "listens at"},
    Option{"join", Option::Kind::Address, "HOST:PORT", "join the ring of this node; without it, a new ring is started",
           "", 0, 0, true},
    Option{"id", Option::Kind::Text, "HEX", "this node's identifier (default: SHA-1 of its advertised address)"},
    Option{"id-bits", Option::Kind::Number, "M", "bits of an identifier, equal in all of a ring", "160",
           chord::idBitsMin, chord::idBitsMax},
    Option{"replicas", Option::Kind::Number, "R", "nodes that hold a key, equal in all of a ring", "3", 1, 64},
    Option{"successors", Option::Kind::Number, "L", "length of the successor list, not below the replicas", "8", 1,
           128},
    Option{"reads", Option::Kind::Word, "lease|quorum",
           "how the leader of a range answers reads: lease: at once while it has a lease, which relies on clocks that "
           "run at the same speed within 2.5 %; quorum: after asking a majority of the voters each time",
           "lease"},
    Option{"ring-name", Option::Kind::Text, "NAME", "only nodes that say the same name join each other", "funnelkvs"},
    Option{"value-bytes-max", Option::Kind::Number, "BYTES", "longest value that is taken", "16777216", 1,
           256 * 1024 * 1024},
    Option{"join-timeout", Option::Kind::Number, "SECONDS", "give up joining after so long", "15", 1, 3600},
    Option{
        "founding-hold", Option::Kind::Number, "MILLISECONDS",
        "a node that founds a ring answers no key for so long, in case it was a member of a ring that remembers it; 0 "
        "where the ring is certainly new",
        "2000", 0, 60'000},
    Option{
        "data-dir", Option::Kind::Text, "DIR",
        "keep the node's data in this directory, which is made if it is not there: what was acknowledged outlives the "
        "end of any number of nodes, and a node that is started again goes on where it was; without it, all is in "
        "memory only"},
    Option{"sync", Option::Kind::Word, "always|interval",
           "with --data-dir, always: a write is acknowledged when a majority has it on its disks; interval: when a "
           "majority has given it to the operating system, which may lose the last second if a majority of machines "
           "stops at once",
           "always"},
    Option{"leave-timeout", Option::Kind::Number, "SECONDS", "give up handing over after so long", "30", 1, 3600},
    Option{
        "end-with-stdin", Option::Kind::Switch, "",
        "end at once, without leaving the ring, when standard input is closed: for programs that start nodes and may "
        "die"},
    Option{"born-id", Option::Kind::Number, "N", "a number shown by the original's interface", "0", 0, 2147483647},
    Option{"log-level", Option::Kind::Word, "debug|info|warning|error", "the least that is logged", "info"},
    Option{"log-filter", Option::Kind::Text, "CATEGORY=LEVEL",
           "another level for one category of the log and those below it, as funnelkvs.net=debug", "", 0, 0, true},
    Option{"log-format", Option::Kind::Word, "text|json", "lines of text, or a JSON object a line", "text"},
    Option{"log-file", Option::Kind::Text, "FILE", "append the log to this file instead of standard error"},
    tlsCertOption,
    tlsKeyOption,
    tlsCaOption,
    tokensOption,
    ringSecretFileOption,
    Option{"insecure", Option::Kind::Switch, "",
           "listen beyond this machine without a ring secret: every program that reaches the port may join the ring"},
    Option{"allowed-host", Option::Kind::Text, "NAME",
           "a name that REST clients may call this node by, besides its addresses, its own name and localhost", "", 0,
           0, true},
    Option{"cors-origin", Option::Kind::Text, "ORIGIN",
           "let the pages of this site use the node from browsers, as https://app.example.org", "", 0, 0, true},
    Option{"connections-max", Option::Kind::Number, "N", "REST connections at a time", "1000", 1, 100'000},
    Option{"connections-per-address-max", Option::Kind::Number, "N", "REST connections at a time from one address",
           "500", 1, 100'000},
    Option{"watchers-max", Option::Kind::Number, "N",
           "REST connections at a time that watch a key; they do not count among the others", "10000", 0, 100'000},
    Option{"keep-alive-timeout", Option::Kind::Number, "SECONDS",
           "close a REST connection without a request after so long; behind a load balancer, longer than the load "
           "balancer keeps its own connections",
           "60", 1, 86'400},
    Option{
        "config", Option::Kind::Text, "FILE",
        "take options from this INI file, with the same names (join = A, B); the environment (FUNNELKVS_REPLICAS for "
        "--replicas and so on) goes before it, and the command line before both"},
    Option{"print-config", Option::Kind::Switch, "", "show the settings that a node started like this uses, and end"},
};

net::HostPort addressOf(const QByteArray &text)
{
    return *net::HostPort::parse(QString::fromLocal8Bit(text), nullptr, net::HostPort::PortZero::Allowed);
}

bool isWildcard(const net::HostPort &address)
{
    const QHostAddress host(address.host);
    return host == QHostAddress(QHostAddress::AnyIPv4) || host == QHostAddress(QHostAddress::AnyIPv6);
}

chord::Config configOf(const Arguments &arguments)
{
    chord::Config config;
    config.idBits = int(arguments.number("id-bits"));
    config.replicas = int(arguments.number("replicas"));
    config.successorListLength = int(arguments.number("successors"));
    config.valueBytesMax = int(arguments.number("value-bytes-max"));
    config.quorumReads = arguments.text("reads") == "quorum";
    config.joinTimeoutMs = int(arguments.number("join-timeout")) * 1000;
    config.watchersMax = int(arguments.number("watchers-max"));
    config.foundingHoldMs = int(arguments.number("founding-hold"));
    return config;
}

server::LogSettings logSettingsOf(const Arguments &arguments)
{
    server::LogSettings log;
    log.level = arguments.text("log-level");
    log.filters = arguments.texts("log-filter");
    log.isJson = arguments.text("log-format") == "json";
    log.file = QString::fromLocal8Bit(arguments.text("log-file"));
    return log;
}

// Who may come in.
void readSecurity(server::NodeSettings &settings, const Arguments &arguments)
{
    const auto file = [&arguments](const char *name) { return QString::fromLocal8Bit(arguments.text(name)); };
    settings.tls = {file("tls-cert"), file("tls-key"), file("tls-ca")};
    settings.tokensFile = file("tokens");
    settings.ringSecretFile = file("ring-secret-file");
    settings.isInsecure = arguments.has("insecure");
    settings.allowedHosts = arguments.texts("allowed-host");
    settings.corsOrigins = arguments.texts("cors-origin");
    settings.connectionsMax = int(arguments.number("connections-max"));
    settings.connectionsPerAddressMax = int(arguments.number("connections-per-address-max"));
    settings.watchersMax = int(arguments.number("watchers-max"));
    settings.keepAliveTimeoutMs = int(arguments.number("keep-alive-timeout")) * 1000;
}

QString securityProblemOf(const server::NodeSettings &settings)
{
    if (settings.tls.certificate.isEmpty() != settings.tls.key.isEmpty())
        return u"--tls-cert and --tls-key belong together; %1 is missing."_s.arg(
            settings.tls.key.isEmpty() ? "--tls-key"_L1 : "--tls-cert"_L1);
    if (!settings.tls.authorities.isEmpty() && !settings.tls.areGiven())
        return u"--tls-ca is of no use without --tls-cert and --tls-key."_s;
    for (const QByteArray &host : settings.allowedHosts) {
        if (!http::isHost(host) || (host.contains(':') && !host.endsWith(']')))
            return u"--allowed-host takes a name or address without a port, not \"%1\"."_s.arg(
                QString::fromLocal8Bit(host));
    }
    for (const QByteArray &origin : settings.corsOrigins) {
        if (!http::isOrigin(origin))
            return u"--cors-origin takes an origin in lower case and without a path, as https://app.example.org, not "
                   "\"%1\"."_s.arg(QString::fromLocal8Bit(origin));
    }
    for (const QByteArray &filter : settings.log.filters) {
        if (!server::isLogFilter(filter))
            return u"--log-filter takes CATEGORY=LEVEL, as funnelkvs.net=debug, not \"%1\"; the levels are debug, "
                   "info, warning and error."_s.arg(QString::fromLocal8Bit(filter));
    }
    return {};
}

// What is wrong with the settings as a whole.
QString problemOf(const server::NodeSettings &settings)
{
    if (const QString problem = settings.config.problem(); !problem.isEmpty())
        return problem;
    if (const QString problem = wire::ringNameProblem(settings.ringName); !problem.isEmpty())
        return u"--ring-name: %1"_s.arg(problem);
    if (!settings.advertise && isWildcard(settings.listen))
        return u"--listen %1 means every address of this machine. Say with --advertise HOST:PORT at which one the "
               u"other "
               "nodes reach this node."_s.arg(addressText(settings.listen));
    if (settings.advertise && isWildcard(*settings.advertise))
        return u"--advertise %1 is no address that others could reach."_s.arg(addressText(*settings.advertise));
    return securityProblemOf(settings);
}

} // namespace

std::span<const Option> nodeOptions()
{
    return options;
}

std::variant<server::NodeSettings, UsageError> nodeSettings(const Arguments &arguments)
{
    server::NodeSettings settings;
    settings.listen = addressOf(arguments.text("listen"));
    if (arguments.has("advertise"))
        settings.advertise = addressOf(arguments.text("advertise"));
    for (const QByteArray &text : arguments.texts("join"))
        settings.joins.append(addressOf(text));
    settings.ringName = arguments.text("ring-name");
    settings.config = configOf(arguments);
    // Peers can reach a loopback address only from this machine.
    const net::HostPort reachedAt = settings.advertise.value_or(settings.listen);
    settings.config.oneMachine = QHostAddress(reachedAt.host).isLoopback();
    settings.bornId = int(arguments.number("born-id"));
    settings.leaveTimeoutMs = int(arguments.number("leave-timeout")) * 1000;
    settings.dataDirectory = QString::fromLocal8Bit(arguments.text("data-dir"));
    settings.sync = arguments.text("sync") == "interval" ? storage::Sync::Interval : storage::Sync::Always;
    settings.config.durable = !settings.dataDirectory.isEmpty();
    settings.endWithInput = arguments.has("end-with-stdin");
    settings.log = logSettingsOf(arguments);
    readSecurity(settings, arguments);
    if (const QString problem = problemOf(settings); !problem.isEmpty())
        return UsageError{problem};
    if (!arguments.has("id"))
        return settings;
    settings.id = settings.config.space().fromHex(arguments.text("id"));
    if (settings.id)
        return settings;
    return UsageError{
        u"--id takes 1 to %1 hexadecimal digits below 2^%2, not \"%3\"."_s.arg(settings.config.space().hexDigits())
            .arg(settings.config.idBits)
            .arg(QString::fromLocal8Bit(arguments.text("id")))};
}

} // namespace cli
