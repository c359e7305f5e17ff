// SPDX-License-Identifier: GPL-3.0-or-later
//
// A walk over the keys of the whole ring, in the order of their identifiers, a page at a time. It remembers a place and
// nothing else, so that it goes on at any node, however long after: the place is what a cursor has.

#pragma once

#include "chord/id.h"
#include "chord/results.h"
#include "rest/failure.h"

#include <functional>
#include <memory>

namespace chord {
struct Config;
}

namespace net {
class NodeHost;
}

namespace rest {

class TurnQueue;

struct KeyPlace {
    chord::Id from;
    QByteArray after; // a key at this identifier; empty: none of them was told
};

// For URLs, opaque to clients.
QByteArray cursorOf(const KeyPlace &place, const chord::IdSpace &space);
// Nothing if it is no cursor of a ring like this.
std::optional<KeyPlace> placeOfCursor(const QByteArray &cursor, const chord::Config &config);

class KeyWalk : public std::enable_shared_from_this<KeyWalk> {
public:
    // host and turns must outlive it.
    KeyWalk(net::NodeHost &host, TurnQueue &turns, KeyPlace place, const QByteArray &prefix);

    using Keys = std::vector<chord::ListedKey>;
    // Calls back from the event loop with up to keysMax keys, perhaps fewer or none; the place is behind them then. A
    // failure names the range that cannot be listed.
    void next(int keysMax, std::function<void(Outcome<Keys> &&)> done);

    const KeyPlace &place() const { return m_place; }
    // All keys have been told.
    bool isComplete() const { return m_isComplete; }

private:
    using Done = std::function<void(Outcome<Keys> &&)>;
    void ask(int keysMax, Done done);
    void explain(chord::ListResult &&result, Done done);

    net::NodeHost &m_host;
    TurnQueue &m_turns;
    KeyPlace m_place;
    const QByteArray m_prefix;
    bool m_isComplete = false;
};

} // namespace rest
