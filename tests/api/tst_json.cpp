// SPDX-License-Identifier: GPL-3.0-or-later
//
// The REST documents: exactly the text that openapi.json promises to programs, and back; what is wrong with a text is
// told with its place in it.

#include "api/batch.h"
#include "api/json.h"
#include "api/json_writer.h"
#include "api/key_text.h"
#include "chord/node.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace chord;
using namespace api;

namespace {

const NodeLabel n8{"08", "127.0.0.1:11008"};
const NodeLabel n14{"0e", "127.0.0.1:11014"};

RangeEntry rangeSample()
{
    return {"08", "0e", n14, {n14, n8}, "1.3.36b0", GroupState::Serving, 1};
}

const char rangeJson[] = R"({"low":"08","high":"0e","leader":{"id":"0e","address":"127.0.0.1:11014"},)"
                         R"("voters":[{"id":"0e","address":"127.0.0.1:11014"},)"
                         R"({"id":"08","address":"127.0.0.1:11008"}],"ballot":"1.3.36b0","state":"serving",)"
                         R"("lossEpoch":1})";

NodeDocument nodeSample()
{
    NodeDocument document;
    document.node = n8;
    document.state = NodeState::Ready;
    document.idBits = 6;
    document.replicas = 3;
    document.ring = "0000000000001f40";
    document.predecessor = NodeLabel{"01", "[::1]:11001"};
    document.successors = {n14, {"15", "n21.example:11021"}};
    document.fingers = {{0, "09", n14}, {3, "10", {"15", "n21.example:11021"}}};
    document.ranges = {rangeSample()};
    document.keys = {10, 20, 12345678901};
    document.uptimeSeconds = 99;
    document.version = QStringLiteral("0.1.0");
    document.counters.messagesSent = 1;
    document.counters.elections = 2;
    document.counters.tombstonesCollected = (quint64(1) << 60) + 1; // not exact as a double
    return document;
}

const char nodeJson[] = R"({"id":"08","address":"127.0.0.1:11008","state":"ready","idBits":6,"replicas":3,)"
                        R"("ring":"0000000000001f40",)"
                        R"("predecessor":{"id":"01","address":"[::1]:11001"},)"
                        R"("successors":[{"id":"0e","address":"127.0.0.1:11014"},)"
                        R"({"id":"15","address":"n21.example:11021"}],)"
                        R"("fingers":[{"index":0,"start":"09","node":{"id":"0e","address":"127.0.0.1:11014"}},)"
                        R"({"index":3,"start":"10","node":{"id":"15","address":"n21.example:11021"}}],)"
                        R"("ranges":[{"low":"08","high":"0e","leader":{"id":"0e","address":"127.0.0.1:11014"},)"
                        R"("voters":[{"id":"0e","address":"127.0.0.1:11014"},)"
                        R"({"id":"08","address":"127.0.0.1:11008"}],"ballot":"1.3.36b0","state":"serving",)"
                        R"("lossEpoch":1}],)"
                        R"("keys":{"primary":10,"replica":20,"bytes":12345678901},"uptimeSeconds":99,)"
                        R"("version":"0.1.0","counters":{"messagesSent":1,"messagesReceived":0,)"
                        R"("requestsTimedOut":0,"lookupsBegun":0,"lookupHops":0,"operationsBegun":0,)"
                        R"("operationsFailed":0,"cacheHits":0,"elections":2,"electionsWon":0,"leadsTransferred":0,)"
                        R"("leadsLost":0,"configChanges":0,"splits":0,"merges":0,"recoveries":0,"recordsCopied":0,)"
                        R"("recordsReaccepted":0,"bytesCopied":0,)"
                        R"("tombstonesCollected":1152921504606846977}})";

LookupDocument lookupSample()
{
    using Via = Hop::Via;
    return {"caf\xc3\xa9/1",
            "36",
            {"38", "n56:1"},
            {{"38", "n56:1"}, n8},
            {{n8, Via::Self, -1, 0, true},
             {{"2a", "n42:1"}, Via::Finger, 5, 12, true},
             {{"33", "n51:1"}, Via::Successor, -1, 500000, false},
             {{"38", "n56:1"}, Via::Cache, -1, 3, true}}};
}

const char lookupJson[] = "{\"key\":\"caf\xc3\xa9/1\",\"id\":\"36\",\"owner\":{\"id\":\"38\",\"address\":\"n56:1\"},"
                          R"("replicas":[{"id":"38","address":"n56:1"},{"id":"08","address":"127.0.0.1:11008"}],)"
                          R"("hops":[{"node":{"id":"08","address":"127.0.0.1:11008"},"via":"self","micros":0,)"
                          R"("answered":true},{"node":{"id":"2a","address":"n42:1"},"via":"finger 5","micros":12,)"
                          R"("answered":true},{"node":{"id":"33","address":"n51:1"},"via":"successor",)"
                          R"("micros":500000,"answered":false},{"node":{"id":"38","address":"n56:1"},)"
                          R"("via":"cache","micros":3,"answered":true}]})";

// The text with one of its parts replaced.
QByteArray with(QByteArray json, const char *part, const char *other)
{
    Q_ASSERT(json.contains(part));
    return json.replace(part, other);
}

} // namespace

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nodeDocument();
    void loneNode();
    void formerNode();
    void rangeStates_data();
    void rangeStates();
    void recoveryDocument();
    void keysPage();
    void keysOfAnyBytes_data();
    void keysOfAnyBytes();
    void ringDocument();
    void lookupDocument();
    void problem();
    void unknownMembersArePassedOver();
    void byteOrderMark();
    void errorsNameTheirPlace_data();
    void errorsNameTheirPlace();
    void textIsEscaped();
    void fromCoreValues();
    void fromANode();
    void percentEncoding_data();
    void percentEncoding();
};

void TestJson::nodeDocument()
{
    QCOMPARE(toJson(nodeSample()), QByteArray(nodeJson));
    const Parsed<NodeDocument> parsed = fromJson<NodeDocument>(nodeJson);
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QCOMPARE(parsed.value->node, n8);
    QCOMPARE(parsed.value->ring, QByteArray("0000000000001f40"));
    QCOMPARE(parsed.value->ranges, std::vector{rangeSample()});
    QCOMPARE(parsed.value->counters.tombstonesCollected, (quint64(1) << 60) + 1);
    QCOMPARE(toJson(*parsed.value), QByteArray(nodeJson));
}

void TestJson::loneNode()
{
    NodeDocument document;
    document.node = n8;
    document.state = NodeState::Left;
    document.replicas = 1;
    const QByteArray json = toJson(document);
    QVERIFY(json.contains(R"("state":"leaving")"));
    QVERIFY(json.contains(R"("ring":null,"predecessor":null,"successors":[],"fingers":[],"ranges":[],)"));
    const Parsed<NodeDocument> parsed = fromJson<NodeDocument>(json);
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QVERIFY(!parsed.value->predecessor);
    QVERIFY(parsed.value->ring.isEmpty());
    QCOMPARE(parsed.value->state, NodeState::Leaving);
}

// A node of a former release tells neither ring nor ranges.
void TestJson::formerNode()
{
    const QByteArray json = with(with(nodeJson, "\"ring\":\"0000000000001f40\",", ""),
                                 ("\"ranges\":[" + QByteArray(rangeJson) + "],").constData(), "");
    const Parsed<NodeDocument> parsed = fromJson<NodeDocument>(json);
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QVERIFY(parsed.value->ring.isEmpty() && parsed.value->ranges.empty());
    const Parsed<RingDocument> ring = fromJson<RingDocument>(R"({"nodes":[],"complete":true,"problems":[]})");
    QVERIFY2(ring.value, qPrintable(ring.error));
    QVERIFY(ring.value->complete && ring.value->ranges.empty());
}

void TestJson::keysPage()
{
    const KeysPage page{
        {{"user 1", "2a", KeyEntry::Role::Primary, 5, {0x1ff10}}, {"", "00", KeyEntry::Role::Replica, 0, {2}}}, "MTIz"};
    const QByteArray json = R"({"keys":[{"key":"user 1","id":"2a","role":"primary","bytes":5,"version":")"
        + QByteArray("1ff10") + R"("},{"key":"","id":"00","role":"replica","bytes":0,"version":")" + QByteArray("2")
        + R"("}],"next":"MTIz"})";
    QCOMPARE(toJson(page), json);
    const Parsed<KeysPage> parsed = fromJson<KeysPage>(json);
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QCOMPARE(*parsed.value, page);

    QCOMPARE(toJson(KeysPage{}), QByteArray(R"({"keys":[],"next":null})"));
    QCOMPARE(*fromJson<KeysPage>(R"({"keys":[],"next":null})").value, KeysPage{});
}

void TestJson::keysOfAnyBytes_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("json");
    QTest::addRow("UTF-8") << QByteArray("a/\xe2\x82\xac%2F") << QByteArray("\"key\":\"a/\xe2\x82\xac%2F\",\"id\"");
    QTest::addRow("NUL") << QByteArray("a\0b", 3) << QByteArray(R"("key":"a\u0000b","id")");
    QTest::addRow("quotes") << QByteArray("\"\\\n") << QByteArray(R"("key":"\"\\\n","id")");
    QTest::addRow("no UTF-8") << QByteArray("a/%\xff")
                              << QByteArray(R"("key":"a%2F%25%FF","keyEncoding":"percent","id")");
    QTest::addRow("surrogate in UTF-8") << QByteArray("\xed\xa0\x80")
                                        << QByteArray(R"("key":"%ED%A0%80","keyEncoding":"percent","id")");
}

void TestJson::keysOfAnyBytes()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, json);
    const KeysPage page{{{key, "2a", KeyEntry::Role::Primary, 5, {0x111}}}, {}};
    QVERIFY2(toJson(page).contains(json), toJson(page));
    const Parsed<KeysPage> parsed = fromJson<KeysPage>(toJson(page));
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QCOMPARE(*parsed.value, page);
}

void TestJson::ringDocument()
{
    RangeEntry silent = rangeSample();
    silent.leader.reset();
    silent.state = GroupState::NoQuorum;
    const RingDocument document{{{n8, n14, n14, 10}, {n14, {}, n8, 0}},
                                {rangeSample(), silent},
                                false,
                                {QStringLiteral("Node 0e has no predecessor."), QStringLiteral("Noch eins: ä.")}};
    const QByteArray json = R"({"nodes":[{"id":"08","address":"127.0.0.1:11008",)"
                            R"("predecessor":{"id":"0e","address":"127.0.0.1:11014"},)"
                            R"("successor":{"id":"0e","address":"127.0.0.1:11014"},"keys":10},)"
                            R"({"id":"0e","address":"127.0.0.1:11014","predecessor":null,)"
                            R"("successor":{"id":"08","address":"127.0.0.1:11008"},"keys":0}],"ranges":[)"
        + QByteArray(rangeJson) + ','
        + with(with(rangeJson, "\"serving\"", "\"noQuorum\""), R"({"id":"0e","address":"127.0.0.1:11014"},"voters")",
               "null,\"voters\"")
        + R"(],"complete":false,)"
          "\"problems\":[\"Node 0e has no predecessor.\",\"Noch eins: \xc3\xa4.\"]}";
    QCOMPARE(toJson(document), json);
    const Parsed<RingDocument> parsed = fromJson<RingDocument>(json);
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QCOMPARE(*parsed.value, document);
}

void TestJson::lookupDocument()
{
    QCOMPARE(toJson(lookupSample()), QByteArray(lookupJson));
    const Parsed<LookupDocument> parsed = fromJson<LookupDocument>(lookupJson);
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QCOMPARE(*parsed.value, lookupSample());
    // "answered" is an addition of ours: without it, a hop has answered.
    const Parsed<LookupDocument> without = fromJson<LookupDocument>(with(lookupJson, ",\"answered\":false", ""));
    QVERIFY(without.value->hops[2].answered);
}

void TestJson::rangeStates_data()
{
    QTest::addColumn<GroupState>("state");
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("serving") << GroupState::Serving << QByteArray("serving");
    QTest::addRow("electing") << GroupState::Electing << QByteArray("electing");
    QTest::addRow("noQuorum") << GroupState::NoQuorum << QByteArray("noQuorum");
    QTest::addRow("recovering") << GroupState::Recovering << QByteArray("recovering");
}

void TestJson::rangeStates()
{
    QFETCH(GroupState, state);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray(groupStateText(state)), text);
    NodeDocument document = nodeSample();
    document.ranges[0].state = state;
    QVERIFY(toJson(document).contains("\"state\":\"" + text + "\",\"lossEpoch\""));
    QCOMPARE(fromJson<NodeDocument>(toJson(document)).value->ranges, document.ranges);
}

void TestJson::recoveryDocument()
{
    RecoveryDocument document{false, true, RangeBounds{"08", "0e"}, {n8}, {n14}, QStringLiteral("Nothing is lost.")};
    const QByteArray json = R"({"done":false,"certain":true,"range":{"low":"08","high":"0e"},)"
                            R"("present":[{"id":"08","address":"127.0.0.1:11008"}],)"
                            R"("missing":[{"id":"0e","address":"127.0.0.1:11014"}],"text":"Nothing is lost."})";
    QCOMPARE(toJson(document), json);
    QCOMPARE(*fromJson<RecoveryDocument>(json).value, document);
    document.range.reset();
    QVERIFY(toJson(document).contains(R"("range":null)"));
    QCOMPARE(*fromJson<RecoveryDocument>(toJson(document)).value, document);
}

void TestJson::problem()
{
    Problem problem;
    problem.title = QStringLiteral("Not found");
    problem.status = 404;
    problem.detail = QStringLiteral("No key \"k\".");
    QCOMPARE(toJson(problem),
             QByteArray(R"({"type":"about:blank","title":"Not found","status":404,"detail":"No key \"k\"."})"));
    QCOMPARE(*fromJson<Problem>(toJson(problem)).value, problem);

    problem.mayHaveHappened = true;
    QVERIFY(toJson(problem).endsWith(R"(,"mayHaveHappened":true})"));
    QCOMPARE(*fromJson<Problem>(toJson(problem)).value, problem);
    // RFC 9457, section 3.1: type and detail may be absent.
    QCOMPARE(fromJson<Problem>(R"({"title":"Busy","status":503})").value->type, QStringLiteral("about:blank"));
}

void TestJson::unknownMembersArePassedOver()
{
    QByteArray json = with(nodeJson, "{\"id\":\"08\"", "{\"colour\":{\"red\":[1]},\"id\":\"08\"");
    json = with(json, "\"messagesSent\":1,\"messagesReceived\":0,", "\"newCounter\":7,");
    const Parsed<NodeDocument> parsed = fromJson<NodeDocument>(json);
    QVERIFY2(parsed.value, qPrintable(parsed.error));
    QCOMPARE(parsed.value->counters.messagesSent, quint64(0));
}

void TestJson::byteOrderMark()
{
    const QByteArray mark("\xef\xbb\xbf");
    const QByteArray json = api::toJson(api::Problem{
        QStringLiteral("about:blank"), QStringLiteral("Not Found"), 404, QStringLiteral("no such key"), {}});
    QVERIFY(api::fromJson<api::Problem>(mark + json).value);
    const auto batch = api::batchFromJson(mark + "[{\"op\": \"get\", \"key\": \"k\"}]");
    QVERIFY2(batch.error.isEmpty(), qPrintable(batch.error));
    // Mistakes are told at their place in what was sent, and a second mark is one.
    QVERIFY(api::fromJson<api::Problem>(mark + "{\"a\" 1}").error.contains(QLatin1String("at byte 9")));
    QVERIFY(!api::fromJson<api::Problem>(mark + mark + json).value);
    for (const QByteArray &other : {QByteArray("\xff\xfe{\0", 4), QByteArray("\xfe\xff\0{", 4),
                                    QByteArray("\xff\xfe\0\0{\0\0\0", 8), QByteArray("\0\0\xfe\xff\0\0\0{", 8)})
        QVERIFY(api::fromJson<api::Problem>(other).error.contains(QLatin1String("save it as UTF-8")));
}

void TestJson::errorsNameTheirPlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const QByteArray &json, const char *error) {
        QTest::addRow("%s", name) << json << QString::fromLatin1(error);
    };
    row("empty", "", "The JSON text: there is none.");
    row("spaces", "  \n", "The JSON text: there is none.");
    row("two values", "{},{}", "The JSON text: there are several values instead of one.");
    row("an array", "[]", "The JSON text: expected an object, found an array.");
    row("a null", "null", "The JSON text: expected an object, found null.");
    row("no id", with(nodeJson, "\"id\":\"08\",", ""), "id: is missing.");
    row("id a number", with(nodeJson, "\"id\":\"08\"", "\"id\":8"), "id: expected text, found a number.");
    row("id in capitals", with(nodeJson, "\"start\":\"10\"", "\"start\":\"1A\""),
        "fingers[1].start: expected 1 to 40 lower-case hexadecimal digits.");
    row("id too long", with(nodeJson, "\"start\":\"10\"", ("\"start\":\"" + QByteArray(41, '1') + '"').constData()),
        "fingers[1].start: expected 1 to 40 lower-case hexadecimal digits.");
    row("deep inside", with(nodeJson, R"("start":"10","node":{"id":"15")", R"("start":"10","node":{"id":[])"),
        "fingers[1].node.id: expected text, found an array.");
    row("no list", with(nodeJson, "\"uptimeSeconds\":99", "\"uptimeSeconds\":\"99\""),
        "uptimeSeconds: expected a number, found text.");
    row("fraction", with(nodeJson, "\"uptimeSeconds\":99", "\"uptimeSeconds\":9.5"),
        "uptimeSeconds: expected a whole number of at most 64 bits.");
    row("negative", with(nodeJson, "\"primary\":10", "\"primary\":-1"),
        "keys.primary: expected 0 to 9223372036854775807, found -1.");
    row("too big", with(nodeJson, "\"primary\":10", "\"primary\":1e30"),
        "keys.primary: expected a whole number of at most 64 bits.");
    row("bits", with(nodeJson, "\"idBits\":6", "\"idBits\":161"), "idBits: expected 3 to 160, found 161.");
    row("state", with(nodeJson, "\"ready\"", "\"asleep\""), "state: expected \"joining\", \"ready\" or \"leaving\".");
    row("ring", with(nodeJson, "0000000000001f40", "1F40"), "ring: expected 1 to 40 lower-case hexadecimal digits.");
    row("range's state", with(nodeJson, "\"serving\"", "\"idle\""),
        "ranges[0].state: expected \"serving\", \"electing\", \"noQuorum\" or \"recovering\".");
    row("range's end", with(nodeJson, "\"low\":\"08\",", ""), "ranges[0].low: is missing.");
    row("voter", with(nodeJson, "\"voters\":[", "\"voters\":[7,"),
        "ranges[0].voters[0]: expected an object, found a number.");
    row("loss epoch", with(nodeJson, "\"lossEpoch\":1", "\"lossEpoch\":4294967296"),
        "ranges[0].lossEpoch: expected 0 to 4294967295, found 4294967296.");
    row("predecessor", with(nodeJson, "\"predecessor\":{", "\"predecessor\":1,\"p\":{"),
        "predecessor: expected an object, found a number.");
    row("counter", with(nodeJson, "\"messagesSent\":1", "\"messagesSent\":null"),
        "counters.messagesSent: expected a number, found null.");
    row("half a pair", with(nodeJson, "\"0.1.0\"", "\"\\ud800\""), "version: half a surrogate pair is no text.");
}

void TestJson::errorsNameTheirPlace()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, error);
    const Parsed<NodeDocument> parsed = fromJson<NodeDocument>(json);
    QVERIFY(!parsed.value);
    QCOMPARE(parsed.error, error);

    QCOMPARE(fromJson<LookupDocument>(with(lookupJson, "finger 5", "finger x")).error,
             QStringLiteral("hops[1].via: expected \"self\", \"finger I\", \"successor\" or \"cache\"."));
    QCOMPARE(fromJson<KeysPage>(R"({"keys":[{"key":"%4","keyEncoding":"percent"}],"next":null})").error,
             QStringLiteral("keys[0].key: has a % that is not followed by two hexadecimal digits."));
    QCOMPARE(fromJson<KeysPage>(R"({"keys":[{"key":"","keyEncoding":"base64"}],"next":null})").error,
             QStringLiteral("keys[0].key: is in an encoding that is not known."));
    QCOMPARE(fromJson<KeysPage>(R"({"keys":[{"key":"","id":"0","role":"primary","bytes":1,"version":"v"}],"next":""})")
                 .error,
             QStringLiteral("keys[0].version: is no version."));
    const QString malformed = fromJson<KeysPage>(R"({"keys":[)").error;
    QVERIFY2(malformed.startsWith(QLatin1String("The JSON text: ")) && malformed.contains(QLatin1String("at byte ")),
             qPrintable(malformed));
}

void TestJson::textIsEscaped()
{
    QByteArray all;
    for (int c = 0; c < 0x80; ++c)
        all += char(c);
    all += "\xc3\xa4\xf0\x9d\x84\x9e";
    JsonWriter json;
    json.beginArray();
    json.text(all);
    json.text(QByteArray());
    json.endArray();
    QVERIFY(json.json().startsWith(R"(["\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e)"));
    QVERIFY(json.json().contains("\\u001f !\\\"#"));
    QVERIFY(json.json().contains("~\x7f\xc3\xa4\xf0\x9d\x84\x9e\",\"\"]"));
    QCOMPARE(QJsonDocument::fromJson(json.json())[0].toString().toUtf8(), all);
}

void TestJson::fromCoreValues()
{
    const IdSpace space(6);
    const NodeRef a{Id(8), n8.address, 1};
    const NodeRef b{Id(14), n14.address, 2};
    QCOMPARE(nodeLabel(a, space), n8);

    Record record;
    record.key = "k";
    record.value = "12345";
    record.contentType = "text/plain";
    record.version = {0x123};
    QCOMPARE(keyEntry(Id(42), record, KeyEntry::Role::Replica, space),
             (KeyEntry{"k", "2a", KeyEntry::Role::Replica, 5, {0x123}}));

    RingMember lone;
    lone.node = a;
    lone.primaryKeys = 7;
    RingMember other;
    other.node = b;
    other.predecessor = a;
    other.successors = {a, b};
    const GroupView group{77, {Id(8), Id(14)}, {1, 3, 14000}, 5, b, {b, a}, GroupState::Serving};
    QCOMPARE(
        api::ringDocument({{lone, other}, {group}, true, {"A problem."}}, space),
        (RingDocument{{{n8, {}, n8, 7}, {n14, n8, n8, 0}}, {rangeSample()}, true, {QStringLiteral("A problem.")}}));
    QCOMPARE(api::recoveryDocument({true, Range{Id(8), Id(14)}, {a}, {b}, "Done."}, space),
             (RecoveryDocument{true, false, RangeBounds{"08", "0e"}, {n8}, {n14}, QStringLiteral("Done.")}));

    LookupResult lookup;
    lookup.target = Id(9);
    lookup.owner = b;
    lookup.replicas = {b, a};
    lookup.hops = {{a, Hop::Via::Finger, 3, 12, false}};
    QCOMPARE(api::lookupDocument("k", lookup, space),
             (LookupDocument{"k", "09", n14, {n14, n8}, {{n8, Hop::Via::Finger, 3, 12, false}}}));
}

void TestJson::fromANode()
{
    Config config;
    config.idBits = 6;
    Node node({Id(8), n8.address, 1}, config);
    node.createRing(0);
    const NodeDocument document = api::nodeDocument(node, 99);
    QCOMPARE(document.node, n8);
    QCOMPARE(document.idBits, 6);
    QCOMPARE(document.replicas, 3);
    QCOMPARE(document.uptimeSeconds, 99);
    QCOMPARE(document.version, QStringLiteral(FUNNELKVS_VERSION));
    QVERIFY(document.successors.empty());
}

void TestJson::percentEncoding_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("ok");
    QTest::addRow("unreserved") << QByteArray("aZ09-._~") << QByteArray("aZ09-._~") << true;
    QTest::addRow("slash") << QByteArray("a%2Fb%2f") << QByteArray("a/b/") << true;
    QTest::addRow("plus is a plus") << QByteArray("a+b%20c") << QByteArray("a+b c") << true;
    QTest::addRow("NUL and 0xff") << QByteArray("%00%FF") << QByteArray("\0\xff", 2) << true;
    QTest::addRow("encoded once") << QByteArray("%2541") << QByteArray("%41") << true;
    QTest::addRow("empty") << QByteArray("") << QByteArray("") << true;
    QTest::addRow("lone percent sign") << QByteArray("a%") << QByteArray() << false;
    QTest::addRow("one digit") << QByteArray("a%4") << QByteArray() << false;
    QTest::addRow("no digits") << QByteArray("%zz") << QByteArray() << false;
    QTest::addRow("sign") << QByteArray("%+1") << QByteArray() << false;
}

void TestJson::percentEncoding()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, key);
    QFETCH(bool, ok);
    const std::optional<QByteArray> decoded = percentDecoded(text);
    QCOMPARE(decoded.has_value(), ok);
    if (ok) {
        QCOMPARE(*decoded, key);
        QCOMPARE(*percentDecoded(percentEncoded(key)), key);
        QVERIFY(!percentEncoded(key).contains('/'));
    }
}

QTEST_APPLESS_MAIN(TestJson)

#include "tst_json.moc"
