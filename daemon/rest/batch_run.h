// SPDX-License-Identifier: GPL-3.0-or-later
//
// A batch while it is carried out. Operations on different keys run at the same time, a bounded number of them, so that
// one client's batch neither fills the queues to the peers nor the memory; those on one key run one after the other, in
// the order given, so that "put, then get" reads what was put.

#pragma once

#include "api/batch.h"
#include "http/http_reply.h"
#include "rest/preconditions.h"

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace chord {
struct KeyResult;
}

namespace net {
class NodeHost;
}

namespace rest {

struct BatchStep {
    api::BatchOperation operation;
    Preconditions preconditions; // of a get
    chord::Condition writeCondition; // of a put or delete
};

class BatchRun : public std::enable_shared_from_this<BatchRun> {
public:
    using Answer = std::function<void(http::HttpReply &&reply, std::vector<api::BatchOutcome> &&outcomes)>;
    // How many bytes of the answer a value takes.
    using SizeOf = qsizetype (*)(const QByteArray &value);

    // What values take of a batch's answer together, as they are written in it; a get beyond is answered 413.
    static constexpr qsizetype answerBytesMax = 64 * 1024 * 1024;

    // Calls answer when all steps have ended, perhaps at once, at the latest after twice the time that one operation
    // may take: what has not been begun by half of it ends as 503. Never, if the client has gone.
    static void start(net::NodeHost &host, std::vector<BatchStep> steps, http::HttpReply reply, SizeOf sizeOf,
                      Answer answer);

private:
    BatchRun(net::NodeHost &host, std::vector<BatchStep> steps, http::HttpReply reply, SizeOf sizeOf, Answer answer);

    void orderByKey();
    void proceed();
    void begin(size_t index);
    void ended(size_t index, chord::KeyResult &&result);
    void endGet(size_t index, chord::KeyResult &&result);
    void end(size_t index, api::BatchOutcome outcome);

    net::NodeHost &m_host;
    std::vector<BatchStep> m_steps;
    http::HttpReply m_reply;
    SizeOf m_sizeOf;
    Answer m_answer;
    std::vector<api::BatchOutcome> m_outcomes;
    std::vector<size_t> m_next; // the next step on the same key; the number of steps for none
    std::deque<size_t> m_ready; // may be begun
    size_t m_underWay = 0;
    size_t m_left;
    qsizetype m_answerBytes = 0; // of the outcomes so far
    qint64 m_beginUntil; // on the host's clock, microseconds
    bool m_isProceeding = false;
};

} // namespace rest
