// SPDX-License-Identifier: GPL-3.0-or-later
//
// Brings two stores together over one range of keys, as a value: the next question comes out, its answer goes in. It
// compares digests, splits what differs until few enough keys are left to be named one by one, and then moves only
// those that differ, in messages of bounded size. One question is under way at a time, so that repair yields to
// requests. It works on the initiator's side; the other side only answers (answerSync, answerFetch).
#pragma once

#include "chord/applied_writes.h"
#include "chord/config.h"
#include "chord/store.h"

namespace chord {

class Reconciliation {
public:
    enum class Mode : quint8 {
        Both, // both sides end with the newer of each
        Pull, // only this side learns
        Offer, // only the other side learns, as a stranger's offer to an owner
    };

    Reconciliation(Mode mode, const Id &lo, const Id &hi);

    Mode mode() const { return m_mode; }
    // What to ask next: SyncRequest, Fetch, or records to push; nothing when both sides agree.
    std::optional<SyncRequest> nextSync(const Store &store);
    std::optional<Fetch> nextFetch();
    // Records to push, as many as fit; empty if there are none for now.
    std::vector<QByteArray> nextPush(const Store &store, const Config &config);
    // Nothing left to ask, fetch or push.
    bool done() const;
    // Counts every record pushed or pulled.
    quint64 moved() const { return m_moved; }

    // What this side holds of a key for the comparison; skip: a write of it is under way here, leave it alone.
    struct Ours {
        Version version;
        bool skip = false;
    };
    using Look = std::function<Ours(const QByteArray &key)>;
    void onSync(const Store &store, const SyncReply &reply, const Look &look);
    void onFetched(const FetchReply &reply);
    void onPushed();
    // What was asked last was not answered: it is asked again.
    void onFailure();

private:
    struct Arc {
        Id lo;
        Id hi;
    };

    Mode m_mode;
    std::vector<Arc> m_arcs; // still to be compared, the next one last
    std::vector<QByteArray> m_toFetch; // the next one last
    std::vector<std::pair<Id, QByteArray>> m_toPush; // the next one last
    size_t m_pushing = 0; // of these, how many are under way
    Arc m_comparing;
    bool m_syncUnderWay = false;
    quint64 m_moved = 0;
};

// The answering side. entriesMax and transferBytesMax bound the reply.
SyncReply answerSync(const Store &store, const SyncRequest &request, const Config &config);
FetchReply answerFetch(const Store &store, const AppliedWrites &applied, const Fetch &request, const Config &config,
                       Time now);

Transfer toTransfer(const Record &record, const AppliedWrites &applied, Time now);
Record toRecord(const Transfer &transfer, Time now);

} // namespace chord
