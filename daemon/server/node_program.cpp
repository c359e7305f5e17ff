// SPDX-License-Identifier: GPL-3.0-or-later
//
// The order matters: the port comes first, because the identifier is made from the address with its real port.

#include "server/node_program.h"

#include "cli/command.h"
#include "cli/console.h"
#include "files/nonblocking_writer.h"
#include "http/http_server.h"
#include "listener/port_listener.h"
#include "net/node_host.h"
#include "net/transport.h"
#include "net/transport_limits.h"
#include "rest/api.h"
#include "server/file_limit.h"
#include "server/service_manager.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QHostAddress>
#include <QHostInfo>
#include <QLoggingCategory>
#include <QNetworkInterface>
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

http::HttpLimits guardLimits(const NodeSettings &settings)
{
    http::HttpLimits limits;
    limits.bodyBytesMax = settings.config.valueBytesMax + bodyOverheadBytes;
    // A value of the longest kind must not stand in its own way.
    limits.bodyBytesInFlightMax = std::max<qint64>(limits.bodyBytesInFlightMax, 2 * limits.bodyBytesMax);
    limits.connectionsMax = settings.connectionsMax;
    limits.connectionsPerAddressMax = settings.connectionsPerAddressMax;
    limits.requestsInFlightMax = settings.connectionsMax;
    limits.idleTimeoutMs = settings.keepAliveTimeoutMs;
    return limits;
}

void makeRoomForConnections(const http::HttpLimits &limits)
{
    const int wanted =
        limits.connectionsMax + limits.undecidedMax + net::TransportLimits().connectionsMax + otherFilesMax;
    if (const int files = raiseFileLimit(wanted); files < wanted)
        qCWarning(programLog) << "the system lets this process have" << files << "files open and" << wanted
                              << "may be needed; raise the hard limit (ulimit -Hn, LimitNOFILE=)";
}

// The first address of a name; nothing if it has none.
// Empty if the name does not resolve.
QList<QHostAddress> addressesOf(const QString &host)
{
    const QHostAddress literal(host);
    return literal.isNull() ? QHostInfo::fromName(host).addresses() : QList<QHostAddress>{literal};
}

// Does a program that listens there get the connections to this address of the same port?
bool leadsTo(const QHostAddress &listening, const QHostAddress &address)
{
    const bool isAny =
        listening == QHostAddress::Any || listening == QHostAddress::AnyIPv4 || listening == QHostAddress::AnyIPv6;
    const bool isLocalhost = listening == QHostAddress::LocalHost || listening == QHostAddress::LocalHostIPv6;
    return listening.isEqual(address)
        || (isLocalhost && (address == QHostAddress::LocalHost || address == QHostAddress::LocalHostIPv6))
        || (isAny && (address.isLoopback() || QNetworkInterface::allAddresses().contains(address)));
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
    connect(&m_signals, &SignalWatcher::endRequested, this, &NodeProgram::leave);
    connect(&m_signals, &SignalWatcher::reloadRequested, this, &NodeProgram::reload);
}

NodeProgram::~NodeProgram() = default;

int NodeProgram::run()
{
    if (const QString problem = m_security.load(); !problem.isEmpty())
        return cli::failure(u"node: %1"_s.arg(problem));
    for (const auto step : {&NodeProgram::listen, &NodeProgram::resolveJoins}) {
        if (const int exitCode = (this->*step)(); exitCode != cli::ExitDone)
            return exitCode;
    }
    buildNode();
    serve();
    watchInput();
    qCInfo(programLog).noquote() << "version" << FUNNELKVS_VERSION << "listens at" << textOf(m_settings.listen) << "as"
                                 << textOf(m_advertised) << "with id" << m_idText;
    if (m_contacts.empty())
        m_host->createRing();
    else
        m_host->join(m_contacts);
    return QCoreApplication::exec();
}

int NodeProgram::listen()
{
    const QList<QHostAddress> addresses = addressesOf(m_settings.listen.host);
    if (addresses.isEmpty()) {
        return cli::failure(u"node: cannot listen at %1: the name %2 does not resolve. Check --listen."_s.arg(
            textOf(m_settings.listen), m_settings.listen.host));
    }
    const QHostAddress address = addresses.first();
    if (const int exitCode = checkOpenness(address); exitCode != cli::ExitDone)
        return exitCode;
    const http::HttpLimits limits = guardLimits(m_settings);
    makeRoomForConnections(limits);
    auto port = std::make_unique<listener::PortListener>(limits);
    if (!port->listen(address, m_settings.listen.port)) {
        const QString advice = port->serverError() == QAbstractSocket::AddressInUseError
            ? u"Another program has the port: stop it, or choose another with --listen HOST:PORT (port 0: any free one)"_s
            : u"Choose an address of this machine with --listen HOST:PORT, and a port above 1023 unless root"_s;
        return cli::failure(
            u"node: cannot listen at %1: %2. %3."_s.arg(textOf(m_settings.listen), port->errorString(), advice));
    }
    m_settings.listen.port = port->serverPort();
    m_advertised = m_settings.advertise.value_or(m_settings.listen);
    if (m_advertised.port == 0)
        m_advertised.port = m_settings.listen.port;
    m_security.allowHost(m_settings.listen);
    m_security.allowHost(m_advertised);
    m_port = port.release();
    return cli::ExitDone;
}

// Whoever may connect as a peer may read, change and delete everything.
int NodeProgram::checkOpenness(const QHostAddress &address) const
{
    if (address.isLoopback())
        return cli::ExitDone;
    const QString where = textOf(m_settings.listen);
    if (m_security.ringSecret().isEmpty() && !m_settings.isInsecure) {
        return cli::usageFailure(
            u"--listen %1 lets other machines in, and there is no ring secret: whoever reaches the port could join the "
            "ring and read, change and delete everything. Make a secret with 'openssl rand -hex 32 > FILE; chmod 600 "
            "FILE' and start all nodes with --ring-secret-file FILE; or say --insecure if nobody else can reach the "
            "port."_s.arg(where),
            "node");
    }
    if (m_settings.tokensFile.isEmpty())
        qCWarning(programLog).noquote() << "whoever reaches" << where << "may read and write over REST; see --tokens";
    if (!m_security.tls())
        qCWarning(programLog).noquote() << "whoever is on the way to" << where
                                        << "may read what is said; see --tls-cert";
    return cli::ExitDone;
}

// The nodes of a ring may all be started with the same list, or with one name that has the addresses of all. But a
// node that has only itself to join is a mistake.
int NodeProgram::resolveJoins()
{
    bool isListed = false;
    for (const net::HostPort &join : m_settings.joins) {
        if (join == m_advertised || join == m_settings.listen) {
            isListed = true;
            continue;
        }
        const QList<QHostAddress> all = addressesOf(join.host);
        const auto isOwn = [&](const QHostAddress &address) {
            return join.port == m_settings.listen.port && leadsTo(m_port->serverAddress(), address);
        };
        // A name is kept, so that it is resolved again at each attempt, unless one of its addresses is this node's.
        if (std::none_of(all.begin(), all.end(), isOwn)) {
            m_contacts.push_back(join.toAddress());
            continue;
        }
        isListed = true;
        for (const QHostAddress &address : all) {
            if (!isOwn(address))
                m_contacts.push_back(net::HostPort{address.toString(), join.port}.toAddress());
        }
    }
    if (isListed && m_contacts.empty()) {
        return cli::failure(
            u"node: --join names this node itself (%1). Name another node of the ring, or leave --join out "
            "to start a ring."_s.arg(textOf(m_advertised)));
    }
    if (isListed)
        m_contacts.push_back(m_advertised.toAddress());
    return cli::ExitDone;
}

void NodeProgram::buildNode()
{
    chord::Config &config = m_settings.config;
    config.seed = QRandomGenerator::system()->generate64();
    config.oneMachine = QHostAddress(m_advertised.host).isLoopback(); // no other machine could reach this node
    const chord::IdSpace space = config.space();
    const chord::Address address = m_advertised.toAddress();
    const chord::NodeRef self{m_settings.id.value_or(space.hash(address)), address,
                              std::max<quint64>(QRandomGenerator::system()->generate64(), 1)}; // 0 names no ring
    m_idText = space.toHex(self.id);

    m_transport = std::make_unique<net::Transport>(self, m_settings.ringName, config);
    applySecurity();
    m_host = std::make_unique<net::NodeHost>(self, config, m_transport.get());
    connect(m_port, &listener::PortListener::peerConnected, m_transport.get(), &net::Transport::accept);
    connect(m_transport.get(), &net::Transport::refused, this, &NodeProgram::noteRefusal);
    connect(m_host.get(), &net::NodeHost::joined, this, &NodeProgram::becomeReady);
    connect(m_host.get(), &net::NodeHost::joinFailed, this, &NodeProgram::giveUpJoining);
    connect(m_host.get(), &net::NodeHost::left, this, [this] { endAfterAnswers(cli::ExitDone); });
    connect(m_host.get(), &net::NodeHost::leaveFailed, this, [this](const QString &reason) {
        cli::failure(
            u"node: left without handing everything over: %1. The other replicas still have the data."_s.arg(reason));
        endAfterAnswers(cli::ExitFailed);
    });
}

void NodeProgram::serve()
{
    m_api = std::make_unique<rest::Api>(
        *m_host, rest::ApiOptions{m_settings.bornId, m_security.tls().has_value(), m_security.ringSecret()});
    m_http = std::make_unique<http::HttpServer>(*m_api);
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
        qCWarning(programLog) << "standard input was closed: whoever started this node is gone";
        end(cli::ExitDone);
    });
}

void NodeProgram::reload()
{
    if (const QString problem = reopenLog(); !problem.isEmpty())
        qCCritical(programLog).noquote() << "cannot open" << m_settings.log.file << "anew:" << problem
                                         << "The log goes on in the file that was open.";
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
    const QByteArray line = "ready " + m_idText + ' ' + urlScheme() + "://" + m_advertised.toAddress() + '/';
    if (!files::NonblockingWriter(fileno(stdout)).write(line + '\n'))
        qCWarning(programLog).noquote() << "cannot write to standard output:" << line;
    notifyServiceManager("READY=1");
}

// A refusal is final for that address: its node has told what is wrong with ours.
void NodeProgram::noteRefusal(const QByteArray &address, const QString &reason)
{
    if (m_isReady)
        return;
    m_refusals.insert(address, reason);
    const auto isRefused = [this](const chord::Address &contact) {
        return contact == m_advertised.toAddress() || m_refusals.contains(contact);
    };
    if (std::all_of(m_contacts.begin(), m_contacts.end(), isRefused))
        giveUpJoining(u"all refused."_s);
}

void NodeProgram::giveUpJoining(const QString &reason)
{
    QStringList problems;
    for (const chord::Address &contact : m_contacts) {
        const QString refusal = m_refusals.value(contact);
        const QString problem = refusal.isEmpty() ? m_transport->problem(contact) : refusal;
        if (!problem.isEmpty())
            problems.append(u"%1: %2"_s.arg(QString::fromUtf8(contact), problem));
    }
    const QString text = problems.isEmpty() ? reason : problems.join(u"\n  "_s);
    cli::failure(u"node: cannot join the ring: %1"_s.arg(text));
    end(cli::ExitFailed);
}

// Whoever has been heard gets an answer: first what is in hand, because once the node has left nothing can be answered
// that needs the ring; and in the end what is still on its way to slow readers.
void NodeProgram::leave()
{
    if (m_isLeaving)
        return;
    m_isLeaving = true;
    notifyServiceManager("STOPPING=1");
    m_api->refuseRingRequests();
    m_port->closeAfterAnswers();
    if (!m_isReady) {
        endAfterAnswers(cli::ExitDone);
        return;
    }
    qCInfo(programLog) << "leaving the ring; a second signal ends at once";
    waitUntil([this] { return m_port->inHandCount() == 0; }, 2 * m_settings.config.operationTimeoutMs,
              [this] { m_host->leave(m_settings.leaveTimeoutMs); });
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

void NodeProgram::endAfterAnswers(int exitCode)
{
    constexpr int slowReadersTimeoutMs = 2000;
    waitUntil([this] { return m_port->unansweredCount() == 0; }, slowReadersTimeoutMs,
              [this, exitCode] { end(exitCode); });
}

void NodeProgram::end(int exitCode)
{
    m_transport->flush();
    qCInfo(programLog) << "ends with exit code" << exitCode;
    // Queued, since an event loop that does not run yet cannot be ended.
    QMetaObject::invokeMethod(
        this, [exitCode] { QCoreApplication::exit(exitCode); }, Qt::QueuedConnection);
}

} // namespace server
