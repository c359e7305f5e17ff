// SPDX-License-Identifier: GPL-3.0-or-later
//
// After a failure a connection pauses, so that a node that is down does not become a busy loop.

#include "cli/load_generator.h"

#include "client/node_client.h"

#include <QTimer>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int pauseAfterFailureMs = 50;

// 16 bytes, as the project's figures per key are stated.
QByteArray keyTarget(quint32 index)
{
    return "/v1/kv/bench-" + QByteArray::number(index).rightJustified(10, '0');
}

} // namespace

LoadGenerator::LoadGenerator(const LoadPlan &plan)
    : m_plan(plan)
    , m_value(plan.valueBytes, 'v')
{
    for (int i = 0; i < plan.connections; ++i) {
        const net::HostPort &node = plan.nodes[i % plan.nodes.size()];
        m_connections.push_back(std::make_unique<client::Connection>(node.host, node.port));
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

void LoadGenerator::sendNext(client::Connection *connection)
{
    if (isOver())
        return;
    const bool isRead = m_random.bounded(100) < m_plan.readPercent;
    client::HttpRequest request;
    request.target = keyTarget(nextKey());
    if (!isRead) {
        request.method = "PUT";
        request.body = m_value;
    }
    ++m_sent;
    ++m_underWay;
    const qint64 sentNs = m_clock.nsecsElapsed();
    connection->send(request, [this, connection, isRead, sentNs](client::HttpResponse &&response) {
        answered(connection, isRead, sentNs, std::move(response));
    });
}

void LoadGenerator::answered(client::Connection *connection, bool isRead, qint64 sentNs,
                             client::HttpResponse &&response)
{
    LoadCount &count = isRead ? m_result.reads : m_result.writes;
    const bool isMissing = isRead && response.isAnswered() && response.status == 404;
    const bool isGood = response.isSuccess() && (!isRead || response.body.size() == m_plan.valueBytes);
    if (isGood || isMissing) {
        count.latency.record(m_clock.nsecsElapsed() - sentNs);
        count.missing += isMissing;
        count.bytes += isGood ? quint64(m_plan.valueBytes) : 0;
    } else {
        ++count.failed;
        noteFailure(response);
    }
    --m_underWay;
    if (isGood || isMissing) {
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

void LoadGenerator::noteFailure(const client::HttpResponse &response)
{
    if (!m_result.firstFailure.isEmpty())
        return;
    m_result.firstFailure = response.isSuccess()
        ? u"a value of %1 bytes came back with %2"_s.arg(m_plan.valueBytes).arg(response.body.size())
        : client::failureOf(response).text;
}

} // namespace cli
