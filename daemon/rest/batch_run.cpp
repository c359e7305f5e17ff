// SPDX-License-Identifier: GPL-3.0-or-later
//
// Callbacks share the run; the last of them answers, and takes it along.

#include "rest/batch_run.h"

#include "chord/results.h"
#include "net/node_host.h"
#include "rest/key_answer.h"
#include "rest/key_limits.h"

#include <QHash>

namespace rest {

namespace {

// Enough to fill the pipes to all peers of a large ring; of the largest values, 4 GiB could be asked for otherwise.
constexpr size_t underWayMax = 256;

api::BatchOutcome failed(const Failure &failure)
{
    api::BatchOutcome outcome;
    outcome.status = statusOf(failure);
    outcome.problem = problemOf(failure);
    return outcome;
}

api::BatchOutcome outcomeOf(KeyAnswer &&answer)
{
    api::BatchOutcome outcome;
    if (answer.failure)
        outcome = failed(*answer.failure);
    else
        outcome.status = answer.status;
    outcome.etag = std::move(answer.etag);
    if (outcome.status == 200) {
        outcome.value = std::move(answer.value);
        outcome.contentType = std::move(answer.contentType);
        outcome.ttlSeconds = answer.ttlSeconds;
    }
    return outcome;
}

} // namespace

void BatchRun::start(net::NodeHost &host, std::vector<BatchStep> steps, http::HttpReply reply, SizeOf sizeOf,
                     Answer answer)
{
    const std::shared_ptr<BatchRun> run(
        new BatchRun(host, std::move(steps), std::move(reply), sizeOf, std::move(answer)));
    if (run->m_left == 0)
        run->m_answer(std::move(run->m_reply), {});
    else
        run->proceed();
}

BatchRun::BatchRun(net::NodeHost &host, std::vector<BatchStep> steps, http::HttpReply reply, SizeOf sizeOf,
                   Answer answer)
    : m_host(host)
    , m_steps(std::move(steps))
    , m_reply(std::move(reply))
    , m_sizeOf(sizeOf)
    , m_answer(std::move(answer))
    , m_outcomes(m_steps.size())
    , m_next(m_steps.size(), m_steps.size())
    , m_left(m_steps.size())
    , m_beginUntil(host.now() + host.node().config().operationTimeoutMs * chord::usPerMs)
{
    orderByKey();
}

void BatchRun::orderByKey()
{
    QHash<QByteArray, size_t> last;
    last.reserve(qsizetype(m_steps.size()));
    for (size_t i = 0; i < m_steps.size(); ++i) {
        const QByteArray &key = m_steps[i].operation.key;
        const auto before = last.constFind(key);
        if (before == last.constEnd())
            m_ready.push_back(i);
        else
            m_next[*before] = i;
        last.insert(key, i);
    }
}

// Begins what may be begun. An operation that this node can answer alone has ended when it returns.
void BatchRun::proceed()
{
    if (m_isProceeding)
        return;
    const std::shared_ptr<BatchRun> self = shared_from_this();
    m_isProceeding = true;
    while (!m_ready.empty() && m_underWay < underWayMax && m_reply.isOpen()) {
        const size_t index = m_ready.front();
        m_ready.pop_front();
        if (m_host.now() < m_beginUntil)
            begin(index);
        else
            end(index, failed({Fault::Unavailable, "The batch took too long; this was not begun.", false}));
    }
    m_isProceeding = false;
    if (m_left == 0)
        m_answer(std::move(m_reply), std::move(m_outcomes));
}

void BatchRun::begin(size_t index)
{
    ++m_underWay;
    const BatchStep &step = m_steps[index];
    const api::BatchOperation &operation = step.operation;
    const auto done = [self = shared_from_this(), index](chord::KeyResult &&result) {
        --self->m_underWay;
        self->ended(index, std::move(result));
        self->proceed();
    };
    switch (operation.kind) {
    case api::BatchOperation::Kind::Get:
        m_host.get(operation.key, done);
        break;
    case api::BatchOperation::Kind::Put:
        m_host.put(operation.key, operation.value, operation.contentType, ttlMs(operation.ttlSeconds),
                   step.writeCondition, done);
        break;
    case api::BatchOperation::Kind::Delete:
        m_host.remove(operation.key, step.writeCondition, done);
        break;
    }
}

void BatchRun::ended(size_t index, chord::KeyResult &&result)
{
    const QByteArray &ifMatch = m_steps[index].operation.ifMatch;
    switch (m_steps[index].operation.kind) {
    case api::BatchOperation::Kind::Get:
        endGet(index, std::move(result));
        return;
    case api::BatchOperation::Kind::Put:
        end(index, outcomeOf(explained(putAnswer(result), ifMatch)));
        return;
    case api::BatchOperation::Kind::Delete:
        end(index, outcomeOf(explained(removeAnswer(result), ifMatch)));
        return;
    }
}

void BatchRun::endGet(size_t index, chord::KeyResult &&result)
{
    const qsizetype bytes = m_sizeOf(result.value);
    if (m_answerBytes + bytes > answerBytesMax) {
        end(index, failed({Fault::TooLarge, "The values of this batch are too large together; get it alone.", {}}));
        return;
    }
    m_answerBytes += bytes;
    if (!m_reply.reserve(result.value.size() + bytes)) { // the value, and what is written of it
        end(index, failed(answersTooLarge()));
        return;
    }
    const BatchStep &step = m_steps[index];
    end(index, outcomeOf(explained(getAnswer(step.preconditions, std::move(result)), step.operation.ifMatch)));
}

void BatchRun::end(size_t index, api::BatchOutcome outcome)
{
    m_outcomes[index] = std::move(outcome);
    m_steps[index].operation.value = QByteArray(); // the store has it now
    --m_left;
    if (m_next[index] < m_steps.size())
        m_ready.push_back(m_next[index]);
}

} // namespace rest
