// SPDX-License-Identifier: GPL-3.0-or-later
//
// Places in histories.

#include "sim/check/watch_check.h"

#include <algorithm>

namespace sim {

namespace {

using Kind = chord::WatchUpdate::Kind;

QByteArray text(const WatchCheck::State &state)
{
    return state.isNull() ? QByteArray("absent") : state.toText();
}

} // namespace

void WatchCheck::serves(int key, const State &state)
{
    std::vector<State> &history = m_histories[key];
    if (history.empty() || history.back() != state)
        history.push_back(state);
}

void WatchCheck::forget(int key)
{
    m_histories.erase(key);
    for (auto &[number, watcher] : m_watchers) {
        if (watcher.key == key)
            watcher = {key, 0, {}, true, {}, {}, false};
    }
}

void WatchCheck::begins(int watcher, int key)
{
    m_watchers[watcher] = {key, m_histories[key].size(), {}, true, {}, {}, false};
}

void WatchCheck::resumes(int watcher)
{
    Watcher &known = m_watchers.at(watcher);
    known.beginsAt = m_histories[known.key].size();
}

bool WatchCheck::isKnown(int key, const State &state) const
{
    const std::vector<State> &history = m_histories.at(key);
    return std::find(history.begin(), history.end(), state) != history.end();
}

QByteArray WatchCheck::historyText(int key) const
{
    constexpr size_t shownMax = 12;
    const std::vector<State> &history = m_histories.at(key);
    QByteArray out;
    for (size_t i = history.size() - std::min(history.size(), shownMax); i < history.size(); ++i)
        out += ' ' + text(history[i]);
    return out;
}

QByteArray WatchCheck::told(int number, const chord::WatchUpdate &update)
{
    if (update.kind == Kind::Uncertain)
        return {};
    Watcher &watcher = m_watchers.at(number);
    const State state = update.exists ? update.point.version : State();
    QByteArray problem;
    if (update.kind == Kind::Unchanged && watcher.isFree) {
        problem = present(watcher, state, true);
    } else if (update.kind == Kind::Unchanged) {
        if (watcher.state && *watcher.state != state)
            problem = "is told that nothing has changed, and of another state";
    } else if (update.kind != Kind::Present) {
        problem = changed(watcher, state);
    } else if (watcher.isFree || update.mayHaveSkipped) {
        problem = present(watcher, state, watcher.isFree);
    } else {
        problem = "is told the state again, without a mark";
    }
    watcher.isFree = false;
    watcher.state = state;
    watcher.told.insert(state);
    if (problem.isEmpty())
        return {};
    return "watcher " + QByteArray::number(number) + " of k" + QByteArray::number(watcher.key) + ", told " + text(state)
        + ", " + problem + "; the history is" + historyText(watcher.key);
}

// Not before what it knows, and not before the state at the time when it asked.
QByteArray WatchCheck::present(Watcher &watcher, const State &state, bool isFirst)
{
    const std::vector<State> &history = m_histories[watcher.key];
    qint64 least = qint64(watcher.beginsAt) - 1;
    if (!isFirst && !watcher.places.empty())
        least = std::max(least, *watcher.places.begin());
    std::set<qint64> places;
    for (qint64 i = std::max<qint64>(least, 0); i < qint64(history.size()); ++i) {
        if (history[size_t(i)] == state)
            places.insert(i);
    }
    if (places.empty() && !state.isNull() && isKnown(watcher.key, state))
        return "has gone back";
    if (places.empty()) {
        places.insert(least);
        watcher.wasToldOverlooked = watcher.wasToldOverlooked || state.isNull();
    }
    watcher.places = places;
    return {};
}

QByteArray WatchCheck::changed(Watcher &watcher, const State &state)
{
    const std::vector<State> &history = m_histories[watcher.key];
    if (watcher.isFree)
        return present(watcher, state, true);
    std::set<qint64> places;
    for (const qint64 place : watcher.places) {
        for (qint64 i = place + 1; i < qint64(history.size()); ++i) {
            const State &passed = history[size_t(i)];
            if (passed == state)
                places.insert(i);
            const bool mayPass = passed.isNull() ? watcher.wasToldOverlooked : watcher.told.contains(passed);
            if (!mayPass)
                break;
        }
    }
    if (places.empty() && state.isNull()) {
        watcher.wasToldOverlooked = true;
        return {};
    }
    if (places.empty() && isKnown(watcher.key, state))
        return "has gone back, or was not told of a change";
    if (!places.empty())
        watcher.places = places;
    return {};
}

QByteArray WatchCheck::ends(int number) const
{
    const Watcher &watcher = m_watchers.at(number);
    const auto history = m_histories.find(watcher.key);
    if (history == m_histories.end() || history->second.empty() || watcher.state == history->second.back())
        return {};
    return "watcher " + QByteArray::number(number) + " of k" + QByteArray::number(watcher.key) + " knows "
        + (watcher.state ? text(*watcher.state) : QByteArray("nothing")) + " in the end; the history is"
        + historyText(watcher.key);
}

} // namespace sim
