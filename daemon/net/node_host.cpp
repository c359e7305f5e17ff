// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pump: whatever goes into the core is followed by one look at what came out of it. One pump serves a whole batch
// of messages. Callbacks run inside the pump, and may begin operations or delete the host, so the pump does not nest,
// and looks after each call whether the host still exists.

#include "net/node_host.h"

#include "chord/message_kind.h"
#include "net/clock.h"
#include "net/logging.h"
#include "net/transport.h"

#include <limits>

namespace net {

namespace {

using namespace Qt::StringLiterals;

using EventKind = chord::Event::Kind;

constexpr chord::Time usPerSecond = 1'000'000;

// For the log; the texts complete "Node: …".
QString eventText(const chord::Event &event)
{
    const QString peer = QString::fromLatin1(event.node.address);
    const QString text = QString::fromUtf8(event.text);
    switch (event.kind) {
    case EventKind::Joined:
        return u"Joined the ring; the successor is %1."_s.arg(peer);
    case EventKind::JoinFailed:
        return u"Could not join: %1"_s.arg(text);
    case EventKind::PredecessorChanged:
        return u"The predecessor is now %1."_s.arg(peer);
    case EventKind::SuccessorChanged:
        return u"The successor is now %1."_s.arg(peer);
    case EventKind::PeerDead:
        return u"%1 is dead."_s.arg(peer);
    case EventKind::RangeAcquired:
        return u"Leads a range: %1"_s.arg(text);
    case EventKind::RangeLost:
        return peer.isEmpty() ? u"Does not lead a range any more: %1"_s.arg(text)
                              : u"Does not lead a range any more; the leader is %1: %2"_s.arg(peer, text);
    case EventKind::VotersChanged:
        return u"The voters of a range have changed: %1"_s.arg(text);
    case EventKind::QuorumLost:
        return u"A range has lost its quorum and cannot be served; start its voters again, or see funnelkvs "
               "recover-range --help: %1"_s.arg(text);
    case EventKind::QuorumRegained:
        return u"A range has its quorum again: %1"_s.arg(text);
    case EventKind::DataLost:
        return u"A range was recovered without a majority of its voters; acknowledged writes may be lost: %1"_s.arg(
            text);
    case EventKind::Left:
        return u"Has left the ring."_s;
    case EventKind::LeaveFailed:
        return u"Could not leave: %1"_s.arg(text);
    case EventKind::InvariantBroken:
        return u"The ring's invariant is broken: %1"_s.arg(text);
    }
    return text;
}

bool isWarning(EventKind kind)
{
    switch (kind) {
    case EventKind::JoinFailed:
    case EventKind::LeaveFailed:
    case EventKind::InvariantBroken:
    case EventKind::QuorumLost:
    case EventKind::DataLost:
        return true;
    default:
        return false;
    }
}

} // namespace

NodeHost::NodeHost(const chord::NodeRef &self, const chord::Config &config, Transport *transport, QObject *parent)
    : QObject(parent)
    , m_node(self, config)
    , m_transport(transport)
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
    await(m_node.beginGet(key, now()), std::move(done));
}

void NodeHost::put(const QByteArray &key, const QByteArray &value, const QByteArray &contentType, qint64 ttlMs,
                   const chord::Condition &condition, KeyCallback done)
{
    await(m_node.beginPut(key, value, contentType, ttlMs, condition, now()), std::move(done));
}

void NodeHost::remove(const QByteArray &key, const chord::Condition &condition, KeyCallback done)
{
    await(m_node.beginDelete(key, condition, now()), std::move(done));
}

void NodeHost::lookup(const chord::Id &target, LookupCallback done)
{
    await(m_node.beginLookup(target, now()), std::move(done));
}

void NodeHost::walkRing(RingCallback done)
{
    await(m_node.beginRingWalk(now()), std::move(done));
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
    const chord::Time at = now();
    for (chord::Message &message : messages) {
        noteAnswer(message, at);
        m_node.receive(from, std::move(message), at);
    }
    pump();
}

void NodeHost::onUnreachable(const chord::Address &address, bool proof)
{
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
        for (chord::Envelope &envelope : output.messages) {
            noteSent(envelope.message);
            m_transport->send(envelope.to, std::move(envelope.message));
        }
        for (chord::OperationResult &result : output.results) {
            deliver(result);
            if (wasDeleted)
                return;
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
        qCWarning(nodeLog).noquote() << eventText(event);
    else
        qCInfo(nodeLog).noquote() << eventText(event);

    bool *const wasDeleted = m_wasDeleted;
    Q_EMIT eventHappened(event);
    if (*wasDeleted)
        return;
    switch (event.kind) {
    case EventKind::Joined:
        Q_EMIT joined();
        break;
    case EventKind::JoinFailed:
        Q_EMIT joinFailed(QString::fromUtf8(event.text));
        break;
    case EventKind::Left:
        m_transport->flush(); // the program may end over this
        Q_EMIT left();
        break;
    case EventKind::LeaveFailed:
        Q_EMIT leaveFailed(QString::fromUtf8(event.text));
        break;
    default:
        break;
    }
}

// A timer that is set too early costs one vain wake-up, setting it anew costs as much as an operation: so it is only
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
