// SPDX-License-Identifier: GPL-3.0-or-later
//
// The framer alone: the table at every split, what it makes of the requests it takes, and how much it holds.

#include "request_table.h"

#include "http/access_policy.h"
#include "http/http_framer.h"
#include "http/http_request.h"

#include <QTest>

using http::HttpFramer;
using State = http::HttpFramer::State;

namespace {

// "200 open", "200 close", "400 close", or "waiting".
QByteArray verdict(const HttpFramer &framer)
{
    if (framer.state() == State::Refused)
        return QByteArray::number(framer.refusal().status) + " close";
    if (framer.state() != State::Complete)
        return "waiting";
    return framer.keepAlive() ? "200 open" : "200 close";
}

} // namespace

class TestHttpFramer : public QObject {
    Q_OBJECT

private slots:
    void table_data();
    void table();
    void everyTwoWaySplit_data() { table_data(); }
    void everyTwoWaySplit();
    void byteByByte_data() { table_data(); }
    void byteByByte();
    void truncatedRequestsWait_data() { table_data(); }
    void truncatedRequestsWait();
    void fieldsOfARequest();
    void lookups();
    void bodies_data();
    void bodies();
    void directBody();
    void pipelined();
    void pipelinedByteByByte();
    void continueIsAwaited();
    void announcedBodyCostsNothing();
    void chunksDoNotPileUp();
    void largeHeadIsNotKept();

private:
    const http::HttpLimits m_limits = tableLimits();
};

void TestHttpFramer::table_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    for (const RequestCase &request : requestTable()) {
        QTest::newRow(request.name) << request.bytes
                                    << QByteArray::number(request.status) + (request.staysOpen ? " open" : " close");
    }
}

void TestHttpFramer::table()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    HttpFramer framer(m_limits);
    framer.feed(bytes);
    QCOMPARE(verdict(framer), expected);
    if (framer.state() == State::Complete) {
        QCOMPARE(framer.bytesBehind(), 0);
        framer.next();
        QCOMPARE(framer.state(), State::Idle);
    }
}

void TestHttpFramer::everyTwoWaySplit()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    for (qsizetype at = 1; at < bytes.size(); ++at) {
        HttpFramer framer(m_limits);
        framer.feed(bytes.first(at));
        framer.feed(bytes.sliced(at));
        QVERIFY2(verdict(framer) == expected, qPrintable(QStringLiteral("split at %1").arg(at)));
    }
}

void TestHttpFramer::byteByByte()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    HttpFramer framer(m_limits);
    for (const char byte : bytes)
        framer.feed(QByteArrayView(&byte, 1));
    QCOMPARE(verdict(framer), expected);
}

// A request that is taken is not taken a byte too early.
void TestHttpFramer::truncatedRequestsWait()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    if (!expected.startsWith("200"))
        return;
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        HttpFramer framer(m_limits);
        framer.feed(bytes.first(size));
        QCOMPARE(verdict(framer), QByteArray("waiting"));
    }
}

void TestHttpFramer::fieldsOfARequest()
{
    HttpFramer framer(m_limits);
    framer.feed("PUT /v1/kv/%2Fa?ttl=5&x HTTP/1.1\r\nHost: node:1\r\nContent-Type:  text/plain \r\nContent-Length: "
                "2\r\n\r\nab");
    QCOMPARE(framer.state(), State::Complete);
    const QHostAddress address(QHostAddress::LocalHost);
    const http::HttpRequest request(framer, address, http::Access::Write);
    QVERIFY(request.permits(http::Access::Read) && request.permits(http::Access::Write));
    QVERIFY(!request.permits(http::Access::Admin));
    QCOMPARE(request.method(), QByteArrayView("PUT"));
    QCOMPARE(request.path(), QByteArrayView("/v1/kv/%2Fa"));
    QCOMPARE(request.query(), QByteArrayView("ttl=5&x"));
    QCOMPARE(request.host(), QByteArrayView("node:1"));
    QCOMPARE(request.header("content-TYPE"), QByteArrayView("text/plain"));
    QVERIFY(request.header("Accept").isNull());
    QCOMPARE(request.body(), QByteArray("ab"));
    QVERIFY(request.hasLength());
    QCOMPARE(request.remoteAddress(), address);
    QCOMPARE(framer.fieldCount(), 3);
    QCOMPARE(framer.field(2).name, QByteArrayView("Content-Length"));
}

void TestHttpFramer::lookups()
{
    HttpFramer framer(m_limits);
    framer.feed("GET http://other:2?a=1+2%2B&b&c=%zz&aa=%ff&a=3 HTTP/1.1\r\nHost: node\r\n\r\n");
    QCOMPARE(framer.state(), State::Complete);
    const QHostAddress address;
    const http::HttpRequest request(framer, address, http::Access::Write);
    QCOMPARE(request.path(), QByteArrayView("/"));
    QCOMPARE(request.host(), QByteArrayView("other:2"));
    QCOMPARE(request.queryItem("a").value(), QByteArray("1 2+"));
    QCOMPARE(request.queryItem("aa").value(), QByteArray("\xff"));
    QCOMPARE(request.queryItem("b").value(), QByteArray());
    QVERIFY(!request.queryItem("c").has_value());
    QVERIFY(!request.queryItem("d").has_value());
    QVERIFY(!request.hasLength());
}

void TestHttpFramer::bodies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("body");
    const QByteArray head = "POST / HTTP/1.1\r\nHost: n\r\n";
    const QByteArray chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("none") << QByteArray(head + "\r\n") << QByteArray();
    QTest::newRow("length") << QByteArray(head + "Content-Length: 4\r\n\r\na\r\nb") << QByteArray("a\r\nb");
    QTest::newRow("chunks") << QByteArray(chunked + "3\r\nabc\r\n00a;x\r\n0123456789\r\n0\r\nT: 1\r\n\r\n")
                            << QByteArray("abc0123456789");
    QTest::newRow("chunk of line ends") << QByteArray(chunked + "4\r\n\r\n\r\n\r\n0\r\n\r\n") << QByteArray("\r\n\r\n");
}

void TestHttpFramer::bodies()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, body);
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        HttpFramer framer(m_limits);
        framer.feed(bytes.first(at));
        framer.feed(bytes.sliced(at) + "GET ");
        QCOMPARE(framer.state(), State::Complete);
        QCOMPARE(framer.body(), body);
        QCOMPARE(framer.method(), QByteArrayView("POST"));
        QCOMPARE(framer.bytesBehind(), 4);
        framer.next();
        QCOMPARE(framer.state(), State::Head);
    }
}

// The way large values take: read into the framer's own buffer.
void TestHttpFramer::directBody()
{
    http::HttpLimits limits;
    HttpFramer framer(limits);
    QVERIFY(framer.bodyRoom(10).empty());
    const QByteArray body = QByteArray("0123456789").repeated(100'000);
    framer.feed("PUT / HTTP/1.1\r\nHost: n\r\nContent-Length: 1000000\r\n\r\n" + body.first(7));
    QCOMPARE(framer.state(), State::Body);
    qsizetype sent = 7;
    for (qsizetype step = 1; framer.state() == State::Body; step = step * 3 + 1) {
        const std::span<char> room = framer.bodyRoom(step);
        QVERIFY(!room.empty());
        const qsizetype bytes = qMax<qsizetype>(qsizetype(room.size()) / 2, 1); // a short read
        memcpy(room.data(), body.constData() + sent, size_t(bytes));
        framer.bodyArrived(bytes);
        sent += bytes;
    }
    QCOMPARE(framer.state(), State::Complete);
    QCOMPARE(framer.body(), body);
}

void TestHttpFramer::pipelined()
{
    HttpFramer framer(m_limits);
    const QByteArray one = "POST /1 HTTP/1.1\r\nHost: n\r\nContent-Length: 1\r\n\r\na";
    const QByteArray two = "POST /2 HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n\r\n";
    const QByteArray three = "GET /3 HTTP/1.0\r\n\r\n";
    framer.feed(one + two + three + "nonsense\r\n");
    QCOMPARE(framer.path(), QByteArrayView("/1"));
    QCOMPARE(framer.body(), QByteArray("a"));
    framer.next();
    QCOMPARE(framer.path(), QByteArrayView("/2"));
    QCOMPARE(framer.body(), QByteArray("b"));
    QVERIFY(framer.keepAlive());
    framer.next();
    QCOMPARE(framer.path(), QByteArrayView("/3"));
    QVERIFY(!framer.keepAlive());
    QCOMPARE(framer.body(), QByteArray());
    framer.next();
    QCOMPARE(verdict(framer), QByteArray("400 close"));
    framer.feed(one);
    QCOMPARE(verdict(framer), QByteArray("400 close"));
}

void TestHttpFramer::pipelinedByteByByte()
{
    HttpFramer framer(m_limits);
    QByteArrayList expected;
    QByteArrayList seen;
    QByteArray stream;
    for (int i = 0; i < 50; ++i) {
        const QByteArray path = "/" + QByteArray::number(i);
        expected.append(path + "=" + QByteArray(i, 'x'));
        stream += "PUT " + path + " HTTP/1.1\r\nHost: n\r\nContent-Length: " + QByteArray::number(i) + "\r\n\r\n"
            + QByteArray(i, 'x') + (i % 3 == 0 ? "\r\n" : "");
    }
    for (qsizetype i = 0; i < stream.size(); i += 11) {
        framer.feed(QByteArrayView(stream).sliced(i, qMin<qsizetype>(11, stream.size() - i)));
        while (framer.state() == State::Complete) {
            seen.append(framer.path().toByteArray() + "=" + framer.body());
            framer.next();
        }
    }
    QCOMPARE(seen, expected);
}

void TestHttpFramer::continueIsAwaited()
{
    HttpFramer framer(m_limits);
    framer.feed("PUT / HTTP/1.1\r\nHost: n\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r");
    QVERIFY(!framer.continueAwaited());
    framer.feed("\n");
    QVERIFY(framer.continueAwaited());
    framer.feed("a");
    QVERIFY(!framer.continueAwaited());
    framer.feed("b");
    QCOMPARE(framer.state(), State::Complete);
    framer.next();
    framer.feed("PUT / HTTP/1.1\r\nHost: n\r\nContent-Length: 2\r\n\r\n");
    QVERIFY(!framer.continueAwaited());
}

void TestHttpFramer::announcedBodyCostsNothing()
{
    http::HttpLimits limits;
    HttpFramer framer(limits);
    framer.feed("PUT / HTTP/1.1\r\nHost: n\r\nContent-Length: 16000000\r\n\r\nx");
    QCOMPARE(framer.bodyBytes(), 1);
    QVERIFY(framer.heldBytes() <= 65 * 1024);
}

// Every feed ends within the line of a chunk's size, so that there is never a moment with nothing left over.
void TestHttpFramer::chunksDoNotPileUp()
{
    http::HttpLimits limits;
    HttpFramer framer(limits);
    framer.feed("PUT / HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n1;");
    constexpr int chunks = 100'000;
    const QByteArray extension(100, 'x');
    for (int i = 0; i < chunks; ++i)
        framer.feed(extension + "\r\na\r\n1;");
    QCOMPARE(framer.state(), State::Body);
    QCOMPARE(framer.bodyBytes(), chunks);
    QVERIFY2(framer.heldBytes() < 3 * 128 * 1024, qPrintable(QString::number(framer.heldBytes())));
}

void TestHttpFramer::largeHeadIsNotKept()
{
    http::HttpLimits limits;
    HttpFramer framer(limits);
    framer.feed("PUT / HTTP/1.1\r\nHost: n\r\nX: " + QByteArray(30'000, 'x') + "\r\nContent-Length: 100000\r\n\r\n");
    framer.feed(QByteArray(100'000, 'b'));
    QCOMPARE(framer.state(), State::Complete);
    QVERIFY(framer.heldBytes() > 100'000);
    framer.next();
    QVERIFY(framer.heldBytes() <= 4096);
}

QTEST_APPLESS_MAIN(TestHttpFramer)
#include "tst_http_framer.moc"
