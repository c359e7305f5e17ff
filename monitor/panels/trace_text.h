// SPDX-License-Identifier: GPL-3.0-or-later
//
// A lookup in sentences, one a hop: which node asks which, why that one, and what ends the lookup.
#pragma once

#include "model/names.h"
#include "model/ring_source.h"

#include <QStringList>

namespace monitor {

// "K54 from N8: found at N56 after 2 hops, 1.2 ms"
QString traceTitle(const LookupTrace &trace, const Names &names);
// "N8 asks its finger 6, N42: the closest node that it knows before K54."
QStringList traceSentences(const LookupTrace &trace, const Names &names);
// How many nodes were asked, the asker itself not counted.
int hopCount(const LookupTrace &trace);
qint64 traceMicros(const LookupTrace &trace);

} // namespace monitor
