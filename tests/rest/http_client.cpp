// SPDX-License-Identifier: GPL-3.0-or-later
//
// Asking and waiting.

#include "http_client.h"

#include "waiting.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>

#include <memory>

namespace {

constexpr int answerTimeoutMs = 20'000;

// One answer off the front of buffer; nothing while it is not all there.
std::optional<Answer> takeAnswer(QByteArray &buffer, bool withBody)
{
    const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return std::nullopt;
    Answer answer;
    const QList<QByteArray> lines = buffer.first(headEnd).split('\n');
    answer.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.fields.insert(line.first(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype bytes = withBody ? answer.field("Content-Length").toLongLong() : 0;
    if (buffer.size() < headEnd + 4 + bytes)
        return std::nullopt;
    answer.body = buffer.sliced(headEnd + 4, bytes);
    buffer.remove(0, headEnd + 4 + bytes);
    return answer;
}

} // namespace

QVariant Answer::member(const char *name) const
{
    return QJsonDocument::fromJson(body).object().value(QLatin1String(name)).toVariant();
}

bool Answer::isProblem() const
{
    return field("Content-Type") == "application/problem+json" && member("status").toInt() == status
        && !member("title").toString().isEmpty() && !member("detail").toString().isEmpty()
        && !member("type").toString().isEmpty();
}

HttpClient::HttpClient(quint16 port)
    : m_port(port)
{
}

Answer HttpClient::ask(const QByteArray &method, const QByteArray &target, const QByteArray &body, const Fields &fields)
{
    const QByteArray url = "http://127.0.0.1:" + QByteArray::number(m_port) + target;
    QNetworkRequest request(QUrl::fromEncoded(url, QUrl::StrictMode));
    // Otherwise Qt undoes Content-Encoding and sees to redirects.
    request.setRawHeader("Accept-Encoding", "identity");
    for (const auto &[name, value] : fields)
        request.setRawHeader(name, value);

    const std::unique_ptr<QNetworkReply> reply(method == "HEAD" ? m_manager.head(request)
                                                                : m_manager.sendCustomRequest(request, method, body));
    if (!waitFor([&reply] { return reply->isFinished(); }, answerTimeoutMs))
        return {};
    Answer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.fields.insert(name.toLower(), value);
    answer.body = reply->readAll();
    return answer;
}

Answer HttpClient::put(const QByteArray &target, const QByteArray &body, const Fields &fields)
{
    const bool typed =
        std::any_of(fields.begin(), fields.end(), [](const auto &f) { return f.first == "Content-Type"; });
    // Qt adds a type of its own to a body without one.
    return ask("PUT", target, body, typed ? fields : fields + Fields{{"Content-Type", "text/plain"}});
}

RawClient::RawClient(quint16 port)
{
    m_socket.connectToHost(QHostAddress::LocalHost, port);
    if (!waitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }, answerTimeoutMs))
        qFatal("Cannot connect to port %d.", port);
}

void RawClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
}

Answer RawClient::readAnswer(bool withBody)
{
    std::optional<Answer> answer;
    const bool came = waitFor(
        [&] {
            m_buffer += m_socket.readAll();
            answer = takeAnswer(m_buffer, withBody);
            return answer.has_value();
        },
        answerTimeoutMs);
    return came ? *answer : Answer();
}

bool RawClient::waitUntilClosed()
{
    return waitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, answerTimeoutMs);
}

std::optional<QByteArray> RawClient::readToEnd()
{
    if (!waitUntilClosed())
        return std::nullopt;
    return m_buffer + m_socket.readAll();
}

QByteArray rawExchange(quint16 port, const QByteArray &request)
{
    RawClient client(port);
    client.send(request);
    return client.readToEnd().value_or("(the connection stayed open)");
}

QByteArray rawRequest(const QByteArray &method, const QByteArray &target, const Fields &fields,
                      const std::optional<QByteArray> &body)
{
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const auto &[name, value] : fields)
        request += name + ": " + value + "\r\n";
    if (body)
        request += "Content-Length: " + QByteArray::number(body->size()) + "\r\n";
    return request + "\r\n" + body.value_or(QByteArray());
}
