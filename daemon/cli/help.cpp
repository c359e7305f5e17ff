// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two columns, wrapped at 80, as help2man expects them.

#include "cli/help.h"

#include "cli/command.h"
#include "cli/program.h"

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int lineWidth = 80;
constexpr int helpColumn = 30;

QString wrapped(const QString &text, int indent)
{
    QString lines;
    QString line;
    for (const QString &word : text.split(u' ')) {
        if (!line.isEmpty() && indent + line.size() + 1 + word.size() > lineWidth) {
            lines += line + u'\n' + QString(indent, u' ');
            line.clear();
        }
        line += line.isEmpty() ? word : u' ' + word;
    }
    return lines + line;
}

QString row(const QString &left, const QString &right)
{
    QString line = u"  "_s + left;
    line += line.size() + 2 > helpColumn ? u'\n' + QString(helpColumn, u' ') : QString(helpColumn - line.size(), u' ');
    return line + wrapped(right, helpColumn) + u'\n';
}

QString optionRow(const Option &option)
{
    QString left = u"--%1"_s.arg(QLatin1StringView(option.name));
    if (option.kind != Option::Kind::Switch)
        left += u' ' + QString::fromLatin1(option.valueName);
    QString right = QString::fromLatin1(option.help);
    if (option.mayRepeat)
        right += u"; may be given several times"_s;
    if (qstrlen(option.fallback) > 0)
        right += u" (default %1)"_s.arg(QLatin1StringView(option.fallback));
    return row(left, right);
}

QString indented(const char *text)
{
    return u"  "_s + QString::fromLatin1(text).replace(u'\n', "\n  "_L1) + u'\n';
}

} // namespace

QString programHelp()
{
    QString text = u"Usage: funnelkvs COMMAND [ARGUMENTS] [OPTIONS]\n"
                   "       funnelkvs BORN_ID BIND_ADDR BIND_PORT MEDIATOR_ADDR MEDIATOR_PORT LOG_PATH\n\n"
                   "FunnelKVS, a distributed key-value store on a Chord ring: its node and its command line.\n\n"
                   "Commands:\n"_s;
    for (const Command *command : allCommands())
        text += row(QString::fromLatin1(command->name), QString::fromLatin1(command->summary));
    text += row(u"help [COMMAND]"_s, u"show this text, or all about one command"_s);
    text += u"\nThe second form starts a node as the Rust program of the same name does: born id 1\n"
            "starts a ring, any other joins through the mediator; the log goes to LOG_PATH.\n\n"
            "Options:\n"_s;
    text += row(u"--help"_s, u"show this text; after a command, all about that command"_s);
    text += row(u"--version"_s, u"show the version and the commit"_s);
    text += u"\nEnvironment:\n"_s;
    text += row(u"FUNNELKVS_NODE"_s, u"HOST:PORT of the node to talk to where --node is not given"_s);
    text += row(u"FUNNELKVS_TOKEN"_s, u"the token to show it; better: FUNNELKVS_TOKEN_FILE, the file that holds it"_s);
    text += row(u"FUNNELKVS_CA"_s, u"the file of the authorities whose certificates are trusted"_s);
    text += row(u"FUNNELKVS_..."_s, u"any option of node, as FUNNELKVS_LOG_LEVEL for --log-level"_s);
    text += u"\nExit codes: 0 done, 1 the operation failed, 2 the command line is wrong.\n\n"
            "Example:\n"
            "  $ funnelkvs setup-nodes 5\n"
            "  $ funnelkvs put greeting hello\n"
            "  $ funnelkvs get greeting --node 127.0.0.1:11003\n"_s;
    return text;
}

QString commandUsage(const Command &command)
{
    QString usage = u"funnelkvs "_s + QString::fromLatin1(command.name);
    if (qstrlen(command.positionals) > 0)
        usage += u' ' + QString::fromLatin1(command.positionals);
    return usage + u" [OPTIONS]"_s;
}

QString commandHelp(const Command &command)
{
    QString summary = QString::fromLatin1(command.summary);
    summary[0] = summary[0].toUpper();
    QString text = u"Usage: %1\n\n%2.\n"_s.arg(commandUsage(command), summary);
    for (const QString &paragraph : QString::fromLatin1(command.details).split(u'\n', Qt::SkipEmptyParts))
        text += u'\n' + wrapped(paragraph, 0) + u'\n';
    text += u"\nOptions:\n"_s;
    for (const Option &option : optionsOf(command))
        text += optionRow(option);
    text += row(u"--help"_s, u"show this text"_s);
    text += u"\nExample:\n"_s + indented(command.example);
    return text;
}

QString familyHelp(const QByteArray &first)
{
    QString text =
        u"Usage: funnelkvs %1 COMMAND [ARGUMENTS] [OPTIONS]\n\nCommands:\n"_s.arg(QString::fromLatin1(first));
    for (const Command *command : allCommands()) {
        if (QByteArrayView(command->name).startsWith(first + ' '))
            text += row(QString::fromLatin1(command->name), QString::fromLatin1(command->summary));
    }
    return text + u"\nfunnelkvs %1 COMMAND --help shows all about one of them.\n"_s.arg(QString::fromLatin1(first));
}

} // namespace cli
