// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two languages of a batch: what they mean, what they refuse and in which words, and that damaged bytes are just
// refused. Qt's own CBOR classes write what our reader reads, and the reverse.

#include "api/batch.h"

#include <QCborArray>
#include <QCborMap>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using Kind = api::BatchOperation::Kind;

namespace {

const QByteArray binary("\0\xff\xfe\n", 4);

std::vector<api::BatchOperation> someOperations()
{
    api::BatchOperation put{Kind::Put, "a/b", "v", "text/plain", 60, {}, "*"};
    api::BatchOperation get{Kind::Get, binary, {}, {}, {}, {}, {}};
    api::BatchOperation remove{Kind::Delete, "k", {}, {}, {}, "\"1.2.3\"", {}};
    api::BatchOperation empty{Kind::Put, "k", "", {}, {}, {}, {}};
    return {put, get, remove, empty};
}

std::vector<api::BatchOutcome> someOutcomes()
{
    api::BatchOutcome got{200, "\"1.2.3\"", binary, "image/png", {}};
    api::BatchOutcome gotText{200, "\"1.2.4\"", QByteArray("h\xc3\xa9"), "", {}};
    api::BatchOutcome created{201, "\"1.2.5\"", {}, {}, {}};
    api::BatchOutcome failed{503, {}, {}, {}, api::Problem{u"about:blank"_s, u"t"_s, 503, u"d"_s, true}};
    return {got, gotText, created, failed};
}

QByteArray cborOf(const QCborValue &value)
{
    return value.toCbor();
}

} // namespace

class TestBatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsJson();
    void readsCbor();
    void roundTrips();
    void outcomesAsJson();
    void lenientCbor();
    void malformedJson_data();
    void malformedJson();
    void malformedCbor_data();
    void malformedCbor();
    void tooMany();
    void lines();
    void damagedBytes();
};

void TestBatch::readsJson()
{
    const api::BatchRequest batch = api::batchFromJson(
        R"([{"op":"put","key":"a/b","value":"v","contentType":"text/plain","ttl":60,"ifNoneMatch":"*"},
            {"op":"get","key":"%00%ff%fe%0A","keyEncoding":"percent"},
            {"op":"delete","key":"k","ifMatch":"\"1.2.3\""},
            {"op":"put","key":"k","value":""}])");
    QCOMPARE(batch.error, QString());
    QVERIFY(batch.operations == someOperations());
    const api::BatchRequest base64 =
        api::batchFromJson(R"([{"op":"put","key":"k","value":"AP/+Cg==","valueEncoding":"base64"}])");
    QCOMPARE(base64.error, QString());
    QCOMPARE(base64.operations.front().value, binary);
    QCOMPARE(api::batchFromJson("[]").operations.size(), size_t(0));
    QCOMPARE(api::batchFromJson("[]").error, QString());
}

void TestBatch::readsCbor()
{
    const QCborArray array{
        QCborMap{{u"op"_s, u"put"_s},
                 {u"key"_s, u"a/b"_s},
                 {u"value"_s, QByteArray("v")},
                 {u"contentType"_s, u"text/plain"_s},
                 {u"ttl"_s, 60},
                 {u"ifNoneMatch"_s, u"*"_s}},
        QCborMap{{u"op"_s, u"get"_s}, {u"key"_s, binary}},
        QCborMap{{u"op"_s, u"delete"_s}, {u"key"_s, QByteArray("k")}, {u"ifMatch"_s, u"\"1.2.3\""_s}},
        QCborMap{{u"op"_s, u"put"_s}, {u"key"_s, u"k"_s}, {u"value"_s, u""_s}},
    };
    const api::BatchRequest batch = api::batchFromCbor(cborOf(array));
    QCOMPARE(batch.error, QString());
    QVERIFY(batch.operations == someOperations());
}

void TestBatch::roundTrips()
{
    const api::BatchRequest batch = api::batchFromCbor(api::batchToCbor(someOperations()));
    QCOMPARE(batch.error, QString());
    QVERIFY(batch.operations == someOperations());
    const auto outcomes = api::outcomesFromCbor(api::batchToCbor(someOutcomes()));
    QCOMPARE(outcomes.error, QString());
    QVERIFY(*outcomes.value == someOutcomes());
}

void TestBatch::outcomesAsJson()
{
    QCOMPARE(api::batchToJson(someOutcomes()),
             QByteArray(R"([{"status":200,"etag":"\"1.2.3\"","value":"AP/+Cg==","valueEncoding":"base64",)"
                        R"("contentType":"image/png"},{"status":200,"etag":"\"1.2.4\"","value":"h)"
                        "\xc3\xa9"
                        R"("},{"status":201,"etag":"\"1.2.5\""},{"status":503,"problem":{"type":"about:blank",)"
                        R"("title":"t","status":503,"detail":"d","mayHaveHappened":true}}])"));
}

// Indefinite lengths, strings in pieces, long heads and floats: RFC 8949 allows them all.
void TestBatch::lenientCbor()
{
    QByteArray cbor("\x9f\xbf");
    cbor += QByteArray("\x62op\x63put");
    cbor += QByteArray("\x63key\x5f\x41") + "a" + QByteArray("\x41") + "b" + QByteArray("\xff");
    cbor += QByteArray("\x65value\x7f\x61") + "v" + QByteArray("\x61") + "w" + QByteArray("\xff");
    cbor += QByteArray("\x63ttl\xfb\x40\x4e\x00\x00\x00\x00\x00\x00", 13); // 60.0
    cbor += QByteArray("\xff\xff");
    const api::BatchRequest batch = api::batchFromCbor(cbor);
    QCOMPARE(batch.error, QString());
    QCOMPARE(batch.operations.size(), size_t(1));
    QCOMPARE(batch.operations[0].key, QByteArray("ab"));
    QCOMPARE(batch.operations[0].value, QByteArray("vw"));
    QCOMPARE(batch.operations[0].ttlSeconds, std::optional<qint64>(60));
}

void TestBatch::malformedJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    const QByteArray good = R"({"op":"get","key":"k"})";
    QTest::newRow("no JSON") << QByteArray("[{") << u""_s;
    QTest::newRow("empty") << QByteArray() << u""_s;
    QTest::newRow("object") << good << u"array"_s;
    QTest::newRow("number inside") << QByteArray("[" + good + ",1]") << u"[1] must be an object"_s;
    QTest::newRow("no op") << QByteArray(R"([{"key":"k"}])") << u"[0].op must be"_s;
    QTest::newRow("other op") << QByteArray(R"([{"op":"PUT","key":"k","value":""}])") << u"[0].op must be"_s;
    QTest::newRow("no key") << QByteArray("[" + good + "," + good + R"(,{"op":"get"}])") << u"[2].key is missing"_s;
    QTest::newRow("key is a number") << QByteArray(R"([{"op":"get","key":1}])") << u"[0].key must be a text"_s;
    QTest::newRow("half a surrogate") << QByteArray(R"([{"op":"get","key":"\ud800"}])") << u"[0].key must be a text"_s;
    QTest::newRow("no value") << QByteArray(R"([{"op":"put","key":"k"}])") << u"[0].value is missing"_s;
    QTest::newRow("value null") << QByteArray(R"([{"op":"put","key":"k","value":null}])") << u"[0].value must be"_s;
    QTest::newRow("value in a get") << QByteArray(R"([{"op":"get","key":"k","value":""}])")
                                    << u"[0].value only belongs to a put"_s;
    QTest::newRow("unknown member") << QByteArray(R"([{"op":"get","key":"k","ifmatch":"*"}])")
                                    << u"[0] has an unknown member \"ifmatch\""_s;
    QTest::newRow("bad base64") << QByteArray(R"([{"op":"put","key":"k","value":"a*","valueEncoding":"base64"}])")
                                << u"[0].value is not what"_s;
    QTest::newRow("other encoding") << QByteArray(R"([{"op":"put","key":"k","value":"","valueEncoding":"hex"}])")
                                    << u"[0].valueEncoding can only be \"base64\""_s;
    QTest::newRow("bad percent") << QByteArray(R"([{"op":"get","key":"%4","keyEncoding":"percent"}])")
                                 << u"[0].key is not what"_s;
    QTest::newRow("ttl text") << QByteArray(R"([{"op":"put","key":"k","value":"","ttl":"1"}])")
                              << u"[0].ttl must be a whole number"_s;
    QTest::newRow("ttl fraction") << QByteArray(R"([{"op":"put","key":"k","value":"","ttl":1.5}])")
                                  << u"[0].ttl must be a whole number"_s;
    QTest::newRow("condition null") << QByteArray(R"([{"op":"get","key":"k","ifMatch":null}])")
                                    << u"[0].ifMatch must be a text"_s;
}

void TestBatch::malformedJson()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const api::BatchRequest batch = api::batchFromJson(json);
    QVERIFY(!batch.error.isEmpty());
    QVERIFY2(batch.error.contains(says), qPrintable(batch.error));
    QVERIFY(!batch.tooMany);
}

void TestBatch::malformedCbor_data()
{
    QTest::addColumn<QByteArray>("cbor");
    QTest::addColumn<QString>("says");
    const QCborMap good{{u"op"_s, u"get"_s}, {u"key"_s, u"k"_s}};
    const QByteArray head("\x81\xa2\x62op\x63get", 9);
    QTest::newRow("empty") << QByteArray() << u"array"_s;
    QTest::newRow("map") << cborOf(good) << u"array"_s;
    QTest::newRow("text inside") << cborOf(QCborArray{good, u"get"_s}) << u"[1] must be a map"_s;
    QTest::newRow("something follows") << QByteArray(cborOf(QCborArray{good}) + '\0') << u"byte"_s;
    QTest::newRow("cut off") << cborOf(QCborArray{good}).chopped(1) << u"byte"_s;
    QTest::newRow("numbered member") << QByteArray("\x81\xa1\x01\x02") << u"[0] has a member whose name is no text"_s;
    QTest::newRow("nested") << cborOf(QCborArray{QCborMap{{u"key"_s, QCborArray{1}}}}) << u"[0].key is of a kind"_s;
    QTest::newRow("null") << cborOf(QCborArray{QCborMap{{u"key"_s, nullptr}}}) << u"[0].key is of a kind"_s;
    QTest::newRow("ttl boolean") << cborOf(
        QCborArray{QCborMap{{u"op"_s, u"put"_s}, {u"key"_s, u"k"_s}, {u"value"_s, u""_s}, {u"ttl"_s, true}}})
                                 << u"[0].ttl must be"_s;
    QTest::newRow("twice") << QByteArray("\x81\xa2\x62op\x63get\x62op\x63get") << u"[0].op is given twice"_s;
    QTest::newRow("bytes with an encoding") << cborOf(
        QCborArray{QCborMap{{u"op"_s, u"get"_s}, {u"key"_s, QByteArray("k")}, {u"keyEncoding"_s, u"percent"_s}}})
                                            << u"[0].keyEncoding can only be"_s;
    // Announces more than there can be: must neither be believed nor reserved.
    QTest::newRow("huge text") << QByteArray(head + QByteArray("\x63key\x7b\x00\xff\xff\xff\xff\xff\xff\xff", 13))
                               << u"byte"_s;
    QTest::newRow("huge bytes") << QByteArray(head + QByteArray("\x63key\x5b\x00\x00\x00\xff\xff\xff\xff\xff", 13))
                                << u"byte"_s;
    QTest::newRow("huge map") << QByteArray("\x81\xbb\x0f\xff\xff\xff\xff\xff\xff\xff", 10) << u"byte"_s;
    QTest::newRow("huge array") << QByteArray("\x9b\x0f\xff\xff\xff\xff\xff\xff\xff", 9) << u"array"_s;
    QTest::newRow("text that is no UTF-8") << QByteArray(head + QByteArray("\x63key\x61\xff")) << u"byte"_s;
}

void TestBatch::malformedCbor()
{
    QFETCH(QByteArray, cbor);
    QFETCH(QString, says);
    const api::BatchRequest batch = api::batchFromCbor(cbor);
    QVERIFY(!batch.error.isEmpty());
    QVERIFY2(batch.error.contains(says), qPrintable(batch.error));
    QVERIFY(!batch.tooMany);
}

void TestBatch::tooMany()
{
    const std::vector<api::BatchOperation> most(api::batchOperationsMax, {Kind::Get, "k", {}, {}, {}, {}, {}});
    QCOMPARE(api::batchFromCbor(api::batchToCbor(most)).error, QString());
    std::vector<api::BatchOperation> more = most;
    more.push_back(most.front());
    const api::BatchRequest cbor = api::batchFromCbor(api::batchToCbor(more));
    QVERIFY(cbor.tooMany && !cbor.error.isEmpty());

    const QByteArray get = R"({"op":"get","key":"k"},)";
    const auto json = [&get](int count) { return '[' + get.repeated(count).chopped(1) + ']'; };
    QCOMPARE(api::batchFromJson(json(1000)).operations.size(), size_t(1000));
    QVERIFY(api::batchFromJson(json(1001)).tooMany);
    QVERIFY(api::batchFromJson('[' + QByteArray("0,").repeated(100'000) + "0]").tooMany);
    // Commas in texts are no members.
    const QByteArray commas = R"([{"op":"put","key":"\",","value":")" + QByteArray(100'000, ',') + R"("}])";
    QCOMPARE(api::batchFromJson(commas).error, QString());
}

void TestBatch::lines()
{
    const auto put = api::batchOperationFromJson(R"({"key":"k","value":"v"})", Kind::Put);
    QCOMPARE(put.error, QString());
    QVERIFY(put.value->kind == Kind::Put && put.value->value == "v");
    QVERIFY(api::batchOperationFromJson(R"({"op":"put","key":"k","value":"v"})", Kind::Put).value.has_value());
    const auto get = api::batchOperationFromJson("\"k\"\n", Kind::Get);
    QCOMPARE(get.error, QString());
    QCOMPARE(get.value->key, QByteArray("k"));
    QCOMPARE(api::batchOperationFromJson(R"({"op":"get","key":"k"})", Kind::Put).error,
             u"op is not what this is for."_s);
    for (const QByteArray line : {"", "{", "1", "\"k\"", "{}"})
        QVERIFY(!api::batchOperationFromJson(line, Kind::Put).error.isEmpty());
}

// Neither a crash nor a reader that never ends; the sanitizers look on.
void TestBatch::damagedBytes()
{
    QRandomGenerator random(7);
    const QByteArray cbor = api::batchToCbor(someOperations());
    const QByteArray answer = api::batchToCbor(someOutcomes());
    const QByteArray json = R"([{"op":"put","key":"a","value":"AP/+Cg==","valueEncoding":"base64","ttl":60}])";
    for (int i = 0; i < 20'000; ++i) {
        const auto damaged = [&random](QByteArray bytes) {
            for (int flips = random.bounded(4); flips >= 0; --flips)
                bytes[random.bounded(int(bytes.size()))] = char(random.bounded(256));
            return bytes.first(random.bounded(int(bytes.size())) + 1);
        };
        const api::BatchRequest read = api::batchFromCbor(damaged(cbor));
        if (read.error.isEmpty())
            QVERIFY(api::batchFromCbor(api::batchToCbor(read.operations)).operations == read.operations);
        api::batchFromJson(damaged(json));
        api::outcomesFromCbor(damaged(answer));
    }
}

QTEST_APPLESS_MAIN(TestBatch)
#include "tst_batch.moc"
