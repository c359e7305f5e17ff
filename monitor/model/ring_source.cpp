// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a source does that has all keys in its snapshot, and no node to ask.

#include "model/ring_source.h"

#include <algorithm>

namespace monitor {

// From the event loop, as an answer of a node comes.
void RingSource::listKeys(const QByteArray &prefix, const QByteArray &after)
{
    Q_UNUSED(after) // there is only one page
    QMetaObject::invokeMethod(
        this,
        [this, prefix] {
            KeysPage page;
            page.prefix = prefix;
            for (const NodeView &node : snapshot()->nodes) {
                if (!node.keys || node.condition == NodeCondition::Dead)
                    continue;
                std::copy_if(node.keys->begin(), node.keys->end(), std::back_inserter(page.keys),
                             [&prefix](const KeyView &key) { return key.primary && key.key.startsWith(prefix); });
            }
            std::sort(page.keys.begin(), page.keys.end(), [](const KeyView &one, const KeyView &other) {
                return one.id != other.id ? one.id < other.id : one.key < other.key;
            });
            Q_EMIT keysListed(page);
        },
        Qt::QueuedConnection);
}

} // namespace monitor
