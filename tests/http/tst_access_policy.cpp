// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who may ask for what, over real sockets: other sites, other names for this node, and tokens. Each row is sent whole
// and byte by byte, and must get the same answer both ways.

#include "http_fixture.h"
#include "raw_client.h"

#include "http/access_policy.h"

#include <QTest>

namespace {

constexpr char tokens[] = "read reader\nwrite writer ci\nadmin boss\n";

QByteArray request(const QByteArray &line, const QByteArray &fields, const QByteArray &host = "127.0.0.1:11000",
                   const QByteArray &body = {})
{
    QByteArray bytes = line + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields;
    if (line.startsWith("PUT") || line.startsWith("POST"))
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}

} // namespace

class TestAccessPolicy : public QObject {
    Q_OBJECT

private slots:
    void hosts_data();
    void hosts();
    void crossSite_data();
    void crossSite();
    void portOfTheScheme_data();
    void portOfTheScheme();
    void allowedOrigin();
    void allowedOriginOfRefusals_data();
    void allowedOriginOfRefusals();
    void allowedOriginWithItsPort();
    void preflight_data();
    void preflight();
    void byToken_data();
    void byToken();
    void challenge();
    void tokensCanBeExchanged();
    void refusedBodyIsNotAwaited();
    void verdictGoesBeforeTheBody();
    void pipelinedRefusals();
    void origins_data();
    void origins();

private:
    struct Guarded : HttpFixture {
        explicit Guarded(const char *tokenText = nullptr, const char *origin = nullptr);
        void setTokens(const char *text);
        http::AccessPolicy policy;
    };
    // The answers to the bytes at once and one by one, which must agree.
    static RawAnswer ask(const Guarded &guard, const QByteArray &bytes);
};

TestAccessPolicy::Guarded::Guarded(const char *tokenText, const char *origin)
{
    policy.allowHost("node1.example.org");
    if (origin)
        policy.allowOrigin(origin);
    if (tokenText)
        setTokens(tokenText);
    http->setAccessPolicy(&policy);
}

void TestAccessPolicy::Guarded::setTokens(const char *text)
{
    QString problem;
    policy.setTokens(http::TokenTable::parse(text, &problem));
}

RawAnswer TestAccessPolicy::ask(const Guarded &guard, const QByteArray &bytes)
{
    RawClient whole(guard.portNumber());
    whole.send(bytes);
    const RawAnswer answer = whole.readAnswer();
    RawClient slow(guard.portNumber());
    slow.sendInPieces(bytes, 1);
    const RawAnswer again = slow.readAnswer();
    if (answer.status != again.status || answer.body != again.body
        || answer.field("Connection") != again.field("Connection"))
        qWarning() << "whole:" << answer.head << "by byte:" << again.head;
    return answer.status == again.status ? answer : RawAnswer();
}

void TestAccessPolicy::hosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("status");
    const auto row = [](const char *host, int status) { QTest::newRow(host) << QByteArray(host) << status; };
    row("127.0.0.1:11000", 200);
    row("127.0.0.1", 200);
    row("10.1.2.3:80", 200);
    row("[::1]:11000", 200);
    row("[fe80::1]", 200);
    row("localhost:11000", 200);
    row("LocalHost", 200);
    row("localhost.", 200);
    row("node.localhost:1", 200);
    row("node1.example.org:11000", 200);
    row("NODE1.example.org", 200);
    row("evil.example", 421);
    row("evil.example:11000", 421);
    row("node1.example.org.evil.example", 421);
    row("node1.example.org.", 200);
    row("xnode1.example.org", 421);
    row("notlocalhost", 421);
    row("127.0.0.1.evil.example", 421);
}

void TestAccessPolicy::hosts()
{
    QFETCH(QByteArray, host);
    QFETCH(int, status);
    const Guarded guard;
    const RawAnswer answer = ask(guard, request("GET /v1/kv/a", {}, host));
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.isProblem(), status != 200);
    QCOMPARE(ask(guard, "GET http://" + host + "/ HTTP/1.1\r\nHost: localhost\r\n\r\n").status, status);
    QCOMPARE(ask(guard, "GET / HTTP/1.0\r\n\r\n").status, 200);
}

void TestAccessPolicy::crossSite_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    const QByteArray put = "PUT /v1/kv/a";
    const QByteArray get = "GET /v1/kv/a";
    const QByteArray writingGet = "GET /global_put_simple?key=a&val=b";
    const QByteArray link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    const QByteArray frame = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n";
    const QByteArray image = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n";
    const QByteArray typed = "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    const QByteArray browser = "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n";
    const auto row = [](const char *name, const QByteArray &line, const QByteArray &fields, int status) {
        QTest::newRow(name) << line << fields << status;
    };
    row("program reads", get, {}, 200);
    row("program writes", put, {}, 200);
    row("curl writes by GET", writingGet, "User-Agent: curl/7.88.1\r\n", 200);
    row("address bar", writingGet, browser + "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n", 200);
    row("our page writes", put, browser + "Sec-Fetch-Site: same-origin\r\nOrigin: http://127.0.0.1:11000\r\n", 200);
    row("our page's form, older browser", "POST /v1/form", browser + "Origin: http://127.0.0.1:11000\r\n", 200);
    row("proxy speaks TLS for us", "POST /v1/form", "Origin: https://127.0.0.1:11000\r\n", 200);
    row("prefetched while it is typed", writingGet, typed + "Sec-Purpose: prefetch\r\n", 403);
    row("prerendered while it is typed", writingGet, typed + "Sec-Purpose: prefetch;prerender\r\n", 403);
    row("prefetched, older browser", writingGet, typed + "Purpose: prefetch\r\n", 403);
    row("prefetched, Firefox of old", "GET /global_delete_simple?key=a", typed + "X-moz: prefetch\r\n", 403);
    row("prefetched reading", get, typed + "Sec-Purpose: prefetch\r\n", 200);
    row("image that writes", writingGet, browser + image, 403);
    row("image that deletes", "GET /global_delete_simple?key=a", browser + image, 403);
    row("image that writes, no word from the browser", writingGet, browser, 403);
    row("HEAD that writes", "HEAD /global_put_simple?key=a&val=b", image, 403);
    row("link that writes", writingGet, link, 403);
    row("link that reads", get, link, 200);
    row("link to the page", "GET /", link, 200);
    row("frame", get, frame, 403);
    row("script", get, image, 403);
    row("form of another site", "POST /global_put", "Origin: https://evil.example\r\n", 403);
    row("form of another site that reads", "POST /global_get", link, 403);
    row("form of a sandbox", "POST /global_put", "Origin: null\r\n", 403);
    row("another port of this host", put, "Origin: http://127.0.0.1:11001\r\n", 403);
    row("another port, as browsers see it", put, "Sec-Fetch-Site: same-site\r\n", 403);
    row("our name and more", put, "Origin: http://127.0.0.1:110001\r\n", 403);
    row("our name in a path", put, "Origin: http://evil.example/127.0.0.1:11000\r\n", 403);
    row("no scheme", put, "Origin: 127.0.0.1:11000\r\n", 403);
    row("script that reads", get, "Origin: https://evil.example\r\n", 403);
    row("leave", "POST /v1/node/leave", browser + image, 403);
    row("DELETE", "DELETE /v1/kv/a", "Origin: https://evil.example\r\n", 403);
    row("word unknown to us", put, "Sec-Fetch-Site: elsewhere\r\n", 403);
    row("preflight", "OPTIONS /v1/kv/a",
        "Origin: https://evil.example\r\nAccess-Control-Request-Method: PUT\r\nSec-Fetch-Site: cross-site\r\n", 403);
}

void TestAccessPolicy::crossSite()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    const Guarded guard;
    const bool isHead = line.startsWith("HEAD");
    RawClient client(guard.portNumber());
    client.send(request(line, fields));
    const RawAnswer answer = client.readAnswer(isHead);
    QCOMPARE(answer.status, status);
    QVERIFY(status == 200 || isHead || answer.isProblem());
    QCOMPARE(guard.handler.paths.size(), status == 200 ? 1 : 0);
    QVERIFY(answer.field("Access-Control-Allow-Origin").isNull());
    QCOMPARE(answer.field("X-Content-Type-Options"), QByteArray("nosniff"));
    QCOMPARE(answer.field("Content-Security-Policy") == "sandbox", line.contains("/v1/kv/"));
    if (!isHead)
        QCOMPARE(ask(guard, request(line, fields)).status, status);
}

void TestAccessPolicy::allowedOrigin()
{
    const Guarded guard(nullptr, "https://app.example");
    const QByteArray fields = "Origin: https://app.example\r\nSec-Fetch-Site: cross-site\r\n";
    const RawAnswer answer = ask(guard, request("PUT /v1/kv/a", fields, "127.0.0.1", "x"));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray("https://app.example"));
    QCOMPARE(answer.field("Vary"), QByteArray("Origin"));
    QVERIFY(answer.field("Access-Control-Expose-Headers").contains("ETag"));

    const RawAnswer other = ask(guard, request("PUT /v1/kv/a", "Origin: https://app.example.evil\r\n"));
    QCOMPARE(other.status, 403);
    QVERIFY(other.field("Access-Control-Allow-Origin").isNull());
    QCOMPARE(other.field("Vary"), QByteArray("Origin"));
    QCOMPARE(ask(guard, request("GET /", {})).status, 200);
}

// RFC 9110, 4.2.3: the scheme's own port may be left out.
void TestAccessPolicy::portOfTheScheme_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    const auto row = [](const char *host, const char *origin, int status) {
        QTest::addRow("%s at %s", origin, host) << QByteArray(host) << QByteArray(origin) << status;
    };
    row("node1.example.org:80", "http://node1.example.org", 200);
    row("node1.example.org", "http://node1.example.org:80", 200);
    row("node1.example.org:443", "https://node1.example.org", 200);
    row("Node1.Example.org", "https://node1.example.org:443", 200);
    row("[::1]:80", "http://[::1]", 200);
    row("node1.example.org:443", "http://node1.example.org", 403);
    row("node1.example.org:80", "https://node1.example.org", 403);
    row("node1.example.org:8080", "http://node1.example.org", 403);
    row("node1.example.org", "http://node1.example.org:8080", 403);
}

void TestAccessPolicy::portOfTheScheme()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(int, status);
    const Guarded guard;
    QCOMPARE(ask(guard, request("PUT /v1/kv/a", "Origin: " + origin + "\r\n", host, "x")).status, status);
}

void TestAccessPolicy::allowedOriginOfRefusals_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray head = "PUT /v1/kv/a HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://app.example\r\n";
    QTest::newRow("too large") << head + "Content-Length: 100000000\r\n\r\n" << 413;
    QTest::newRow("no length") << head + "\r\n" << 411;
    QTest::newRow("two lengths") << head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n" << 400;
    QTest::newRow("too many fields") << head + QByteArray("A: b\r\n").repeated(200) << 431;
    QTest::newRow("chunks that are none") << head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" << 400;
    QTest::newRow("another's name") << QByteArray(head).replace("127.0.0.1", "evil.example")
            + "Content-Length: 0\r\n\r\n"
                                    << 421;
    QTest::newRow("no token") << head + "Content-Length: 0\r\n\r\n" << 401;
}

// Without these fields, a browser says "Failed to fetch" and nothing else.
void TestAccessPolicy::allowedOriginOfRefusals()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const Guarded guard(status == 401 ? tokens : nullptr, "https://app.example");
    const RawAnswer answer = ask(guard, bytes);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray("https://app.example"));
    const RawAnswer other = ask(guard, bytes.replace("app.example", "evil.test"));
    QVERIFY(other.status >= 400 && other.field("Access-Control-Allow-Origin").isNull());
}

void TestAccessPolicy::allowedOriginWithItsPort()
{
    const Guarded guard(nullptr, "https://app.example:443");
    const RawAnswer answer = ask(guard, request("GET /", "Origin: https://app.example\r\n"));
    QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray("https://app.example"));
}

void TestAccessPolicy::preflight_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("allowed") << QByteArray("Origin: https://app.example\r\nAccess-Control-Request-Method: PUT\r\n")
                             << 204;
    QTest::newRow("another") << QByteArray("Origin: https://evil.example\r\nAccess-Control-Request-Method: PUT\r\n")
                             << 403;
    QTest::newRow("no preflight") << QByteArray("Origin: https://app.example\r\n") << 401;
}

// No token is asked for: browsers send none with it.
void TestAccessPolicy::preflight()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    const Guarded guard(tokens, "https://app.example");
    RawClient client(guard.portNumber());
    for (int i = 0; i < 2; ++i) {
        client.send(request("OPTIONS /v1/kv/a", fields));
        const RawAnswer answer = client.readAnswer();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("Access-Control-Allow-Methods").contains("PUT"), status == 204);
        QCOMPARE(answer.field("Access-Control-Allow-Headers").contains("Authorization"), status == 204);
    }
    QVERIFY(guard.handler.paths.isEmpty());
}

void TestAccessPolicy::byToken_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("none"); // status without a token, and with each
    QTest::addColumn<int>("read");
    QTest::addColumn<int>("write");
    QTest::addColumn<int>("admin");
    const auto row = [](const char *line, int none, int read, int write, int admin) {
        QTest::newRow(line) << QByteArray(line) << none << read << write << admin;
    };
    row("GET /v1/kv/a", 401, 200, 200, 200);
    row("GET /v1/node", 401, 200, 200, 200);
    row("GET /v1/keys?prefix=a", 401, 200, 200, 200);
    row("GET /metrics", 401, 200, 200, 200);
    row("GET /", 401, 200, 200, 200);
    row("GET /global_get_simple?key=a", 401, 200, 200, 200);
    row("POST /global_get", 401, 200, 200, 200);
    row("PUT /v1/kv/a", 401, 403, 200, 200);
    row("DELETE /v1/kv/a", 401, 403, 200, 200);
    row("POST /v1/batch", 401, 200, 200, 200); // their routes ask for more if the body writes
    row("POST /page/key", 401, 200, 200, 200);
    row("PUT /v1/batch", 401, 403, 200, 200);
    row("POST /page/", 401, 403, 200, 200);
    row("POST /global_put", 401, 403, 200, 200);
    row("POST /global_delete", 401, 403, 200, 200);
    row("GET /global_put_simple?key=a&val=b", 401, 403, 200, 200);
    row("GET /global_delete_simple?key=a", 401, 403, 200, 200);
    row("POST /v1/node/leave", 401, 403, 403, 200);
    row("POST /v1/declare-dead", 401, 403, 403, 200);
    row("POST /v1/recover-range", 401, 403, 403, 200);
    row("BREW /pot", 401, 403, 200, 200);
    row("GET /livez", 200, 200, 200, 200);
    row("GET /readyz", 200, 200, 200, 200);
    row("OPTIONS /", 200, 200, 200, 200); // HAProxy's check
    row("OPTIONS *", 200, 200, 200, 200);
    row("OPTIONS /v1/kv/a", 401, 200, 200, 200);
}

void TestAccessPolicy::byToken()
{
    QFETCH(QByteArray, line);
    const Guarded guard(tokens);
    const std::pair<const char *, QByteArray> columns[] = {
        {"none", {}}, {"read", "reader"}, {"write", "writer"}, {"admin", "boss"}};
    for (const auto &[column, token] : columns) {
        const int status = *static_cast<const int *>(QTest::qData(column, qMetaTypeId<int>()));
        const QByteArray field = token.isEmpty() ? QByteArray() : "Authorization: Bearer " + token + "\r\n";
        QVERIFY2(ask(guard, request(line, field)).status == status, column);
        if (token.isEmpty())
            continue;
        const QByteArray basic = "Authorization: Basic " + ("any:" + token).toBase64() + "\r\n";
        QVERIFY2(ask(guard, request(line, basic)).status == status, column);
    }
    const int none = *static_cast<const int *>(QTest::qData("none", qMetaTypeId<int>()));
    for (const char *wrong : {"Bearer bos", "Bearer bosss", "Bearer", "Digest boss", "Basic boss", "Bearer boss boss"})
        QVERIFY2(ask(guard, request(line, QByteArray("Authorization: ") + wrong + "\r\n")).status == none, wrong);
}

void TestAccessPolicy::challenge()
{
    const Guarded guard(tokens);
    const RawAnswer unknown = ask(guard, request("GET /v1/node", {}));
    QVERIFY(unknown.isProblem());
    QVERIFY(unknown.field("WWW-Authenticate").startsWith("Bearer realm="));
    QVERIFY(!unknown.field("WWW-Authenticate").contains("error="));
    const RawAnswer wrong = ask(guard, request("GET /v1/node", "Authorization: Bearer nobody\r\n"));
    QVERIFY(wrong.field("WWW-Authenticate").contains("error=\"invalid_token\""));
    QVERIFY(!wrong.head.contains("nobody") && !wrong.body.contains("nobody"));
    const RawAnswer weak = ask(guard, request("PUT /v1/kv/a", "Authorization: Bearer reader\r\n"));
    QVERIFY(weak.isProblem());
    QVERIFY(weak.field("WWW-Authenticate").contains("error=\"insufficient_scope\""));
    QVERIFY(guard.handler.paths.isEmpty());
    QCOMPARE(guard.counters().refusalsTotal.at(401), 4U);
    QCOMPARE(guard.counters().refusalsTotal.at(403), 2U);
}

void TestAccessPolicy::tokensCanBeExchanged()
{
    Guarded guard(tokens);
    RawClient client(guard.portNumber());
    const QByteArray bytes = request("GET /v1/node", "Authorization: Bearer reader\r\n");
    client.send(bytes);
    QCOMPARE(client.readAnswer().status, 200);
    guard.setTokens("read other\n");
    client.send(bytes);
    QCOMPARE(client.readAnswer().status, 401);
    client.send(request("GET /v1/node", "Authorization: Bearer other\r\n"));
    QCOMPARE(client.readAnswer().status, 200);
}

// Nor is 100 Continue said to a body that is of no use.
void TestAccessPolicy::refusedBodyIsNotAwaited()
{
    const Guarded guard(tokens);
    RawClient client(guard.portNumber());
    client.send("PUT /v1/kv/a HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 16000000\r\n\r\n");
    const RawAnswer answer = client.readAnyAnswer();
    QCOMPARE(answer.status, 401);
    QCOMPARE(answer.field("Connection"), QByteArray("close"));
    QVERIFY(client.waitForClose());
}

// A stranger learns nothing about how his body is read.
void TestAccessPolicy::verdictGoesBeforeTheBody()
{
    const Guarded guard(tokens);
    const QByteArray head = "PUT /v1/kv/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    QCOMPARE(ask(guard, head + "zz\r\n").status, 401);
    QCOMPARE(ask(guard, head + "1\r\na\r\n0\r\n\r\n").status, 401);
}

// Many refusals in one read neither pile up on the stack nor lose their order.
void TestAccessPolicy::pipelinedRefusals()
{
    const Guarded guard(tokens);
    constexpr int count = 1500;
    QByteArray bytes;
    for (int i = 0; i < count; ++i)
        bytes += "GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n";
    bytes += request("GET /last", "Authorization: Bearer reader\r\n");
    RawClient client(guard.portNumber());
    client.send(bytes);
    for (int i = 0; i < count; ++i)
        QCOMPARE(client.readAnswer().status, 401);
    QCOMPARE(client.readAnswer().body, QByteArray("GET /last 0"));
}

void TestAccessPolicy::origins_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isOrigin");
    const auto row = [](const char *text, bool isOrigin) { QTest::newRow(text) << QByteArray(text) << isOrigin; };
    row("https://app.example", true);
    row("http://localhost:3000", true);
    row("http://[::1]:3000", true);
    row("https://app.example/", false);
    row("https://App.example", false);
    row("https://app.example:", false);
    row("app.example", false);
    row("*", false);
    row("null", false);
    row("ftp://app.example", false);
    row("https://", false);
}

void TestAccessPolicy::origins()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isOrigin);
    QCOMPARE(http::isOrigin(text), isOrigin);
}

QTEST_GUILESS_MAIN(TestAccessPolicy)
#include "tst_access_policy.moc"
