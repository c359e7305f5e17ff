// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pump: whatever goes into the core is followed by one look at what came out of it. One pump serves a whole batch
// of messages. Callbacks run inside the pump, and may begin operations or delete the host, so the pump does not nest,
// and looks after each call whether the host still exists.

#include "net/node_host.h"

#include "chord/message_kind.h"
#include "net/clock.h"
#include "net/event_text.h"
#include "net/logging.h"
#include "net/transport.h"
#include "storage/storage.h"

#include <algorithm>
#include <limits>

namespace net {

namespace {

using namespace Qt::StringLiterals;

using EventKind = chord::Event::Kind;

constexpr chord::Time usPerSecond = 1'000'000;

} // namespace

NodeHost::NodeHost(const chord::NodeRef &self, const chord::Config &config, Transport *transport,
                   storage::Storage *storage, QObject *parent)
    : QObject(parent)
    , m_node(self, config)
    , m_transport(transport)
    , m_storage(storage)
    , m_startedAt(monotonicNow())
{
    m_node.countLookupHops();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &NodeHost::onTimeout);
    connect(m_transport, &Transport::unreachable, this, &NodeHost::onUnreachable);
    connect(m_transport, &Transport::refused, this,
            [this](const chord::Address &address) { onUnreachable(address, false); });
    m_transport->setReceiver(
        [this](const chord::NodeRef &from, std::vector<chord::Message> &messages) { onReceived(from, messages); });
    if (m_storage)
        watchStorage();
}

NodeHost::~NodeHost()
{
    m_transport->setReceiver({});
    if (m_wasDeleted)
        *m_wasDeleted = true;
}

chord::Time NodeHost::now() const
{
    return monotonicNow();
}

qint64 NodeHost::uptimeSeconds() const
{
    return (now() - m_startedAt) / usPerSecond;
}

// --- Membership

void NodeHost::createRing()
{
    m_node.createRing(now());
    pump();
}

void NodeHost::join(std::vector<chord::Address> contacts)
{
    m_node.join(std::move(contacts), now());
    pump();
}

void NodeHost::leave(int timeoutMs)
{
    m_node.leave(now(), timeoutMs);
    pump();
}

// --- Operations

void NodeHost::get(const QByteArray &key, KeyCallback done)
{
    if (refuseWhileLoading(done))
        return;
    await(m_node.beginGet(key, now()), std::move(done));
}

void NodeHost::put(const QByteArray &key, const QByteArray &value, const QByteArray &contentType, qint64 ttlMs,
                   const chord::Condition &condition, KeyCallback done)
{
    if (refuseWhileLoading(done))
        return;
    await(m_node.beginPut(key, value, contentType, ttlMs, condition, now()), std::move(done));
}

void NodeHost::remove(const QByteArray &key, const chord::Condition &condition, KeyCallback done)
{
    if (refuseWhileLoading(done))
        return;
    await(m_node.beginDelete(key, condition, now()), std::move(done));
}

void NodeHost::list(const chord::Id &from, const QByteArray &after, const QByteArray &prefix, int keysMax,
                    ListCallback done)
{
    if (m_isLoading) {
        done({chord::OperationStatus::Unavailable, {}, loadingText()});
        return;
    }
    await(m_node.beginList(from, after, prefix, keysMax, now()), std::move(done));
}

void NodeHost::lookup(const chord::Id &target, LookupCallback done)
{
    await(m_node.beginLookup(target, now()), std::move(done));
}

void NodeHost::walkRing(RingCallback done)
{
    await(m_node.beginRingWalk(now()), std::move(done));
}

// What comes out at once is told from the event loop: the caller does not know the handle yet.
chord::OperationHandle NodeHost::watch(const QByteArray &key, const std::optional<chord::WatchPoint> &known)
{
    if (m_isLoading)
        return 0;
    const chord::OperationHandle watcher = m_node.beginWatch(key, known, now());
    QMetaObject::invokeMethod(this, &NodeHost::pump, Qt::QueuedConnection);
    return watcher;
}

void NodeHost::endWatch(chord::OperationHandle watcher)
{
    m_node.endWatch(watcher, now());
    pump();
}

void NodeHost::declareGone(const chord::Address &address, KeyCallback done)
{
    await(m_node.beginDeclareGone(address, now()), std::move(done));
}

void NodeHost::recoverRange(const chord::Id &place, bool confirmed, RecoveryCallback done)
{
    await(m_node.beginRecovery(place, confirmed, now()), std::move(done));
}

void NodeHost::await(chord::OperationHandle handle, Callback done)
{
    m_pending.emplace(handle, std::move(done));
    pump();
}

// --- The data directory

void NodeHost::watchStorage()
{
    using storage::Storage;
    connect(m_storage, &Storage::recordsRestored, this,
            [this](const auto &records) { m_node.restoreRecords(std::move(*records), now()); });
    connect(m_storage, &Storage::restored, this, [this](const auto &state) { onRestored(*state); });
    connect(m_storage, &Storage::unusable, this, [this](const QString &problem) {
        m_progress.stop();
        Q_EMIT unusable(problem);
    });
    connect(m_storage, &Storage::committed, this, [this](quint64 number) {
        m_node.persisted(number, now());
        pump();
    });
    connect(m_storage, &Storage::problemChanged, this, &NodeHost::onDiskProblem);
}

void NodeHost::restore(std::vector<chord::Address> contacts)
{
    constexpr int progressMs = 1000;
    m_contacts = std::move(contacts);
    m_isLoading = true;
    m_progress.disconnect();
    connect(&m_progress, &QTimer::timeout, this,
            [this] { qCInfo(nodeLog).noquote() << QString::fromUtf8(loadingText()); });
    m_progress.start(progressMs);
    m_storage->load();
}

QByteArray NodeHost::loadingText() const
{
    const quint64 all = std::max<quint64>(m_storage->recordsToRead(), 1);
    return "this node is reading its data directory: " + QByteArray::number(m_storage->recordsRead()) + " of "
        + QByteArray::number(m_storage->recordsToRead()) + " records, "
        + QByteArray::number(100 * m_storage->recordsRead() / all) + " %";
}

void NodeHost::onRestored(const chord::Restored &state)
{
    m_progress.stop();
    m_isLoading = false;
    qCInfo(nodeLog).noquote() << "has read its data directory:" << m_storage->recordsRead() << "records in"
                              << double(now() - m_startedAt) / double(usPerSecond) << "s since the start";
    m_node.restore(state, std::exchange(m_contacts, {}), now());
    pump();
}

void NodeHost::onDiskProblem()
{
    const QString problem = m_storage->problem();
    if (problem.isEmpty())
        qCInfo(nodeLog) << "commits to the data directory succeed again";
    else
        qCWarning(nodeLog).noquote() << problem + u"; writes are refused until a commit succeeds"_s;
    const QByteArray address = m_node.self().address;
    m_node.setDiskProblem(problem.isEmpty() ? QByteArray() : address + ' ' + problem.toUtf8(), now());
    pump();
}

QByteArray NodeHost::notReadyReason() const
{
    if (m_isLoading)
        return loadingText();
    const QByteArray reason = m_node.notReadyReason(now());
    return reason.isEmpty() && m_storage ? m_storage->problem().toUtf8() : reason;
}

bool NodeHost::refuseWhileLoading(const KeyCallback &done) const
{
    if (!m_isLoading)
        return false;
    chord::KeyResult result;
    result.reason = loadingText();
    done(std::move(result));
    return true;
}

void NodeHost::retire(std::function<void()> done)
{
    constexpr int lookMs = 10;
    constexpr chord::Time patienceUs =
        1'000'000; // a lead that no voter takes is elected again when its lease has ended
    m_onRetired = std::move(done);
    m_retiredBy = now() + patienceUs;
    m_progress.disconnect();
    connect(&m_progress, &QTimer::timeout, this, &NodeHost::checkRetired);
    m_progress.start(lookMs);
    if (!m_isLoading)
        m_node.retire(now());
    pump();
}

void NodeHost::checkRetired()
{
    const std::vector<chord::GroupView> groups = m_node.groups();
    const bool leads = std::any_of(groups.begin(), groups.end(), [this](const chord::GroupView &view) {
        return view.voters.size() > 1 && view.leader && view.leader->incarnation == m_node.self().incarnation;
    });
    if (leads && now() < m_retiredBy)
        return;
    m_progress.stop();
    m_transport->flush();
    std::exchange(m_onRetired, {})();
}

// --- How long peers take

void NodeHost::setPeerAnswerObserver(std::function<void(chord::Time micros)> observer)
{
    m_peerAnswerObserver = std::move(observer);
    m_sentRequests.assign(m_peerAnswerObserver ? timedRequestsMax : 0, {});
}

void NodeHost::noteSent(const chord::Message &message)
{
    if (m_peerAnswerObserver && message.requestId != 0 && !chord::isReply(message.body))
        m_sentRequests[message.requestId % timedRequestsMax] = {message.requestId, now()};
}

void NodeHost::noteAnswer(const chord::Message &message, chord::Time at)
{
    if (!m_peerAnswerObserver || message.requestId == 0 || !chord::isReply(message.body))
        return;
    SentRequest &sent = m_sentRequests[message.requestId % timedRequestsMax];
    if (sent.id != message.requestId)
        return;
    m_peerAnswerObserver(at - sent.at);
    sent = {};
}

// --- What comes in

void NodeHost::onReceived(const chord::NodeRef &from, std::vector<chord::Message> &messages)
{
    // A voter that has not read its state must not say that it has none.
    if (m_isLoading)
        return;
    const chord::Time at = now();
    for (chord::Message &message : messages) {
        noteAnswer(message, at);
        m_node.receive(from, std::move(message), at);
    }
    pump();
}

void NodeHost::onUnreachable(const chord::Address &address, bool proof)
{
    if (m_isLoading)
        return;
    m_node.receive({{}, address, 0}, {0, 0, chord::Unreachable{proof}}, now());
    pump();
}

void NodeHost::onTimeout()
{
    m_armedFor = chord::never;
    m_node.advance(now());
    pump();
}

// --- What comes out

void NodeHost::pump()
{
    if (m_wasDeleted)
        return; // a callback of the pump below us on the stack has begun something; that pump goes on
    bool wasDeleted = false;
    m_wasDeleted = &wasDeleted;
    chord::Output output = std::move(m_output);
    m_transport->setRing(m_node.ring());
    for (;;) {
        m_node.takeOutput(output);
        if (output.isEmpty())
            break;
        if (output.persist)
            m_storage->commit(std::move(output.persist));
        for (chord::Envelope &envelope : output.messages) {
            noteSent(envelope.message);
            m_transport->send(envelope.to, std::move(envelope.message));
        }
        for (chord::OperationResult &result : output.results) {
            deliver(result);
            if (wasDeleted)
                return;
        }
        for (chord::WatchUpdate &update : output.watches) {
            if (m_watchReceiver)
                m_watchReceiver(std::move(update));
        }
        for (const chord::Event &event : output.events) {
            tell(event);
            if (wasDeleted)
                return;
        }
    }
    m_output = std::move(output);
    m_wasDeleted = nullptr;
    armTimer();
}

void NodeHost::deliver(chord::OperationResult &result)
{
    auto pending = m_pending.extract(result.handle);
    if (pending.empty())
        return;
    std::visit([&pending]<typename Result>(
                   Result &outcome) { std::get<std::function<void(Result &&)>>(pending.mapped())(std::move(outcome)); },
               result.outcome);
}

void NodeHost::tell(const chord::Event &event)
{
    if (isWarning(event.kind))
        qCWarning(nodeLog).noquote() << eventText(event, m_node.config().space());
    else
        qCInfo(nodeLog).noquote() << eventText(event, m_node.config().space());

    bool *const wasDeleted = m_wasDeleted;
    Q_EMIT eventHappened(event);
    if (*wasDeleted)
        return;
    switch (event.kind) {
    case EventKind::Joined:
        Q_EMIT joined();
        break;
    case EventKind::JoinFailed:
        Q_EMIT joinFailed(problemText(event, m_node.config().space()));
        break;
    case EventKind::Left:
        m_transport->flush(); // the program may end over this
        Q_EMIT left();
        break;
    case EventKind::LeaveFailed:
        Q_EMIT leaveFailed(problemText(event, m_node.config().space()));
        break;
    default:
        break;
    }
}

// A timer that is set too early costs one wake-up, setting it again costs as much as an operation: so it is only
// ever brought forward, and what a new operation waits for is most often later than what is waited for already.
void NodeHost::armTimer()
{
    const chord::Time deadline = m_node.nextDeadline();
    if (deadline >= m_armedFor)
        return;
    m_armedFor = deadline;
    constexpr chord::Time waitMsMax = std::numeric_limits<int>::max();
    const chord::Time waitUs = std::max<chord::Time>(0, deadline - now());
    m_timer.start(int(std::min((waitUs + chord::usPerMs - 1) / chord::usPerMs, waitMsMax)));
}

} // namespace net
