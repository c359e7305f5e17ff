// SPDX-License-Identifier: GPL-3.0-or-later
//
// The bytes of an answer: status line, fields, and the problem documents that every refusal is made of.

#pragma once

#include "http/http_reply.h"

namespace http {

// RFC 9110, 15: "Not Found" and the like; "Unknown" for a status nobody registered.
QByteArrayView reasonPhrase(int status);

// RFC 9457: {"type":"about:blank","title":…,"status":…,"detail":…}.
QByteArray problemJson(int status, QByteArrayView detail);

inline constexpr char problemMediaType[] = "application/problem+json";

struct AnswerFrame {
    qsizetype bodyBytes = 0;
    // What the Connection field says: nothing when the connection stays open, as it does by default in HTTP/1.1.
    enum class Connection { Persistent, KeepAlive, Close } connection = Connection::Persistent;
    // Of now, in the form of HTTP.
    QByteArrayView date;
    // Further whole lines, each ended by CRLF; ours, so not checked.
    QByteArrayView lines = {};
    // How long the body is: as long as bodyBytes; or told by chunks, or by the end of the connection.
    enum class Length { Known, Chunked, UntilClose } length = Length::Known;
};

// Appends everything up to and with the empty line. Content-Length is left out where RFC 9110 forbids it (204) or has
// no use for it (304). Fields whose name or value could break out of their line are left out.
void appendAnswerHead(QByteArray &out, int status, std::span<const HttpField> fields, const AnswerFrame &frame);

// 204 and 304 have no body, whatever the method.
bool statusHasBody(int status);

// "Sun, 06 Nov 1994 08:49:37 GMT" for seconds since 1970 (RFC 9110, 5.6.7).
QByteArray httpDate(qint64 secondsSinceEpoch);

} // namespace http
