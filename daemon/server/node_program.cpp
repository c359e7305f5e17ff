// SPDX-License-Identifier: GPL-3.0-or-later
//
// The order matters: the port comes first, because the identifier is made from the address with its real port.

#include "server/node_program.h"

#include "http/http_server.h"
#include "listener/port_listener.h"
#include "net/node_host.h"
#include "net/transport.h"
#include "net/transport_limits.h"
#include "rest/api.h"
#include "server/file_limit.h"
#include "server/service_manager.h"
#include "storage/storage.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QHostInfo>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QStringList>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <cstdio>

namespace server {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(programLog, "funnelkvs.program")

namespace {

constexpr qsizetype bodyOverheadBytes = 64 * 1024; // what JSON puts around a value
// Besides connections: the log, the event loop's, and connections that are just being turned away.
constexpr int otherFilesMax = 256;

http::HttpLimits httpLimits(const NodeSettings &settings)
{
    http::HttpLimits limits;
    limits.bodyBytesMax = settings.config.valueBytesMax + bodyOverheadBytes;
    // A value of the longest kind must not stand in its own way.
    limits.bodyBytesInFlightMax = std::max<qint64>(limits.bodyBytesInFlightMax, 2 * limits.bodyBytesMax);
    limits.connectionsMax = settings.connectionsMax;
    limits.connectionsPerAddressMax = settings.connectionsPerAddressMax;
    limits.streamsMax = settings.watchersMax;
    limits.requestsInFlightMax = settings.connectionsMax;
    limits.idleTimeoutMs = settings.keepAliveTimeoutMs;
    return limits;
}

void makeRoomForConnections(int clientsMax, const listener::ListenerLimits &limits)
{
    const int wanted = clientsMax + limits.undecidedMax + net::TransportLimits().connectionsMax + otherFilesMax;
    if (const int files = raiseFileLimit(wanted); files < wanted)
        qCWarning(programLog) << "the system lets this process have" << files << "files open and" << wanted
                              << "may be needed; raise the hard limit (ulimit -Hn, LimitNOFILE=)";
}

// Empty if the name does not resolve.
QList<QHostAddress> addressesOf(const QString &host)
{
    const QHostAddress literal(host);
    return literal.isNull() ? QHostInfo::fromName(host).addresses() : QList<QHostAddress>{literal};
}

QString textOf(const net::HostPort &address)
{
    return QString::fromUtf8(address.toAddress());
}

} // namespace

NodeProgram::NodeProgram(const NodeSettings &settings)
    : m_settings(settings)
    , m_security(m_settings)
{
    connect(&m_signals, &SignalWatcher::endRequested, this, &NodeProgram::stop);
    connect(&m_signals, &SignalWatcher::reloadRequested, this, &NodeProgram::reload);
}

NodeProgram::~NodeProgram()
{
    if (!m_http) // which owns it otherwise
        delete m_port;
}

std::optional<NodeError> NodeProgram::start()
{
    if (std::optional<NodeError> error = m_security.load())
        return error;
    for (const auto step : {&NodeProgram::listen, &NodeProgram::resolveJoins, &NodeProgram::openDirectory}) {
        if (std::optional<NodeError> error = (this->*step)())
            return error;
    }
    buildNode();
    serve();
    watchInput();
    qCInfo(programLog).noquote() << "version" << FUNNELKVS_VERSION << "listens at" << textOf(m_settings.listen) << "as"
                                 << textOf(m_advertised) << "with id" << m_idText;
    if (m_isRestored)
        m_host->restore(m_contacts);
    else if (m_contacts.empty())
        m_host->createRing();
    else
        m_host->join(m_contacts);
    resolveAgain();
    return std::nullopt;
}

std::optional<NodeError> NodeProgram::listen()
{
    const QString where = textOf(m_settings.listen);
    const QList<QHostAddress> addresses = addressesOf(m_settings.listen.host);
    if (addresses.isEmpty())
        return NodeError{NodeError::Kind::NameNotResolved, where, m_settings.listen.host};
    const QHostAddress address = addresses.first();
    if (std::optional<NodeError> error = checkOpenness(address))
        return error;
    const listener::ListenerLimits limits;
    makeRoomForConnections(m_settings.connectionsMax + m_settings.watchersMax, limits);
    auto port = std::make_unique<listener::PortListener>(limits);
    if (!port->listen(address, m_settings.listen.port)) {
        const bool isInUse = port->serverError() == QAbstractSocket::AddressInUseError;
        return NodeError{isInUse ? NodeError::Kind::AddressInUse : NodeError::Kind::CannotListen, where,
                         port->errorString()};
    }
    m_settings.listen.port = port->serverPort();
    m_advertised = m_settings.advertise.value_or(m_settings.listen);
    if (m_advertised.port == 0)
        m_advertised.port = m_settings.listen.port;
    m_security.allowHost(m_settings.listen);
    m_security.allowHost(m_advertised);
    m_port = port.release();
    return std::nullopt;
}

// A program that may connect as a peer may read, change and delete everything.
std::optional<NodeError> NodeProgram::checkOpenness(const QHostAddress &address) const
{
    if (address.isLoopback())
        return std::nullopt;
    const QString where = textOf(m_settings.listen);
    if (m_security.ringSecret().isEmpty() && !m_settings.isInsecure)
        return NodeError{NodeError::Kind::OpenWithoutSecret, where, {}};
    if (m_settings.tokensFile.isEmpty())
        qCWarning(programLog).noquote() << "every program that reaches" << where
                                        << "may read and write over REST; see --tokens";
    if (!m_security.tls())
        qCWarning(programLog).noquote() << "every program between a client and" << where
                                        << "may read what is said; see --tls-cert";
    return std::nullopt;
}

std::optional<NodeError> NodeProgram::resolveJoins()
{
    m_joins = JoinList(m_settings.joins, m_settings.listen, m_advertised, m_port->serverAddress());
    for (const QString &name : m_joins.unresolved()) {
        const QHostInfo found = QHostInfo::fromName(name);
        m_joins.take(name, found);
        if (found.error() != QHostInfo::NoError)
            qCWarning(programLog).noquote()
                << u"cannot resolve %1 of --join: %2. Which nodes it stands for is not "
                   "known, so this node founds no ring; it is looked up again."_s.arg(name, found.errorString());
    }
    m_contacts = m_joins.contacts();
    return m_joins.isOnlySelf() ? std::optional(joinsItself()) : std::nullopt;
}

NodeError NodeProgram::joinsItself() const
{
    return {NodeError::Kind::JoinsItself, textOf(m_advertised), {}};
}

// Names that were not resolved at the start, until this node is a member or has given up. One of them may be its own:
// only then may it found the ring.
void NodeProgram::resolveAgain()
{
    constexpr int periodMs = 1000;
    if (m_isReady || m_isLeaving || m_isRestored || m_joins.unresolved().isEmpty())
        return;
    QTimer::singleShot(periodMs, this, [this] {
        const QStringList names = m_joins.unresolved();
        QHostInfo::lookupHost(names.at(m_lookups++ % names.size()), this, [this](const QHostInfo &found) {
            noteLookup(found);
            resolveAgain();
        });
    });
}

void NodeProgram::noteLookup(const QHostInfo &found)
{
    m_joins.take(found.hostName(), found);
    if (m_isReady || m_isLeaving || m_joins.unresolved().contains(found.hostName()))
        return;
    qCInfo(programLog).noquote() << u"%1 of --join can be resolved now."_s.arg(found.hostName());
    if (m_joins.isOnlySelf()) {
        end(joinsItself());
    } else if (std::vector<chord::Address> contacts = m_joins.contacts(); contacts != m_contacts) {
        m_contacts = std::move(contacts);
        m_host->join(m_contacts);
    }
}

// Who this node is: as the data directory says, or a new one.
std::optional<NodeError> NodeProgram::openDirectory()
{
    const chord::IdSpace space = m_settings.config.space();
    const chord::Address address = m_advertised.toAddress();
    m_self = {m_settings.id.value_or(space.hash(address)), address,
              std::max<quint64>(QRandomGenerator::system()->generate64(), 1)}; // 0 names no ring
    m_idText = space.toHex(m_self.id);
    if (m_settings.dataDirectory.isEmpty())
        return std::nullopt;
    m_storage = std::make_unique<storage::Storage>(m_settings.sync);
    if (const QString problem = m_storage->open(m_settings.dataDirectory); !problem.isEmpty())
        return NodeError{NodeError::Kind::BadDirectory, {}, problem};
    const storage::Identity own{m_self.incarnation, m_self.id, m_self.address, space.bits()};
    if (!m_storage->identity()) {
        m_storage->setIdentity(own);
        return std::nullopt;
    }
    storage::Identity kept = *m_storage->identity();
    m_self.incarnation = kept.incarnation;
    kept.incarnation = own.incarnation;
    m_isRestored = kept == own;
    if (m_isRestored)
        return std::nullopt;
    return NodeError{NodeError::Kind::DirectoryOfAnother, QString::fromUtf8(kept.address), m_storage->fileName()};
}

void NodeProgram::buildNode()
{
    chord::Config &config = m_settings.config;
    config.seed = QRandomGenerator::system()->generate64();
    config.oneMachine = QHostAddress(m_advertised.host).isLoopback(); // no other machine could reach this node
    m_transport = std::make_unique<net::Transport>(m_self, m_settings.ringName, config);
    applySecurity();
    m_host = std::make_unique<net::NodeHost>(m_self, config, m_transport.get(), m_storage.get());
    connect(m_port, &listener::PortListener::peerConnected, m_transport.get(), &net::Transport::accept);
    connect(m_transport.get(), &net::Transport::refused, this, &NodeProgram::noteRefusal);
    connect(m_host.get(), &net::NodeHost::joined, this, &NodeProgram::becomeReady);
    connect(m_host.get(), &net::NodeHost::joinFailed, this, &NodeProgram::giveUpJoining);
    connect(m_host.get(), &net::NodeHost::unusable, this, [this](const QString &problem) {
        end(NodeError{NodeError::Kind::BadDirectory, {}, problem});
    });
    connect(m_host.get(), &net::NodeHost::left, this, [this] {
        if (m_storage)
            m_storage->wipe();
        endAfterAnswers();
    });
    connect(m_host.get(), &net::NodeHost::leaveFailed, this, [this](const QString &reason) {
        endAfterAnswers(NodeError{NodeError::Kind::LeftIncompletely, {}, reason});
    });
}

void NodeProgram::serve()
{
    m_api = std::make_unique<rest::Api>(
        *m_host, rest::ApiOptions{m_settings.bornId, m_security.tls().has_value(), m_security.ringSecret()});
    m_http = std::make_unique<http::HttpServer>(*m_api, httpLimits(m_settings));
    m_api->watch(*m_http);
    m_http->setAccessPolicy(&m_security.accessPolicy());
    m_http->serve(m_port);
    connect(m_api.get(), &rest::Api::leaveRequested, this, &NodeProgram::leave);
}

void NodeProgram::watchInput()
{
    if (!m_settings.endWithInput)
        return;
    m_input = std::make_unique<InputWatcher>();
    connect(m_input.get(), &InputWatcher::closed, this, [this] {
        qCWarning(programLog) << "standard input was closed: the program that started this node has ended";
        end();
    });
}

void NodeProgram::reload()
{
    if (const QString problem = reopenLog(); !problem.isEmpty())
        qCCritical(programLog).noquote() << u"cannot reopen %1: %2. The log goes on in the file that was open."_s.arg(
            m_settings.log.file, problem);
    m_security.reload();
    applySecurity();
}

void NodeProgram::applySecurity()
{
    net::PeerSecurity peers;
    peers.ringSecret = m_security.ringSecret();
    if (const auto &tls = m_security.tls()) {
        m_port->setTls(tls->serving);
        peers.dialling = tls->dialling;
    }
    m_transport->setSecurity(peers);
}

// Also called when the node has found back after the ring had taken it for dead.
void NodeProgram::becomeReady()
{
    if (m_isReady)
        return;
    m_isReady = true;
    Q_EMIT ready(m_idText, urlScheme() + "://" + m_advertised.toAddress() + '/');
    notifyServiceManager("READY=1");
}

// A refusal is final for that address: its node has told what is wrong with ours.
void NodeProgram::noteRefusal(const QByteArray &address, const QString &reason)
{
    if (m_isReady)
        return;
    m_refusals.insert(address, {reason, m_transport->refusal(address)});
    const auto isRefused = [this](const chord::Address &contact) {
        return contact == m_advertised.toAddress() || m_refusals.contains(contact);
    };
    if (std::all_of(m_contacts.begin(), m_contacts.end(), isRefused))
        giveUpJoining(u"all refused."_s);
}

void NodeProgram::giveUpJoining(const QString &reason)
{
    QStringList problems;
    std::vector<wire::Refusal::Reason> refusals;
    for (const chord::Address &contact : m_contacts) {
        const Refused refused =
            m_refusals.value(contact, {m_transport->problem(contact), m_transport->refusal(contact)});
        if (refused.text.isEmpty())
            continue;
        problems.append(u"%1: %2"_s.arg(QString::fromUtf8(contact), refused.text));
        if (refused.reason && std::find(refusals.begin(), refusals.end(), *refused.reason) == refusals.end())
            refusals.push_back(*refused.reason);
    }
    const QString text = problems.isEmpty() || m_isRestored ? reason : problems.join(u"\n  "_s);
    end(NodeError{NodeError::Kind::CannotJoin, {}, text, std::move(refusals)});
}

// A node with a data directory will come back, and stays a member.
void NodeProgram::stop()
{
    if (!m_storage || m_isLeaving) {
        leave();
        return;
    }
    m_isLeaving = true;
    notifyServiceManager("STOPPING=1");
    qCInfo(programLog) << "stops, and keeps its data; a second signal ends at once";
    answerWhatIsInHand([this] {
        m_host->retire([this] {
            m_storage->finish();
            endAfterAnswers();
        });
    });
}

// Each accepted request gets an answer: first what is in hand, because once the node has left nothing can be answered
// that needs the ring; and in the end what is still on its way to slow readers.
void NodeProgram::leave()
{
    if (m_isLeaving)
        return;
    m_isLeaving = true;
    notifyServiceManager("STOPPING=1");
    if (!m_isReady) {
        m_http->closeAfterAnswers();
        endAfterAnswers();
        return;
    }
    qCInfo(programLog) << "leaving the ring; a second signal ends at once";
    answerWhatIsInHand([this] { m_host->leave(m_settings.leaveTimeoutMs); });
}

void NodeProgram::answerWhatIsInHand(const std::function<void()> &then)
{
    m_api->refuseRingRequests();
    m_http->closeAfterAnswers();
    waitUntil([this] { return m_http->inHandCount() == 0; }, 2 * m_settings.config.operationTimeoutMs, then);
}

// Looks every few milliseconds.
void NodeProgram::waitUntil(const std::function<bool()> &condition, int timeoutMs, const std::function<void()> &then)
{
    constexpr int periodMs = 5;
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [condition, then, timer, deadline = QDeadlineTimer(timeoutMs)] {
        if (!condition() && !deadline.hasExpired())
            return;
        timer->stop();
        timer->deleteLater();
        then();
    });
    timer->start(periodMs);
}

void NodeProgram::endAfterAnswers(const std::optional<NodeError> &error)
{
    constexpr int slowReadersTimeoutMs = 2000;
    waitUntil([this] { return m_http->unansweredCount() == 0; }, slowReadersTimeoutMs, [this, error] { end(error); });
}

void NodeProgram::end(const std::optional<NodeError> &error)
{
    m_transport->flush();
    // Queued, since an event loop that does not run yet cannot be ended.
    QMetaObject::invokeMethod(
        this, [this, error] { Q_EMIT ended(error); }, Qt::QueuedConnection);
}

} // namespace server
