// SPDX-License-Identifier: GPL-3.0-or-later
//
// What watchers are told, as JSON and back; and the event stream that carries it.

#include "api/watch.h"
#include "client/event_stream.h"

#include <QTest>

using api::WatchDocument;
using Event = WatchDocument::Event;

class TestWatchDocument : public QObject {
    Q_OBJECT

private slots:
    void bothWays_data();
    void bothWays();
    void refusals_data();
    void refusals();
    void streams_data();
    void streams();
    void streamsCutAnywhere();
};

void TestWatchDocument::bothWays_data()
{
    QTest::addColumn<WatchDocument>("document");
    QTest::addColumn<QByteArray>("json");
    WatchDocument put;
    put.key = "a";
    put.event = Event::Put;
    put.id = "1f";
    put.etag = "\"1f\"";
    put.value = "v\n";
    put.contentType = "text/plain";
    put.ttlSeconds = 5;
    QTest::newRow("put") << put
                         << QByteArray(R"({"key":"a","event":"put","id":"1f","etag":"\"1f\"","value":"v\n",)"
                                       R"("contentType":"text/plain","ttl":5})");
    WatchDocument binary;
    binary.key = QByteArray("\x00\xff", 2);
    binary.event = Event::Present;
    binary.value = QByteArray("\xff\x00", 2);
    binary.mayHaveSkipped = true;
    QTest::newRow("bytes") << binary
                           << QByteArray(R"({"key":"%00%FF","keyEncoding":"percent","event":"present","value":"/wA=",)"
                                         R"("valueEncoding":"base64","mayHaveSkipped":true})");
    WatchDocument empty;
    empty.key = "a";
    empty.event = Event::Put;
    empty.value = QByteArray("");
    QTest::newRow("empty value") << empty << QByteArray(R"({"key":"a","event":"put","value":""})");
    WatchDocument ended;
    ended.key = "a";
    ended.event = Event::Ended;
    QTest::newRow("ended") << ended << QByteArray(R"({"key":"a","event":"ended"})");
}

void TestWatchDocument::bothWays()
{
    QFETCH(const WatchDocument, document);
    QFETCH(const QByteArray, json);
    QCOMPARE(api::toJson(document), json);
    const auto read = api::fromJson<WatchDocument>(json);
    QVERIFY2(read.value.has_value(), qPrintable(read.error));
    QVERIFY(*read.value == document);
}

void TestWatchDocument::refusals_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("no key") << QByteArray(R"({"event":"put"})");
    QTest::newRow("no event") << QByteArray(R"({"key":"a"})");
    QTest::newRow("another event") << QByteArray(R"({"key":"a","event":"moved"})");
    QTest::newRow("a number for a value") << QByteArray(R"({"key":"a","event":"put","value":1})");
}

void TestWatchDocument::refusals()
{
    QFETCH(const QByteArray, json);
    QVERIFY(!api::fromJson<WatchDocument>(json).error.isEmpty());
}

void TestWatchDocument::streams_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("events"); // name, id and data of each
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("comment") << QByteArray(":\n\n:x\n\n") << QByteArray();
    QTest::newRow("data") << QByteArray("data: a\n\n") << QByteArray("[||a]");
    QTest::newRow("all fields") << QByteArray("id: 1\nevent: e\ndata: a\n\ndata:b\n\n") << QByteArray("[e|1|a][||b]");
    QTest::newRow("CRLF") << QByteArray("data: a\r\n\r\n") << QByteArray("[||a]");
    QTest::newRow("lines") << QByteArray("data: a\ndata\ndata:  b\n\n") << QByteArray("[||a\n\n b]");
    QTest::newRow("no data") << QByteArray("id: 1\n\ndata: a\n\n") << QByteArray("[||a]");
    QTest::newRow("not ended") << QByteArray("data: a\n\ndata: b\n") << QByteArray("[||a]");
    QTest::newRow("unknown field") << QByteArray("what: x\ndata: a\n\n") << QByteArray("[||a]");
}

static QByteArray textOf(const std::vector<client::StreamEvent> &events)
{
    QByteArray text;
    for (const client::StreamEvent &event : events)
        text += '[' + event.name + '|' + event.id + '|' + event.data + ']';
    return text;
}

void TestWatchDocument::streams()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, events);
    client::EventStreamParser parser;
    QCOMPARE(textOf(parser.feed(text)), events);
}

void TestWatchDocument::streamsCutAnywhere()
{
    const QByteArray text = "retry: 1500\n\nid: 1\r\nevent: e\ndata: a b\n\n: beat\n\ndata: c\n\n";
    for (qsizetype cut = 0; cut <= text.size(); ++cut) {
        client::EventStreamParser parser;
        QByteArray events = textOf(parser.feed(text.first(cut)));
        events += textOf(parser.feed(text.sliced(cut)));
        QCOMPARE(events, QByteArray("[e|1|a b][||c]"));
        QCOMPARE(parser.retryMs(), 1500);
    }
}

QTEST_APPLESS_MAIN(TestWatchDocument)
#include "tst_watch_document.moc"
