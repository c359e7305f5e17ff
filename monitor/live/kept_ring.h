// SPDX-License-Identifier: GPL-3.0-or-later
//
// A local ring whose nodes keep their data (funnelkvs node --data-dir): a folder with a directory for each node, and a
// file that says with which addresses and settings they are to be started again.
#pragma once

#include "chord/id.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <optional>
#include <vector>

namespace monitor {

struct KeptRing {
    struct Node {
        QByteArray address; // "127.0.0.1:PORT"
        QString directory; // its name within the folder
        friend bool operator==(const Node &, const Node &) = default;
    };

    QString folder; // names it
    int replicas = 3;
    int idBits = chord::idBitsMax;
    std::vector<Node> nodes;
    QDateTime usedAt; // when it was saved last

    // Makes a folder for a new ring. Empty, and problem says why as a sentence, if that is not possible.
    static QString makeFolder(QString *problem);
    // Of this user, that used last first.
    static std::vector<KeptRing> all();
    static std::optional<KeptRing> load(const QString &folder);
    // Returns a sentence on what went wrong; empty if nothing did.
    QString save() const;
    // Takes it out of all() and back again. What was set aside is deleted when the next ring is made.
    static bool setAside(const QString &folder);
    static bool bringBack(const QString &folder);
};

} // namespace monitor
