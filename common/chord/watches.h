// SPDX-License-Identifier: GPL-3.0-or-later
//
// What clients of this node watch, as values. Of each watched key the node has one subscription at the key's leader,
// shared by all its watchers here; it keeps no values, only the point that it knows. Each new watcher makes it ask the
// leader once more, so that what it is told first is as fresh as any read. Whatever makes the node doubt that it was
// told every change (an event is missing, the leader is gone, has ended the subscription, or does not confirm it) makes
// it ask again; if the answer is not the state that it knows, the watchers get it marked: changes may have been
// skipped. An answer is a read that began later than all that was told, so nobody is ever told an older state.
//
// Those who ask again after a leader was lost do so one at a time for each group, until one is answered; from then on
// twice as many at a time with each answer.
#pragma once

#include "chord/operations.h"

namespace chord {

class Watches {
public:
    Watches(Context &context, Groups &groups, Operations &operations);

    // 0: there are too many. Ends by end() only; what the watcher is told names this handle. known: what it was told
    // last, perhaps by another node.
    OperationHandle begin(const QByteArray &key, const std::optional<WatchPoint> &known);
    void end(OperationHandle watcher);

    void onAnswer(const WatchAnswer &answer);
    // from: nothing if it is this node.
    void onEvent(const NodeRef *from, const WatchEvent &event);
    void onKept(const Purpose &purpose, const NodeRef &from, const KeepWatchesReply *reply);
    void onNotKept(const Purpose &purpose);
    void onPeerDead(const Address &peer);
    void onTimers();

    size_t count() const { return m_keyOf.size(); }
    size_t memoryBytes() const;

private:
    // Waits for its first state.
    struct Waiting {
        bool isNew = true; // since the question in progress was asked
        std::optional<WatchPoint> known;
    };
    struct Key {
        std::map<OperationHandle, Waiting> waiting;
        std::set<OperationHandle> watchers; // that have been told a state, all the same one
        OperationHandle asking = 0; // the question in progress
        bool isQueued = false; // to be asked
        GroupId lane = 0; // of the question
        quint64 watch = 0; // at the leader; 0: none
        quint64 told = 0; // events of it
        NodeRef leader;
        std::optional<WatchPoint> known; // by watchers
        Time doubtSince = never;
        bool isUncertain = false; // told
        Time askAt = never; // again: without a subscription
    };
    // Questions about the keys of one group, or about keys of which the group is not known.
    struct Lane {
        std::set<QByteArray> queue;
        size_t inProgress = 0;
        size_t window = 1; // how many may be
        Time pausedUntil = 0;
    };
    using Keys = std::map<QByteArray, Key>;

    void ask(const QByteArray &key, Key &watched);
    void askNow(const QByteArray &key, Key &watched);
    void fill(GroupId lane);
    void leaveLane(Key &watched, bool isAnswered);
    void doubt(const QByteArray &key, Key &watched);
    void doubt(const std::vector<WatchCount> &watches);
    void forgetWatch(Key &watched);
    void tellState(Key &watched, const ExecuteReply &reply, bool isContinued);
    void tell(std::vector<OperationHandle> &&watchers, WatchUpdate update);
    void tellUncertain(Key &watched);
    void keepAll();
    void keep(const NodeRef &leader, std::vector<WatchCount> &&watches);
    void armTimer();

    Context &m_context;
    Groups &m_groups;
    Operations &m_operations;
    Keys m_keys;
    std::map<OperationHandle, QByteArray> m_keyOf; // by watcher
    std::map<OperationHandle, QByteArray> m_asked; // by question
    std::map<quint64, QByteArray> m_byWatch;
    std::map<GroupId, Lane> m_lanes;
    struct Keeping {
        NodeRef leader;
        std::vector<WatchCount> watches;
    };
    std::map<quint64, Keeping> m_keeping; // by token
    std::set<QByteArray> m_doubted; // keys, also those that are asked again at a time
    Time m_keepAt = never;
};

} // namespace chord
