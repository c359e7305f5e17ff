// SPDX-License-Identifier: GPL-3.0-or-later
//
// The actions: whether each is possible now, its effect, and its execution.

#include "live/live_source.h"

#include "model/names.h"

#include <QDir>

#include <algorithm>

namespace monitor {

namespace {

constexpr qsizetype contactsMax = 3; // a joining node tries them in turn

bool isWriting(Action action)
{
    return action != Action::Get && action != Action::Lookup;
}

bool isUp(const NodeView &node)
{
    return node.condition == NodeCondition::Alive || node.condition == NodeCondition::Leaving;
}

bool isLoopback(const QByteArray &address)
{
    return address.startsWith("127.") || address.startsWith("localhost:") || address.startsWith("[::1]:");
}

} // namespace

const NodeView *LiveSource::nodeAt(const QByteArray &address) const
{
    const int index = m_snapshot->indexOf(address);
    return index < 0 ? nullptr : &m_snapshot->nodes[size_t(index)];
}

QString LiveSource::name(const QByteArray &address) const
{
    const NodeView *node = nodeAt(address);
    return node ? Names(*m_snapshot).node(node->self) : QString::fromUtf8(address);
}

QString LiveSource::whyNot(Action action) const
{
    if (m_stage == Stage::Closed)
        return tr("There is no ring yet. Start a local one, or connect to a node.");
    if (m_stage != Stage::Open)
        return tr("The ring is still being opened. Wait a moment, or cancel.");
    if (action == Action::CutLink || action == Action::Isolate || action == Action::Heal)
        return tr("Links are cut in the classroom only. Open the textbook ring for that.");
    if (m_isReadOnly && isWriting(action))
        return tr("This ring was not started here, so it is read-only. Unlock it to change it.");
    if (action == Action::Join || action == Action::Kill || action == Action::Restart)
        return whyNoProcess(action);
    if (std::none_of(m_snapshot->nodes.begin(), m_snapshot->nodes.end(), isUp))
        return tr("No node of this ring answers. Restart one, or connect to another ring.");
    return {};
}

QString LiveSource::whyNoProcess(Action action) const
{
    const auto &nodes = m_snapshot->nodes;
    switch (action) {
    case Action::Kill:
        if (m_cluster.runningCount() == 0)
            return tr("Only nodes that this program started can be killed. Ask a node to leave instead.");
        break;
    case Action::Restart:
        if (!m_cluster.hasEnded())
            return tr("No node that this program started has ended, so there is none to restart.");
        break;
    default:
        if (m_cluster.runningCount() >= LocalCluster::nodesMax)
            return tr("This program starts at most %1 nodes.").arg(LocalCluster::nodesMax);
        if (LocalCluster::program().isEmpty())
            return LocalCluster::programMissing();
        if (!std::all_of(nodes.begin(), nodes.end(),
                         [](const NodeView &node) { return isLoopback(node.self.address); }))
            return tr("The nodes of this ring run on other machines and could not reach a node that is started here. "
                      "Start it there: funnelkvs node --join %1")
                .arg(QString::fromUtf8(m_firstContact));
        if (m_security.usesTls)
            return tr("The nodes of this ring use TLS, and a node that is started here would have no certificate. "
                      "Start it on the command line: funnelkvs node --join %1 --tls-cert FILE --tls-key FILE")
                .arg(QString::fromUtf8(m_firstContact));
        if (liveContacts({}).isEmpty())
            return tr("No node of this ring answers, so there is none to join.");
        break;
    }
    return {};
}

QString LiveSource::whyNotAt(Action action, const QByteArray &node) const
{
    if (const QString general = whyNot(action); !general.isEmpty())
        return general;
    const bool isOfOneNode = action == Action::Kill || action == Action::Restart || action == Action::Leave;
    if (isOfOneNode && node.isEmpty())
        return tr("Select a node first.");
    const LocalNode *local = m_cluster.find(node);
    const NodeView *view = nodeAt(node);
    switch (action) {
    case Action::Kill:
        if (!local)
            return tr("%1 was not started by this program, so it cannot be killed. Ask it to leave instead.")
                .arg(name(node));
        if (!local->isRunning())
            return tr("%1 is not running.").arg(name(node));
        break;
    case Action::Restart:
        if (!local)
            return tr("%1 was not started by this program. Restart it on its machine.").arg(name(node));
        if (local->isRunning())
            return tr("%1 is running.").arg(name(node));
        break;
    case Action::Leave:
        if (!view || !isUp(*view))
            return tr("%1 does not answer, so it cannot be asked to leave.").arg(name(node));
        if (view->condition == NodeCondition::Leaving)
            return tr("%1 is leaving already.").arg(name(node));
        break;
    default:
        break;
    }
    return {};
}

QString LiveSource::effectOf(Action action, const QByteArray &node) const
{
    const NodeView *view = nodeAt(node);
    if (!view || action != Action::Leave)
        return {};
    const quint64 keys = view->totals.primary;
    const QString text = name(node);
    if (std::count_if(m_snapshot->nodes.begin(), m_snapshot->nodes.end(), isUp) <= 1)
        return keys == 1 ? tr("Leave %1: its key is lost because it is the last node").arg(text)
                         : tr("Leave %1: %2 keys are lost because it is the last node").arg(text).arg(keys);
    return keys == 1 ? tr("Leave %1: 1 key moves").arg(text) : tr("Leave %1: %2 keys move").arg(text).arg(keys);
}

QString LiveSource::logPath(const QByteArray &address) const
{
    const LocalNode *local = m_cluster.find(address);
    return local ? QDir::toNativeSeparators(local->logFile()) : QString();
}

quint64 LiveSource::begin(const ActionRequest &request)
{
    const quint64 ticket = ++m_lastTicket;
    const bool isKeyed = request.action == Action::Put || request.action == Action::Get
        || request.action == Action::Delete || request.action == Action::Lookup;
    const QString problem = isKeyed ? whyNot(request.action) : whyNotAt(request.action, request.node);
    if (!problem.isEmpty())
        reportLater(ticket, request, false, problem);
    else if (const QString place = problemOfPlace(request); !place.isEmpty())
        reportLater(ticket, request, false, place);
    else if (isKeyed && request.key.isEmpty())
        reportLater(ticket, request, false, tr("The key is empty. Enter a key first."));
    else if (isKeyed && request.key.size() > KeyRequests::keyBytesMax)
        reportLater(ticket, request, false,
                    tr("The key has %1 bytes; at most %2 are allowed. Choose a shorter one.")
                        .arg(request.key.size())
                        .arg(KeyRequests::keyBytesMax));
    else if (isKeyed || request.action == Action::Leave)
        beginAtNode(ticket, request);
    else
        beginAtProcess(ticket, request);
    return ticket;
}

// What is wrong with where a node is to join.
QString LiveSource::problemOfPlace(const ActionRequest &request) const
{
    if (request.action != Action::Join || !request.id)
        return {};
    const chord::IdSpace space(m_snapshot->idBits);
    if (space.add(*request.id, chord::Id()) != *request.id) // add() cuts to the width
        return tr("The identifiers of this ring have %1 bits; that of the new node has more.").arg(space.bits());
    const int taken = m_snapshot->indexOf(*request.id);
    if (taken >= 0 && m_snapshot->nodes[size_t(taken)].condition != NodeCondition::Dead)
        return tr("%1 (%2) has this identifier already. Choose another one.")
            .arg(Names(*m_snapshot).whole(*request.id),
                 QString::fromUtf8(m_snapshot->nodes[size_t(taken)].self.address));
    return {};
}

void LiveSource::beginAtNode(quint64 ticket, const ActionRequest &request)
{
    const QByteArray node = nodeToAsk(request);
    if (node.isEmpty()) {
        reportLater(ticket, request, false, tr("No node of this ring answers now. Try again in a moment."));
        return;
    }
    if (request.action == Action::Leave) {
        if (LocalNode *local = m_cluster.find(node))
            local->expectLeave();
    }
    m_requests.begin(ticket, request, {node, m_poller.contactOf(node), name(node), Names(*m_snapshot)});
}

// The node that the request names, if it is up; otherwise the one that was connected to; otherwise any that is up.
QByteArray LiveSource::nodeToAsk(const ActionRequest &request) const
{
    for (const QByteArray &address : {request.node, m_firstContact}) {
        const NodeView *node = address.isEmpty() ? nullptr : nodeAt(address);
        if (node && isUp(*node))
            return address;
    }
    const auto &nodes = m_snapshot->nodes;
    const auto up = std::find_if(nodes.begin(), nodes.end(), isUp);
    return up == nodes.end() ? QByteArray() : up->self.address;
}

QByteArrayList LiveSource::liveContacts(const QByteArray &except) const
{
    QByteArrayList contacts;
    for (const NodeView &node : m_snapshot->nodes) {
        if (node.condition == NodeCondition::Alive && node.self.address != except && contacts.size() < contactsMax)
            contacts.append(node.self.address);
    }
    return contacts;
}

void LiveSource::beginAtProcess(quint64 ticket, const ActionRequest &request)
{
    LocalNode *local = m_cluster.find(request.node);
    switch (request.action) {
    case Action::Kill:
        m_killing[request.node] = {ticket, request};
        local->kill();
        return;
    case Action::Restart:
        m_starting[m_cluster.numberOf(local)] = {ticket, request};
        local->restart(liveContacts(request.node));
        return;
    default:
        m_starting[m_cluster.join(liveContacts({}), m_snapshot->replicas, m_snapshot->idBits, request.id)] = {ticket,
                                                                                                              request};
        return;
    }
}

void LiveSource::finish(ActionReport report)
{
    const bool mayHaveWritten = report.ok || report.mayHaveHappened;
    if (report.ok && (report.action == Action::Put || report.action == Action::Delete)) {
        m_changes.expectWrite(report.key, nowMs());
        RingEvent event;
        event.atMs = nowMs();
        event.kind = report.action == Action::Put ? RingEvent::Kind::Written : RingEvent::Kind::Deleted;
        event.text = report.text;
        if (const NodeView *node = nodeAt(report.node))
            event.node = node->self;
        Q_EMIT eventHappened(event);
    }
    if (mayHaveWritten && (report.action == Action::Put || report.action == Action::Delete)) {
        // A value of the same length changes no totals, so the keys of these nodes are listed again in any case.
        const chord::Id id = chord::IdSpace(m_snapshot->idBits).hash(report.key);
        if (const RangeStatus *range = m_snapshot->rangeOf(id)) {
            for (const Peer &voter : range->view.voters)
                m_poller.relist(voter.address);
        }
    }
    if (report.action == Action::Leave && report.ok)
        m_ring.expectLeave(report.node);
    if (isWriting(report.action))
        m_poller.hurry();
    Q_EMIT actionFinished(report);
}

void LiveSource::listKeys(const QByteArray &prefix, const QByteArray &after)
{
    const QByteArray node = nodeToAsk({});
    if (!node.isEmpty())
        return m_lister.ask(m_poller.contactOf(node), name(node), m_snapshot->idBits, prefix, after);
    KeysPage page;
    page.prefix = prefix;
    page.problem = tr("No node of this ring answers now. Try again in a moment.");
    QMetaObject::invokeMethod(
        this, [this, page] { Q_EMIT keysListed(page); }, Qt::QueuedConnection);
}

void LiveSource::readMetrics()
{
    for (const NodeView &node : m_snapshot->nodes) {
        if (isUp(node))
            m_metrics.ask(node.self, m_poller.contactOf(node.self.address));
    }
}

// From the event loop: begin() has returned its ticket by then.
void LiveSource::reportLater(quint64 ticket, const ActionRequest &request, bool ok, const QString &text)
{
    ActionReport report;
    report.ticket = ticket;
    report.action = request.action;
    report.node = request.node;
    report.key = request.key;
    report.ok = ok;
    report.text = text;
    QMetaObject::invokeMethod(
        this, [this, report] { finish(report); }, Qt::QueuedConnection);
}

} // namespace monitor
