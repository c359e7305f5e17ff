// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stands in for the monitor where it is to be killed: starts a ring, says "up" and the ids of its processes, and waits.

#include "source_watch.h"

#include <QCoreApplication>
#include <QTextStream>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    monitor::LiveSource source;
    QObject::connect(&source, &monitor::LiveSource::opened, &application, [] {
        QTextStream out(stdout);
        out << "up";
        for (const qint64 pid : ownChildren())
            out << ' ' << pid;
        out << '\n';
    });
    QObject::connect(&source, &monitor::LiveSource::openFailed, &application, [](const QString &text) {
        QTextStream(stderr) << text << '\n';
        QCoreApplication::exit(1);
    });
    source.startRing(QString::fromLocal8Bit(argv[1]).toInt());
    return QCoreApplication::exec();
}
