// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the user has selected: nothing, a node or a key.
#pragma once

#include "chord/id.h"

#include <QByteArray>

#include <optional>

namespace monitor {

struct Selection {
    std::optional<chord::Id> node;
    std::optional<QByteArray> key;
    friend bool operator==(const Selection &, const Selection &) = default;
};

} // namespace monitor
