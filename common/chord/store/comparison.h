// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds in which keys two stores differ over one range, as a value: the next question comes out, its answer goes in. It
// compares digests and splits what differs until few enough keys are left to be named one by one. One question is in
// progress at a time, so that comparing yields to requests. What becomes of the differences is the caller's decision.
#pragma once

#include "chord/config.h"
#include "chord/store/applied_writes.h"
#include "chord/store/store.h"

namespace chord {

struct Difference {
    Id id;
    QByteArray key;
    std::optional<Stamp> theirs; // nothing: they do not have it
};

class Comparison {
public:
    explicit Comparison(const Range &range);

    // What to ask next; group and ballot are left to the caller. Nothing while a question is in progress, or when done.
    std::optional<SyncRequest> next(const Store &store);
    // What differs between the store and this answer.
    std::vector<Difference> onReply(const Store &store, const IdSpace &space, const SyncReply &reply);
    // What was asked last was not answered: it is asked again.
    void onFailure();
    bool done() const { return m_arcs.empty() && !m_asking; }

private:
    std::vector<Range> m_arcs; // still to be compared, the next one last
    Range m_asked;
    bool m_asking = false;
};

// The answering side; config bounds the reply.
SyncReply answerSync(const Store &store, const SyncRequest &request, const Config &config);
FetchReply answerFetch(const Store &store, const AppliedWrites &applied, const Fetch &request, const Config &config,
                       Time now);

Transfer toTransfer(const Record &record, const AppliedList &applied, Time now);
Record toRecord(const Transfer &transfer, Time now);

} // namespace chord
