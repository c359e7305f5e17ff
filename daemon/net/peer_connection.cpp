// SPDX-License-Identifier: GPL-3.0-or-later
//
// The life of one connection, in the order it goes: dialling, greeting, frames, end.

#include "net/peer_connection.h"

#include "net/clock.h"
#include "net/logging.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QPointer>
#include <QRandomGenerator>
#include <QSslError>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>
#include <QtEndian>

#include <array>

namespace net {

namespace {

using namespace Qt::StringLiterals;

using Kind = ConnectionEnd::Kind;

// Large frames wait while this much is on its way out of the socket: what a small one then waits for at most.
constexpr qsizetype bulkInSocketBytesMax = 256 * 1024;
// A buffer that has grown beyond this is given away when it is empty, instead of being kept for its capacity.
constexpr qsizetype keptCapacityBytesMax = 64 * 1024;
// Until the hello is there, a stranger gets this much room.
constexpr qsizetype greetingBufferBytes = 4096;
// How long a refusal may take to reach the other side before the socket is closed over it.
constexpr int refusalLingerMs = 1000;

QByteArray newNonce()
{
    std::array<quint32, wire::nonceBytes / sizeof(quint32)> words;
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), wire::nonceBytes);
}

// The one that dials needs a socket that can speak TLS only if it is to.
QTcpSocket *newSocket(const PeerSecurity &security, QObject *parent)
{
    if (!security.dialling)
        return new QTcpSocket(parent);
    auto *socket = new QSslSocket(parent);
    socket->setSslConfiguration(*security.dialling);
    return socket;
}

qsizetype transferBytes(const std::vector<chord::Transfer> &records)
{
    qsizetype bytes = 0;
    for (const chord::Transfer &record : records)
        bytes += record.key.size() + record.value.size() + record.contentType.size() + 64;
    return bytes;
}

} // namespace

qsizetype payloadBytes(const chord::Message &message)
{
    constexpr qsizetype fixedBytes = 256;
    const auto payload = [](const auto &body) -> qsizetype {
        if constexpr (requires { transferBytes(body.records); })
            return transferBytes(body.records);
        else if constexpr (requires { body.value.size(); })
            return body.value.size() + body.contentType.size();
        else
            return 0;
    };
    return fixedBytes + std::visit(payload, message.body);
}

PeerConnection::PeerConnection(const chord::Address &dialled, const HostPort &target, const wire::Hello &ours,
                               const PeerSecurity &security, const wire::Limits &wireLimits,
                               const TransportLimits &limits, QObject *parent)
    : QObject(parent)
    , m_socket(newSocket(security, this))
    , m_dialled(dialled)
    , m_ours(ours)
    , m_security(security)
    , m_limits(limits)
    , m_receiveLimits(wireLimits)
    , m_sendLimits(wireLimits)
    , m_reader(wire::helloFrameBytesMax)
    , m_state(State::Dialling)
    , m_startedMs(monotonicNowMs())
    , m_usedMs(m_startedMs)
{
    prepare();
    // Peers are never behind a proxy that some environment variable names for web pages.
    m_socket->setProxy(QNetworkProxy::NoProxy);
    if (auto *socket = qobject_cast<QSslSocket *>(m_socket))
        connect(socket, &QSslSocket::encrypted, this, &PeerConnection::onConnected);
    else
        connect(m_socket, &QTcpSocket::connected, this, &PeerConnection::onConnected);
    // Later, so that an error which is known at once does not end a connection that is not yet watched.
    QMetaObject::invokeMethod(
        this,
        [this, target] {
            if (m_state == State::Dialling)
                dial(target);
        },
        Qt::QueuedConnection);
}

PeerConnection::PeerConnection(QTcpSocket *socket, const wire::Hello &ours, const PeerSecurity &security,
                               const wire::Limits &wireLimits, const TransportLimits &limits, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_remoteHost(socket->peerAddress().toString())
    , m_ours(ours)
    , m_security(security)
    , m_limits(limits)
    , m_receiveLimits(wireLimits)
    , m_sendLimits(wireLimits)
    , m_reader(wire::helloFrameBytesMax)
    , m_state(State::AwaitingMagic)
    , m_startedMs(monotonicNowMs())
    , m_usedMs(m_startedMs)
{
    m_socket->setParent(this);
    prepare();
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    // What came before the socket was handed over announces itself to nobody any more.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_socket->state() == QAbstractSocket::ConnectedState)
                onReadyRead();
            else
                onError();
        },
        Qt::QueuedConnection);
}

PeerConnection::~PeerConnection()
{
    m_socket->disconnect(this);
    if (!m_isDelivering)
        return;
    // The receiver of a batch deletes us: the socket is still at work below us on the stack.
    m_socket->abort();
    m_socket->setParent(nullptr);
    m_socket->deleteLater();
}

void PeerConnection::prepare()
{
    m_socket->setReadBufferSize(greetingBufferBytes);
    connect(m_socket, &QTcpSocket::readyRead, this, &PeerConnection::onReadyRead);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &PeerConnection::onError);
    connect(m_socket, &QTcpSocket::disconnected, this, &PeerConnection::onError);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &PeerConnection::onBytesWritten);
    if (auto *socket = qobject_cast<QSslSocket *>(m_socket))
        connect(socket, &QSslSocket::encryptedBytesWritten, this, &PeerConnection::onBytesWritten);
    if (!m_security.ringSecret.isEmpty())
        m_ours.nonce = newNonce();
}

void PeerConnection::dial(const HostPort &target)
{
    if (auto *socket = qobject_cast<QSslSocket *>(m_socket))
        socket->connectToHostEncrypted(target.host, target.port);
    else
        m_socket->connectToHost(target.host, target.port);
}

QString PeerConnection::peerText() const
{
    if (!m_theirs.sender.address.isEmpty())
        return QString::fromLatin1(m_theirs.sender.address);
    return isOurs() ? QString::fromLatin1(m_dialled) : m_remoteHost;
}

bool PeerConnection::isFromLoopback() const
{
    return m_socket->peerAddress().isLoopback();
}

// --- Greeting

void PeerConnection::onConnected()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_state = State::AwaitingHello;
    m_startedMs = monotonicNowMs();
    sendHello(wire::magic.toByteArray());
}

void PeerConnection::sendHello(const QByteArray &before)
{
    QByteArray frame;
    wire::appendHello(frame, m_ours);
    if (!m_security.ringSecret.isEmpty())
        m_ourHello = frame;
    QByteArray bytes = before + frame;
    write(bytes);
}

bool PeerConnection::readMagic()
{
    if (m_socket->bytesAvailable() < wire::magic.size())
        return false;
    if (m_socket->read(wire::magic.size()) != wire::magic) {
        end(Kind::TurnedAway, u"It opened with something else than a node's magic."_s);
        return false;
    }
    m_state = State::AwaitingHello;
    return true;
}

void PeerConnection::onGreeting(const wire::Greeting &greeting, QByteArrayView content)
{
    const auto *hello = std::get_if<wire::Hello>(&greeting);
    const auto *proof = std::get_if<wire::Proof>(&greeting);
    if (hello && m_state == State::AwaitingHello) {
        onHello(*hello, content);
    } else if (proof && m_state == State::AwaitingProof) {
        onProof(*proof);
    } else if (const auto *refusal = std::get_if<wire::Refusal>(&greeting)) {
        // A node that is not reachable now may be a moment later; one that does not fit will not fit later.
        const bool mayChange = refusal->reason == wire::Refusal::Reason::Unreachable;
        end({.kind = mayChange ? Kind::NoAnswer : Kind::TurnedAway,
             .reason = u"It refused this node: %1"_s.arg(refusal->text),
             .refusal = refusal->reason});
    } else {
        const auto *error = std::get_if<wire::DecodeError>(&greeting);
        const QString reason = error ? error->reason : u"It came out of turn."_s;
        if (isOurs())
            end(Kind::TurnedAway, u"It is no node of FunnelKVS, or damaged what it said: %1"_s.arg(reason));
        else
            turnAway({wire::Refusal::Reason::Malformed, u"What came is no hello: %1"_s.arg(reason)});
    }
}

void PeerConnection::onHello(const wire::Hello &theirs, QByteArrayView content)
{
    const bool hasSecret = !m_security.ringSecret.isEmpty();
    if (hasSecret) {
        m_theirHello.resize(wire::frameHeaderBytes);
        qToBigEndian(quint32(content.size()), m_theirHello.data());
        m_theirHello += content;
    }
    if (isOurs()) {
        // The other side would have refused us by now; should it be more lenient than we are, we are not. The reason
        // is worded for the node that is turned away, which is this one.
        if (const std::optional<wire::Refusal> refusal = wire::check(theirs, m_ours)) {
            end({.kind = Kind::TurnedAway,
                 .reason = u"It does not fit this node: %1"_s.arg(refusal->text),
                 .refusal = refusal->reason});
            return;
        }
        m_theirs = theirs;
        if (hasSecret)
            sendProof();
    } else {
        m_theirs = theirs; // also for the log
        if (const std::optional<wire::Refusal> refusal = wire::check(m_ours, theirs)) {
            turnAway(*refusal);
            return;
        }
        if (m_ours.ring != 0 && theirs.ring == 0) {
            m_state = State::AwaitingAdmission;
            Q_EMIT admissionAsked();
            return;
        }
        sendHello({});
    }
    goOn();
}

// After both hellos.
void PeerConnection::goOn()
{
    if (m_state != State::AwaitingHello)
        return;
    if (m_security.ringSecret.isEmpty())
        open();
    else
        m_state = State::AwaitingProof;
}

void PeerConnection::admit()
{
    m_state = State::AwaitingHello;
    sendHello({});
    goOn();
    QMetaObject::invokeMethod(this, &PeerConnection::onReadyRead, Qt::QueuedConnection);
}

void PeerConnection::refuse(const QString &problem)
{
    turnAway({wire::Refusal::Reason::Unreachable,
              u"The address that your node tells others, %1, does not lead to it from here (%2)."_s.arg(
                  QString::fromUtf8(m_theirs.sender.address), problem)});
}

// The caller proves first, so that a program that merely connects gets nothing to try secrets on.
void PeerConnection::onProof(const wire::Proof &proof)
{
    if (!wire::isEqual(proof, proofBy(isOurs() ? wire::Role::Answerer : wire::Role::Caller))) {
        if (isOurs())
            end({.kind = Kind::TurnedAway,
                 .reason = u"It does not know the secret of this node's ring."_s,
                 .refusal = wire::Refusal::Reason::Secret});
        else
            turnAway({wire::Refusal::Reason::Secret, u"Your node's ring secret is not this ring's."_s});
        return;
    }
    if (!isOurs())
        sendProof();
    if (m_state == State::AwaitingProof)
        open();
}

wire::Proof PeerConnection::proofBy(wire::Role prover) const
{
    return wire::proofOf(m_security.ringSecret, prover, isOurs() ? m_ourHello : m_theirHello,
                         isOurs() ? m_theirHello : m_ourHello);
}

void PeerConnection::sendProof()
{
    QByteArray frame;
    wire::appendProof(frame, proofBy(isOurs() ? wire::Role::Caller : wire::Role::Answerer));
    write(frame);
}

void PeerConnection::open()
{
    m_ourHello = m_theirHello = QByteArray();
    m_state = State::Open;
    m_wasOpen = true;
    m_sendLimits.valueBytesMax = std::min(m_sendLimits.valueBytesMax, m_theirs.valueBytesMax);
    m_reader.setFrameBytesMax(m_receiveLimits.frameBytesMax());
    m_socket->setReadBufferSize(m_limits.readBufferBytesMax);
    m_unansweredSinceMs = 0;
    m_startedMs = monotonicNowMs();
    m_usedMs = m_startedMs;
    Q_EMIT opened();
}

// The refusal still has to travel; the socket is left behind to see to that.
void PeerConnection::turnAway(const wire::Refusal &refusal)
{
    QTcpSocket *socket = m_socket;
    socket->disconnect(this);
    socket->setParent(parent());
    m_socket = new QTcpSocket(this);

    QByteArray frame;
    wire::appendRefusal(frame, refusal);
    socket->write(frame);
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(refusalLingerMs, socket, &QObject::deleteLater);
    socket->disconnectFromHost();
    end({.kind = Kind::TurnedAway,
         .reason = u"This node refused it: %1"_s.arg(refusal.text),
         .refusal = refusal.reason});
}

// --- Frames

bool PeerConnection::send(const chord::Message &message)
{
    Q_ASSERT(isOpen());
    if (queuedBytes() > m_limits.sendQueueBytesMax) {
        ++m_counters.messagesDropped;
        return false;
    }
    const bool isBulk = payloadBytes(message) > bulkBytesMin;
    QByteArray bulk;
    if (!wire::appendFrame(isBulk ? bulk : m_out, message, m_sendLimits)) {
        qCWarning(netLog).noquote() << "A message to" << peerText() << "is above the limits of both sides; dropped.";
        ++m_counters.messagesDropped;
        return false;
    }
    if (isBulk) {
        m_bulkBytes += bulk.size();
        m_bulk.push_back(std::move(bulk));
    }
    ++m_counters.messagesSent;
    return true;
}

void PeerConnection::flush()
{
    if (m_state != State::Open)
        return;
    if (!m_out.isEmpty())
        write(m_out);
    writeBulk();
}

void PeerConnection::writeBulk()
{
    while (m_state == State::Open && !m_bulk.empty() && unsentBytes() < bulkInSocketBytesMax) {
        QByteArray frame = std::move(m_bulk.front());
        m_bulk.pop_front();
        m_bulkBytes -= frame.size();
        write(frame);
    }
}

void PeerConnection::onBytesWritten()
{
    // A large value on a slow line is in progress: that the other side takes it shows that it lives.
    if (unsentBytes() > 0)
        m_unansweredSinceMs = monotonicNowMs();
    writeBulk();
}

// Empties the buffer into the socket, and the socket into the system as far as that takes it.
void PeerConnection::write(QByteArray &buffer)
{
    m_usedMs = monotonicNowMs();
    if (m_unansweredSinceMs == 0)
        m_unansweredSinceMs = m_usedMs;
    m_counters.bytesSent += quint64(buffer.size());
    if (buffer.size() > keptCapacityBytesMax) {
        m_socket->write(std::exchange(buffer, {})); // shared with the socket, not copied
    } else {
        m_socket->write(buffer.constData(), buffer.size());
        buffer.resize(0);
    }
    m_socket->flush();
}

qsizetype PeerConnection::queuedBytes() const
{
    return m_out.size() + m_bulkBytes + unsentBytes();
}

qint64 PeerConnection::unsentBytes() const
{
    const auto *socket = qobject_cast<const QSslSocket *>(m_socket);
    return m_socket->bytesToWrite() + (socket ? socket->encryptedBytesToWrite() : 0);
}

void PeerConnection::onReadyRead()
{
    if (m_state == State::AwaitingMagic && !readMagic())
        return;
    if (!isGreeting() && m_state != State::Open)
        return;
    m_usedMs = monotonicNowMs();
    m_unansweredSinceMs = 0;
    const QPointer<PeerConnection> self(this);
    for (;;) {
        // First what is left from before the admission, if there is any.
        const QString problem = tryDecoding();
        if (!m_batch.empty()) {
            m_counters.messagesReceived += m_batch.size();
            m_isDelivering = true;
            Q_EMIT received(m_batch);
            if (!self)
                return;
            m_isDelivering = false;
            m_batch.clear();
        }
        if (!problem.isEmpty() && m_state == State::Open)
            end(Kind::Broken, u"It sent what is no frame: %1"_s.arg(problem));
        if ((!isGreeting() && m_state != State::Open) || m_socket->bytesAvailable() <= 0)
            return;
        const qint64 bytes = m_reader.feedFrom(*m_socket);
        if (bytes <= 0)
            return;
        m_counters.bytesReceived += quint64(bytes);
    }
}

// Decodes all whole frames into m_batch; says what is wrong with the first that is none.
QString PeerConnection::tryDecoding()
{
    while (m_state != State::AwaitingAdmission) {
        const std::optional<QByteArrayView> content = m_reader.next();
        if (!content)
            break;
        if (isGreeting()) {
            onGreeting(wire::decodeGreeting(*content), *content);
            if (m_state == State::Ended)
                return {};
            continue;
        }
        wire::Decoded decoded = wire::decode(*content, m_receiveLimits);
        if (const auto *error = std::get_if<wire::DecodeError>(&decoded))
            return error->reason;
        m_batch.push_back(std::move(std::get<chord::Message>(decoded)));
    }
    if (!m_reader.error())
        return {};
    if (isGreeting())
        onGreeting(*m_reader.error(), {});
    return m_reader.error()->reason;
}

// --- End

void PeerConnection::onError()
{
    if (m_state == State::Ended)
        return;
    const QPointer<PeerConnection> self(this);
    onReadyRead(); // the last words
    if (!self || m_state == State::Ended)
        return;
    if (m_state == State::Dialling)
        endDialling();
    else if (m_state == State::Open)
        end(Kind::Lost, u"The connection is lost: %1."_s.arg(m_socket->errorString()));
    else
        end(Kind::NoAnswer, u"It hung up before its hello."_s);
}

void PeerConnection::endDialling()
{
    // An unreachable network says something about this machine rather than about the peer, and so does a name that
    // cannot be resolved: Qt does not tell one that is not there from a resolver that does not answer.
    const QAbstractSocket::SocketError error = m_socket->error();
    if (error == QAbstractSocket::SslHandshakeFailedError) {
        end(Kind::TurnedAway, tlsProblem());
        return;
    }
    if (error == QAbstractSocket::SocketResourceError || error == QAbstractSocket::UnknownSocketError) {
        end({.kind = Kind::NoAnswer, .reason = shortage(error), .isShortage = true});
        return;
    }
    if (error == QAbstractSocket::HostNotFoundError) {
        end({.kind = Kind::NoAnswer,
             .reason =
                 u"Its name cannot be resolved (%1), so whether it is there is not known; it is looked up again."_s.arg(
                     m_socket->errorString()),
             .isUnresolved = true});
        return;
    }
    const bool isAbsent = error == QAbstractSocket::ConnectionRefusedError;
    end({.kind = isAbsent ? Kind::NobodyThere : Kind::NoAnswer,
         .reason = u"It cannot be reached: %1."_s.arg(m_socket->errorString())});
}

// Qt passes the lack of a port (EADDRNOTAVAIL) on without a reason.
QString PeerConnection::shortage(QAbstractSocket::SocketError error)
{
    return error == QAbstractSocket::SocketResourceError
        ? u"No connection to it can be opened, since this program has too many open files or the system too little "
          "memory for it. Raise the limit of open files (ulimit -n, LimitNOFILE=)."_s
        : u"No connection to it can be opened, most likely since no local port is free "
          "(net.ipv4.ip_local_port_range)."_s;
}

// Why the TLS handshake failed, for the user who started this node.
QString PeerConnection::tlsProblem() const
{
    const auto *socket = static_cast<const QSslSocket *>(m_socket);
    const QList<QSslError> errors = socket->sslHandshakeErrors();
    if (errors.isEmpty())
        return u"It speaks no TLS, or another kind (%1); either all nodes of a ring use TLS or none."_s.arg(
            socket->errorString());
    return u"Its certificate is not trusted: %1. Name the authority that has signed it with --tls-ca; it must be for "
           "the name or address that the node advertises."_s.arg(errors.first().errorString());
}

void PeerConnection::checkDeadlines(qint64 nowMs)
{
    switch (m_state) {
    case State::Dialling:
        if (nowMs - m_startedMs > m_limits.connectTimeoutMs)
            end(Kind::NoAnswer, u"It did not accept a connection within %1 ms."_s.arg(m_limits.connectTimeoutMs));
        break;
    case State::AwaitingMagic:
    case State::AwaitingAdmission:
        if (nowMs - m_startedMs > m_limits.admissionTimeoutMs)
            refuse(u"nobody answered within %1 ms"_s.arg(m_limits.admissionTimeoutMs));
        break;
    case State::AwaitingHello:
    case State::AwaitingProof:
        if (nowMs - m_startedMs > m_limits.helloTimeoutMs)
            end(Kind::NoAnswer, u"It sent no hello within %1 ms."_s.arg(m_limits.helloTimeoutMs));
        break;
    case State::Open:
        if (m_unansweredSinceMs != 0 && nowMs - m_unansweredSinceMs > m_limits.silenceMsMax)
            end(Kind::Silent, u"It has not said anything for %1 ms."_s.arg(m_limits.silenceMsMax));
        else if (nowMs - m_usedMs > (m_superseded ? m_limits.supersededMsMax : m_limits.idleMsMax) * (isOurs() ? 1 : 2))
            end(Kind::Idle, u"The connection was not used any more."_s);
        break;
    case State::Ended:
        break;
    }
}

void PeerConnection::postponeDeadlines(qint64 byMs)
{
    m_startedMs += byMs;
    m_usedMs += byMs;
    if (m_unansweredSinceMs != 0)
        m_unansweredSinceMs += byMs;
}

void PeerConnection::end(const ConnectionEnd &end)
{
    if (m_state == State::Ended)
        return;
    m_state = State::Ended;
    m_socket->disconnect(this);
    m_socket->abort();
    Q_EMIT ended(end);
}

} // namespace net
