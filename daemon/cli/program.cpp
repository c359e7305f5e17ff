// SPDX-License-Identifier: GPL-3.0-or-later
//
// Dispatch. Words are taken as the bytes they are, before Qt makes text of them: a key need not be UTF-8.

#include "cli/program.h"

#include "cli/command.h"
#include "cli/console.h"
#include "cli/help.h"
#include "cli/original_form.h"
#include "cli/sim_command.h"
#include "cli/target.h"
#include "version/version.h"

#include <QCoreApplication>

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

// The command that these words begin with, and how many of them name it.
struct Found {
    const Command *command = nullptr;
    qsizetype words = 0;
};

Found findCommand(const QList<QByteArray> &words)
{
    for (const Command *command : allCommands()) {
        const QList<QByteArray> name = QByteArray(command->name).split(' ');
        if (words.size() >= name.size() && words.first(name.size()) == name)
            return {command, name.size()};
    }
    return {};
}

// The second words of the commands whose first word is this one; none if there are no such commands.
QList<QByteArray> verbsOf(const QByteArray &first)
{
    QList<QByteArray> verbs;
    for (const Command *command : allCommands()) {
        const QList<QByteArray> name = QByteArray(command->name).split(' ');
        if (name.size() == 2 && name.first() == first)
            verbs.append(name.last());
    }
    return verbs;
}

int unknownCommand(const QList<QByteArray> &words)
{
    const QByteArray &first = words.first();
    if (const QList<QByteArray> verbs = verbsOf(first); !verbs.isEmpty()) {
        const QString what = words.size() < 2
            ? u"Something is missing"_s
            : u"\"%1\" is nothing that %2 does"_s.arg(QString::fromLocal8Bit(words[1]), QString::fromLatin1(first));
        return usageFailure(u"%1: funnelkvs %2 takes %3."_s.arg(what, QString::fromLatin1(first),
                                                                QString::fromLatin1(verbs.join(", "))),
                            first.constData());
    }
    QList<QByteArray> names{"help"};
    for (const Command *command : allCommands())
        names.append(QByteArray(command->name).split(' ').first());
    const QByteArray meant = closestName(first, names);
    QString text = u"There is no command \"%1\"."_s.arg(QString::fromLocal8Bit(first));
    if (!meant.isEmpty())
        text += u" Did you mean %1?"_s.arg(QString::fromLatin1(meant));
    return usageFailure(text);
}

int showHelp(const QList<QByteArray> &words)
{
    QString text;
    if (words.isEmpty())
        text = programHelp();
    else if (const Command *command = findCommand(words).command)
        text = commandHelp(*command);
    else if (!verbsOf(words.first()).isEmpty())
        text = familyHelp(words.first());
    else
        return unknownCommand(words);
    writeOutput(text.toLocal8Bit());
    return ExitDone;
}

bool asksForHelp(const QList<QByteArray> &words)
{
    const auto end = std::find(words.begin(), words.end(), "--");
    return std::find(words.begin(), end, "--help") != end || std::find(words.begin(), end, "-h") != end;
}

int runCommand(const Command &command, const QList<QByteArray> &words)
{
    if (asksForHelp(words))
        return showHelp(QByteArray(command.name).split(' '));
    const std::vector<Option> options = optionsOf(command);
    const std::variant<Arguments, UsageError> parsed = parseWords(words, options);
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
    if (talksToNodes(command)) {
        if (const std::optional<UsageError> error = applyClientOptions(arguments))
            return usageFailure(error->text, command.name);
    }
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

int printVersion()
{
    writeLine("funnelkvs " + version::text());
    return ExitDone;
}

int runWords(const QList<QByteArray> &words)
{
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
        return printVersion();
    if (isOriginalForm(first))
        return runOriginalForm(words);
    if (first.startsWith('-'))
        return usageFailure(u"A command comes first; %1 is none."_s.arg(QString::fromLocal8Bit(first)));
    if (const Found found = findCommand(words); found.command)
        return runCommand(*found.command, words.sliced(found.words));
    if (asksForHelp(words))
        return showHelp({first});
    return unknownCommand(words);
}

} // namespace

const QList<const Command *> &allCommands()
{
    static const QList<const Command *> commands = [] {
        QList<const Command *> all;
        for (const std::span<const Command> &family :
             {nodeCommands(), localRingCommands(), ringCommands(), healthCommands(), recoveryCommands(), keyCommands(),
              keysCommands(), watchCommands(), manyCommands(), backupCommands(), testValueCommands(), benchCommands(),
              simCommands()}) {
            for (const Command &command : family)
                all.append(&command);
        }
        return all;
    }();
    return commands;
}

std::vector<Option> optionsOf(const Command &command)
{
    std::vector<Option> options(command.options.begin(), command.options.end());
    if (talksToNodes(command))
        options.insert(options.end(), clientOptions().begin(), clientOptions().end());
    return options;
}

int runProgram(int argc, char *argv[])
{
    const int exitCode = runWords(wordsOf(argc, argv));
    const QString problem = outputProblem();
    if (problem.isEmpty() || exitCode != ExitDone)
        return exitCode;
    return failure(u"cannot write to standard output: %1. The command itself was carried out."_s.arg(problem));
}

} // namespace cli
