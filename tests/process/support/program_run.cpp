// SPDX-License-Identifier: GPL-3.0-or-later
//
// FUNNELKVS_NODE of the user who runs the tests does not matter here.

#include "support/program_run.h"

#include "support/daemon.h"

#include <QProcess>

#include <csignal>
#include <sys/resource.h>

namespace support {

namespace {

constexpr int runTimeoutMs = 60'000;

ProgramRun run(QProcess &process, const QStringList &words, const QByteArray &input, const QStringList &environment)
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.remove(QStringLiteral("FUNNELKVS_NODE"));
    for (const QString &variable : environment)
        variables.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    process.setProcessEnvironment(variables);
    process.start(programPath(), words);
    process.write(input);
    process.closeWriteChannel();
    const bool isEnded = waitFor([&] { return process.state() == QProcess::NotRunning; }, runTimeoutMs);
    ProgramRun run;
    if (isEnded && process.exitStatus() == QProcess::NormalExit)
        run.exitCode = process.exitCode();
    run.output = process.readAllStandardOutput();
    run.errors = process.readAllStandardError();
    return run;
}

} // namespace

ProgramRun runProgram(const QStringList &words, const QByteArray &input, const QStringList &environment)
{
    QProcess process;
    endWithParent(process);
    return run(process, words, input, environment);
}

ProgramRun runProgramWithoutDisk(const QStringList &words, const QString &outputFile)
{
    QProcess process;
    process.setChildProcessModifier([] {
        const rlimit none{0, 0};
        setrlimit(RLIMIT_FSIZE, &none);
        std::signal(SIGXFSZ, SIG_IGN);
    });
    process.setStandardOutputFile(outputFile);
    return run(process, words, {}, {});
}

} // namespace support
