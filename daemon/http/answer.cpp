// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writing answers. This is on the path of every request, hence appended piece by piece into a buffer that stays.

#include "http/answer.h"

#include "http/characters.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTimeZone>

#include <charconv>

namespace http {

namespace {

struct Phrase {
    int status;
    const char *text;
};

constexpr Phrase phrases[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

void appendNumber(QByteArray &out, qint64 number)
{
    char digits[24];
    const std::to_chars_result result = std::to_chars(digits, digits + sizeof digits, number);
    out.append(digits, result.ptr - digits);
}

} // namespace

QByteArrayView reasonPhrase(int status)
{
    for (const Phrase &phrase : phrases) {
        if (phrase.status == status)
            return phrase.text;
    }
    return "Unknown";
}

bool statusHasBody(int status)
{
    return status != 204 && status != 304;
}

QByteArray problemJson(int status, QByteArrayView detail)
{
    const QJsonObject problem{
        {QStringLiteral("type"), QStringLiteral("about:blank")},
        {QStringLiteral("title"), QString::fromLatin1(reasonPhrase(status))},
        {QStringLiteral("status"), status},
        {QStringLiteral("detail"), QString::fromUtf8(detail)},
    };
    return QJsonDocument(problem).toJson(QJsonDocument::Compact);
}

QByteArray httpDate(qint64 secondsSinceEpoch)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(secondsSinceEpoch, QTimeZone::utc());
    return QLocale::c().toString(time, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss")).toLatin1() + " GMT";
}

void appendAnswerHead(QByteArray &out, int status, std::span<const HttpField> fields, const AnswerFrame &frame)
{
    out.append("HTTP/1.1 ");
    appendNumber(out, status);
    out.append(' ').append(reasonPhrase(status)).append("\r\n");
    for (const HttpField &field : fields) {
        if (field.name.isEmpty() || !isAll(field.name, TokenCharacter) || !isAll(field.value, ValueCharacter))
            continue;
        out.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    if (frame.length == AnswerFrame::Length::Chunked) {
        out.append("Transfer-Encoding: chunked\r\n");
    } else if (statusHasBody(status) && frame.length == AnswerFrame::Length::Known) {
        out.append("Content-Length: ");
        appendNumber(out, frame.bodyBytes);
        out.append("\r\n");
    }
    if (frame.connection == AnswerFrame::Connection::Close)
        out.append("Connection: close\r\n");
    else if (frame.connection == AnswerFrame::Connection::KeepAlive)
        out.append("Connection: keep-alive\r\n");
    out.append(frame.lines);
    out.append("Date: ").append(frame.date).append("\r\n\r\n");
}

} // namespace http
