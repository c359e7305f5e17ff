// SPDX-License-Identifier: GPL-3.0-or-later
//
// The life of a connection: reading until there is a request, having it answered, writing, and from the start again, or
// to a close that does not lose the last answer. See the header for why nothing is read in between.

#include "http/http_connection.h"

#include "http/answer.h"
#include "http/guarded_socket.h"
#include "http/http_connections.h"
#include "http/http_request.h"
#include "http/http_server.h"
#include "listener/idle_sockets.h"

#include <QLoggingCategory>
#include <QSslSocket>
#include <QTimer>

#include <limits>
#include <utility>

namespace http {

Q_LOGGING_CATEGORY(lcGuard, "funnelkvs.rest.guard", QtWarningMsg)
Q_LOGGING_CATEGORY(lcRequest, "funnelkvs.rest.request", QtInfoMsg)

namespace {

constexpr qint64 noDeadline = std::numeric_limits<qint64>::max();
// Up to here an answer's body is copied behind its head, so that both leave in one write.
constexpr qsizetype joinedBodyBytesMax = 64 * 1024;
constexpr char tooManyBodies[] = "Too many large requests are being read; try again.";

QHostAddress withoutMapping(const QHostAddress &address)
{
    bool isIPv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIPv4);
    return isIPv4 ? QHostAddress(ipv4) : address;
}

} // namespace

HttpConnection::HttpConnection(HttpConnections &connections, QAbstractSocket *network)
    : QObject(&connections)
    , m_connections(connections)
    , m_network(network)
    , m_tls(qobject_cast<QSslSocket *>(network))
    , m_guarded(new GuardedSocket(*this, *network, &connections))
    , m_framer(connections.limits())
    , m_countedAddress(network->peerAddress())
    , m_remoteAddress(withoutMapping(network->peerAddress()))
{
    m_network->setParent(this);
    // Answers are written whole; holding the last segment back could only delay them.
    m_network->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_network, &QAbstractSocket::readyRead, this, &HttpConnection::onReadyRead);
    connect(m_network, &QAbstractSocket::bytesWritten, this, &HttpConnection::onBytesWritten);
    connect(m_network, &QAbstractSocket::disconnected, this, &HttpConnection::retire);
    if (m_tls)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &HttpConnection::onBytesWritten);
}

HttpConnection::~HttpConnection()
{
    m_network->disconnect(this);
    retire();
}

GuardedSocket *HttpConnection::guardedSocket() const
{
    return m_guarded;
}

void HttpConnection::start()
{
    readOn();
}

// --- reading

void HttpConnection::onReadyRead()
{
    if (m_phase == Phase::Reading && !waitsForRoom())
        readOn();
    else if (m_phase == Phase::Draining)
        readAndDrop();
    else if (m_phase == Phase::Streaming)
        readWhileStreaming();
    else
        m_unread = true;
}

bool HttpConnection::holdsMore() const
{
    return m_tls && m_phase != Phase::Closed && m_tls->bytesAvailable() > 0;
}

bool HttpConnection::isAnswering() const
{
    const bool isStreaming = m_phase == Phase::Streaming && (unsentStreamBytes() > 0 || m_streamState->isFinished);
    return m_phase == Phase::InHand || m_phase == Phase::Writing || isStreaming
        || (m_phase != Phase::Closed && unsentBytes() > 0);
}

qint64 HttpConnection::unsentBytes() const
{
    return m_network->bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

void HttpConnection::readOn()
{
    do
        readOnce();
    while (m_phase == Phase::Reading && !waitsForRoom() && holdsMore());
    m_unread = m_unread || holdsMore();
}

void HttpConnection::readOnce()
{
    m_unread = !hasRoomForBody();
    m_heard = true;
    if (m_unread)
        return;
    const std::span<char> room = m_framer.bodyRoom(sliceBytes);
    QByteArray &scratch = m_connections.readScratch();
    const qint64 bytes = room.empty() ? m_network->read(scratch.data(), scratch.size())
                                      : m_network->read(room.data(), qint64(room.size()));
    if (bytes < 0)
        return retire();
    if (room.empty())
        m_framer.feed(QByteArrayView(scratch.constData(), bytes));
    else
        m_framer.bodyArrived(bytes);
    process();
}

void HttpConnection::process()
{
    while (m_phase == Phase::Reading) {
        if (!judgeHead()) {
            answerVerdict();
            continue;
        }
        if (!countBody())
            return refuse(503, tooManyBodies);
        switch (m_framer.state()) {
        case HttpFramer::State::Complete:
            dispatch();
            break;
        case HttpFramer::State::Refused:
            return refuse(m_framer.refusal().status, m_framer.refusal().detail);
        case HttpFramer::State::Idle:
        case HttpFramer::State::Head:
        case HttpFramer::State::Body:
            return awaitMore();
        }
    }
}

// Asks the policy as soon as there is a head, before its body is waited for and whatever is wrong with that, so that
// the answer does not depend on how the bytes were cut. False if the request must not pass.
bool HttpConnection::judgeHead()
{
    if (m_judged || !m_framer.headComplete())
        return true;
    m_judged = true;
    m_requestSinceMs = m_connections.nowMs();
    if (const AccessPolicy *policy = m_connections.accessPolicy())
        m_verdict = policy->judge(HttpRequest(m_framer, m_remoteAddress, Access::Open));
    else
        m_verdict.granted = Access::Admin;
    return m_verdict.kind == AccessPolicy::Verdict::Kind::Pass;
}

// A refused body is not read, so the connection ends with it.
void HttpConnection::answerVerdict()
{
    m_closeAfterAnswer =
        m_framer.expectsBody() || !m_framer.keepAlive() || m_framer.state() == HttpFramer::State::Refused;
    m_phase = Phase::InHand;
    m_dispatching = true;
    if (m_verdict.kind == AccessPolicy::Verdict::Kind::Preflight)
        HttpReply(*this).send(204, {});
    else
        sendRefusal(m_verdict.status, m_verdict.detail);
    m_dispatching = false;
    if (m_phase == Phase::Reading)
        nextRequest();
}

// Sets the deadline of what is waited for. It starts when the state is entered, so that trickling does not extend it; a
// body's moves on with its bytes, at the slowest rate allowed.
void HttpConnection::awaitMore()
{
    m_connections.waits();
    const HttpLimits &limits = m_connections.limits();
    const HttpFramer::State state = m_framer.state();
    if (state != m_timedState || state == HttpFramer::State::Idle) {
        m_timedState = state;
        m_phaseSinceMs = m_connections.nowMs();
    }
    if (state == HttpFramer::State::Idle) {
        m_deadlineMs = m_phaseSinceMs + limits.idleTimeoutMs;
    } else if (state == HttpFramer::State::Head) {
        m_deadlineMs = m_phaseSinceMs + limits.headerTimeoutMs;
    } else {
        m_deadlineMs =
            m_phaseSinceMs + limits.bodyTimeoutMs + m_framer.bodyBytes() * 1000 / limits.transferBytesPerSecondMin;
        if (!m_continueSent && m_framer.continueAwaited() && hasRoomForBody()) {
            m_continueSent = true;
            m_network->write("HTTP/1.1 100 Continue\r\n\r\n");
        }
    }
}

// --- the request in hand

void HttpConnection::dispatch()
{
    m_phase = Phase::InHand;
    m_deadlineMs = noDeadline;
    m_timedState = HttpFramer::State::Complete;
    m_closeAfterAnswer = !m_framer.keepAlive();
    endBody();
    if (m_bodyShare)
        m_bodyShare->holdInHand();
    const bool isWithinLimit = m_connections.beginRequest();
    m_inFlight = true;

    m_dispatching = true;
    if (!isWithinLimit) {
        m_connections.countRefusal(503);
        HttpReply(*this).sendProblem(503, "Too many requests are being answered; try again.", {{"Retry-After", "1"}});
    } else if (!m_connections.deliver(*this)) {
        refuse(400, "The request's target is malformed.");
    }
    m_dispatching = false;
    if (m_phase == Phase::Reading)
        nextRequest();
}

void HttpConnection::appendHeadForQt(QByteArray &head) const
{
    head.append(m_framer.method()).append(' ').append(m_framer.path());
    if (!m_framer.query().isEmpty())
        head.append('?').append(m_framer.query());
    head.append(" HTTP/1.1\r\nHost: ").append(m_framer.host()).append("\r\n\r\n");
}

void HttpConnection::handOver(RequestHandler &handler)
{
    HttpReply reply(*this);
    reply.keep(m_bodyShare);
    handler.handle(HttpRequest(m_framer, m_remoteAddress, m_verdict.granted), std::move(reply));
}

void HttpConnection::answer(int status, std::span<const HttpField> fields, const QByteArray &body)
{
    Q_ASSERT(m_phase == Phase::InHand);
    write(status, fields, body, m_framer.method() == QByteArrayView("HEAD"));
}

bool HttpConnection::reserve(qsizetype bytes)
{
    if (!m_connections.reserveAnswerBytes(bytes))
        return false;
    m_reservedBytes += bytes;
    return true;
}

void HttpConnection::releaseReserved()
{
    m_connections.releaseAnswerBytes(std::exchange(m_reservedBytes, 0));
}

// Ends the request in hand after its answer. While dispatching the caller goes on with the next request himself, since
// the handler may still look at this one.
void HttpConnection::answered()
{
    releaseReserved();
    if (m_inFlight) {
        m_inFlight = false;
        m_connections.endRequest();
    }
    if (m_closeAfterAnswer)
        return closeDown();
    m_phase = Phase::Reading;
    if (m_dispatching)
        return;
    nextRequest();
    if (m_framer.state() == HttpFramer::State::Idle && !m_unread)
        awaitMore();
    else // not from within the handler's callback
        QMetaObject::invokeMethod(this, &HttpConnection::resume, Qt::QueuedConnection);
}

void HttpConnection::nextRequest()
{
    m_framer.next();
    m_continueSent = false;
    m_judged = false;
    m_verdict = {};
    m_bodyShare.reset();
}

void HttpConnection::resume()
{
    if (m_phase != Phase::Reading)
        return;
    process();
    if (m_phase == Phase::Reading && m_unread)
        readOn();
}

// --- writing

void HttpConnection::write(int status, std::span<const HttpField> fields, const QByteArray &body, bool withoutBody)
{
    m_phaseSinceMs = m_connections.nowMs();
    AnswerFrame frame;
    frame.bodyBytes = body.size();
    frame.date = m_connections.date(m_phaseSinceMs);
    frame.lines = m_verdict.answerLines;
    if (lcRequest().isDebugEnabled())
        logAnswer(status, body.size());
    m_closeAfterAnswer = m_closeAfterAnswer || m_connections.closesAfterAnswers();
    if (m_closeAfterAnswer)
        frame.connection = AnswerFrame::Connection::Close;
    else if (m_framer.minorVersion() == 0)
        frame.connection = AnswerFrame::Connection::KeepAlive;

    QByteArray &scratch = m_connections.writeScratch();
    scratch.resize(0);
    appendAnswerHead(scratch, status, fields, frame);
    m_answerSent = 0;
    if (!withoutBody && statusHasBody(status)) {
        const qsizetype joined = qMin(body.size(), joinedBodyBytesMax);
        scratch.append(body.constData(), joined);
        if (joined < body.size()) {
            m_answerBody = body;
            m_answerSent = joined;
        }
    }
    m_phase = Phase::Writing;
    if (m_network->write(scratch.constData(), scratch.size()) < 0)
        return retire();
    writeOn();
}

// The query is left out: the original's requests have their values there.
void HttpConnection::logAnswer(int status, qsizetype bodyBytes) const
{
    if (!m_framer.headComplete())
        return;
    qCDebug(lcRequest).noquote() << m_framer.method().toByteArray() << m_framer.path().toByteArray() << status
                                 << bodyBytes << "bytes" << m_connections.nowMs() - m_requestSinceMs << "ms, for"
                                 << m_remoteAddress.toString() << m_verdict.who;
}

// Hands the socket a slice whenever it has passed the last one on, so that a slow reader costs one slice and not a copy
// of the value.
void HttpConnection::writeOn()
{
    while (unsentBytes() == 0 && m_answerSent < m_answerBody.size()) {
        const qsizetype bytes = qMin(sliceBytes, m_answerBody.size() - m_answerSent);
        if (!m_connections.maySendSlice(this, bytes))
            break;
        if (m_network->write(m_answerBody.constData() + m_answerSent, bytes) < 0)
            return retire();
        m_answerSent += bytes;
    }
    if (unsentBytes() > 0 || m_answerSent < m_answerBody.size()) {
        const HttpLimits &limits = m_connections.limits();
        const qint64 passedOn = qMax<qint64>(m_answerSent - unsentBytes(), 0);
        m_deadlineMs = m_phaseSinceMs + limits.writeTimeoutMs + passedOn * 1000 / limits.transferBytesPerSecondMin;
        return;
    }
    m_answerBody = QByteArray();
    answered();
}

void HttpConnection::goOnSending()
{
    if (m_phase == Phase::Writing)
        writeOn();
}

void HttpConnection::onBytesWritten()
{
    if (m_phase == Phase::Writing)
        writeOn();
    else if (m_phase == Phase::Streaming)
        streamOn();
}

// --- an answer that goes on

// No longer a request that waits for its answer. The connection ends with it.
StreamSink *HttpConnection::beginStream(std::span<const HttpField> fields)
{
    Q_ASSERT(m_phase == Phase::InHand);
    if (!m_connections.beginStream(*this))
        return nullptr;
    m_streamState = std::make_unique<StreamState>();
    m_streamState->isChunked = m_framer.minorVersion() > 0;
    m_closeAfterAnswer = true;
    if (std::exchange(m_inFlight, false))
        m_connections.endRequest();
    AnswerFrame frame;
    frame.length = m_streamState->isChunked ? AnswerFrame::Length::Chunked : AnswerFrame::Length::UntilClose;
    frame.connection = AnswerFrame::Connection::Close;
    frame.date = m_connections.date(m_connections.nowMs());
    frame.lines = m_verdict.answerLines;
    QByteArray &scratch = m_connections.writeScratch();
    scratch.resize(0);
    appendAnswerHead(scratch, 200, fields, frame);
    if (lcRequest().isDebugEnabled())
        logAnswer(200, 0);
    m_phase = Phase::Streaming;
    m_network->write(scratch.constData(), scratch.size());
    m_deadlineMs = unsentBytes() > 0 ? m_connections.nowMs() + m_connections.limits().writeTimeoutMs : noDeadline;
    m_connections.waits();
    if (m_unread)
        QMetaObject::invokeMethod(this, &HttpConnection::onReadyRead, Qt::QueuedConnection);
    return this;
}

void HttpConnection::writeStream(const QByteArray &bytes)
{
    if (m_phase != Phase::Streaming || bytes.isEmpty())
        return;
    m_streamState->pieces.push_back(bytes);
    m_streamState->bytes += bytes.size();
    if (unsentBytes() == 0)
        streamOn();
}

void HttpConnection::finishStream()
{
    if (m_phase != Phase::Streaming)
        return;
    m_streamState->isFinished = true;
    if (unsentBytes() == 0)
        streamOn();
}

qint64 HttpConnection::unsentStreamBytes() const
{
    return m_streamState->bytes + unsentBytes();
}

void HttpConnection::askToEndStream()
{
    if (m_phase == Phase::Streaming && stream())
        stream()->owner().streamShouldEnd();
}

// The next slice, as a chunk of its own where the answer has chunks. False if the connection has ended.
bool HttpConnection::sendPiece()
{
    StreamState &state = *m_streamState;
    const QByteArray &piece = state.pieces.front();
    const qsizetype bytes = qMin(sliceBytes, piece.size() - state.sent);
    QByteArray &scratch = m_connections.writeScratch();
    scratch.resize(0);
    if (state.isChunked)
        scratch.append(QByteArray::number(bytes, 16)).append("\r\n");
    scratch.append(piece.constData() + state.sent, bytes);
    if (state.isChunked)
        scratch.append("\r\n");
    state.sent += bytes;
    state.bytes -= bytes;
    if (state.sent == piece.size()) {
        state.pieces.erase(state.pieces.begin());
        state.sent = 0;
    }
    if (m_network->write(scratch.constData(), scratch.size()) >= 0)
        return true;
    retire();
    return false;
}

// The client has the time for a slow answer to take the next bytes, however many there are.
void HttpConnection::streamOn()
{
    StreamState &state = *m_streamState;
    while (unsentBytes() == 0 && !state.pieces.empty()) {
        if (!sendPiece())
            return;
    }
    if (unsentBytes() > 0) {
        m_deadlineMs = m_connections.nowMs() + m_connections.limits().writeTimeoutMs;
        return;
    }
    m_deadlineMs = noDeadline;
    if (!state.isFinished) {
        if (stream())
            stream()->owner().streamDrained();
        return;
    }
    m_phase = Phase::Writing;
    m_phaseSinceMs = m_connections.nowMs();
    if (state.isChunked && m_network->write("0\r\n\r\n", 5) < 0)
        return retire();
    writeOn();
}

// Requests behind one that is answered like this are not expected; what matters is the end.
void HttpConnection::readWhileStreaming()
{
    constexpr qint64 unreadBytesMax = 64 * 1024;
    m_unread = false;
    m_heard = true;
    QByteArray &scratch = m_connections.readScratch();
    const qint64 bytes = m_network->read(scratch.data(), scratch.size());
    m_streamState->unreadBytes += bytes;
    if (bytes < 0 || m_streamState->unreadBytes > unreadBytesMax)
        return retire();
    m_connections.waits();
    if (holdsMore())
        QMetaObject::invokeMethod(this, &HttpConnection::onReadyRead, Qt::QueuedConnection);
}

// --- the end

// Answers what never became a request, or must not; the stream cannot be trusted any further.
void HttpConnection::refuse(int status, const char *detail)
{
    m_closeAfterAnswer = true;
    m_phase = Phase::InHand;
    const AccessPolicy *policy = m_connections.accessPolicy();
    if (!m_judged && policy)
        m_verdict.answerLines = policy->answerLines(HttpRequest(m_framer, m_remoteAddress, Access::Open));
    dropBody();
    sendRefusal(status, detail);
}

void HttpConnection::sendRefusal(int status, const char *detail)
{
    qCDebug(lcGuard, "%s: %d %s", qUtf8Printable(m_remoteAddress.toString()), status, detail);
    m_connections.countRefusal(status);
    HttpReply reply(*this);
    if (status == 405)
        reply.sendProblem(status, detail, {{"Allow", "GET, HEAD, PUT, POST, DELETE"}});
    else if (status == 503)
        reply.sendProblem(status, detail, {{"Retry-After", "1"}});
    else if (!m_verdict.challenge.isEmpty())
        reply.sendProblem(status, detail, {{"WWW-Authenticate", m_verdict.challenge}});
    else
        reply.sendProblem(status, detail);
}

void HttpConnection::closeDown()
{
    // Closing with bytes unread makes the kernel send a reset, which may overtake the answer.
    if (m_framer.state() != HttpFramer::State::Complete || m_framer.bytesBehind() > 0 || m_unread)
        return drain();
    m_network->disconnectFromHost();
}

void HttpConnection::drain()
{
    const HttpLimits &limits = m_connections.limits();
    m_phase = Phase::Draining;
    m_deadlineMs = m_connections.nowMs() + 10 * limits.drainPauseMs;
    m_drainTimer = new QTimer(this);
    m_drainTimer->setSingleShot(true);
    connect(m_drainTimer, &QTimer::timeout, this, &HttpConnection::retire);
    m_drainTimer->start(limits.drainPauseMs);
    readAndDrop();
}

void HttpConnection::readAndDrop()
{
    // A client that still sends reads the answer once its system's buffer is full; the timer closes.
    if (m_drainedBytes > 2 * m_connections.limits().bodyBytesMax)
        return;
    QByteArray &scratch = m_connections.readScratch();
    const qint64 bytes = m_network->read(scratch.data(), scratch.size());
    if (bytes < 0)
        return retire();
    m_drainedBytes += bytes;
    if (bytes > 0)
        m_drainTimer->start();
    if (holdsMore())
        QMetaObject::invokeMethod(this, &HttpConnection::onReadyRead, Qt::QueuedConnection);
}

void HttpConnection::checkDeadline(qint64 nowMs)
{
    if (nowMs < m_deadlineMs || m_phase == Phase::InHand || m_phase == Phase::Closed)
        return;
    if (waitsForRoom())
        return refuse(503, tooManyBodies);
    const bool requestBegun = m_phase == Phase::Reading && m_framer.state() != HttpFramer::State::Idle;
    if (m_phase != Phase::Draining)
        m_connections.countTimeout();
    if (requestBegun)
        refuse(408, "The request did not arrive in time.");
    else
        retire();
}

// Qt's socket watches its descriptor with a notifier that it has as a child, if it watches it at all.
bool HttpConnection::parkIfSilent(listener::IdleSockets &parking)
{
    if (m_phase != Phase::Reading && m_phase != Phase::Streaming)
        return true;
    if (std::exchange(m_heard, false))
        return false;
    if (!m_readNotifier) {
        for (QSocketNotifier *notifier : m_network->findChildren<QSocketNotifier *>()) {
            if (notifier->type() == QSocketNotifier::Read)
                m_readNotifier = notifier;
        }
    }
    if (m_readNotifier && m_readNotifier->isEnabled())
        parking.park(m_readNotifier);
    return true;
}

void HttpConnection::qtLetGo()
{
    m_guarded = nullptr;
    retire();
}

void HttpConnection::qtWantsToClose()
{
    // A request in hand is answered first; deliver() has noticed if it was for this very request.
    if (m_phase == Phase::Reading)
        m_network->disconnectFromHost();
}

// Out of the books at once, deleted when nothing of it is on the stack. A reply that is still out there answers nobody.
void HttpConnection::retire()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    forsakeReply();
    forsakeStream();
    if (m_inFlight)
        m_connections.endRequest();
    endBody();
    m_bodyShare.reset();
    releaseReserved();
    m_connections.forget(this);
    m_network->disconnect(this);
    m_network->abort();
    if (GuardedSocket *guarded = m_guarded.data()) {
        m_guarded = nullptr;
        guarded->finish();
    }
    deleteLater();
}

} // namespace http
