// SPDX-License-Identifier: GPL-3.0-or-later
//
// health: for the checks of containers and service managers, which know neither port nor token nor certificate of the
// node beside them. It finds the node's process and reads its command line, environment and configuration file as the
// node itself did. What it asks for is open to everybody, so no token is sent, and over TLS nothing is verified: the
// address is this machine's own.

#include "cli/command.h"
#include "cli/console.h"
#include "cli/node_options.h"
#include "cli/original_form.h"
#include "cli/settings_sources.h"
#include "cli/target.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>

#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array healthOptions{
    Option{"pid", Option::Kind::Number, "PID", "ask the node of this process", "", 1, 4194304},
    Option{"ready", Option::Kind::Switch, "", "ask whether it can serve every request now, not only whether it runs"},
};

struct Place {
    net::HostPort address;
    bool usesTls = false;
};

QList<QByteArray> partsOf(const QString &file)
{
    QFile content(file);
    QList<QByteArray> parts;
    if (content.open(QIODevice::ReadOnly))
        parts = content.readAll().split('\0');
    if (!parts.isEmpty())
        parts.removeLast(); // what follows the last end
    return parts;
}

// The folder in /proc of the process, if it is a node of this very program; else empty.
QString nodeFolder(const QString &pid)
{
    const QString folder = u"/proc/"_s + pid;
    if (QFile::symLinkTarget(folder + "/exe"_L1) != QFile::symLinkTarget(u"/proc/self/exe"_s))
        return {};
    const QByteArray word = partsOf(folder + "/cmdline"_L1).value(1);
    return word == "node" || isOriginalForm(word) ? folder : QString();
}

QStringList nodeProcesses()
{
    QStringList found;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        if (name.front().isDigit())
            found.append(nodeFolder(name));
    }
    found.removeAll(QString());
    return found;
}

std::variant<Arguments, UsageError> argumentsOf(const QString &process)
{
    QDir::setCurrent(process + "/cwd"_L1); // for the name of a configuration file
    for (const QByteArray &variable : partsOf(process + "/environ"_L1)) {
        const qsizetype equals = variable.indexOf('=');
        if (variable.startsWith("FUNNELKVS_") && equals > 0)
            qputenv(variable.first(equals).constData(), variable.sliced(equals + 1));
    }
    QList<QByteArray> words = partsOf(process + "/cmdline"_L1).sliced(1);
    if (words.first() == "node")
        words.removeFirst();
    else if (auto translated = originalNodeWords(words); const auto *list = std::get_if<QList<QByteArray>>(&translated))
        words = *list;
    auto parsed = parseWords(words, nodeOptions());
    if (auto *arguments = std::get_if<Arguments>(&parsed)) {
        for (const auto read : {readEnvironment, readConfigFile}) {
            if (const std::optional<UsageError> error = read(*arguments, nodeOptions()))
                return *error;
        }
    }
    return parsed;
}

// Where a node that listens there is reached from this machine.
net::HostPort reachable(net::HostPort listen)
{
    const QHostAddress host(listen.host);
    if (host == QHostAddress(QHostAddress::AnyIPv4))
        listen.host = u"127.0.0.1"_s;
    else if (host == QHostAddress(QHostAddress::AnyIPv6))
        listen.host = u"::1"_s;
    return listen;
}

std::variant<Place, UsageError> placeOfProcess(const QString &process)
{
    const auto arguments = argumentsOf(process);
    if (const auto *error = std::get_if<UsageError>(&arguments))
        return *error;
    const auto settings = nodeSettings(std::get<Arguments>(arguments));
    if (const auto *error = std::get_if<UsageError>(&settings))
        return *error;
    const auto &node = std::get<server::NodeSettings>(settings);
    return Place{reachable(node.listen), node.tls.areGiven()};
}

std::variant<Place, UsageError> placeOf(const Arguments &arguments)
{
    if (arguments.positionals().isEmpty()) {
        const QStringList processes = arguments.has("pid")
            ? QStringList{nodeFolder(QString::fromLatin1(arguments.text("pid")))}
            : nodeProcesses();
        if (processes.size() == 1 && !processes.first().isEmpty())
            return placeOfProcess(processes.first());
        return UsageError{processes.size() > 1 ? u"%1 nodes run here; name one, or its process"_s.arg(processes.size())
                                               : u"no node runs here that this user may see; name one"_s};
    }
    const QByteArray word = arguments.positionals().first();
    if (const auto address = parseNode(word))
        return Place{*address, word.startsWith("https://")};
    return UsageError{u"NODE must be HOST:PORT or https://HOST:PORT, not \"%1\""_s.arg(QString::fromLocal8Bit(word))};
}

int health(const Arguments &arguments)
{
    const auto found = placeOf(arguments);
    if (const auto *error = std::get_if<UsageError>(&found))
        return failure(u"health: %1."_s.arg(error->text));
    const Place place = std::get<Place>(found);
    client::Security security;
    security.usesTls = place.usesTls;
    security.verifiesNode = false;
    client::setDefaultSecurity(security);
    client::NodeClient client(place.address.host, place.address.port);
    client.setTimeoutMs(oneNodeTimeoutMs);
    const QByteArray target = arguments.has("ready") ? "/readyz" : "/livez";
    const auto answer = await<QByteArray>([&](auto done) { client.fetch(target, done); });
    if (!answer)
        return nodeFailure(u"health"_s, place.address, answer.failure);
    writeLine(addressText(place.address) + (arguments.has("ready") ? " is ready"_L1 : " runs"_L1));
    return ExitDone;
}

constexpr std::array healthCommandTable{
    Command{"health", "[NODE]", 0, 1, "check whether the node on this machine runs",
            "NODE is HOST:PORT, or https://HOST:PORT if it speaks TLS. Without it, the node that the same user runs on "
            "this machine, or in this container, is asked. For the checks of containers and service managers: it finds "
            "the node's port, and whether it speaks TLS, by "
            "itself, and needs no token. Exit code 0 if the node answers.",
            "$ funnelkvs health\n"
            "$ funnelkvs health --ready https://127.0.0.1:11000",
            healthOptions, health},
};

} // namespace

std::span<const Command> healthCommands()
{
    return healthCommandTable;
}

} // namespace cli
