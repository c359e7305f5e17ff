// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each client is a chain of callbacks with one operation in progress. Times in the history are in microseconds.

#include "support/contended_load.h"

#include "sim/check/linearizability.h"
#include "sim/workload.h"
#include "support/daemon.h"

#include <QDeadlineTimer>
#include <QTimer>

#include <algorithm>

namespace support {

using namespace Qt::StringLiterals;
using sim::Operation;
using Demand = Operation::Demand;
using Kind = Operation::Kind;
using Outcome = Operation::Outcome;

namespace {

constexpr int requestTimeoutMs = 12'000; // above a node's own deadline for an operation
constexpr int pauseMs = 100;
constexpr int pauseAfterFailureMs = 300; // each failed write may take effect later: a choice more for the checker
constexpr int valueBytes = 100;
constexpr qint64 usPerMs = 1000;
constexpr qint64 nsPerUs = 1000;

} // namespace

struct ContendedLoad::Client {
    Client(int nodeNumber, int keyNumber, bool reads, const net::HostPort &address)
        : node(nodeNumber)
        , key(keyNumber)
        , isReader(reads)
        , http(address.host, address.port)
    {
        http.setTimeoutMs(requestTimeoutMs);
    }

    const int node;
    const int key;
    const bool isReader;
    client::NodeClient http;
    bool isBusy = false;
    bool hasFailed = false; // the last operation
};

ContendedLoad::ContendedLoad(const QList<net::HostPort> &nodes, const QList<QByteArray> &keys)
    : m_keys(keys)
    , m_random(20260101)
{
    for (int node = 0; node < nodes.size(); ++node) {
        for (int key = 0; key < keys.size(); ++key) {
            for (bool isReader : {true, false})
                m_clients.push_back(std::make_unique<Client>(node, key, isReader, nodes[node]));
        }
    }
    m_progress.resize(size_t(nodes.size()) * size_t(keys.size()));
    m_clock.start();
}

ContendedLoad::~ContendedLoad() = default;

void ContendedLoad::start()
{
    m_isRunning = true;
    mark();
    for (const auto &client : m_clients)
        next(*client);
}

void ContendedLoad::stop()
{
    m_isRunning = false;
    waitFor(
        [this] { return std::none_of(m_clients.begin(), m_clients.end(), [](const auto &c) { return c->isBusy; }); },
        2 * requestTimeoutMs);
}

bool ContendedLoad::readAll(int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    for (const auto &client : m_clients) {
        if (!client->isReader)
            continue;
        const Operation operation = drawOperation(*client);
        do {
            client->isBusy = true;
            send(*client, operation, [&client] { client->isBusy = false; });
            waitFor([&client] { return !client->isBusy; }, 2 * requestTimeoutMs);
        } while (client->hasFailed && !deadline.hasExpired());
        if (client->hasFailed)
            return false;
    }
    return true;
}

void ContendedLoad::next(Client &client)
{
    client.isBusy = m_isRunning;
    if (!m_isRunning)
        return;
    send(client, drawOperation(client), [this, &client] {
        QTimer::singleShot(client.hasFailed ? pauseAfterFailureMs : pauseMs, this, [this, &client] { next(client); });
    });
}

Operation ContendedLoad::drawOperation(const Client &client)
{
    Operation operation;
    operation.client = 2 * int(placeOf(client.node, client.key)) + (client.isReader ? 0 : 1);
    operation.host = client.node;
    operation.key = client.key;
    const int percent = m_random.bounded(100);
    if (client.isReader || percent < 20)
        return operation;
    const bool isConditional = percent >= 70;
    operation.kind = percent < 57 || (isConditional && percent < 90) ? Kind::Put : Kind::Delete;
    if (isConditional) {
        const auto seen = m_lastSeen.find(client.key);
        const bool exactly = seen != m_lastSeen.end() && m_random.bounded(100) < 70;
        operation.demand = exactly ? Demand::Exactly : m_random.bounded(2) ? Demand::Present : Demand::Absent;
        if (operation.kind == Kind::Delete && !exactly)
            operation.demand = Demand::Present;
        if (exactly)
            operation.demanded = seen->second;
    }
    if (operation.kind == Kind::Put)
        operation.written = m_history.nextValue();
    return operation;
}

client::WriteOptions ContendedLoad::conditionOf(const Operation &operation) const
{
    client::WriteOptions options;
    if (operation.demand == Demand::Exactly)
        options.ifMatch = m_etags.at(operation.demanded);
    else if (operation.demand == Demand::Present)
        options.ifMatch = "*";
    else if (operation.demand == Demand::Absent)
        options.ifNoneMatch = "*";
    return options;
}

void ContendedLoad::send(Client &client, const Operation &drawn, Done done)
{
    const size_t index = m_history.begin(drawn, m_clock.nsecsElapsed() / nsPerUs);
    const QByteArray &key = m_keys[drawn.key];
    if (drawn.kind == Kind::Get) {
        client.http.get(key, [this, &client, index, done](client::Result<client::StoredValue> &&result) {
            Operation operation = begun(index);
            if (result) {
                operation.seen = sim::valueNumber(result.value->value);
                noteValue(operation, operation.seen, result.value->etag);
            }
            ended(client, index, result ? nullptr : &result.failure, operation);
            done();
        });
    } else if (drawn.kind == Kind::Put) {
        client.http.put(key, sim::valueText(drawn.written, valueBytes), conditionOf(drawn),
                        [this, &client, index, done](client::Result<client::Written> &&result) {
                            Operation operation = begun(index);
                            if (result) {
                                operation.created = result.value->created;
                                noteValue(operation, operation.written, result.value->etag);
                            }
                            ended(client, index, result ? nullptr : &result.failure, operation);
                            done();
                        });
    } else {
        client.http.remove(key, conditionOf(drawn),
                           [this, &client, index, done](client::Result<client::Done> &&result) {
                               ended(client, index, result ? nullptr : &result.failure, begun(index));
                               done();
                           });
    }
}

// A value keeps its ETag, however often it is copied or accepted again.
void ContendedLoad::noteValue(const Operation &operation, sim::ValueNumber number, const QByteArray &etag)
{
    if (number > m_history.lastValue())
        m_oddAnswers.append(u"a value that was never written: %1"_s.arg(QString::fromLatin1(operation.toText())));
    const auto [known, isNew] = m_etags.emplace(number, etag);
    if (!isNew && known->second != etag)
        m_oddAnswers.append(u"the ETag of a value has changed: %1"_s.arg(QString::fromLatin1(operation.toText())));
    m_lastSeen[operation.key] = number;
}

void ContendedLoad::ended(Client &client, size_t index, const client::Failure *failure, Operation operation)
{
    using Failure = client::Failure::Kind;
    if (!failure)
        operation.outcome = Outcome::Ok;
    else if (failure->kind == Failure::NotFound)
        operation.outcome = Outcome::NotFound;
    else if (failure->kind == Failure::ConditionFailed)
        operation.outcome = Outcome::ConditionFailed;
    else
        operation.outcome =
            operation.kind != Kind::Get && failure->mayHaveHappened ? Outcome::Unknown : Outcome::Nothing;
    if (failure && (failure->kind == Failure::Rejected || failure->kind == Failure::BadAnswer))
        m_oddAnswers.append(u"%1: %2"_s.arg(failure->text, QString::fromLatin1(operation.toText())));
    m_history.end(index, operation, m_clock.nsecsElapsed() / nsPerUs);
    client.hasFailed = operation.outcome == Outcome::Unknown || operation.outcome == Outcome::Nothing;
    if (client.hasFailed)
        ++m_failed;
    else
        noteProgress(begun(index));
}

// --- Progress

void ContendedLoad::mark()
{
    m_markedMs = m_clock.elapsed();
    for (Progress &progress : m_progress) {
        progress = {};
        progress.lastAnswerMs = m_markedMs;
    }
}

void ContendedLoad::noteProgress(const Operation &operation)
{
    if (operation.beginTime < m_markedMs * usPerMs)
        return;
    Progress &progress = m_progress[placeOf(operation.host, operation.key)];
    const qint64 now = m_clock.elapsed();
    if (progress.firstAnswerMs < 0)
        progress.firstAnswerMs = now - m_markedMs;
    progress.longestSilenceMs = std::max(progress.longestSilenceMs, now - progress.lastAnswerMs);
    progress.lastAnswerMs = now;
    (operation.kind == Kind::Get ? progress.hasRead : progress.hasWritten) = true;
}

ContendedLoad::Progress ContendedLoad::progress(int node, int key) const
{
    Progress progress = m_progress[placeOf(node, key)];
    progress.longestSilenceMs = std::max(progress.longestSilenceMs, m_clock.elapsed() - progress.lastAnswerMs);
    return progress;
}

// --- Judgement

QStringList ContendedLoad::violations() const
{
    QStringList violations = m_oddAnswers;
    for (const auto &[key, operations] : m_history.byKey()) {
        const sim::LinearizabilityVerdict verdict = sim::checkLinearizable(operations);
        if (verdict.kind == sim::LinearizabilityVerdict::Kind::Violation)
            violations.append(u"key %1: %2"_s.arg(key).arg(QString::fromLatin1(verdict.explanation)));
        else if (verdict.kind == sim::LinearizabilityVerdict::Kind::Undecided)
            violations.append(u"key %1: too many orders of its operations are possible to be checked"_s.arg(key));
    }
    return violations;
}

QString ContendedLoad::summary() const
{
    return u"%1 operations by %2 clients, %3 of them without an answer"_s.arg(m_history.operations().size())
        .arg(m_clients.size())
        .arg(m_failed);
}

} // namespace support
