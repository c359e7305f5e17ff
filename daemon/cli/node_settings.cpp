// SPDX-License-Identifier: GPL-3.0-or-later
//
// The file has the same names as the command line, so there is one table for both.

#include "cli/node_settings.h"

#include "wire/hello.h"

#include <QFileInfo>
#include <QHostAddress>
#include <QSettings>

#include <algorithm>
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
    Option{"ring-name", Option::Kind::Text, "NAME", "only nodes that say the same name join each other", "funnelkvs"},
    Option{"value-bytes-max", Option::Kind::Number, "BYTES", "longest value that is taken", "16777216", 1,
           256 * 1024 * 1024},
    Option{"join-timeout", Option::Kind::Number, "SECONDS", "give up joining after so long", "15", 1, 3600},
    Option{"leave-timeout", Option::Kind::Number, "SECONDS", "give up handing over after so long", "30", 1, 3600},
    Option{
        "end-with-stdin", Option::Kind::Switch, "",
        "end at once, without leaving the ring, when standard input is closed: for programs that start nodes and may "
        "die"},
    Option{"born-id", Option::Kind::Number, "N", "a number shown by the original's interface", "0", 0, 2147483647},
    Option{"log-level", Option::Kind::Word, "debug|info|warning|error", "the least that is logged", "info"},
    Option{"log-file", Option::Kind::Text, "FILE", "append the log to this file instead of standard error"},
    Option{"config", Option::Kind::Text, "FILE",
           "take options from this INI file, with the same names (join = A, B); the command line goes before it"},
};

std::optional<UsageError> setFromFile(Arguments &arguments, const Option &option, const QSettings &file,
                                      const QString &key)
{
    const QStringList values = file.value(key).toStringList();
    const QStringList items = option.mayRepeat ? values : QStringList{values.join(u", "_s)};
    for (const QString &item : items) {
        if (std::optional<UsageError> error = arguments.set(option, item.toLocal8Bit()))
            return UsageError{u"In %1: %2"_s.arg(file.fileName(), error->text)};
    }
    return std::nullopt;
}

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
    config.joinTimeoutMs = int(arguments.number("join-timeout")) * 1000;
    return config;
}

// What is wrong with the settings as a whole.
QString problemOf(const NodeSettings &settings)
{
    if (const QString problem = settings.config.problem(); !problem.isEmpty())
        return problem;
    if (const QString problem = wire::ringNameProblem(settings.ringName); !problem.isEmpty())
        return u"--ring-name: %1"_s.arg(problem);
    if (!settings.advertise && isWildcard(settings.listen))
        return u"--listen %1 means every address of this machine. Say with --advertise HOST:PORT at which one the "
               u"other "
               "nodes reach this node."_s.arg(QString::fromUtf8(settings.listen.toAddress()));
    if (settings.advertise && isWildcard(*settings.advertise))
        return u"--advertise %1 is no address that others could reach."_s.arg(
            QString::fromUtf8(settings.advertise->toAddress()));
    return {};
}

} // namespace

std::span<const Option> nodeOptions()
{
    return options;
}

std::optional<UsageError> readConfigFile(Arguments &arguments)
{
    if (!arguments.has("config"))
        return std::nullopt;
    const QString name = QString::fromLocal8Bit(arguments.text("config"));
    if (!QFileInfo(name).isReadable() || QFileInfo(name).isDir())
        return UsageError{u"--config: cannot read the file %1."_s.arg(name)};
    const QSettings file(name, QSettings::IniFormat);
    if (file.status() != QSettings::NoError)
        return UsageError{u"--config: %1 is no INI file (lines of NAME = VALUE, perhaps under [node])."_s.arg(name)};
    QList<QByteArray> names;
    for (const Option &option : options)
        names.append(option.name);
    for (const QString &key : file.allKeys()) {
        const QByteArray optionName = (key.startsWith("node/"_L1) ? key.sliced(5) : key).toLatin1();
        const auto option =
            std::find_if(options.begin(), options.end(), [&](const Option &o) { return optionName == o.name; });
        if (option == options.end() || optionName == "config") {
            const QString meant = QString::fromLatin1(closestName(optionName, names));
            return UsageError{u"In %1: there is no option %2.%3"_s.arg(
                name, key, meant.isEmpty() ? QString() : u" Did you mean %1?"_s.arg(meant))};
        }
        if (arguments.has(option->name))
            continue;
        if (std::optional<UsageError> error = setFromFile(arguments, *option, file, key))
            return error;
    }
    return std::nullopt;
}

std::variant<NodeSettings, UsageError> nodeSettings(const Arguments &arguments)
{
    NodeSettings settings;
    settings.listen = addressOf(arguments.text("listen"));
    if (arguments.has("advertise"))
        settings.advertise = addressOf(arguments.text("advertise"));
    for (const QByteArray &text : arguments.texts("join"))
        settings.joins.append(addressOf(text));
    settings.ringName = arguments.text("ring-name");
    settings.config = configOf(arguments);
    settings.bornId = int(arguments.number("born-id"));
    settings.leaveTimeoutMs = int(arguments.number("leave-timeout")) * 1000;
    settings.endWithInput = arguments.has("end-with-stdin");
    settings.logLevel = arguments.text("log-level");
    settings.logFile = QString::fromLocal8Bit(arguments.text("log-file"));
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
