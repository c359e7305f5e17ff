// SPDX-License-Identifier: GPL-3.0-or-later
//
// After a failure a connection pauses, so that a node that is down does not become a busy loop.

#include "cli/load_generator.h"

#include "client/node_client.h"

#include <QTimer>

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int pauseAfterFailureMs = 50;

// 16 bytes, as the project's figures per key are stated.
QByteArray keyOf(quint32 index)
{
    return "bench-" + QByteArray::number(index).rightJustified(10, '0');
}

} // namespace

LoadGenerator::LoadGenerator(const LoadPlan &plan)
    : m_plan(plan)
    , m_value(plan.valueBytes, 'v')
{
    for (int i = 0; i < plan.connections; ++i) {
        const net::HostPort &node = plan.nodes[i % plan.nodes.size()];
        m_connections.push_back(std::make_unique<client::HttpClientConnection>(node.host, node.port));
    }
}

LoadGenerator::~LoadGenerator() = default;

LoadResult LoadGenerator::run()
{
    m_clock.start();
    for (int i = 0; i < m_plan.pipeline; ++i) {
        for (const auto &connection : m_connections)
            sendNext(connection.get());
    }
    if (m_underWay > 0)
        m_loop.exec();
    m_result.seconds = double(m_clock.nsecsElapsed()) / 1e9;
    return m_result;
}

bool LoadGenerator::isOver() const
{
    return m_plan.operations > 0 ? m_sent >= m_plan.operations : m_clock.elapsed() >= m_plan.seconds * 1000;
}

quint32 LoadGenerator::nextKey()
{
    return m_plan.inKeyOrder ? quint32(m_sent % m_plan.keys) : m_random.bounded(quint32(m_plan.keys));
}

void LoadGenerator::sendNext(client::HttpClientConnection *connection)
{
    if (isOver())
        return;
    ++m_underWay;
    if (m_plan.batch > 0)
        sendBatch(connection);
    else
        sendOne(connection);
}

void LoadGenerator::sendOne(client::HttpClientConnection *connection)
{
    const bool isRead = nextIsRead();
    client::HttpRequest request;
    request.target = "/v1/kv/" + keyOf(nextKey());
    if (!isRead) {
        request.method = "PUT";
        request.body = m_value;
    }
    ++m_sent;
    const qint64 sentNs = m_clock.nsecsElapsed();
    connection->send(request, [this, connection, isRead, sentNs](client::HttpResponse &&response) {
        answered(connection, countOne(isRead, sentNs, response));
    });
}

void LoadGenerator::sendBatch(client::HttpClientConnection *connection)
{
    using Kind = api::BatchOperation::Kind;
    const qint64 left = m_plan.operations > 0 ? m_plan.operations - m_sent : m_plan.batch;
    std::vector<api::BatchOperation> operations(size_t(std::min<qint64>(left, m_plan.batch)));
    std::vector<bool> reads;
    for (api::BatchOperation &operation : operations) {
        reads.push_back(nextIsRead());
        operation.kind = reads.back() ? Kind::Get : Kind::Put;
        operation.key = keyOf(nextKey());
        if (!reads.back())
            operation.value = m_value;
        ++m_sent;
    }
    const qint64 sentNs = m_clock.nsecsElapsed();
    connection->send(client::batchRequest(operations),
                     [this, connection, reads = std::move(reads), sentNs](client::HttpResponse &&response) {
                         answered(connection, countBatch(reads, sentNs, response));
                     });
}

// Both return whether all went well; a value that is missing is no failure.
bool LoadGenerator::countOne(bool isRead, qint64 sentNs, const client::HttpResponse &response)
{
    LoadCount &count = isRead ? m_result.reads : m_result.writes;
    const bool isMissing = isRead && response.isAnswered() && response.status == 404;
    const bool isGood = response.isSuccess() && (!isRead || response.body.size() == m_plan.valueBytes);
    if (!isGood && !isMissing) {
        ++count.failed;
        noteFailure(response.isSuccess() ? wrongSize(response.body.size()) : client::failureOf(response).text);
        return false;
    }
    count.latency.record(m_clock.nsecsElapsed() - sentNs);
    count.missing += isMissing;
    count.bytes += isGood ? quint64(m_plan.valueBytes) : 0;
    return true;
}

bool LoadGenerator::countBatch(const std::vector<bool> &reads, qint64 sentNs, const client::HttpResponse &response)
{
    const auto outcomes = client::batchOutcomes(response, reads.size());
    const qint64 tookNs = m_clock.nsecsElapsed() - sentNs;
    bool isGood = true;
    for (size_t i = 0; i < reads.size(); ++i) {
        LoadCount &count = reads[i] ? m_result.reads : m_result.writes;
        const int status = outcomes ? (*outcomes.value)[i].status : 0;
        const bool isMissing = reads[i] && status == 404;
        if (!isMissing && (status < 200 || status > 299)) {
            ++count.failed;
            noteFailure(outcomes ? u"an operation of a batch ended with status %1"_s.arg(status)
                                 : outcomes.failure.text);
            isGood = false;
            continue;
        }
        count.latency.record(tookNs);
        count.missing += isMissing;
        count.bytes += isMissing ? 0 : quint64(m_plan.valueBytes);
    }
    return isGood;
}

void LoadGenerator::answered(client::HttpClientConnection *connection, bool isGood)
{
    --m_underWay;
    if (isGood) {
        sendNext(connection);
    } else if (!isOver()) {
        ++m_underWay; // the pause
        QTimer::singleShot(pauseAfterFailureMs, connection, [this, connection] {
            --m_underWay;
            sendNext(connection);
            if (m_underWay == 0)
                m_loop.quit();
        });
    }
    if (m_underWay == 0)
        m_loop.quit();
}

QString LoadGenerator::wrongSize(qsizetype bytes) const
{
    return u"a value of %1 bytes came back with %2"_s.arg(m_plan.valueBytes).arg(bytes);
}

void LoadGenerator::noteFailure(const QString &text)
{
    if (m_result.firstFailure.isEmpty())
        m_result.firstFailure = text;
}

} // namespace cli
