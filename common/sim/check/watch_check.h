// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is what watchers of a key are told a part of the key's history, in order, with nothing missing that is not marked?
//
// The history is what the node that serves the key has in its store, looked at after every event: the states, in order,
// of which few are overlooked (several writes that end in one event, and what is chosen while no leader has a lease).
// A state that was overlooked proves nothing, and absences look alike; so of each watcher all places in the history are
// kept where it can be, and it is wrong if there is none.
#pragma once

#include "chord/results.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace sim {

class WatchCheck {
public:
    // A state: the version of a value, or the null version for absence.
    using State = chord::Version;

    // The key is in this state; most often it is the one that is known.
    void serves(int key, const State &state);
    // The key was lost, and whatever is found of it now is its history; or nothing is known of it any more.
    void forget(int key);

    // A watcher begins, with nothing told or with what it was told last.
    void begins(int watcher, int key);
    void resumes(int watcher);
    // What is wrong with it; empty if nothing is.
    QByteArray told(int watcher, const chord::WatchUpdate &update);
    // In the end: does it know the state that is there?
    QByteArray ends(int watcher) const;
    bool isCurrent(int watcher) const { return ends(watcher).isEmpty(); }

private:
    struct Watcher {
        int key = 0;
        size_t beginsAt = 0; // states known when it began
        std::optional<State> state; // told last
        bool isFree = true; // nothing that was told binds what comes
        std::set<qint64> places; // where in the history it can be; -1: before all that was seen
        std::set<State> told;
        bool wasToldOverlooked = false; // an absence that is not in the history
    };

    QByteArray present(Watcher &watcher, const State &state, bool isFirst);
    QByteArray changed(Watcher &watcher, const State &state);
    bool isKnown(int key, const State &state) const;
    QByteArray historyText(int key) const;

    std::map<int, std::vector<State>> m_histories;
    std::map<int, Watcher> m_watchers;
};

} // namespace sim
