// SPDX-License-Identifier: GPL-3.0-or-later
//
// Section numbers are of RFC 9112 unless another is named.

#include "request_table.h"

namespace {

constexpr int lineMax = 256;
constexpr int fieldsMax = 512;
constexpr int fieldCountMax = 10;
constexpr int bodyMax = 1000;
constexpr int chunkLineMax = 32;

// A request with one Host field and the given further lines.
QByteArray get(const QByteArray &lines = {}, const QByteArray &body = {})
{
    return "GET /v1/kv/a HTTP/1.1\r\nHost: node\r\n" + lines + "\r\n" + body;
}

QByteArray put(const QByteArray &lines, const QByteArray &body = {})
{
    return "PUT /v1/kv/a HTTP/1.1\r\nHost: node\r\n" + lines + "\r\n" + body;
}

QByteArray chunked(const QByteArray &body)
{
    return put("Transfer-Encoding: chunked\r\n", body);
}

QByteArray line(const QByteArray &requestLine)
{
    return requestLine + "\r\nHost: node\r\n\r\n";
}

QByteArray host(const QByteArray &value)
{
    return "GET / HTTP/1.1\r\nHost:" + value + "\r\n\r\n";
}

// A request line of that many bytes, CRLF not counted.
QByteArray longLine(int bytes)
{
    const QByteArray around = "GET / HTTP/1.1";
    return line("GET /" + QByteArray(bytes - around.size(), 'a') + " HTTP/1.1");
}

// A GET whose fields, with the empty line, are that many bytes.
QByteArray longFields(int bytes)
{
    const QByteArray around = "Host: node\r\nX: \r\n\r\n";
    return get("X: " + QByteArray(bytes - around.size(), 'b') + "\r\n");
}

QByteArray manyFields(int count)
{
    QByteArray lines;
    for (int i = 1; i < count; ++i)
        lines += "N" + QByteArray::number(i) + ": 1\r\n";
    return get(lines);
}

QList<RequestCase> accepted()
{
    const QByteArray nul(1, '\0');
    return {
        {"GET", get(), 200, true},
        {"HTTP/1.0 closes", "GET / HTTP/1.0\r\n\r\n", 200, false},
        {"HTTP/1.0 with Host", "GET / HTTP/1.0\r\nHost: node\r\n\r\n", 200, false},
        {"HTTP/1.0 keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, true},
        {"HTTP/1.0 POST", "POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", 200, false},
        {"HTTP/1.0 ignores Expect", "GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n", 200, false},
        {"Connection: close", get("Connection: close\r\n"), 200, false},
        {"Connection: Close", get("Connection: Close\r\n"), 200, false},
        {"Connection: close in a list", get("Connection: keep-alive , close\r\n"), 200, false},
        {"close wins over keep-alive", "GET / HTTP/1.0\r\nConnection: close, keep-alive\r\n\r\n", 200, false},
        {"Connection: keep-alive", get("Connection: keep-alive\r\n"), 200, true},
        {"Connection: other option", get("Connection: closed\r\n"), 200, true},
        {"HEAD", line("HEAD / HTTP/1.1"), 200, true},
        {"DELETE", line("DELETE /v1/kv/a HTTP/1.1"), 200, true},
        {"OPTIONS *", line("OPTIONS * HTTP/1.1"), 200, true},
        {"unknown method is the handler's", line("BREW /pot HTTP/1.1"), 200, true},
        {"lower-case method is another method", line("get / HTTP/1.1"), 200, true},
        {"POST without length is the handler's", line("POST /v1/node/leave HTTP/1.1"), 200, true},
        {"POST, length 0", "POST / HTTP/1.1\r\nHost: node\r\nContent-Length: 0\r\n\r\n", 200, true},
        {"PUT", put("Content-Length: 5\r\n", "hello"), 200, true},
        {"PUT, leading zeros", put("Content-Length: 005\r\n", "hello"), 200, true},
        {"PUT, NUL bytes in the body", put("Content-Length: 3\r\n", nul + "\n" + nul), 200, true},
        {"PUT, body like a request", put("Content-Length: 18\r\n", "GET / HTTP/1.1\r\n\r\n"), 200, true},
        {"GET with a body", get("Content-Length: 3\r\n", "abc"), 200, true},
        {"body of the limit", put("Content-Length: 1000\r\n", QByteArray(bodyMax, 'x')), 200, true},
        {"chunks", chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), 200, true},
        {"no chunk", chunked("0\r\n\r\n"), 200, true},
        {"chunk size in upper case, zeros in front", chunked("000A\r\n0123456789\r\n00\r\n\r\n"), 200, true},
        {"chunk extension", chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n"), 200, true},
        {"chunks of the limit", chunked("3e8\r\n" + QByteArray(bodyMax, 'x') + "\r\n0\r\n\r\n"), 200, true},
        {"trailer", chunked("1\r\na\r\n0\r\nX-Sum: 5\r\nHost: other\r\n\r\n"), 200, true},
        {"Transfer-Encoding: Chunked", put("Transfer-Encoding: Chunked\r\n", "0\r\n\r\n"), 200, true},
        {"Expect with a body", put("Expect: 100-continue\r\nContent-Length: 2\r\n", "ab"), 200, true},
        {"Expect without a body", get("Expect: 100-continue\r\n"), 200, true},
        {"Expect with chunks", put("Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 200, true},
        {"fields that may be there twice", get("Accept: a\r\nAccept: b\r\nX-A: 1\r\nX-A: 2\r\n"), 200, true},
        {"Upgrade: websocket is ignored",
         get("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
         200, true},
        {"Upgrade: h2c is ignored",
         get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n"), 200, true},
        {"absolute target", "GET http://node:80/a HTTP/1.1\r\nHost: other\r\n\r\n", 200, true},
        {"absolute target without a path", line("GET http://node HTTP/1.1"), 200, true},
        {"absolute target, query only", line("GET HTTP://node?x=1 HTTP/1.1"), 200, true},
        {"percent-encoded slash and non-UTF-8", line("GET /v1/kv/%2F%ff%00 HTTP/1.1"), 200, true},
        {"malformed percent is the handler's", line("GET /v1/kv/%zz HTTP/1.1"), 200, true},
        {"path of odd characters", line("GET //a/../{b}|c^[d]?x=[]{}&y HTTP/1.1"), 200, true},
        {"Host with a port", host(" node:8080"), 200, true},
        {"Host, IPv4", host(" 127.0.0.1:1"), 200, true},
        {"Host, IPv6", host(" [::1]"), 200, true},
        {"Host, IPv6 with a port", host(" [fe80::1]:65535"), 200, true},
        {"Host with spaces around", host(" \t node \t"), 200, true},
        {"Host without a space", host("node"), 200, true},
        {"Host with an empty port", host(" node:"), 200, true},
        {"hOsT", "GET / HTTP/1.1\r\nhOsT: node\r\n\r\n", 200, true},
        {"empty lines before", "\r\n\r\n" + get(), 200, true},
        {"empty field value", get("X-Empty:\r\n"), 200, true},
        {"field value above ASCII", get("X-Name: J\xc3\xbcrgen\xff\r\n"), 200, true},
        {"field name of token characters", get("!#$%&'*+-.^_`|~9z: 1\r\n"), 200, true},
        {"request line of the limit", longLine(lineMax), 200, true},
        {"fields of the limit", longFields(fieldsMax), 200, true},
        {"as many fields as there may be", manyFields(fieldCountMax), 200, true},
    };
}

QList<RequestCase> malformedLines()
{
    const QByteArray nul(1, '\0');
    return {
        {"HTTP/0.9", "GET /\r\n", 400, false},
        {"HTTP/2.0", line("GET / HTTP/2.0"), 505, false},
        {"HTTP/9.9", line("GET / HTTP/9.9"), 505, false},
        {"HTTP/1.2", line("GET / HTTP/1.2"), 505, false},
        {"HTTP/0.9 said", line("GET / HTTP/0.9"), 505, false},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, false},
        {"http/1.1", line("GET / http/1.1"), 400, false},
        {"HTTP/1.10", line("GET / HTTP/1.10"), 400, false},
        {"HTTP/11", line("GET / HTTP/11"), 400, false},
        {"no version", line("GET / "), 400, false},
        {"space behind the version", line("GET / HTTP/1.1 "), 400, false},
        {"two spaces", line("GET  / HTTP/1.1"), 400, false},
        {"space in the target", line("GET /a b HTTP/1.1"), 400, false},
        {"tabs", line("GET\t/\tHTTP/1.1"), 400, false},
        {"space first", line(" GET / HTTP/1.1"), 400, false},
        {"no method", line("/ HTTP/1.1"), 400, false},
        {"method with a bad character", line("G(T / HTTP/1.1"), 400, false},
        {"endless method", line(QByteArray(40, 'G') + " / HTTP/1.1"), 400, false},
        {"NUL in the method", line("GE" + nul + "T / HTTP/1.1"), 400, false},
        {"NUL in the target", line("GET /a" + nul + "b HTTP/1.1"), 400, false},
        {"NUL first", nul + get(), 400, false},
        {"a TLS handshake in version 2", QByteArray("\x80\x2e\x01\x00\x02", 5), 400, false},
        {"target above ASCII", line("GET /caf\xc3\xa9 HTTP/1.1"), 400, false},
        {"target with a fragment", line("GET /a#b HTTP/1.1"), 400, false},
        {"target without a slash", line("GET a HTTP/1.1"), 400, false},
        {"target of another scheme", line("GET ftp://node/ HTTP/1.1"), 400, false},
        {"absolute target without a host", line("GET http:///a HTTP/1.1"), 400, false},
        {"absolute target with a user", line("GET http://me@node/ HTTP/1.1"), 400, false},
        {"asterisk with GET", line("GET * HTTP/1.1"), 400, false},
        {"CONNECT", line("CONNECT node:443 HTTP/1.1"), 405, false},
        {"request line too long", longLine(lineMax + 1), 414, false},
        {"request line far too long", longLine(4 * lineMax), 414, false},
        {"request line without an end", QByteArray(lineMax + 2, 'A'), 414, false},
        {"request line ends in a bare LF", "GET / HTTP/1.1\nHost: node\n\n", 400, false},
        {"LF first", "\n" + get(), 400, false},
        {"too many empty lines before", "\r\n\r\n\r\n\r\n\r\n" + get(), 400, false},
    };
}

QList<RequestCase> malformedFields()
{
    const QByteArray nul(1, '\0');
    return {
        {"field ends in a bare LF", get("A: b\n"), 400, false},
        {"bare CR in a field", get("A: b\rC: d\r\n"), 400, false},
        {"folded field", get("A: b\r\n c\r\n"), 400, false},
        {"folded first field", "GET / HTTP/1.1\r\n Host: node\r\n\r\n", 400, false},
        {"folded by a tab", get("A: b\r\n\tc\r\n"), 400, false},
        {"space before the colon", get("A : b\r\n"), 400, false},
        {"space before Content-Length's colon", put("Content-Length : 5\r\n", "hello"), 400, false},
        {"no colon", get("AB\r\n"), 400, false},
        {"no name", get(": b\r\n"), 400, false},
        {"space in the name", get("A B: c\r\n"), 400, false},
        {"NUL in a value", get("A: b" + nul + "c\r\n"), 400, false},
        {"NUL in a name", get("A" + nul + ": c\r\n"), 400, false},
        {"control character in a value", get("A: b\x01\r\n"), 400, false},
        {"DEL in a value", get("A: b\x7f\r\n"), 400, false},
        {"name above ASCII", get("\xc3\xa4: b\r\n"), 400, false},
        {"fields too long", longFields(fieldsMax + 1), 431, false},
        {"field without an end", "GET / HTTP/1.1\r\nX: " + QByteArray(fieldsMax, 'x'), 431, false},
        {"too many fields", manyFields(fieldCountMax + 1), 431, false},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400, false},
        {"no Host, absolute target", "GET http://node/ HTTP/1.1\r\n\r\n", 400, false},
        {"two Hosts", get("Host: other\r\n"), 400, false},
        {"the same Host twice", get("Host: node\r\n"), 400, false},
        {"two Content-Types", put("Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 0\r\n", {}), 400, false},
        {"the same Content-Type twice", get("Content-Type: a/b\r\ncontent-type: a/b\r\n"), 400, false},
        {"two tokens", get("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400, false},
        {"two Origins", get("Origin: http://node\r\nOrigin: http://evil\r\n"), 400, false},
        {"empty Host", host(""), 400, false},
        {"Host of spaces", host("   "), 400, false},
        {"Host with a space inside", host(" a b"), 400, false},
        {"Host with a slash", host(" node/path"), 400, false},
        {"Host with a user", host(" me@node"), 400, false},
        {"Host with a comma", host(" node,other"), 400, false},
        {"Host with a scheme", host(" http://node"), 400, false},
        {"Host without a name", host(" :80"), 400, false},
        {"Host with a port of letters", host(" node:http"), 400, false},
        {"Host with an endless port", host(" node:655350"), 400, false},
        {"Host with two ports", host(" node:1:2"), 400, false},
        {"Host, IPv6 not closed", host(" [::1"), 400, false},
        {"Host, IPv6 and more", host(" [::1]x"), 400, false},
        {"malformed Host in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a b\r\n\r\n", 400, false},
        {"another expectation", put("Expect: 200-ok\r\nContent-Length: 1\r\n", "x"), 417, false},
    };
}

QList<RequestCase> malformedBodies()
{
    const QByteArray nul(1, '\0');
    const QByteArray te = "Transfer-Encoding: chunked\r\n";
    return {
        {"PUT without a length", put(""), 411, false},
        {"two lengths that differ", put("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), 400, false},
        {"two lengths that agree", put("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400, false},
        {"list of lengths", put("Content-Length: 5, 5\r\n", "hello"), 400, false},
        {"negative length", put("Content-Length: -5\r\n", "hello"), 400, false},
        {"length with a plus", put("Content-Length: +5\r\n", "hello"), 400, false},
        {"length in hexadecimal", put("Content-Length: 0x5\r\n", "hello"), 400, false},
        {"length with a fraction", put("Content-Length: 5.0\r\n", "hello"), 400, false},
        {"empty length", put("Content-Length:\r\n"), 400, false},
        {"length over the limit", put("Content-Length: 1001\r\n", "x"), 413, false},
        {"length beyond 64 bits", put("Content-Length: 99999999999999999999999\r\n", "x"), 413, false},
        {"length that wraps to 5", put("Content-Length: 18446744073709551621\r\n", "hello"), 413, false},
        {"length and chunks", put("Content-Length: 5\r\n" + te, "0\r\n\r\n"), 400, false},
        {"chunks and length", put(te + "Content-Length: 5\r\n", "0\r\n\r\n"), 400, false},
        {"Transfer-Encoding: gzip, chunked", put("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400, false},
        {"Transfer-Encoding: chunked, chunked", put("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400,
         false},
        {"Transfer-Encoding: identity", put("Transfer-Encoding: identity\r\n", "0\r\n\r\n"), 400, false},
        {"Transfer-Encoding: xchunked", put("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400, false},
        {"Transfer-Encoding: empty", put("Transfer-Encoding:\r\n"), 400, false},
        {"Transfer-Encoding twice", put(te + te, "0\r\n\r\n"), 400, false},
        {"Transfer-Encoding with a vertical tab",
         put("Transfer-Encoding: \x0b"
             "chunked\r\n",
             "0\r\n\r\n"),
         400, false},
        {"Transfer-Encoding in HTTP/1.0", "PUT / HTTP/1.0\r\n" + te + "\r\n0\r\n\r\n", 400, false},
        {"chunk of -1", chunked("-1\r\nx\r\n0\r\n\r\n"), 400, false},
        {"chunk of zz", chunked("zz\r\n0\r\n\r\n"), 400, false},
        {"chunk of 0x5", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk of nothing", chunked("\r\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk with a space in front", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk with a space behind", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk of 16 digits", chunked("0000000000000005\r\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk that wraps", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk longer than its size", chunked("3\r\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk shorter than its size", chunked("7\r\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk's size ends in a bare LF", chunked("5\nhello\r\n0\r\n\r\n"), 400, false},
        {"chunk's data end in a bare LF", chunked("5\r\nhello\n0\r\n\r\n"), 400, false},
        {"last chunk ends in a bare LF", chunked("0\r\n\n"), 400, false},
        {"chunk over the limit", chunked("3e9\r\n"), 413, false},
        {"chunks over the limit together", chunked("3e8\r\n" + QByteArray(bodyMax, 'x') + "\r\n1\r\nx\r\n"), 413,
         false},
        {"chunk far over the limit", chunked("fffffffffffffff\r\n"), 413, false},
        {"chunk extension too long", chunked("5;" + QByteArray(chunkLineMax, 'a') + "\r\nhello\r\n"), 400, false},
        {"chunk extension with NUL", chunked("5;a" + nul + "\r\nhello\r\n0\r\n\r\n"), 400, false},
        {"malformed trailer", chunked("0\r\nno colon\r\n\r\n"), 400, false},
        {"folded trailer", chunked("0\r\nA: b\r\n c\r\n\r\n"), 400, false},
        {"trailer too long", chunked("0\r\nA: " + QByteArray(fieldsMax, 'a') + "\r\n\r\n"), 431, false},
    };
}

} // namespace

http::HttpLimits tableLimits()
{
    http::HttpLimits limits;
    limits.requestLineBytesMax = lineMax;
    limits.headerBytesMax = fieldsMax;
    limits.headerCountMax = fieldCountMax;
    limits.bodyBytesMax = bodyMax;
    limits.chunkLineBytesMax = chunkLineMax;
    limits.drainPauseMs = 20;
    return limits;
}

const QList<RequestCase> &requestTable()
{
    static const QList<RequestCase> table = accepted() + malformedLines() + malformedFields() + malformedBodies();
    return table;
}
