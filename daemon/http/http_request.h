// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a route sees of a request: views into the guard's buffer, made without copying or decoding anything. The path
// and the query are the raw bytes of the request line, still percent-encoded, because a key may hold a slash or bytes
// that are no UTF-8, and QUrl would change both.

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHostAddress>

#include <optional>

namespace http {

class HttpFramer;
enum class Access : quint8;

// Valid only during RequestHandler::handle(); what is needed later must be copied (a copy of body() shares the bytes).
class HttpRequest {
public:
    // framer must be complete, and both must outlive the request. granted: what the guard found that the sender may do.
    HttpRequest(const HttpFramer &framer, const QHostAddress &remoteAddress, Access granted);

    // As sent: methods are case-sensitive, and unknown ones arrive here too.
    QByteArrayView method() const;
    // "/…" (or "*" with OPTIONS), up to the question mark.
    QByteArrayView path() const;
    // After the question mark, without it; empty if there is none.
    QByteArrayView query() const;
    // Value of the first query item of that (plain ASCII) name, decoded, plus signs as spaces; nothing if the item is
    // missing or malformed. An item without "=" is empty.
    std::optional<QByteArray> queryItem(QByteArrayView name) const;
    // Value of the first field of that name (any case), without the space around it; null if there is none.
    QByteArrayView header(QByteArrayView name) const;
    // For a field that is a list: the values of all fields of that name, joined by commas as if they were one (RFC
    // 9110, 5.3); null if there is none.
    QByteArray headerList(QByteArrayView name) const;
    // Host and port the client meant: of the target if that was absolute, else of the Host field. Empty in HTTP/1.0.
    QByteArrayView host() const;
    // Decoded from chunks where need be. Empty if there is none.
    const QByteArray &body() const;
    // False if the client said nothing about a body. The guard answers 411 to such a PUT by itself; a route whose POST
    // needs a body does so with problem 411 (others, like leave, are commonly sent by curl -X POST without a length).
    bool hasLength() const;
    const QHostAddress &remoteAddress() const { return m_remoteAddress; }
    // May the sender do this? For routes whose body decides what they do; the guard has asked for the rest.
    bool permits(Access access) const { return access <= m_granted; }

private:
    const HttpFramer &m_framer;
    const QHostAddress &m_remoteAddress;
    const Access m_granted;
};

} // namespace http
