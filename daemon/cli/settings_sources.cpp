// SPDX-License-Identifier: GPL-3.0-or-later
//
// Options that say where options are or that they are to be shown do not count as configuration.

#include "cli/settings_sources.h"

#include "cli/config_file.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 fileBytesMax = 1024 * 1024;

bool isAboutConfiguration(const Option &option)
{
    return qstrcmp(option.name, "config") == 0 || qstrcmp(option.name, "print-config") == 0;
}

std::optional<UsageError> setAll(Arguments &arguments, const Option &option, const QList<QByteArray> &values,
                                 Origin origin)
{
    for (const QByteArray &value : values) {
        if (std::optional<UsageError> error = arguments.set(option, value, origin))
            return error;
    }
    return std::nullopt;
}

UsageError unknownName(const ConfigLine &line, std::span<const Option> table)
{
    QList<QByteArray> names;
    for (const Option &option : table) {
        if (!isAboutConfiguration(option))
            names.append(option.name);
    }
    const QString meant = QString::fromLatin1(closestName(line.name, names));
    return UsageError{u"line %1: there is no option %2.%3"_s.arg(line.number)
                          .arg(QString::fromUtf8(line.name),
                               meant.isEmpty() ? u" 'funnelkvs node --print-config' lists all of them."_s
                                               : u" Did you mean %1?"_s.arg(meant))};
}

std::optional<UsageError> setFromLine(Arguments &arguments, std::span<const Option> table, const ConfigLine &line)
{
    const auto option = std::find_if(table.begin(), table.end(), [&line](const Option &o) {
        return line.name == o.name && !isAboutConfiguration(o);
    });
    if (option == table.end())
        return unknownName(line, table);
    if (arguments.origin(option->name) > Origin::File)
        return std::nullopt;
    const QList<QByteArray> values = option->mayRepeat ? line.values : QList<QByteArray>{line.text};
    std::optional<UsageError> error = setAll(arguments, *option, values, Origin::File);
    if (error)
        error->text = u"line %1: %2"_s.arg(line.number).arg(error->text);
    return error;
}

const char *originText(Origin origin)
{
    switch (origin) {
    case Origin::Fallback:
        return "default";
    case Origin::File:
        return "from the file";
    case Origin::Environment:
        return "from the environment";
    case Origin::CommandLine:
        return "from the command line";
    }
    Q_UNREACHABLE();
}

} // namespace

QByteArray environmentName(const Option &option)
{
    return "FUNNELKVS_" + QByteArray(option.name).toUpper().replace('-', '_');
}

std::optional<UsageError> readEnvironment(Arguments &arguments, std::span<const Option> table)
{
    for (const Option &option : table) {
        const QByteArray name = environmentName(option);
        // An empty variable is how compose files and service files say that there is none.
        const QByteArray value = qgetenv(name.constData());
        if (value.isEmpty() || arguments.origin(option.name) > Origin::Environment)
            continue;
        QList<QByteArray> values{value};
        if (option.mayRepeat) {
            values = value.split(',');
            std::transform(values.begin(), values.end(), values.begin(),
                           [](const QByteArray &item) { return item.trimmed(); });
        }
        if (const std::optional<UsageError> error = setAll(arguments, option, values, Origin::Environment))
            return UsageError{u"In the environment variable %1: %2"_s.arg(QString::fromLatin1(name), error->text)};
    }
    return std::nullopt;
}

std::optional<UsageError> readConfigFile(Arguments &arguments, std::span<const Option> table)
{
    if (!arguments.has("config"))
        return std::nullopt;
    const QString name = QString::fromLocal8Bit(arguments.text("config"));
    QFile file(name);
    if (QFileInfo(name).isDir() || !file.open(QIODevice::ReadOnly) || file.size() > fileBytesMax)
        return UsageError{u"--config: cannot read the file %1."_s.arg(name)};
    const auto parsed = parseConfig(file.readAll());
    if (const UsageError *error = std::get_if<UsageError>(&parsed))
        return UsageError{u"In %1, %2"_s.arg(name, error->text)};
    for (const ConfigLine &line : std::get<QList<ConfigLine>>(parsed)) {
        if (const std::optional<UsageError> error = setFromLine(arguments, table, line))
            return UsageError{u"In %1, %2"_s.arg(name, error->text)};
    }
    return std::nullopt;
}

QByteArray effectiveConfig(const Arguments &arguments, std::span<const Option> table)
{
    QByteArray text = "# The settings that a node started like this uses; --config takes this text.\n[node]\n";
    for (const Option &option : table) {
        if (isAboutConfiguration(option))
            continue;
        const Origin origin = arguments.origin(option.name);
        QList<QByteArray> values = arguments.texts(option.name);
        if (values.isEmpty() && option.kind == Option::Kind::Switch)
            values.append("false");
        else if (values.isEmpty() && qstrlen(option.fallback) > 0)
            values.append(option.fallback);
        text += QByteArray("\n# ") + (values.isEmpty() ? "not set" : originText(origin)) + '\n';
        if (values.isEmpty())
            text += QByteArray("# ") + option.name + " =\n";
        for (const QByteArray &value : values)
            text += option.name + QByteArray(" = ") + quotedForConfig(value) + '\n';
    }
    return text;
}

} // namespace cli
