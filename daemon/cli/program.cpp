// SPDX-License-Identifier: GPL-3.0-or-later
//
// Dispatch. Words are taken as the bytes they are, before Qt makes text of them: a key need not be UTF-8.

#include "cli/program.h"

#include "cli/command.h"
#include "cli/console.h"
#include "cli/help.h"
#include "cli/original_form.h"
#include "cli/sim_command.h"

#include <QCoreApplication>

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

const Command *findCommand(const QByteArray &name)
{
    const QList<const Command *> &commands = allCommands();
    const auto found =
        std::find_if(commands.begin(), commands.end(), [&name](const Command *c) { return name == c->name; });
    return found == commands.end() ? nullptr : *found;
}

int unknownCommand(const QByteArray &name)
{
    QList<QByteArray> names{"help"};
    for (const Command *command : allCommands())
        names.append(command->name);
    const QByteArray meant = closestName(name, names);
    QString text = u"There is no command \"%1\"."_s.arg(QString::fromLocal8Bit(name));
    if (!meant.isEmpty())
        text += u" Did you mean %1?"_s.arg(QString::fromLatin1(meant));
    return usageFailure(text);
}

int showHelp(const QList<QByteArray> &words)
{
    if (words.isEmpty())
        return writeOutput(programHelp().toLocal8Bit()) ? ExitDone : ExitFailed;
    const Command *command = findCommand(words.first());
    if (!command)
        return unknownCommand(words.first());
    return writeOutput(commandHelp(*command).toLocal8Bit()) ? ExitDone : ExitFailed;
}

bool asksForHelp(const QList<QByteArray> &words)
{
    const auto end = std::find(words.begin(), words.end(), "--");
    return std::find(words.begin(), end, "--help") != end || std::find(words.begin(), end, "-h") != end;
}

int runCommand(const Command &command, const QList<QByteArray> &words)
{
    if (asksForHelp(words))
        return showHelp({command.name});
    const std::variant<Arguments, UsageError> parsed = parseWords(words, command.options);
    if (const UsageError *error = std::get_if<UsageError>(&parsed))
        return usageFailure(error->text, command.name);
    const Arguments &arguments = std::get<Arguments>(parsed);
    const qsizetype count = arguments.positionals().size();
    if (count < command.positionalsMin)
        return usageFailure(u"Something is missing: %1."_s.arg(commandUsage(command)), command.name);
    if (count > command.positionalsMax)
        return usageFailure(
            u"\"%1\" is one word too many: %2."_s.arg(
                QString::fromLocal8Bit(arguments.positionals()[command.positionalsMax]), commandUsage(command)),
            command.name);
    return command.run(arguments);
}

QList<QByteArray> wordsOf(int argc, char *argv[])
{
    QList<QByteArray> words;
#ifdef Q_OS_WIN
    // argv is in the code page there, which cannot hold every name.
    Q_UNUSED(argc)
    Q_UNUSED(argv)
    for (const QString &word : QCoreApplication::arguments().sliced(1))
        words.append(word.toUtf8());
#else
    for (int i = 1; i < argc; ++i)
        words.append(argv[i]);
#endif
    return words;
}

} // namespace

const QList<const Command *> &allCommands()
{
    static const QList<const Command *> commands = [] {
        QList<const Command *> all;
        for (const std::span<const Command> &family :
             {nodeCommands(), localRingCommands(), ringCommands(), keyCommands(), testValueCommands(), benchCommands(),
              simCommands()}) {
            for (const Command &command : family)
                all.append(&command);
        }
        return all;
    }();
    return commands;
}

int runProgram(int argc, char *argv[])
{
    const QList<QByteArray> words = wordsOf(argc, argv);
    if (words.isEmpty()) {
        notice(programHelp().trimmed());
        return ExitUsage;
    }
    const QByteArray &first = words.first();
    if (first == "--help" || first == "-h")
        return showHelp({});
    if (first == "help")
        return showHelp(words.sliced(1));
    if (first == "--version" || first == "-V")
        return writeLine(QByteArray("funnelkvs " FUNNELKVS_VERSION)) ? ExitDone : ExitFailed;
    if (isOriginalForm(first))
        return runOriginalForm(words);
    if (first.startsWith('-'))
        return usageFailure(u"A command comes first; %1 is none."_s.arg(QString::fromLocal8Bit(first)));
    if (const Command *command = findCommand(first))
        return runCommand(*command, words.sliced(1));
    return unknownCommand(first);
}

} // namespace cli
