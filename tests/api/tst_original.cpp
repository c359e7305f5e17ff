// SPDX-License-Identifier: GPL-3.0-or-later
//
// The original's answers byte for byte, and its request bodies as serde would take them.

#include "api/original.h"
#include "chord/node.h"

#include <QTest>

using namespace chord;
using namespace api;

namespace {

const char nodeJson[] =
    R"({"node_id":4294967295,"address_str":"127.0.0.1:11000","born_id":1,"successor_info_list":[)"
    R"({"node_id":5,"address_str":"127.0.0.1:11001","born_id":0,"successor_info_list":[],"predecessor_info":[],)"
    R"("finger_table":[]}],"predecessor_info":[)"
    R"({"node_id":5,"address_str":"127.0.0.1:11001","born_id":0,"successor_info_list":[],"predecessor_info":[],)"
    R"("finger_table":[]}],"finger_table":[null,)"
    R"({"node_id":5,"address_str":"127.0.0.1:11001","born_id":0,"successor_info_list":[],"predecessor_info":[],)"
    R"("finger_table":[]}]})";

OriginalNode nodeSample()
{
    const OriginalPeer other{5, "127.0.0.1:11001", 0};
    return {{0xffffffff, "127.0.0.1:11000", 1}, {other}, other, {std::nullopt, other}};
}

} // namespace

class TestOriginal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers();
    void requests();
    void malformedRequests_data();
    void malformedRequests();
    void nodeInfo();
    void resolved();
    void loneNode();
    void fingersOfAWideRing();
};

void TestOriginal::answers()
{
    QCOMPARE(toJson(OriginalDone{}), QByteArray(R"({"Ok":true})"));
    QCOMPARE(*fromJson<OriginalAnswer>(R"({"Ok":true})").value, OriginalAnswer(OriginalDone{}));

    const OriginalData data{4000000000, "a\"b\\\n\x01\xc3\xa4"};
    const QByteArray dataJson = "{\"Ok\":{\"data_id\":4000000000,\"val_str\":\"a\\\"b\\\\\\n\\u0001\xc3\xa4\"}}";
    QCOMPARE(toJson(data), dataJson);
    QCOMPARE(*fromJson<OriginalAnswer>(dataJson).value, OriginalAnswer(data));

    const OriginalError error{QStringLiteral("not found"), OriginalError::notFound};
    const QByteArray errorJson = R"({"Err":{"message":"not found","line":0,"column":0,"err_code":7}})";
    QCOMPARE(toJson(error), errorJson);
    QCOMPARE(*fromJson<OriginalAnswer>(errorJson).value, OriginalAnswer(error));

    QCOMPARE(fromJson<OriginalAnswer>(R"({"Ok":false})").error,
             QStringLiteral("Ok: expected an object, found a boolean."));
    QCOMPARE(fromJson<OriginalAnswer>(R"({})").error, QStringLiteral("Ok: is missing."));
}

void TestOriginal::requests()
{
    const OriginalPut put{"k\"", "v\n"};
    QCOMPARE(toJson(put), QByteArray(R"({"key_str":"k\"","val_str":"v\n"})"));
    QCOMPARE(*fromJson<OriginalPut>(toJson(put)).value, put);
    QCOMPARE(*fromJson<OriginalPut>(" {\"val_str\" : \"v\", \"key_str\":\"\\u00e4\"}\r\n").value,
             (OriginalPut{"\xc3\xa4", "v"}));

    QCOMPARE(toJson(OriginalKey{"k"}), QByteArray("\"k\""));
    QCOMPARE(fromJson<OriginalKey>("\"\\ud834\\udd1e\"").value->key, QByteArray("\xf0\x9d\x84\x9e"));
    QCOMPARE(fromJson<OriginalKey>("\"a\\u0000b\"").value->key, QByteArray("a\0b", 3));
}

void TestOriginal::malformedRequests_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("putError");
    QTest::addColumn<QString>("keyError");
    const auto row = [](const QByteArray &json, const char *putError, const char *keyError) {
        QTest::addRow("%s", json.constData()) << json << QString::fromLatin1(putError) << QString::fromLatin1(keyError);
    };
    row("", "The JSON text: there is none.", "The JSON text: there is none.");
    row("k", "at byte 0", "at byte 0");
    row("\"k\",\"l\"", "there are several values", "there are several values");
    row("\"k\"],[\"l\"", "The JSON text:", "The JSON text:");
    row("\"k", "The JSON text:", "The JSON text:");
    row("\"\xff\"", "The JSON text:", "The JSON text:");
    row("7", "expected an object, found a number", "expected text, found a number");
    row("{\"key_str\":\"k\"}", "val_str: is missing.", "expected text, found an object");
    row("{\"key_str\":1,\"val_str\":\"\"}", "key_str: expected text, found a number.", "expected text");
    row("\"\\ud800\"", "expected an object", "half a surrogate pair is no text");
}

void TestOriginal::malformedRequests()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, putError);
    QFETCH(QString, keyError);
    const Parsed<OriginalPut> put = fromJson<OriginalPut>(json);
    const Parsed<OriginalKey> key = fromJson<OriginalKey>(json);
    QVERIFY(!put.value);
    QVERIFY(!key.value);
    QVERIFY2(put.error.contains(putError), qPrintable(put.error));
    QVERIFY2(key.error.contains(keyError), qPrintable(key.error));
}

void TestOriginal::nodeInfo()
{
    QCOMPARE(toJson(nodeSample()), QByteArray(nodeJson));
    const Parsed<OriginalNode> parsed = fromJson<OriginalNode>(nodeJson);
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QCOMPARE(*parsed.value, nodeSample());
    QCOMPARE(fromJson<OriginalNode>(QByteArray(nodeJson).replace("4294967295", "4294967296")).error,
             QStringLiteral("node_id: expected 0 to 4294967295, found 4294967296."));
}

void TestOriginal::resolved()
{
    LookupResult lookup;
    const IdSpace space(160);
    lookup.owner = {space.fraction(1, 2), "a:1", 1};
    QCOMPARE(originalResolved(lookup, space), (OriginalResolved{0x80000000, 0x80000000, "a:1"}));
    lookup.successors = {{space.fraction(3, 4), "b:1", 1}};
    const OriginalResolved resolved = originalResolved(lookup, space);
    const QByteArray json = R"({"node_id":2147483648,"succ0_id":3221225472,"address_str":"a:1"})";
    QCOMPARE(toJson(resolved), json);
    QCOMPARE(*fromJson<OriginalResolved>(json).value, resolved);
}

void TestOriginal::loneNode()
{
    Config config;
    config.idBits = 6;
    Node node({Id(21), "a:1", 1}, config);
    node.createRing(0);
    const OriginalNode original = originalNode(node, 1);
    QCOMPARE(original.self, (OriginalPeer{21, "a:1", 1}));
    QCOMPARE(original.successors, std::vector{original.self});
    QCOMPARE(original.fingers.size(), size_t(6));
}

void TestOriginal::fingersOfAWideRing()
{
    Config config;
    Node node({Id(21), "a:1", 1}, config);
    node.createRing(0);
    QCOMPARE(originalNode(node, 0).fingers.size(), size_t(32));
}

QTEST_APPLESS_MAIN(TestOriginal)

#include "tst_original.moc"
