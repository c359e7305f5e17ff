// SPDX-License-Identifier: GPL-3.0-or-later
//
// What setup-nodes has started on this machine, remembered in a file per ring so that stop-nodes finds it, whichever
// shell it is called from.
#pragma once

#include "cli/local_process.h"
#include "net/host_port.h"

#include <QList>
#include <QString>

#include <optional>

namespace cli {

struct LocalNode {
    net::HostPort address;
    LocalProcess process;
    QString logFile;

    bool isRunning() const { return process.isRunning(); }
};

struct LocalRing {
    quint16 basePort = 0;
    QList<LocalNode> nodes;

    int runningCount() const;
    // Writes the file. Returns what went wrong, as a sentence for the user; empty if nothing did.
    QString save() const;
    void forget() const;

    static std::optional<LocalRing> load(quint16 basePort);
    // Those that have a file, whether their nodes still run or not.
    static QList<LocalRing> all();
    // Holds the files and the logs; made when it is not there. Empty if it cannot be made.
    static QString folder();
};

} // namespace cli
