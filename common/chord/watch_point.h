// SPDX-License-Identifier: GPL-3.0-or-later
//
// Names a state of a key that a watcher knows, so that a later answer can be compared with it, by another node as well:
// the version of the value; or, where the key had none, until when this is known, for absence has no version.
#pragma once

#include "chord/store/record.h"

namespace chord {

struct WatchPoint {
    Version version; // of the value; null: the key has none
    Stamp absentAt; // the key has none at this point of its range's history

    // "1f3c" like the version; "absent-0-5-1f3c-12": loss epoch, round, leader and sequence. All hexadecimal.
    QByteArray toText() const;
    // Accepts exactly what toText makes.
    static std::optional<WatchPoint> fromText(QByteArrayView text);
    friend bool operator==(const WatchPoint &, const WatchPoint &) = default;
};

} // namespace chord
