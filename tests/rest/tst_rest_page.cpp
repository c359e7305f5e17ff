// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page at "/" without a browser: who gets it, what its forms do and refuse, and that nothing stored can become
// markup. What a browser makes of it is shown in tests/browser.

#include "http_client.h"
#include "rest_node.h"

#include "rest/accept.h"
#include "rest/html.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrl>

namespace {

constexpr char browserAccept[] = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

} // namespace

class TestRestPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void preference_data();
    void preference();
    void browsersGetThePage();
    void everybodyElseGetsTheList();
    void assets();
    void formDoes();
    void formShowsFailures_data();
    void formShowsFailures();
    void formsOfOthers();
    void formOfAnotherNode();
    void belowAPathOfAProxy();
    void linksToNodesOverTls();
    void formBodies_data();
    void formBodies();
    void lineEnds();
    void nothingBecomesMarkup();
    void templates();
    void values_data();
    void values();
    void beforeItHasJoined();

private:
    static QByteArray tokenIn(const QByteArray &html);
    QByteArray token();
    Answer post(const QByteArray &body, const QByteArray &type = "application/x-www-form-urlencoded");

    std::unique_ptr<RestNode> m_node;
    std::unique_ptr<HttpClient> m_client;
};

void TestRestPage::initTestCase()
{
    m_node = std::make_unique<RestNode>();
    QVERIFY(m_node->createRing());
    m_client = std::make_unique<HttpClient>(m_node->port());
}

void TestRestPage::cleanupTestCase()
{
    m_client.reset();
    m_node.reset();
}

QByteArray TestRestPage::token()
{
    return tokenIn(m_client->get("/", {{"Accept", browserAccept}}).body);
}

// As a browser finds it.
QByteArray TestRestPage::tokenIn(const QByteArray &html)
{
    const QRegularExpression field(QStringLiteral("name=\"token\" value=\"([0-9a-f]{32})\""));
    return field.match(QString::fromUtf8(html)).captured(1).toLatin1();
}

Answer TestRestPage::post(const QByteArray &body, const QByteArray &type)
{
    return m_client->ask("POST", "/page/key", body, {{"Content-Type", type}});
}

void TestRestPage::preference_data()
{
    QTest::addColumn<QByteArray>("accept");
    QTest::addColumn<bool>("html");
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("curl") << QByteArray("*/*") << false;
    QTest::newRow("browser") << QByteArray(browserAccept) << true;
    QTest::newRow("case, parameters") << QByteArray("a/b, Text/HTML;level=1 ; q=0.3") << true;
    QTest::newRow("not wanted") << QByteArray("text/html;q=0, */*") << false;
    QTest::newRow("plain rather") << QByteArray("text/plain, text/html;q=0.9") << false;
    QTest::newRow("html rather") << QByteArray("text/plain;q=0.5, text/html;q=0.6") << true;
    QTest::newRow("other") << QByteArray("application/json, text/htmlx") << false;
    QTest::newRow("weight is none") << QByteArray("text/html;q=x") << false;
}

void TestRestPage::preference()
{
    QFETCH(QByteArray, accept);
    QFETCH(bool, html);
    QCOMPARE(rest::prefersHtml(accept), html);
    const Answer answer = m_client->get("/", {{"Accept", accept}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("Content-Type").startsWith("text/html"), html);
    QCOMPARE(answer.field("Vary"), QByteArray("Accept"));
}

void TestRestPage::browsersGetThePage()
{
    const Answer page = m_client->get("/", {{"Accept", browserAccept}});
    QCOMPARE(page.field("Cache-Control"), QByteArray("no-store"));
    const QByteArray policy = page.field("Content-Security-Policy");
    QVERIFY2(policy.startsWith("default-src 'none';") && policy.contains("frame-ancestors 'none'"), policy.constData());
    QVERIFY(!policy.contains("unsafe"));
    QVERIFY(page.has("Referrer-Policy"));
    QVERIFY(page.body.contains("<b>" + m_node->address() + "</b>"));
    QVERIFY2(!page.body.contains("{{"), page.body.constData());
    QVERIFY(!page.body.contains("style=") && !page.body.contains("onclick"));
    QCOMPARE(token().size(), 32);
}

void TestRestPage::everybodyElseGetsTheList()
{
    const Answer list = m_client->get("/");
    QVERIFY(list.body.contains("/v1/kv/{key}"));
    QVERIFY(list.body.contains("/v1/batch"));
    QVERIFY(!list.body.contains('<'));
}

void TestRestPage::assets()
{
    const QByteArray html = m_client->get("/", {{"Accept", browserAccept}}).body;
    const QRegularExpression link(QStringLiteral("\"(page/[^\"]+\\?[0-9a-f]+)\""));
    auto found = link.globalMatch(QString::fromUtf8(html));
    int count = 0;
    for (; found.hasNext(); ++count) {
        const Answer asset = m_client->get("/" + found.next().captured(1).toLatin1());
        QCOMPARE(asset.status, 200);
        QVERIFY(asset.field("Cache-Control").endsWith("immutable"));
        QVERIFY(!asset.body.isEmpty());
    }
    QCOMPARE(count, 4); // the icon twice
    QCOMPARE(m_client->get("/page/style.css").field("Cache-Control"), QByteArray("no-cache"));
    QCOMPARE(m_client->get("/page/style.css").field("Content-Type"), QByteArray("text/css; charset=utf-8"));
    for (const QByteArray name : {"", "page.html", "../page.html", "%2e%2e/x", "style.css/"})
        QCOMPARE(m_client->get("/page/" + name).status, 404);
}

void TestRestPage::formDoes()
{
    const QByteArray form = "token=" + token() + "&key=a%2Fb+c&value=one+%26+two&do=";
    const Answer stored = post(form + "put");
    QCOMPARE(stored.status, 200);
    QVERIFY(stored.body.contains("Stored 9 bytes: created."));
    QCOMPARE(stored.field("Cache-Control"), QByteArray("no-store"));
    const Answer read = m_client->get("/v1/kv/a%2Fb%20c");
    QCOMPARE(read.body, QByteArray("one & two"));
    QCOMPARE(read.field("Content-Type"), QByteArray("text/plain; charset=utf-8"));
    QVERIFY(post(form + "put").body.contains("Stored 9 bytes: replaced."));
    const Answer got = post(form + "get");
    QVERIFY(got.body.contains("<pre tabindex=\"0\">\none &amp; two</pre>"));
    QVERIFY(got.body.contains("value=\"a/b c\"")); // the key stays in the form
    QVERIFY(post("token=" + token() + "&key=a%2F&do=list").body.contains("<li><code>a/b c</code>, 9 bytes</li>"));
    QVERIFY(post("token=" + token() + "&key=&do=list").body.contains("<code>a/b c</code>"));
    QVERIFY(post("token=" + token() + "&key=none&do=list").body.contains("There are none."));
    QVERIFY(post(form + "lookup").body.contains("Owner " + m_node->address() + "."));
    QVERIFY(post(form + "delete").body.contains("Deleted."));
    QCOMPARE(m_client->get("/v1/kv/a%2Fb%20c").status, 404);
    QCOMPARE(m_client->get("/page/key").status, 405);
}

void TestRestPage::formShowsFailures_data()
{
    QTest::addColumn<QByteArray>("items");
    QTest::addColumn<int>("status");
    QTest::newRow("not there") << QByteArray("key=none&do=get") << 404;
    QTest::newRow("not there to delete") << QByteArray("key=none&do=delete") << 404;
    QTest::newRow("no key") << QByteArray("do=get") << 400;
    QTest::newRow("long key") << "do=get&key=" + QByteArray(1025, 'k') << 414;
    QTest::newRow("no action") << QByteArray("key=k") << 400;
    QTest::newRow("other action") << QByteArray("key=k&do=leave") << 400;
}

void TestRestPage::formShowsFailures()
{
    QFETCH(QByteArray, items);
    QFETCH(int, status);
    const Answer answer = post("token=" + token() + '&' + items);
    QCOMPARE(answer.status, status);
    QVERIFY(answer.body.contains("<p class=\"problem\">"));
}

void TestRestPage::formsOfOthers()
{
    RestNode other;
    QVERIFY(other.createRing());
    const QByteArray items = "&key=stolen&value=v&do=put";
    for (const QByteArray &wrong : {QByteArray(), QByteArray(32, '0'), token().chopped(1), token() + '0'}) {
        const Answer answer = post("token=" + wrong + items);
        QCOMPARE(answer.status, 403);
        QVERIFY(answer.isProblem());
    }
    QCOMPARE(post("key=stolen&value=v&do=put").status, 403);
    QCOMPARE(HttpClient(other.port())
                 .ask("POST", "/page/key", "token=" + token() + items,
                      {{"Content-Type", "application/x-www-form-urlencoded"}})
                 .status,
             403);
    QCOMPARE(m_client->get("/v1/kv/stolen").status, 404);
}

// A load balancer sends the form elsewhere than it had the page from.
void TestRestPage::formOfAnotherNode()
{
    for (const QByteArray &secret : {QByteArray(), QByteArray("0123456789abcdef-of-the-ring")}) {
        rest::ApiOptions options;
        options.ringSecret = secret;
        RestNode first({}, options);
        QVERIFY(first.createRing());
        RestNode second({}, options);
        QVERIFY(second.join(first));
        const QByteArray html = HttpClient(first.port()).get("/", {{"Accept", browserAccept}}).body;
        const Answer stored = HttpClient(second.port())
                                  .ask("POST", "/page/key", "key=k&value=v&do=put&token=" + tokenIn(html),
                                       {{"Content-Type", "application/x-www-form-urlencoded"}});
        QCOMPARE(stored.status, 200);
        QVERIFY(stored.body.contains("Stored 1 byte"));
    }
}

// A proxy may show the node at https://example.org/kv/: every address in the page is relative.
void TestRestPage::belowAPathOfAProxy()
{
    static const QRegularExpression address(QStringLiteral("(?:href|src|action)=\"([^\"]*)\""));
    const Answer index = m_client->get("/", {{"Accept", browserAccept}});
    const Answer afterForm = post("key=k&do=lookup&token=" + token());
    QCOMPARE(afterForm.status, 200);
    const std::pair<QByteArray, QUrl> shown[] = {{index.body, QUrl(QStringLiteral("http://proxy/kv/"))},
                                                 {afterForm.body, QUrl(QStringLiteral("http://proxy/kv/page/key"))}};
    for (const auto &[html, at] : shown) {
        int count = 0;
        for (auto it = address.globalMatch(QString::fromUtf8(html)); it.hasNext(); ++count) {
            const QUrl url = at.resolved(QUrl(it.next().captured(1)));
            QVERIFY2(url.path().startsWith(QStringLiteral("/kv/")), qPrintable(url.toString()));
            const QByteArray path = url.path().sliced(3).toUtf8();
            QVERIFY2(path == "/page/key" || m_client->get(path).status == 200, path.constData());
        }
        QVERIFY(count >= 9);
    }
    QVERIFY(afterForm.body.contains("data-root=\"../\"") && index.body.contains("data-root=\"\""));
    const QByteArray script = m_client->get("/page/script.js").body;
    for (const char *absolute : {"'/v1", "`/v1", "'/page", "`/page"})
        QVERIFY2(!script.contains(absolute), absolute);
}

void TestRestPage::linksToNodesOverTls()
{
    RestNode other;
    QVERIFY(other.createRing());
    rest::ApiOptions options;
    options.usesTls = true; // said of the node, and of others by it
    RestNode node({}, options);
    QVERIFY(node.join(other));
    const QByteArray html = HttpClient(node.port()).get("/", {{"Accept", browserAccept}}).body;
    QVERIFY2(html.contains("<a href=\"https://" + other.address() + "/\">"), html.constData());
    QVERIFY(html.contains("data-scheme=\"https\"") && !html.contains("href=\"http:"));
}

void TestRestPage::formBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    const QByteArray form = "application/x-www-form-urlencoded";
    QTest::newRow("other type") << QByteArray("key=k") << QByteArray("text/plain");
    QTest::newRow("multipart") << QByteArray("--x--") << QByteArray("multipart/form-data; boundary=x");
    QTest::newRow("key twice") << QByteArray("key=k&key=l&do=get") << form;
    QTest::newRow("bad percent") << QByteArray("key=%zz") << form;
    QTest::newRow("cut percent") << QByteArray("key=%4") << form;
    QTest::newRow("many items") << QByteArray("a=b&").repeated(20) << form;
}

void TestRestPage::formBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    QCOMPARE(post(body, type).status, 415);
}

void TestRestPage::lineEnds()
{
    post("token=" + token() + "&key=lines&value=a%0D%0Ab%0D%0A&do=put");
    QCOMPARE(m_client->get("/v1/kv/lines").body, QByteArray("a\nb\n"));
}

void TestRestPage::nothingBecomesMarkup()
{
    const QByteArray evil = "</pre><script>alert(1)</script>\"'>{{token}}{{{facts}}}";
    const QByteArray path = "/v1/kv/" + evil.toPercentEncoding();
    QCOMPARE(m_client->put(path, evil, {{"Content-Type", "text/html;\"<b>\""}}).status, 201);
    const Answer page = m_client->get("/?key=" + evil.toPercentEncoding(), {{"Accept", browserAccept}});
    QCOMPARE(page.status, 200);
    QVERIFY2(!page.body.contains("<script>") && !page.body.contains("<b>\""), page.body.constData());
    QVERIFY(page.body.contains("&lt;script&gt;alert(1)"));
    QVERIFY(page.body.contains("{{token}}{{{facts}}}"));
    m_client->put("/v1/kv/%FF%FE", "raw");
    const Answer raw = m_client->get("/?key=%FF%FE", {{"Accept", browserAccept}});
    QVERIFY(raw.body.contains("<code>%FF%FE</code>") && raw.body.isValidUtf8());
    QCOMPARE(m_client->get("/?key=", {{"Accept", browserAccept}}).status, 400);
}

void TestRestPage::templates()
{
    using rest::htmlFilled;
    QCOMPARE(htmlFilled("a {{x}} {{{x}}} {{y}}.", {{"x", "<&>"}}), QByteArray("a &lt;&amp;&gt; <&> ."));
    QCOMPARE(htmlFilled("{{x}}{{x}}", {{"x", "{{x}}"}}), QByteArray("{{x}}{{x}}"));
    QCOMPARE(htmlFilled("{{x", {{"x", "1"}}), QByteArray("{{x"));
    QCOMPARE(htmlFilled("", {}), QByteArray());
}

void TestRestPage::values_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("contains");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("text") << QByteArray("a\n\tb\r\n") << QByteArray("<pre tabindex=\"0\">\na\n\tb\r\n</pre>");
    QTest::newRow("first line empty") << QByteArray("\nb") << QByteArray(">\n\nb</pre>");
    QTest::newRow("control") << QByteArray("a\x1b[31m") << QByteArray("000000  61 1b 5b 33 31 6d</pre>");
    QTest::newRow("NUL") << QByteArray("\0", 1) << QByteArray("000000  00</pre>");
    QTest::newRow("2,048") << QByteArray(2048, 'v') << QByteArray(QByteArray(2048, 'v') + "</pre>");
    QTest::newRow("2,049") << QByteArray(2049, 'v') << QByteArray("Only the first 2,048 of 2,049 bytes");
    QTest::newRow("cut character") << QByteArray(2047, 'v') + "\xc3\xbc"
                                   << QByteArray(QByteArray(2047, 'v') + "</pre>");
    QTest::newRow("long and binary") << QByteArray(5000, '\xff') << QByteArray("0007f0  ff ff");
}

void TestRestPage::values()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, contains);
    const QByteArray html = rest::valueHtml(value);
    QVERIFY2(html.contains(contains), html.constData());
    QVERIFY(html.isValidUtf8());
}

void TestRestPage::beforeItHasJoined()
{
    chord::Config config;
    config.operationTimeoutMs = 200;
    RestNode node(config);
    const Answer page = HttpClient(node.port()).get("/", {{"Accept", browserAccept}});
    QCOMPARE(page.status, 200);
    QVERIFY(page.body.contains("data-state=\"joining\""));
    QCOMPARE(HttpClient(node.port()).get("/?key=k", {{"Accept", browserAccept}}).status, 503);
}

QTEST_GUILESS_MAIN(TestRestPage)
#include "tst_rest_page.moc"
