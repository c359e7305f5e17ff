// SPDX-License-Identifier: GPL-3.0-or-later
//
// One snapshot as JSON, for export; README.md describes it. Messages in transit are left out.
#pragma once

#include "model/ring_snapshot.h"

#include <QByteArray>
#include <QString>

class QJsonValue;

namespace monitor {

inline constexpr char snapshotFormat[] = "funnelkvs-snapshot";
inline constexpr int snapshotVersion = 1;

struct ReadSnapshot {
    SnapshotPtr snapshot;
    QString error; // for the user; empty exactly if there is a snapshot
};

QByteArray toJson(const RingSnapshot &snapshot);
ReadSnapshot snapshotFromJson(const QByteArray &json);
ReadSnapshot snapshotFromJson(const QJsonValue &document);

} // namespace monitor
