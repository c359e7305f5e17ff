// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fuzzer's property on bytes from a fixed seed: requests of the table strung together, cut, doubled and spoilt.

#include "framer_property.h"
#include "request_table.h"

#include <QRandomGenerator>
#include <QTest>

class TestHttpFramerRandom : public QObject {
    Q_OBJECT

private slots:
    void spoiltRequests();
    void wordsOfHttp();
    void anyBytes();

private:
    void check(const QByteArray &bytes);
    int below(int bound) { return int(m_random.bounded(bound)); }

    QRandomGenerator m_random{20260101};
};

void TestHttpFramerRandom::check(const QByteArray &bytes)
{
    QByteArray cuts(1 + below(8), '\0');
    const int longest = below(4) == 0 ? 256 : 12;
    for (char &cut : cuts)
        cut = char(below(longest));
    const QByteArray problem = framerProblem(bytes, cuts);
    QVERIFY2(problem.isEmpty(), "bytes " + bytes.toPercentEncoding() + "\n" + problem);
}

void TestHttpFramerRandom::spoiltRequests()
{
    const QList<RequestCase> &table = requestTable();
    for (int i = 0; i < 30'000; ++i) {
        QByteArray bytes;
        for (int requests = 1 + below(3); requests > 0; --requests)
            bytes += table[below(int(table.size()))].bytes;
        for (int changes = below(4); changes > 0 && !bytes.isEmpty(); --changes) {
            const int at = below(int(bytes.size()));
            switch (below(4)) {
            case 0:
                bytes[at] = char(below(256));
                break;
            case 1:
                bytes.remove(at, 1 + below(10));
                break;
            case 2:
                bytes.insert(at, bytes.mid(below(int(bytes.size())), 1 + below(20)));
                break;
            default:
                bytes.insert(at, "\r\n: \t;,\0"[below(8)]);
                break;
            }
        }
        check(bytes);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestHttpFramerRandom::wordsOfHttp()
{
    const QByteArrayList words{"GET ",
                               "PUT ",
                               "HEAD ",
                               "/",
                               "*",
                               "http://n",
                               " HTTP/1.1\r\n",
                               " HTTP/1.0\r\n",
                               "\r\n",
                               "\n",
                               "\r",
                               "Host: n\r\n",
                               "Content-Length: ",
                               "3",
                               "0",
                               "-1",
                               "abc",
                               "Transfer-Encoding: chunked\r\n",
                               "0\r\n",
                               "3\r\nabc\r\n",
                               ";x",
                               "Connection: close\r\n",
                               "Expect: 100-continue\r\n",
                               "X: y\r\n",
                               " ",
                               "\t",
                               "?"};
    for (int i = 0; i < 30'000; ++i) {
        QByteArray bytes;
        for (int count = 1 + below(25); count > 0; --count)
            bytes += words[below(int(words.size()))];
        check(bytes);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestHttpFramerRandom::anyBytes()
{
    for (int i = 0; i < 10'000; ++i) {
        QByteArray bytes(below(300), '\0');
        for (char &byte : bytes)
            byte = char(below(256));
        check("GET / HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n" + bytes);
        check(bytes);
        if (QTest::currentTestFailed())
            return;
    }
}

QTEST_APPLESS_MAIN(TestHttpFramerRandom)
#include "tst_http_framer_random.moc"
