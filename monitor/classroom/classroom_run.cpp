// SPDX-License-Identifier: GPL-3.0-or-later
//
// The cluster names its hosts n0, n1, …; in a ring where people call a node N8 that would be another one's name, so
// that there a node's address is its name.

#include "classroom/classroom_run.h"

#include "chord/store/store.h"
#include "classroom/message_sentence.h"
#include "classroom/problem_text.h"
#include "model/ring_ranges.h"

#include <algorithm>
#include <array>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr sim::Time second = 1'000'000;
constexpr sim::Time setUpMax = 120 * second; // storing the keys; far more than it takes
constexpr int leaveTimeoutMs = 60'000;
constexpr size_t contactsMax = 3; // through which a node joins

// Reasons of failed operations as in chord/operations.cpp, for translation.
[[maybe_unused]] constexpr std::array reasons{
    QT_TRANSLATE_NOOP("monitor::ClassroomRun", "no node on the way to the owner answers"),
    QT_TRANSLATE_NOOP("monitor::ClassroomRun", "no leader of this key's range answered in time"),
    QT_TRANSLATE_NOOP("monitor::ClassroomRun",
                      "no leader of this key's range answered in time; nothing has been changed"),
    QT_TRANSLATE_NOOP("monitor::ClassroomRun",
                      "too few voters of this key's range answered in time; the write may still take effect"),
};

ActionReport reportOf(quint64 ticket, const ActionRequest &request)
{
    ActionReport report;
    report.ticket = ticket;
    report.action = request.action;
    report.key = request.key;
    return report;
}

chord::Condition conditionOf(const ActionRequest &request)
{
    chord::Condition condition;
    if (request.ifMatch.size() <= 2)
        return condition;
    condition.kind = chord::Condition::Kind::IfMatch;
    if (const auto version = chord::Version::fromText(QByteArrayView(request.ifMatch).sliced(1).chopped(1)))
        condition.versions.push_back(*version);
    return condition;
}

} // namespace

ClassroomRun::ClassroomRun(const ClassroomSettings &settings, Sinks sinks)
    : m_settings(settings)
    , m_names(settings.idBits)
    , m_sinks(std::move(sinks))
    , m_cluster(std::make_unique<sim::Cluster>(settings.cluster()))
{
    m_cluster->addListener(this);
    std::vector<int> hosts;
    for (const chord::Id &id : settings.nodes)
        hosts.push_back(m_cluster->addHost(id));
    m_cluster->startIdeal(hosts);
    storeKeys();
    m_origin = m_cluster->now();
    for (Host &host : m_hosts)
        host.startedAt = 0;
    m_messagesArrived = 0;
    m_settingUp = false;
}

ClassroomRun::~ClassroomRun() = default;

// Stored through all nodes in turn. The ring is at rest when every write has ended and the replicas had time to apply
// it.
void ClassroomRun::storeKeys()
{
    m_cluster->runUntil(m_cluster->now() + second); // until the first leases are granted
    size_t underWay = m_settings.keys.size();
    for (size_t i = 0; i < m_settings.keys.size(); ++i) {
        const QByteArray &key = m_settings.keys[i];
        m_cluster->call(
            int(i % m_settings.nodes.size()),
            [key](chord::Node &node, chord::Time now) {
                return node.beginPut(key, "value of " + key, "text/plain", -1, {}, now);
            },
            [&underWay](const chord::OperationResult *) { --underWay; });
    }
    m_cluster->runUntil([&underWay] { return underWay == 0; }, m_cluster->now() + setUpMax);
    m_cluster->runUntil(m_cluster->now() + second);
}

bool ClassroomRun::runUntil(sim::Time then, const std::function<bool()> &stop)
{
    // The cluster evaluates it before the first event, too; that result does not count.
    bool first = true;
    const auto stopNow = [&] { return !std::exchange(first, false) && stop(); };
    return m_cluster->runUntil(stopNow, m_origin + then);
}

void ClassroomRun::setClock(sim::Time then)
{
    if (m_origin + then > m_cluster->now())
        m_cluster->runUntil(m_origin + then);
}

bool ClassroomRun::isShown(const chord::Message &message)
{
    return !std::holds_alternative<chord::Heartbeat>(message.body)
        && !std::holds_alternative<chord::HeartbeatReply>(message.body)
        && !std::holds_alternative<chord::Register>(message.body);
}

// --- Hosts

int ClassroomRun::hostAt(const QByteArray &address) const
{
    const auto found = m_hostsByAddress.find(address);
    return found != m_hostsByAddress.end() && fate(found->second) != Fate::Gone ? found->second : -1;
}

int ClassroomRun::hostOn(const chord::Id &id) const
{
    for (int host = 0; host < m_cluster->hostCount(); ++host) {
        if (m_cluster->ref(host).id == id)
            return host;
    }
    return -1;
}

Peer ClassroomRun::peer(int host) const
{
    const chord::NodeRef &ref = m_cluster->ref(host);
    return {ref.id, m_names.isPaperRing() ? m_names.node(ref.id).toLatin1() : ref.address};
}

Peer ClassroomRun::peer(const chord::NodeRef &node) const
{
    const int host = m_cluster->hostOf(node.address);
    return host >= 0 ? peer(host) : Peer{node.id, node.address};
}

std::vector<int> ClassroomRun::members() const
{
    std::vector<int> members = m_cluster->hostsUp();
    std::erase_if(members, [this](int host) { return !m_cluster->isMember(host); });
    return members;
}

const chord::Record *ClassroomRun::recordAt(int host, const QByteArray &key) const
{
    const chord::Node *node = m_cluster->node(host);
    const chord::Record *record =
        node ? node->store().find(m_cluster->settings().config.space().hash(key), key) : nullptr;
    return record && !record->tombstone ? record : nullptr;
}

std::vector<chord::GroupView> ClassroomRun::groups(int host) const
{
    const chord::Node *node = m_cluster->node(host);
    return node ? node->groups() : m_hosts[size_t(host)].lastGroups;
}

QString ClassroomRun::name(int host) const
{
    return m_names.node(m_cluster->ref(host).id);
}

QString ClassroomRun::nameAt(const QByteArray &address) const
{
    const auto found = m_hostsByAddress.find(address);
    return found != m_hostsByAddress.end() ? name(found->second) : QString::fromUtf8(address);
}

QString ClassroomRun::name(const chord::NodeRef &node) const
{
    const int host = m_cluster->hostOf(node.address);
    return host >= 0 ? name(host) : QString::fromUtf8(node.address);
}

QString ClassroomRun::name(const QByteArray &key) const
{
    return m_names.key(key, m_cluster->settings().config.space().hash(key));
}

// --- Actions

void ClassroomRun::perform(quint64 ticket, const ActionRequest &request)
{
    switch (request.action) {
    case Action::Put:
    case Action::Get:
    case Action::Delete:
    case Action::Lookup:
        operate(ticket, request);
        break;
    case Action::Join:
        join(ticket, request);
        break;
    case Action::Leave:
        leave(ticket, request);
        break;
    case Action::Kill:
        kill(ticket, request);
        break;
    case Action::Restart:
        restart(ticket, request);
        break;
    case Action::CutLink:
        cutLink(ticket, request);
        break;
    case Action::Isolate:
        isolate(ticket, request);
        break;
    case Action::Heal:
        heal(ticket, request);
        break;
    }
    m_cluster->runUntil(m_cluster->now()); // what was asked is begun, so that its first message can be seen
}

void ClassroomRun::operate(quint64 ticket, const ActionRequest &request)
{
    const std::vector<int> up = members();
    int host = request.node.isEmpty() ? (up.empty() ? -1 : up.front()) : hostAt(request.node);
    if (host < 0 || !m_cluster->node(host)) {
        fail(ticket, request.action,
             request.node.isEmpty() ? tr("No node is running. Restart one, or let one join.")
                                    : tr("%1 is not running. Select another node.").arg(nameAt(request.node)));
        return;
    }
    if (request.action == Action::Lookup) {
        lookUp(ticket, request, host);
        return;
    }
    ActionReport begun = reportOf(ticket, request);
    if (request.action != Action::Get)
        begun.hasReplaced = takeFormerValue(begun, up);
    const sim::Time since = m_cluster->now();
    m_cluster->call(
        host,
        [request](chord::Node &node, chord::Time now) {
            if (request.action == Action::Put)
                return node.beginPut(request.key, request.value, request.contentType,
                                     request.ttlSeconds > 0 ? request.ttlSeconds * 1000 : -1, conditionOf(request),
                                     now);
            return request.action == Action::Get ? node.beginGet(request.key, now)
                                                 : node.beginDelete(request.key, {}, now);
        },
        [this, begun, host, since](const chord::OperationResult *result) mutable {
            begun.micros = m_cluster->now() - since;
            if (!result) {
                begun.mayHaveHappened = begun.action != Action::Get;
                begun.text = tr("%1 stopped before it answered. Try another node.").arg(name(host));
                report(begun);
                return;
            }
            const auto &outcome = std::get<chord::KeyResult>(result->outcome);
            const QString key = name(begun.key);
            begun.ok = outcome.status == chord::OperationStatus::Ok;
            begun.mayHaveHappened = outcome.mayHaveHappened;
            if (begun.action == Action::Get) {
                begun.value = outcome.value;
                begun.contentType = outcome.contentType;
            }
            if (begun.ok && begun.action != Action::Delete)
                begun.etag = '"' + outcome.version.toText() + '"';
            if (outcome.status == chord::OperationStatus::NotFound)
                begun.text = tr("%1 is not in the ring.").arg(key);
            else if (!begun.ok)
                begun.text = tr("%1: %2").arg(key, tr(outcome.reason.constData()));
            else if (begun.action == Action::Put)
                begun.text = outcome.created ? tr("%1 is stored.").arg(key) : tr("%1 has a new value.").arg(key);
            else
                begun.text = begun.action == Action::Get ? tr("%1 was read.").arg(key) : tr("%1 is deleted.").arg(key);
            if (begun.ok && begun.action != Action::Get)
                tell(begun.action == Action::Put ? RingEvent::Kind::Written : RingEvent::Kind::Deleted, host,
                     begun.text);
            report(begun);
        });
}

// For Undo; the latest of what the nodes hold. False if none holds the key.
bool ClassroomRun::takeFormerValue(ActionReport &report, const std::vector<int> &hosts) const
{
    const chord::Record *latest = nullptr;
    for (const int host : hosts) {
        const chord::Record *record = recordAt(host, report.key);
        if (record && (!latest || latest->version < record->version))
            latest = record;
    }
    if (!latest)
        return false;
    report.value = latest->value;
    report.contentType = latest->contentType;
    return true;
}

void ClassroomRun::lookUp(quint64 ticket, const ActionRequest &request, int host)
{
    const chord::Id target = m_cluster->settings().config.space().hash(request.key);
    const sim::Time since = m_cluster->now();
    m_cluster->call(
        host, [target](chord::Node &node, chord::Time now) { return node.beginLookup(target, now); },
        [this, begun = reportOf(ticket, request), host, since](const chord::OperationResult *result) mutable {
            begun.micros = m_cluster->now() - since;
            if (!result) {
                begun.text = tr("%1 stopped before it found %2. Try another node.").arg(name(host), name(begun.key));
                report(begun);
                return;
            }
            const auto &outcome = std::get<chord::LookupResult>(result->outcome);
            begun.ok = outcome.status == chord::OperationStatus::Ok;
            begun.lookup = traceOf(begun.key, host, outcome);
            begun.text = begun.ok ? tr("%1 belongs to %2.").arg(name(begun.key), name(outcome.owner))
                                  : tr("%1: %2").arg(name(begun.key), tr(outcome.reason.constData()));
            report(begun);
        });
}

// The last node that answered has named the next one.
LookupTrace ClassroomRun::traceOf(const QByteArray &key, int asker, const chord::LookupResult &result) const
{
    LookupTrace trace;
    trace.key = key;
    trace.id = result.target;
    trace.asker = peer(asker);
    if (result.status == chord::OperationStatus::Ok)
        trace.owner = peer(result.owner);
    for (const chord::NodeRef &replica : result.replicas)
        trace.replicas.push_back(peer(replica));
    Peer from = trace.asker;
    for (const chord::Hop &hop : result.hops) {
        const Peer to = peer(hop.node);
        trace.hops.push_back({from, to, hop.via, hop.finger, hop.micros, hop.answered});
        if (hop.answered)
            from = to;
    }
    return trace;
}

void ClassroomRun::join(quint64 ticket, const ActionRequest &request)
{
    if (!request.id) {
        if (m_names.isPaperRing() && m_cluster->hostCount() >= 1 << m_settings.idBits) {
            fail(ticket, request.action,
                 tr("Every identifier of this ring has been used. Let the node join at an identifier that is free."));
            return;
        }
        startHost(m_cluster->addHost(), ticket, request.action);
        return;
    }
    const chord::IdSpace space(m_settings.idBits);
    if (space.add(*request.id, chord::Id()) != *request.id) {
        fail(ticket, request.action,
             tr("The identifier does not fit in %1 bits. Choose another one.").arg(m_settings.idBits));
        return;
    }
    const int host = hostOn(*request.id);
    if (host >= 0 && fate(host) != Fate::Gone) {
        fail(ticket, request.action,
             fate(host) == Fate::Killed
                 ? tr("The dead node %1 has this identifier. Restart it, or choose another identifier.").arg(name(host))
                 : tr("%1 has this identifier already. Choose another one.").arg(name(host)));
        return;
    }
    startHost(host >= 0 ? host : m_cluster->addHost(*request.id), ticket, request.action);
}

void ClassroomRun::restart(quint64 ticket, const ActionRequest &request)
{
    const int host = hostAt(request.node);
    if (host < 0 || fate(host) != Fate::Killed) {
        fail(ticket, request.action, tr("%1 is running; there is nothing to restart.").arg(nameAt(request.node)));
        return;
    }
    startHost(host, ticket, request.action);
}

void ClassroomRun::startHost(int host, quint64 ticket, Action action)
{
    std::vector<int> contacts = members();
    if (contacts.size() > contactsMax)
        contacts.resize(contactsMax);
    if (m_hosts.size() <= size_t(host))
        m_hosts.resize(size_t(host) + 1);
    m_hosts[size_t(host)].awaited = Awaited{ticket, action, now().at};
    if (contacts.empty())
        m_cluster->createRing(host);
    else
        m_cluster->join(host, contacts);
}

void ClassroomRun::leave(quint64 ticket, const ActionRequest &request)
{
    const int host = hostAt(request.node);
    if (host < 0 || !m_cluster->isMember(host)) {
        fail(ticket, request.action,
             tr("%1 is not a member of the ring and cannot leave it.").arg(nameAt(request.node)));
        return;
    }
    m_hosts[size_t(host)].awaited = Awaited{ticket, request.action, now().at};
    m_cluster->leave(host, leaveTimeoutMs);
}

void ClassroomRun::kill(quint64 ticket, const ActionRequest &request)
{
    const int host = hostAt(request.node);
    if (host < 0 || !m_cluster->crash(host)) {
        fail(ticket, request.action, tr("%1 is dead already.").arg(nameAt(request.node)));
        return;
    }
    m_hosts[size_t(host)].fate = Fate::Killed;
    tell(RingEvent::Kind::Died, host,
         tr("%1 was killed: it no longer answers, and the other nodes have not noticed it yet.").arg(name(host)));
    ActionReport done = reportOf(ticket, request);
    done.ok = true;
    done.text = tr("%1 is dead.").arg(name(host));
    report(done);
}

// --- Links

void ClassroomRun::cutLink(quint64 ticket, const ActionRequest &request)
{
    const int one = hostAt(request.node);
    const int other = hostAt(request.otherNode);
    if (one < 0 || other < 0 || one == other) {
        fail(ticket, request.action, tr("A link needs two nodes of the ring. Select two."));
        return;
    }
    m_cluster->network().cut(one, other);
    m_cluster->network().cut(other, one);
    m_cuts.insert(std::minmax(one, other));
    linksChanged(ticket, request.action, one,
                 tr("The link between %1 and %2 is cut: they cannot communicate.").arg(name(one), name(other)));
}

void ClassroomRun::isolate(quint64 ticket, const ActionRequest &request)
{
    const int host = hostAt(request.node);
    if (host < 0) {
        fail(ticket, request.action, tr("%1 is not in the ring.").arg(nameAt(request.node)));
        return;
    }
    m_cluster->network().setGroup(host, host + 1); // of its own: everyone begins in 0
    m_isolated.insert(host);
    linksChanged(ticket, request.action, host,
                 tr("%1 is isolated: it is running, but can neither send nor receive messages.").arg(name(host)));
}

void ClassroomRun::heal(quint64 ticket, const ActionRequest &request)
{
    if (m_isolated.empty() && m_cuts.empty()) {
        fail(ticket, request.action, tr("No link is cut; there is nothing to heal."));
        return;
    }
    m_cluster->network().heal();
    const std::set<int> isolated = std::exchange(m_isolated, {});
    m_cuts.clear();
    for (const int host : isolated)
        ++m_hosts[size_t(host)].revision;
    linksChanged(ticket, request.action, {}, tr("All links are healed."));
}

void ClassroomRun::linksChanged(quint64 ticket, Action action, std::optional<int> host, const QString &text)
{
    if (host)
        ++m_hosts[size_t(*host)].revision;
    tell(RingEvent::Kind::Note, host, text);
    ActionReport done;
    done.ticket = ticket;
    done.action = action;
    done.ok = true;
    done.text = text;
    report(done);
}

void ClassroomRun::fail(quint64 ticket, Action action, const QString &why)
{
    ActionReport failed;
    failed.ticket = ticket;
    failed.action = action;
    failed.text = why;
    report(failed);
}

void ClassroomRun::report(ActionReport report)
{
    if (m_sinks.report)
        m_sinks.report(report);
}

void ClassroomRun::endAwaited(int host, bool ok, const QString &text)
{
    const auto awaited = std::exchange(m_hosts[size_t(host)].awaited, {});
    if (!awaited)
        return;
    ActionReport ended;
    ended.ticket = awaited->ticket;
    ended.action = awaited->action;
    ended.micros = now().at - awaited->since;
    ended.ok = ok;
    ended.text = text;
    report(ended);
}

// --- Events of the cluster

void ClassroomRun::started(int host)
{
    if (m_hosts.size() <= size_t(host))
        m_hosts.resize(size_t(host) + 1);
    Host &h = m_hosts[size_t(host)];
    h.fate = Fate::None;
    h.startedAt = now().at;
    ++h.revision;
    m_hostsByAddress[peer(host).address] = host;
}

void ClassroomRun::failing(int host)
{
    m_hosts[size_t(host)].endedAt = now().at;
    m_hosts[size_t(host)].lastGroups = m_cluster->node(host)->groups();
    if (m_hosts[size_t(host)].awaited)
        endAwaited(host, false, tr("%1 was killed before the action was completed.").arg(name(host)));
}

void ClassroomRun::arriving(int from, int to, const chord::Message &message)
{
    if (!isShown(message))
        return;
    ++m_messagesArrived;
    if (m_tellsMessages)
        tell(RingEvent::Kind::Message, to,
             tr("%1 to %2: %3").arg(name(from), name(to), messageSentence(message, *this, from, to)));
}

void ClassroomRun::happened(int host, const chord::Event &event)
{
    using Kind = chord::Event::Kind;
    RingEvent::Kind kind = RingEvent::Kind::Note;
    const QString sentence = sentenceOf(host, event, kind);
    switch (event.kind) {
    case Kind::Joined:
    case Kind::LeaveFailed:
        endAwaited(host, event.kind == Kind::Joined, sentence);
        break;
    case Kind::JoinFailed:
    case Kind::Left: {
        Host &h = m_hosts[size_t(host)];
        h.fate = h.awaited && h.awaited->action == Action::Restart ? Fate::Killed : Fate::Gone;
        endAwaited(host, event.kind == Kind::Left, sentence);
        break;
    }
    default:
        break;
    }
    tell(kind, host, sentence);
}

QString ClassroomRun::sentenceOf(int host, const chord::Event &event, RingEvent::Kind &kind) const
{
    using Kind = chord::Event::Kind;
    const QString self = name(host);
    const QString other = event.node.address.isEmpty() ? QString() : name(event.node);
    const QString why = QString::fromUtf8(event.text);
    kind = RingEvent::Kind::PointerChanged;
    switch (event.kind) {
    case Kind::PredecessorChanged:
        if (other.isEmpty())
            return tr("%1 has no predecessor now.").arg(self);
        return tr("%1 sets its predecessor to %2.").arg(self, other);
    case Kind::SuccessorChanged:
        return tr("%1 sets its successor to %2.").arg(self, other);
    case Kind::Joined:
        kind = RingEvent::Kind::Joined;
        return tr("%1 has joined the ring.").arg(self);
    case Kind::JoinFailed:
        kind = RingEvent::Kind::Problem;
        return tr("%1 could not join: %2.").arg(self, problemText(event.problem, other));
    case Kind::PeerDead:
        kind = RingEvent::Kind::Died;
        return tr("%1 considers %2 dead: it does not answer.").arg(self, other);
    case Kind::RangeAcquired:
    case Kind::RangeLost:
        kind = RingEvent::Kind::KeysMoved;
        return rangeSentence(host, event);
    case Kind::VotersChanged:
        kind = RingEvent::Kind::Repaired;
        return rangeSentence(host, event);
    case Kind::QuorumLost:
    case Kind::DataLost:
        kind = RingEvent::Kind::Problem;
        return rangeSentence(host, event);
    case Kind::QuorumRegained:
        kind = RingEvent::Kind::Recovered;
        return rangeSentence(host, event);
    case Kind::Left:
        kind = RingEvent::Kind::Left;
        return tr("%1 has handed over its keys and left.").arg(self);
    case Kind::LeaveFailed:
        kind = RingEvent::Kind::Problem;
        return tr("%1 could not leave: %2.").arg(self, problemText(event.problem, other));
    case Kind::InvariantBroken:
        kind = RingEvent::Kind::Problem;
        return tr("%1: %2.").arg(self, why);
    }
    return why;
}

// The event's own text is in English.
QString ClassroomRun::rangeSentence(int host, const chord::Event &event) const
{
    using Kind = chord::Event::Kind;
    const QString self = name(host);
    const QString range = event.range ? rangeText(event.range->lo, event.range->hi, m_names) : tr("a range");
    const chord::Node *node = m_cluster->node(host);
    switch (event.kind) {
    case Kind::RangeAcquired:
        return tr("%1 now leads %2: %n key(s).", nullptr, int(node ? node->primaryKeys() : 0)).arg(self, range);
    case Kind::RangeLost:
        return event.node.address.isEmpty()
            ? tr("%1 no longer leads %2.").arg(self, range)
            : tr("%1 no longer leads %2; %3 leads it now.").arg(self, range, name(event.node));
    case Kind::VotersChanged: {
        QStringList voters;
        for (const chord::GroupView &group : groups(host)) {
            if (group.range != event.range)
                continue;
            for (const chord::NodeRef &voter : group.voters)
                voters << name(voter);
        }
        return tr("%1 changes the voters of %2: %3.").arg(self, range, voters.join(u", "_s));
    }
    case Kind::QuorumLost:
        return tr("%1 has no quorum for %2.").arg(self, range);
    case Kind::QuorumRegained:
        return tr("%1 has a quorum for %2 again.").arg(self, range);
    default:
        return tr("%1 was recovered without a majority of its voters: acknowledged writes may be lost.").arg(range);
    }
}

void ClassroomRun::tell(RingEvent::Kind kind, std::optional<int> host, const QString &text)
{
    if (m_settingUp || !m_sinks.event)
        return;
    RingEvent event;
    event.atMs = nowMs();
    event.kind = kind;
    if (host)
        event.node = peer(*host);
    event.text = text;
    m_sinks.event(event);
}

} // namespace monitor
