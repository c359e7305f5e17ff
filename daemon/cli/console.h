// SPDX-License-Identifier: GPL-3.0-or-later
//
// What commands say: results to standard output, everything else to standard error, so that a pipe carries only what
// was asked for.
#pragma once

#include <QByteArrayView>
#include <QString>

#include <functional>
#include <optional>

namespace cli {

// To standard output, as they are. Return false if it could not be written (a full disk, a closed pipe), so that long
// work may stop; a command need not look, because the program ends with ExitFailed then.
bool writeOutput(QByteArrayView bytes);
bool writeLine(const QByteArray &line);
bool writeLine(const QString &line);
// Why something could not be written to standard output, as the end of a sentence; empty if all of it was.
QString outputProblem();

// Somebody is looking: progress is shown, and lines may be written over.
bool errorsGoToTerminal();

// "funnelkvs: TEXT" to standard error. Return the exit code that belongs to it.
int failure(const QString &text);
int usageFailure(const QString &text, const char *command = nullptr);
void notice(const QString &text);

// From now on the functions above, which write to standard error, drop what nobody reads instead of waiting for room in
// a pipe, for programs that have more to do than to write.
void neverWaitForReaders();

// Asks on a terminal for a word, and whether it was "yes". Without a terminal: nothing, and nothing is asked.
std::optional<bool> askYes(const QString &question);

// Whether to go on with what the command is about to do: --yes was given, or a "yes" on a terminal. Otherwise says why
// not.
bool isConfirmed(bool isYesGiven, const QString &command, const QString &question);

// One line on standard error that is written over again and again on a terminal; elsewhere each change is a line.
class ProgressLine {
public:
    ProgressLine() = default;
    ~ProgressLine();
    Q_DISABLE_COPY_MOVE(ProgressLine)

    void show(const QString &text);
    // Leaves the line as it is and goes to the next.
    void end();

private:
    QString m_shown;
};

} // namespace cli
