// SPDX-License-Identifier: GPL-3.0-or-later
//
// Makes the snapshots of a run. A ring of a thousand nodes needs sixty a second, so a node that has not changed is
// copied from the snapshot before, and a key list is rebuilt only when the store has changed.
#pragma once

#include "chord/store/store.h"
#include "model/ring_snapshot.h"

#include <vector>

namespace monitor {

class ClassroomRun;

class ClassroomPicture {
public:
    // The same run until forget() is called.
    SnapshotPtr take(const ClassroomRun &run);
    void forget() { m_hosts.clear(); }

private:
    struct Host {
        quint64 revision = 0; // 0: never taken
        NodeView view;
        std::optional<chord::RangeDigest> digest; // nothing: the key list has to be rebuilt
        std::vector<chord::GroupView> groups;
    };

    void takeHost(const ClassroomRun &run, int host, Host &into) const;
    void takeRanges(const ClassroomRun &run, int host, Host &into) const;
    void takeKeys(const chord::Node &node, Host &into) const;
    std::vector<CutLink> takeCuts(const ClassroomRun &run) const;
    std::vector<MessageView> takeMessages(const ClassroomRun &run) const;

    std::vector<Host> m_hosts;
};

} // namespace monitor
