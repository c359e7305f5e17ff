// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each client is a chain of callbacks with one operation in progress.

#include "support/load.h"

#include "cli/target.h"
#include "support/daemon.h"

#include <QDeadlineTimer>
#include <QTimer>

#include <algorithm>

namespace support {

using namespace Qt::StringLiterals;

namespace {

constexpr int requestTimeoutMs =
    12'000; // above a node's own deadline for an operation and a stopped node's ten seconds
constexpr qint64 pauseAfterFailureMs = 1500;
constexpr qsizetype failuresKept = 20;

} // namespace

struct Load::Actor {
    int index = 0;
    bool isWriter = false;
    bool isBusy = false;
    std::map<chord::Address, std::unique_ptr<client::NodeClient>> clients;
};

Load::Load(const LoadOptions &options)
    : m_options(options)
    , m_random(20260101)
{
    for (int writer = 0; writer < options.writers; ++writer) {
        for (int key = 0; key < options.keysPerWriter; ++key)
            m_keys.push_back({"load-" + QByteArray::number(writer) + '-' + QByteArray::number(key), {}, 0});
    }
    for (int i = 0; i < options.writers + options.readers; ++i) {
        m_actors.push_back(std::make_unique<Actor>());
        m_actors.back()->index = i;
        m_actors.back()->isWriter = i < options.writers;
    }
    m_clock.start();
}

Load::~Load() = default;

void Load::start()
{
    m_isRunning = true;
    m_lastAcknowledgedMs = m_clock.elapsed();
    for (const auto &actor : m_actors)
        next(*actor);
}

void Load::stop()
{
    m_isRunning = false;
    waitFor([this] { return std::none_of(m_actors.begin(), m_actors.end(), [](const auto &a) { return a->isBusy; }); },
            2 * requestTimeoutMs);
}

client::NodeClient &Load::clientFor(Actor &actor, const net::HostPort &node)
{
    std::unique_ptr<client::NodeClient> &client = actor.clients[node.toAddress()];
    if (!client) {
        client = std::make_unique<client::NodeClient>(node.host, node.port);
        client->setTimeoutMs(requestTimeoutMs);
    }
    return *client;
}

void Load::next(Actor &actor)
{
    actor.isBusy = m_isRunning && !m_nodes.isEmpty();
    if (!actor.isBusy)
        return;
    if (actor.isWriter)
        writeNext(actor);
    else
        readNext(actor);
}

void Load::actorRests(Actor &actor)
{
    QTimer::singleShot(m_options.pauseMs, this, [this, &actor] { next(actor); });
}

void Load::writeNext(Actor &actor)
{
    const int first = actor.index * m_options.keysPerWriter;
    Key &key = m_keys[size_t(first + m_random.bounded(m_options.keysPerWriter))];
    if (m_clock.elapsed() < key.blockedUntilMs) {
        actorRests(actor);
        return;
    }
    const net::HostPort node = m_nodes[m_random.bounded(int(m_nodes.size()))];
    client::NodeClient &client = clientFor(actor, node);
    if (key.history.lastBegun() > 0 && m_random.bounded(100) < m_options.deletePercent) {
        const quint64 number = key.history.beginDelete();
        client.remove(key.name, {}, [this, &actor, &key, number, node](client::Result<client::Done> &&result) {
            // There was nothing to delete: that acknowledges the delete as well.
            const bool isDone = result || result.failure.kind == client::Failure::Kind::NotFound;
            if (!isDone)
                noteFailure(u"delete"_s, node, result.failure);
            writeEnded(actor, key, number, isDone ? nullptr : &result.failure);
        });
        return;
    }
    const quint64 number = key.history.beginPut();
    client.put(key.name, valueOf(key.name, number, m_options.valueBytes), {},
               [this, &actor, &key, number, node](client::Result<client::Written> &&result) {
                   if (!result)
                       noteFailure(u"put"_s, node, result.failure);
                   writeEnded(actor, key, number, result ? nullptr : &result.failure);
               });
}

void Load::writeEnded(Actor &actor, Key &key, quint64 number, const client::Failure *failure)
{
    if (failure) {
        ++m_failed;
        key.blockedUntilMs = m_clock.elapsed() + pauseAfterFailureMs;
    } else {
        ++m_acknowledged;
        key.history.acknowledge(number);
        m_longestSilenceMs = std::max(m_longestSilenceMs, m_clock.elapsed() - m_lastAcknowledgedMs);
        m_lastAcknowledgedMs = m_clock.elapsed();
    }
    actorRests(actor);
}

void Load::readNext(Actor &actor)
{
    Key &key = m_keys[size_t(m_random.bounded(int(m_keys.size())))];
    const net::HostPort node = m_nodes[m_random.bounded(int(m_nodes.size()))];
    const quint64 floor = key.history.floor();
    clientFor(actor, node)
        .get(key.name, [this, &actor, &key, node, floor](client::Result<client::StoredValue> &&result) {
            checkRead(key, node, floor, result);
            actorRests(actor);
        });
}

void Load::checkRead(Key &key, const net::HostPort &node, quint64 floor,
                     const client::Result<client::StoredValue> &result)
{
    QString problem;
    if (result) {
        problem = key.history.checkValue(numberOf(key.name, result.value->value), floor);
    } else if (result.failure.kind == client::Failure::Kind::NotFound) {
        problem = key.history.checkMissing(floor);
    } else {
        ++m_failed;
        noteFailure(u"get"_s, node, result.failure);
        return;
    }
    ++m_readsAnswered;
    if (!problem.isEmpty())
        m_violations.append(u"%1 ms: a read of %2 through %3 found %4"_s.arg(m_clock.elapsed())
                                .arg(QString::fromLatin1(key.name), QString::fromUtf8(node.toAddress()), problem));
}

void Load::noteFailure(const QString &what, const net::HostPort &node, const client::Failure &failure)
{
    m_lastFailures.append(u"%1 ms: %2 through %3: %4"_s.arg(m_clock.elapsed())
                              .arg(what, QString::fromUtf8(node.toAddress()), failure.text));
    if (m_lastFailures.size() > failuresKept)
        m_lastFailures.removeFirst();
}

bool Load::readAll(const QList<net::HostPort> &nodes, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    for (const net::HostPort &node : nodes) {
        client::NodeClient client(node.host, node.port);
        client.setTimeoutMs(requestTimeoutMs);
        for (Key &key : m_keys) {
            while (true) {
                const quint64 floor = key.history.floor();
                const auto result =
                    cli::await<client::StoredValue>([&](auto done) { client.get(key.name, std::move(done)); });
                checkRead(key, node, floor, result);
                if (result || result.failure.kind == client::Failure::Kind::NotFound)
                    break;
                if (deadline.hasExpired())
                    return false;
            }
        }
    }
    return true;
}

QString Load::summary() const
{
    return u"%1 writes acknowledged, %2 reads answered, %3 operations failed, longest time without an acknowledged "
           "write %4 ms"_s.arg(m_acknowledged)
               .arg(m_readsAnswered)
               .arg(m_failed)
               .arg(m_longestSilenceMs);
}

} // namespace support
