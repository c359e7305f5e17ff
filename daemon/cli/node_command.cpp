// SPDX-License-Identifier: GPL-3.0-or-later
//
// node, and the positional form of the original's daemon, which is the same with other words.

#include "cli/command.h"
#include "cli/console.h"
#include "cli/node_error_text.h"
#include "cli/node_options.h"
#include "cli/original_form.h"
#include "cli/settings_sources.h"
#include "files/nonblocking_writer.h"
#include "server/log_output.h"
#include "server/node_program.h"
#include "server/out_of_memory.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLoggingCategory>

#include <array>
#include <cstdio>

namespace cli {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(commandLog, "funnelkvs.program")

namespace {

// A node that lets strangers in is refused for what its command line says; all else is the world's doing.
int report(const server::NodeError &error)
{
    if (error.kind == server::NodeError::Kind::OpenWithoutSecret)
        return usageFailure(nodeErrorText(error), "node");
    return failure(u"node: "_s + nodeErrorText(error));
}

int printConfig(const Arguments &arguments)
{
    writeOutput(effectiveConfig(arguments, nodeOptions()));
    return ExitDone;
}

// That nobody takes this line is no reason for a node to end as failed, much later.
void printReady(const QByteArray &id, const QByteArray &url)
{
    const QByteArray line = "ready " + id + ' ' + url;
    if (!files::NonblockingWriter(fileno(stdout)).write(line + '\n'))
        qCWarning(commandLog).noquote() << "cannot write to standard output:" << line;
}

int runUntilEnded(const server::NodeSettings &settings)
{
    server::NodeProgram node(settings);
    QObject::connect(&node, &server::NodeProgram::ready, &node, printReady);
    QObject::connect(&node, &server::NodeProgram::ended, &node, [](const std::optional<server::NodeError> &error) {
        const int exitCode = error ? report(*error) : ExitDone;
        qCInfo(commandLog) << "ends with exit code" << exitCode;
        QCoreApplication::exit(exitCode);
    });
    if (const std::optional<server::NodeError> error = node.start())
        return report(*error);
    return QCoreApplication::exec();
}

int runNode(const Arguments &given)
{
    Arguments arguments = given;
    for (const auto read : {readEnvironment, readConfigFile}) {
        if (const std::optional<UsageError> error = read(arguments, nodeOptions()))
            return usageFailure(error->text, "node");
    }
    const auto parsed = nodeSettings(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&parsed))
        return usageFailure(error->text, "node");
    if (arguments.has("print-config"))
        return printConfig(arguments);
    const server::NodeSettings &settings = std::get<server::NodeSettings>(parsed);
    if (const QString problem = server::startLogging(settings.log); !problem.isEmpty())
        return failure(u"node: cannot write the log to %1: %2."_s.arg(settings.log.file, problem));
    neverWaitForReaders();
    server::endWhenOutOfMemory();
    return runUntilEnded(settings);
}

const std::array nodeCommandTable{
    Command{"node", "", 0, 0, "run a node: start a ring or join one",
            "Peers and REST clients use the same port. When the node is ready, it prints one line: \"ready\", its id "
            "and its URL. It logs to standard error. On SIGTERM, SIGINT or Ctrl+C it hands its data over, leaves the "
            "ring and ends; a second signal ends it at once. On SIGHUP it reads certificate, key and tokens again and "
            "reopens its log file.\n"
            "Beyond this machine a node wants a ring secret (or --insecure), and should have tokens and TLS as well.",
            "$ funnelkvs node --listen 127.0.0.1:11000\n"
            "$ funnelkvs node --listen 127.0.0.1:11001 --join 127.0.0.1:11000\n"
            "$ funnelkvs node --listen 10.0.0.2:11000 --join 10.0.0.1:11000 --ring-secret-file secret",
            nodeOptions(), runNode},
};

} // namespace

std::span<const Command> nodeCommands()
{
    return nodeCommandTable;
}

bool isOriginalForm(const QByteArray &firstWord)
{
    bool isNumber = false;
    firstWord.toLongLong(&isNumber);
    return isNumber;
}

std::variant<QList<QByteArray>, UsageError> originalNodeWords(const QList<QByteArray> &words)
{
    if (words.size() != 6)
        return UsageError{u"After a born id come five more words: funnelkvs BORN_ID BIND_ADDR BIND_PORT MEDIATOR_ADDR "
                          "MEDIATOR_PORT LOG_PATH."_s};
    const auto isPort = [](const QByteArray &word) {
        bool isNumber = false;
        const int port = word.toInt(&isNumber);
        return isNumber && port >= 1 && port <= 65535;
    };
    const auto address = [](const QByteArray &host, const QByteArray &port) {
        return (host.contains(':') && !host.startsWith('[') ? '[' + host + ']' : host) + ':' + port;
    };
    bool isNumber = false;
    if (words[0].toInt(&isNumber) < 1 || !isNumber)
        return UsageError{u"BORN_ID must be from 1 to 2147483647, not \"%1\"."_s.arg(QString::fromLatin1(words[0]))};
    if (!isPort(words[2]))
        return UsageError{u"BIND_PORT must be from 1 to 65535, not \"%1\"."_s.arg(QString::fromLocal8Bit(words[2]))};
    const bool startsRing = words[0].toInt() == 1;
    if (!startsRing && !isPort(words[4]))
        return UsageError{
            u"MEDIATOR_PORT must be from 1 to 65535, not \"%1\"."_s.arg(QString::fromLocal8Bit(words[4]))};

    QByteArray logFile = words[5];
    if (QFileInfo(QString::fromLocal8Bit(logFile)).isDir())
        logFile += "/funnelkvs-" + words[2] + ".log";
    QList<QByteArray> result{"--born-id", words[0], "--listen", address(words[1], words[2]), "--log-file", logFile};
    if (!startsRing)
        result += {"--join", address(words[3], words[4])};
    return result;
}

int runOriginalForm(const QList<QByteArray> &words)
{
    const auto translated = originalNodeWords(words);
    if (const UsageError *error = std::get_if<UsageError>(&translated))
        return usageFailure(error->text);
    const auto parsed = parseWords(std::get<QList<QByteArray>>(translated), nodeOptions());
    if (const UsageError *error = std::get_if<UsageError>(&parsed))
        return usageFailure(error->text);
    return runNode(std::get<Arguments>(parsed));
}

} // namespace cli
