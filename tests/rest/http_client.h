// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two clients for the tests: Qt's, which speaks HTTP as applications do, and a bare socket for bytes that no proper
// client would send. Both run the event loop while they wait, since the server lives in the same thread.

#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QNetworkAccessManager>
#include <QTcpSocket>

#include <optional>

struct Answer {
    int status = 0; // 0: none came
    QMap<QByteArray, QByteArray> fields; // by lower-case name
    QByteArray body;

    QByteArray field(const QByteArray &name) const { return fields.value(name.toLower()); }
    bool has(const QByteArray &name) const { return fields.contains(name.toLower()); }
    // A member of the body's JSON object.
    QVariant member(const char *name) const;
    bool isProblem() const;
};

using Fields = QList<QPair<QByteArray, QByteArray>>;

class HttpClient {
public:
    explicit HttpClient(quint16 port);

    // target: path and query, already encoded.
    Answer ask(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
               const Fields &fields = {});
    Answer get(const QByteArray &target, const Fields &fields = {}) { return ask("GET", target, {}, fields); }
    Answer put(const QByteArray &target, const QByteArray &body, const Fields &fields = {});

private:
    quint16 m_port;
    QNetworkAccessManager m_manager;
};

class RawClient {
public:
    // Connects, and waits until that is done.
    explicit RawClient(quint16 port);

    void send(const QByteArray &bytes);
    // The next answer; Answer::status 0 if none came in time. withBody: false for the answer to a HEAD.
    Answer readAnswer(bool withBody = true);
    // Everything until the server closes; nothing if it does not.
    std::optional<QByteArray> readToEnd();
    bool waitUntilClosed();
    void abort() { m_socket.abort(); }

private:
    QTcpSocket m_socket;
    QByteArray m_buffer;
};

// One request on a connection of its own, its answer's bytes whole. request ends the connection ("Connection: close").
QByteArray rawExchange(quint16 port, const QByteArray &request);

// "METHOD target HTTP/1.1" with Host, these field lines and the body with its length.
QByteArray rawRequest(const QByteArray &method, const QByteArray &target, const Fields &fields = {},
                      const std::optional<QByteArray> &body = {});
