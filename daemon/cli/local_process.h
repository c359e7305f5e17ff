// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process that an earlier command started and that is no child of this one. A process id alone does not name it: ids
// are used again, and stop-nodes must not stop the program of another user.
#pragma once

#include <QByteArray>

namespace cli {

struct LocalProcess {
    qint64 pid = 0;
    QByteArray startStamp; // differs for whatever else gets this id later

    bool isRunning() const;
    // Asks it to end (SIGTERM; a node then leaves its ring), or ends it (SIGKILL). Neither touches another process that
    // has the id by now. Return false if the system refused.
    bool requestEnd() const;
    bool kill() const;
};

// Of the process that has this id now; an empty stamp if there is none.
LocalProcess localProcess(qint64 pid);

} // namespace cli
