// SPDX-License-Identifier: GPL-3.0-or-later
//
// Questions that an action needs answered before it can begin. Each returns nothing if the user cancels.
#pragma once

#include "model/ring_source.h"

#include <optional>

class QWidget;

namespace monitor {

// A number in the paper's small rings, hexadecimal digits in others, as it was typed.
std::optional<QString> askIdentifier(QWidget *parent);
// Nothing if what was typed is no identifier of this ring.
std::optional<chord::Id> identifierFromText(const RingSnapshot &ring, const QString &typed);
// The address of another node.
std::optional<QByteArray> askOtherEnd(const RingSnapshot &ring, const QByteArray &node, QWidget *parent);

} // namespace monitor
