// SPDX-License-Identifier: GPL-3.0-or-later
//
// The C library's streams, since Qt has none for binary output.

#include "cli/console.h"

#include "cli/command.h"
#include "files/nonblocking_writer.h"

#include <cerrno>
#include <cstdio>
#include <memory>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace cli {

using namespace Qt::StringLiterals;

namespace {

QString outputErrorText; // of the first failure

std::unique_ptr<files::NonblockingWriter> nonblockingErrors; // instead of standard error, once it is there

void writeError(const QString &text)
{
    const QByteArray bytes = text.toLocal8Bit();
    if (nonblockingErrors) {
        nonblockingErrors->write(bytes);
        return;
    }
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
    std::fflush(stderr);
}

} // namespace

bool errorsGoToTerminal()
{
#ifdef Q_OS_WIN
    static const bool isTerminal = _isatty(2) != 0;
#else
    static const bool isTerminal = isatty(STDERR_FILENO) != 0;
#endif
    return isTerminal;
}

void neverWaitForReaders()
{
    nonblockingErrors = std::make_unique<files::NonblockingWriter>(fileno(stderr));
}

std::optional<bool> askYes(const QString &question)
{
#ifdef Q_OS_WIN
    const bool isAsked = _isatty(0) != 0 && errorsGoToTerminal();
#else
    const bool isAsked = isatty(STDIN_FILENO) != 0 && errorsGoToTerminal();
#endif
    if (!isAsked)
        return std::nullopt;
    constexpr int answerBytesMax = 100;
    char answer[answerBytesMax] = "";
    writeError(question + u" Type yes to go on: "_s);
    return std::fgets(answer, answerBytesMax, stdin) != nullptr && QByteArrayView(answer).trimmed() == "yes";
}

bool isConfirmed(bool isYesGiven, const QString &command, const QString &question)
{
    if (isYesGiven)
        return true;
    const std::optional<bool> answer = askYes(question);
    if (!answer)
        failure(u"%1: nothing was done; standard input is not a terminal, so confirm with --yes."_s.arg(command));
    else if (!*answer)
        failure(u"%1: nothing was done."_s.arg(command));
    return answer.value_or(false);
}

bool writeOutput(QByteArrayView bytes)
{
    const bool isTaken = std::fwrite(bytes.data(), 1, size_t(bytes.size()), stdout) == size_t(bytes.size());
    const bool isWritten = std::fflush(stdout) == 0 && isTaken;
    if (!isWritten && outputErrorText.isEmpty())
        outputErrorText = qt_error_string(errno);
    return isWritten;
}

QString outputProblem()
{
    return outputErrorText;
}

bool writeLine(const QByteArray &line)
{
    return writeOutput(line + '\n');
}

bool writeLine(const QString &line)
{
    return writeLine(line.toLocal8Bit());
}

int failure(const QString &text)
{
    writeError(u"funnelkvs: %1\n"_s.arg(text));
    return ExitFailed;
}

int usageFailure(const QString &text, const char *command)
{
    const QString help = command ? u"funnelkvs %1 --help"_s.arg(QLatin1StringView(command)) : u"funnelkvs --help"_s;
    writeError(u"funnelkvs: %1\nSee '%2'.\n"_s.arg(text, help));
    return ExitUsage;
}

void notice(const QString &text)
{
    writeError(text + u'\n');
}

ProgressLine::~ProgressLine()
{
    end();
}

void ProgressLine::show(const QString &text)
{
    if (text == m_shown)
        return;
    if (errorsGoToTerminal())
        writeError(u"\r\x1b[K"_s + text);
    else
        writeError(text + u'\n');
    m_shown = text;
}

void ProgressLine::end()
{
    if (!m_shown.isEmpty() && errorsGoToTerminal())
        writeError(u"\n"_s);
    m_shown.clear();
}

} // namespace cli
