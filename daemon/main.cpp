// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program funnelkvs: node and command line in one, see daemon/cli.

#include "cli/program.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("funnelkvs"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FUNNELKVS_VERSION));
    return cli::runProgram(argc, argv);
}
