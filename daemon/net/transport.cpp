// SPDX-License-Identifier: GPL-3.0-or-later
//
// Routes and connections: which connection carries what is sent to an address, when to dial, and what the end of a
// connection means. What is to be told to the outside about an end is told from the event loop, so that nobody is
// called back in the middle of these changes.

#include "net/transport.h"

#include "chord/message_kind.h"
#include "net/backoff.h"
#include "net/clock.h"
#include "net/host_port.h"
#include "net/logging.h"
#include "net/peer_connection.h"

#include <QCryptographicHash>
#include <QFile>
#include <QHostAddress>
#include <QPointer>
#include <QSysInfo>
#include <QTcpSocket>

#include <algorithm>
#include <deque>

namespace net {

namespace {

using namespace Qt::StringLiterals;

using Kind = ConnectionEnd::Kind;

// A connection that lived for less than this counts as a failure when it is lost, so that two nodes which cannot bear
// each other do not call each other as fast as they can.
constexpr qint64 steadyAfterMs = 1000;
// A route without a connection that nothing was sent to for so long is forgotten.
constexpr qint64 routeIdleMsMax = 60'000;
constexpr size_t refusalsToldMax = 256;
constexpr size_t onThisMachineMax = 4096;
constexpr int ringDigits = 16; // as in /v1/node
constexpr int tickMsMin = 10;
constexpr int tickMsMax = 1000;

// "127.0.0.1:11000" and "[::1]:11000", not "localhost:11000": a name may mean another machine tomorrow.
bool isLiteralLoopback(const chord::Address &address)
{
    const std::optional<HostPort> target = HostPort::parse(QString::fromUtf8(address));
    return target && QHostAddress(target->host).isLoopback();
}

} // namespace

QByteArray systemBootId()
{
    const QByteArray id = QSysInfo::bootUniqueId();
#ifdef Q_OS_LINUX
    // Containers have the system's identifier, and loopback interfaces of their own.
    const QString network = QFile::symLinkTarget(u"/proc/self/ns/net"_s);
#else
    const QString network = u"the only one"_s;
#endif
    if (id.isEmpty() || network.isEmpty())
        return {};
    return QCryptographicHash::hash(id + '\n' + network.toUtf8(), QCryptographicHash::Sha256).first(wire::bootIdBytes);
}

// What an address stands for at present.
struct Route {
    struct Waiting {
        qint64 sinceMs;
        chord::Message message;
    };

    PeerConnection *connection = nullptr; // open; what is sent goes here
    PeerConnection *dialling = nullptr; // on the way to become that
    std::deque<Waiting> waiting; // for a connection
    qsizetype waitingBytes = 0;
    Backoff backoff;
    qint64 redialAtMs = 0; // not to be dialled before
    bool isProbeDue = false; // to be dialled then although nothing is waiting
    qint64 usedMs = 0; // when something was last sent while there was no connection
    QString problem; // why there is none
    std::optional<wire::Refusal::Reason> refusal; // likewise, if one side has refused the other
    quint64 reached = 0; // the incarnation of the node that was there when this address was last dialled
};

Transport::Transport(const chord::NodeRef &self, const QByteArray &ringName, const chord::Config &config,
                     const TransportLimits &limits, QObject *parent)
    : QObject(parent)
    , m_hello(wire::makeHello(ringName, config, self))
    , m_wireLimits(config)
    , m_limits(limits)
{
    // That the program has ended proves nothing where its memory is on a disk.
    m_hello.bootId = config.durable ? QByteArray() : systemBootId();
    m_redial.setSingleShot(true);
    m_redial.setTimerType(Qt::PreciseTimer);
    connect(&m_redial, &QTimer::timeout, this, &Transport::redialDue);
    // Often enough for the shortest deadline.
    const int shortestMs = std::min({limits.connectTimeoutMs, limits.helloTimeoutMs, limits.silenceMsMax,
                                     limits.idleMsMax, limits.supersededMsMax});
    m_tick.setInterval(std::clamp(shortestMs / 4, tickMsMin, tickMsMax));
    connect(&m_tick, &QTimer::timeout, this, &Transport::tick);
}

Transport::~Transport()
{
    flush();
    for (PeerConnection *connection : std::exchange(m_connections, {})) {
        connection->disconnect(this);
        delete connection;
    }
}

// --- Sending

void Transport::send(const chord::Address &to, chord::Message message)
{
    Route &route = routeTo(to);
    if (route.connection) {
        sendSoon(route.connection, message);
        return;
    }
    const qint64 now = monotonicNowMs();
    route.usedMs = now;
    if (route.waitingBytes > m_limits.sendQueueBytesMax) {
        ++m_counters.messagesDropped;
    } else {
        route.waitingBytes += payloadBytes(message);
        route.waiting.push_back({now, std::move(message)});
    }
    if (route.dialling)
        return;
    if (route.redialAtMs > now)
        armRedial(route.redialAtMs);
    else
        dial(to, route);
}

void Transport::sendSoon(PeerConnection *connection, const chord::Message &message)
{
    qCDebug(netLog) << "to" << connection->peer().address << "message" << chord::messageName(message.body).toByteArray()
                    << "request" << message.requestId;
    if (!connection->send(message) || connection->hasUnflushed())
        return;
    connection->setUnflushed(true);
    if (connection == m_delivering)
        return; // flushed when the batch has been dealt with
    m_unflushed.push_back(connection);
    if (!std::exchange(m_flushScheduled, true))
        QMetaObject::invokeMethod(this, &Transport::flush, Qt::QueuedConnection);
}

void Transport::flush()
{
    m_flushScheduled = false;
    if (m_delivering && m_delivering->hasUnflushed())
        m_unflushed.push_back(m_delivering);
    // One that ends over this takes no notice any more, and is deleted from the event loop.
    for (PeerConnection *connection : std::exchange(m_unflushed, {})) {
        connection->setUnflushed(false);
        connection->flush();
    }
}

// --- Dialling

Route &Transport::routeTo(const chord::Address &address)
{
    std::unique_ptr<Route> &route = m_routes[address];
    if (!route)
        route = std::make_unique<Route>();
    return *route;
}

void Transport::dial(const chord::Address &address, Route &route)
{
    route.isProbeDue = false;
    if (address == m_hello.sender.address) {
        dialFailed(address, {Kind::TurnedAway, u"This is the node's own address."_s});
        return;
    }
    QString problem;
    const std::optional<HostPort> target = HostPort::parse(QString::fromUtf8(address), &problem);
    if (!target) {
        dialFailed(address, {Kind::NobodyThere, problem});
        return;
    }
    makeRoom();
    route.dialling = new PeerConnection(address, *target, m_hello, m_security, m_wireLimits, m_limits, this);
    watch(route.dialling);
}

void Transport::dialFailed(const chord::Address &address, const ConnectionEnd &end)
{
    Route &route = routeTo(address);
    const bool isFirst = !route.backoff.hasFailed();
    const bool isRefusal = end.kind == Kind::TurnedAway;
    ++(isRefusal ? m_counters.connectionsRefused : m_counters.connectionsFailed);
    route.dialling = nullptr;
    route.redialAtMs = monotonicNowMs() + (isRefusal ? route.backoff.afterRefusal() : route.backoff.afterFailure());
    judgeNewcomers(address, end.reason);
    if (route.connection)
        return; // the peer has called meanwhile
    route.problem = end.reason;
    route.refusal = end.refusal;
    dropWaiting(route);
    startTicking();

    const QString name = QString::fromUtf8(address);
    const bool isNewShortage = end.isShortage && !std::exchange(m_isShort, end.isShortage);
    if (isNewShortage || ((isRefusal || end.isUnresolved) && isNews(name, end.reason)))
        qCWarning(netLog).noquote() << name + u": "_s + end.reason;
    else if (isFirst)
        qCInfo(netLog).noquote() << name + u": "_s + end.reason;
    else
        qCDebug(netLog).noquote() << name + u": "_s + end.reason;

    if (isRefusal)
        QMetaObject::invokeMethod(
            this, [this, address, reason = end.reason] { Q_EMIT refused(address, reason); }, Qt::QueuedConnection);
    else if (end.kind == Kind::NobodyThere)
        // Looks for a proof only then: the program may have been started again, and be connected by now.
        QMetaObject::invokeMethod(
            this, [this, address] { Q_EMIT unreachable(address, isProvenDead(address)); }, Qt::QueuedConnection);
}

void Transport::dropWaiting(Route &route)
{
    m_counters.messagesDropped += route.waiting.size();
    route.waiting.clear();
    route.waitingBytes = 0;
}

void Transport::armRedial(qint64 atMs)
{
    const int delayMs = int(std::max<qint64>(0, atMs - monotonicNowMs()));
    if (!m_redial.isActive() || m_redial.remainingTime() > delayMs)
        m_redial.start(delayMs);
}

void Transport::redialDue()
{
    const qint64 now = monotonicNowMs();
    for (const auto &[address, route] : m_routes) {
        if (route->connection || route->dialling || (route->waiting.empty() && !route->isProbeDue))
            continue;
        if (route->redialAtMs > now)
            armRedial(route->redialAtMs);
        else
            dial(address, *route);
    }
}

// --- Connections

void Transport::accept(QTcpSocket *socket)
{
    const auto greetings =
        std::count_if(m_connections.begin(), m_connections.end(),
                      [](const PeerConnection *connection) { return !connection->isOurs() && !connection->isOpen(); });
    if (greetings >= m_limits.greetingsMax) {
        qCInfo(netLog) << "Too many connections await their hello; one more from" << socket->peerAddress()
                       << "is turned away.";
        ++m_counters.connectionsRefused;
        socket->setParent(this);
        socket->abort();
        socket->deleteLater();
        return;
    }
    makeRoom();
    watch(new PeerConnection(socket, m_hello, m_security, m_wireLimits, m_limits, this));
}

void Transport::watch(PeerConnection *connection)
{
    m_connections.insert(connection);
    connect(connection, &PeerConnection::admissionAsked, this, [this, connection] { checkAddress(connection); });
    connect(connection, &PeerConnection::opened, this, [this, connection] { onOpened(connection); });
    connect(connection, &PeerConnection::received, this,
            [this, connection](std::vector<chord::Message> &messages) { onReceived(connection, messages); });
    connect(connection, &PeerConnection::ended, this,
            [this, connection](const ConnectionEnd &end) { onEnded(connection, end); });
    startTicking();
}

void Transport::onOpened(PeerConnection *connection)
{
    const chord::NodeRef &peer = connection->peer();
    ++m_counters.connectionsOpened;
    qCInfo(netLog).noquote() << connection->peerText() + u": Connected, "_s
            + (connection->isOurs() ? u"by this node"_s : u"by the peer"_s)
            + (connection->peerHello().ring == 0
                   ? u"; it is not in a ring yet."_s
                   : u"; it is in the ring %1."_s.arg(connection->peerHello().ring, ringDigits, 16, QLatin1Char('0')));
    noteMachine(*connection);

    if (connection->isOurs()) {
        m_isShort = false;
        Route &route = routeTo(connection->dialled());
        route.dialling = nullptr;
        route.reached = peer.incarnation;
    }
    // The program at this address has been restarted: what stands with the former one is dead, though this side may
    // not have noticed.
    const std::unordered_set<PeerConnection *> others = m_connections;
    for (PeerConnection *other : others) {
        if (other->isOpen() && other->peer().address == peer.address && other->peer().incarnation != peer.incarnation)
            other->end(Kind::Replaced, u"It has been restarted."_s);
    }
    PeerConnection *best = prefer(connection);
    if (connection->isOurs() && connection->dialled() != peer.address)
        useFor(connection->dialled(), best);
    if (connection->isOurs())
        judgeNewcomers(connection->dialled(), u"another node answers there"_s);
}

// --- Newcomers

void Transport::setRing(quint64 ring)
{
    const bool isFirst = std::exchange(m_hello.ring, ring) == 0 && ring != 0;
    if (!isFirst)
        return;
    // From now on this node tells others the addresses of its peers; those of earlier connections are unchecked.
    const std::unordered_set<PeerConnection *> connections = m_connections;
    for (PeerConnection *connection : connections) {
        if (isUnchecked(*connection))
            checkAddress(connection);
    }
}

// It was opened by a peer in no ring, and it is not known yet whether the address of that peer leads to it.
bool Transport::isUnchecked(const PeerConnection &connection) const
{
    if (connection.isOurs() || !(connection.isOpen() || connection.isAwaitingAdmission())
        || connection.peerHello().ring != 0)
        return false;
    const auto route = m_routes.find(connection.peer().address);
    return route == m_routes.end() || route->second->reached != connection.peer().incarnation;
}

void Transport::checkAddress(PeerConnection *newcomer)
{
    const chord::Address address = newcomer->peer().address;
    Route &route = routeTo(address);
    route.usedMs = monotonicNowMs();
    if (!isUnchecked(*newcomer))
        newcomer->admit();
    else if (!route.dialling)
        dial(address, route);
}

// What dialling the address has shown decides on those that say they are there. problem: why it does not lead to them.
void Transport::judgeNewcomers(const chord::Address &address, const QString &problem)
{
    if (m_hello.ring == 0)
        return;
    const std::unordered_set<PeerConnection *> connections = m_connections;
    for (PeerConnection *newcomer : connections) {
        if (newcomer->isOurs() || newcomer->peer().address != address)
            continue;
        if (isUnchecked(*newcomer)) {
            if (newcomer->isOpen())
                newcomer->end(Kind::Idle, u"Its address does not lead to it: %1"_s.arg(problem));
            else
                newcomer->refuse(problem);
        } else if (newcomer->isAwaitingAdmission()) {
            newcomer->admit();
        }
    }
}

// Makes the connection the one its peer is reached by, if it is better than the present one; returns which is.
PeerConnection *Transport::prefer(PeerConnection *connection)
{
    const chord::Address &address = connection->peer().address;
    PeerConnection *current = routeTo(address).connection;
    if (current && current != connection) {
        const bool isCurrentBetter = !isBetter(*connection, *current);
        (isCurrentBetter ? connection : current)->setSuperseded(true);
        if (isCurrentBetter)
            return current;
    }
    useFor(address, connection);
    return connection;
}

// Both nodes of a pair come to the same answer: the connection opened by the smaller address, and of two opened by the
// same node the later one, since a node only dials when it has none.
bool Transport::isBetter(const PeerConnection &candidate, const PeerConnection &current) const
{
    const bool ourOnesAreBetter = m_hello.sender.address < candidate.peer().address;
    return candidate.isOurs() == current.isOurs() || candidate.isOurs() == ourOnesAreBetter;
}

void Transport::useFor(const chord::Address &address, PeerConnection *connection)
{
    Route &route = routeTo(address);
    route.connection = connection;
    route.redialAtMs = 0;
    route.isProbeDue = false;
    route.problem.clear();
    route.refusal.reset();
    const qint64 oldestMs = monotonicNowMs() - m_limits.waitingMsMax;
    for (const Route::Waiting &waiting : std::exchange(route.waiting, {})) {
        if (waiting.sinceMs >= oldestMs)
            sendSoon(connection, waiting.message);
        else
            ++m_counters.messagesDropped;
    }
    route.waitingBytes = 0;
}

void Transport::onReceived(PeerConnection *connection, std::vector<chord::Message> &messages)
{
    qCDebug(netLog) << "from" << connection->peer().address << messages.size() << "messages";
    const QPointer<Transport> self(this);
    m_delivering = connection;
    // A copy, since the receiver may take itself away.
    if (const Receiver receiver = m_receiver)
        receiver(connection->peer(), messages);
    if (!self)
        return;
    m_delivering = nullptr;
    // The answers leave at once: waiting for the end of the turn costs a wake-up of the event loop, and seldom would
    // anything else come to the same peer meanwhile. What the batch made us send to others does wait.
    if (connection->hasUnflushed()) {
        connection->setUnflushed(false);
        connection->flush();
    }
}

void Transport::onEnded(PeerConnection *connection, const ConnectionEnd &end)
{
    m_connections.erase(connection);
    std::erase(m_unflushed, connection);
    connection->deleteLater();
    const ConnectionCounters &counters = connection->counters();
    m_counters.messagesSent += counters.messagesSent;
    m_counters.messagesReceived += counters.messagesReceived;
    m_counters.messagesDropped += counters.messagesDropped;
    m_counters.bytesSent += counters.bytesSent;
    m_counters.bytesReceived += counters.bytesReceived;

    if (!connection->wasOpen() && connection->isOurs()) {
        dialFailed(connection->dialled(), end);
        return;
    }
    const QString who = connection->peerText();
    if (!connection->wasOpen()) {
        ++m_counters.connectionsRefused;
        if (isNews(who, end.reason))
            qCWarning(netLog).noquote() << who + u": "_s + end.reason;
        return;
    }
    if (end.kind == Kind::Broken) {
        ++m_counters.connectionsBroken;
        qCWarning(netLog).noquote() << who + u": "_s + end.reason;
    } else {
        qCInfo(netLog).noquote() << who + u": "_s + end.reason;
    }
    lost(connection->peer().address, connection, end);
    if (connection->isOurs() && connection->dialled() != connection->peer().address)
        lost(connection->dialled(), connection, end);
}

// The connection that an address was reached by is gone; finds another, or finds out whether anybody is there.
void Transport::lost(const chord::Address &address, PeerConnection *connection, const ConnectionEnd &end)
{
    const auto it = m_routes.find(address);
    if (it == m_routes.end() || it->second->connection != connection)
        return;
    Route &route = *it->second;
    route.connection = openConnectionTo(connection->peer().address);
    if (route.connection) {
        route.connection->setSuperseded(false);
        return;
    }
    const qint64 now = monotonicNowMs();
    route.usedMs = now;
    const bool wasSteady = now - connection->openedMs() >= steadyAfterMs;
    if (wasSteady)
        route.backoff.reset();
    if (end.kind == Kind::Idle || end.kind == Kind::Replaced || route.dialling)
        return;
    route.problem = end.reason;
    route.refusal = end.refusal;
    const bool isProbed = end.kind == Kind::Lost && now - connection->usedMs() < m_limits.inUseMs
        && address == connection->peer().address;
    if (isProbed && wasSteady) {
        dial(address, route);
        return;
    }
    route.redialAtMs = now + route.backoff.afterFailure();
    route.isProbeDue = isProbed;
    if (isProbed)
        armRedial(route.redialAtMs);
}

PeerConnection *Transport::openConnectionTo(const chord::Address &address) const
{
    const auto it = std::find_if(m_connections.begin(), m_connections.end(), [&](const PeerConnection *connection) {
        return connection->isOpen() && connection->peer().address == address;
    });
    return it == m_connections.end() ? nullptr : *it;
}

// Closes the longest unused connection when there are too many.
void Transport::makeRoom()
{
    if (m_connections.size() < size_t(m_limits.connectionsMax))
        return;
    PeerConnection *oldest = nullptr;
    for (PeerConnection *connection : m_connections) {
        if (connection->isOpen() && (!oldest || connection->usedMs() < oldest->usedMs()))
            oldest = connection;
    }
    if (oldest && monotonicNowMs() - oldest->usedMs() >= m_limits.inUseMs)
        oldest->end(Kind::Idle, u"The connection makes room for another."_s);
}

// --- Proofs of death

// Remembers which loopback addresses belong to programs with the loopback interface of this one. The hello must have
// come from a loopback address itself.
void Transport::noteMachine(const PeerConnection &connection)
{
    const chord::Address &address = connection.peer().address;
    const bool isHere = !m_hello.bootId.isEmpty() && connection.peerHello().bootId == m_hello.bootId
        && connection.isFromLoopback() && isLiteralLoopback(address);
    if (!isHere) {
        m_onThisMachine.erase(address);
        return;
    }
    if (m_onThisMachine.size() >= onThisMachineMax)
        m_onThisMachine.clear(); // costs proofs, never makes a wrong one
    m_onThisMachine.insert(address);
}

// Of an address that has just refused a connection. A system refuses a connection to itself only if no program listens,
// and a node listens as long as it runs. Elsewhere the refusal may come from a firewall, or from another machine that
// has the address now. Systems that refuse when a queue of connections is full (Windows) have no boot identifier in Qt.
bool Transport::isProvenDead(const chord::Address &address) const
{
    return m_onThisMachine.contains(address) && !openConnectionTo(address);
}

// --- Deadlines

void Transport::startTicking()
{
    if (m_tick.isActive())
        return;
    m_lastTickMs = monotonicNowMs();
    m_tick.start();
}

void Transport::tick()
{
    const qint64 now = monotonicNowMs();
    const qint64 lateMs = now - m_lastTickMs - m_tick.interval();
    m_lastTickMs = now;
    const std::unordered_set<PeerConnection *> connections = m_connections;
    for (PeerConnection *connection : connections) {
        // This process was stopped, or the machine slept. What came meanwhile has not been read yet.
        if (lateMs > tickMsMax)
            connection->postponeDeadlines(lateMs);
        connection->checkDeadlines(now);
    }
    std::erase_if(m_routes, [now](const auto &entry) {
        const Route &route = *entry.second;
        return !route.connection && !route.dialling && route.waiting.empty() && !route.isProbeDue
            && now - route.usedMs > routeIdleMsMax;
    });
    if (m_connections.empty() && m_routes.empty())
        m_tick.stop();
}

// --- Reports

TransportCounters Transport::counters() const
{
    TransportCounters sum = m_counters;
    for (const PeerConnection *connection : m_connections) {
        const ConnectionCounters &counters = connection->counters();
        sum.connections += connection->isOpen() ? 1 : 0;
        sum.queuedBytes += connection->queuedBytes();
        sum.messagesSent += counters.messagesSent;
        sum.messagesReceived += counters.messagesReceived;
        sum.messagesDropped += counters.messagesDropped;
        sum.bytesSent += counters.bytesSent;
        sum.bytesReceived += counters.bytesReceived;
    }
    return sum;
}

QString Transport::problem(const chord::Address &address) const
{
    const auto it = m_routes.find(address);
    return it == m_routes.end() ? QString() : it->second->problem;
}

std::optional<wire::Refusal::Reason> Transport::refusal(const chord::Address &address) const
{
    const auto it = m_routes.find(address);
    return it == m_routes.end() ? std::nullopt : it->second->refusal;
}

bool Transport::isNews(const QString &who, const QString &reason)
{
    if (m_refusalsTold.size() >= refusalsToldMax)
        m_refusalsTold.clear();
    return m_refusalsTold.emplace(who, reason).second;
}

} // namespace net
