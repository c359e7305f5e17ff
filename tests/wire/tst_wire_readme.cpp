// SPDX-License-Identifier: GPL-3.0-or-later
//
// common/wire/README.md is what somebody would write another node from, so it is held to the code: every worked
// example, decoded and encoded, and the table of message types.

#include "wire/codec.h"
#include "wire/fields.h"
#include "wire/hello.h"

#include <QCborValue>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

using namespace chord;
using namespace wire;

namespace {

struct Example {
    QString diagnostic; // of the content
    QByteArray bytes; // from the length on
};

Config paperConfig()
{
    Config config;
    config.idBits = 6;
    return config;
}

const NodeRef n8{Id(8), "127.0.0.1:11008", 8000};
const NodeRef n14{Id(14), "127.0.0.1:11014", 14000};
const NodeRef n21{Id(21), "[::1]:11021", 21000};
constexpr quint64 ring = 1000; // founded by a node of this incarnation
const Ballot ballot{0, 3, 14000};
const Ballot higher{0, 4, 21000};
const Stamp stamp{ballot, 259};
const Version version{0x3800000000000000};

GroupConfig configSample()
{
    GroupConfig config;
    config.version = 5;
    config.range = {Id(8), Id(14)};
    config.voters = {n14, n21};
    return config;
}

const Descriptor descriptor{77, {Id(8), Id(14)}, n14, stamp, {n21}};

QMap<QString, Message> operationMessages()
{
    Execute put;
    put.operation = {8000, 1};
    put.since = {ballot, 200};
    put.kind = OperationKind::Put;
    put.key = "k";
    put.value = "v1";
    put.contentType = "text/plain";
    put.ttlMs = 60000;
    put.condition = {Condition::Kind::IfMatch, false, {version}};
    ExecuteReply done;
    done.status = ExecuteStatus::Done;
    done.created = true;
    done.version = version;
    done.descriptor = descriptor;
    Execute list;
    list.operation = {8000, 2};
    list.since = {ballot, 200};
    list.kind = OperationKind::List;
    list.key = "k";
    list.listing = {Id(9), "", 1000};
    ExecuteReply page;
    page.status = ExecuteStatus::Done;
    page.listed = {{{"k2", version, 2, -1}}, false, Id(15), ""};
    ExecuteReply notLeader;
    notLeader.status = ExecuteStatus::NotLeader;
    notLeader.next = {n14};

    ExecuteReply watching;
    watching.status = ExecuteStatus::NotFound;
    watching.descriptor = descriptor;
    watching.watch = WatchTerms{true, stamp, {ballot, 200}, {}};
    WatchEvent event{21, 1, WatchEvent::Kind::Put, "v1", "text/plain", 60000, version, stamp};

    return {
        {"ExecutePut", {quint64(1) << 32, ring, put}},
        {"ExecuteReplyDone", {quint64(1) << 32, ring, done}},
        {"ExecuteList", {21, ring, list}},
        {"ExecuteReplyListed", {21, ring, page}},
        {"ExecuteReplyNotLeader", {20, ring, notLeader}},
        {"ExecuteReplyToWatch", {21, ring, watching}},
        {"WatchEvent", {0, ring, event}},
        {"KeepWatches", {22, ring, KeepWatches{{{21, 1}, {23, 0}}}}},
        {"KeepWatchesReply", {22, ring, KeepWatchesReply{{{23, 0}}}}},
    };
}

QMap<QString, Message> groupMessages()
{
    const Transfer record{"k", "v1", "text/plain", stamp, version, 60000, false, {{{{8000, 1}, stamp, true}}, {}}};
    const Transfer tombstone{"k", {}, {}, stamp, version, -1, true, {}};
    const GroupView view{77, {Id(8), Id(14)}, ballot, 5, n14, {n14, n21}, GroupState::Serving};
    GroupConfig split = configSample();
    split.version = 6;
    split.range.lo = Id(10);
    split.children = {{78, {Id(8), Id(10)}, split.voters}};
    GroupConfig merged = configSample();
    merged.version = 7;
    merged.absorbed = AbsorbedGroup{78, ballot, 2, AbsorbedGroup::Stage::Proposed};
    return {
        {"FindNext", {7, ring, FindNext{Id(54)}}},
        {"FindNextReply", {7, ring, FindNextReply{false, 5, {n14, n21}, {}}}},
        {"GetNeighbours", {8, ring, GetNeighbours{true}}},
        {"Neighbours", {8, ring, Neighbours{NodeState::Ready, n8, {n21}, false, {view}, 1000, 0}}},
        {"Ping", {9, ring, Ping{}}},
        {"Pong", {9, ring, Pong{}}},
        {"Notify", {0, ring, Notify{}}},
        {"Leaving", {0, ring, Leaving{{n21}}}},
        {"PreVote", {10, ring, PreVote{77, higher, {Id(8), Id(14)}}}},
        {"PreVoteReply", {10, ring, PreVoteReply{Verdict::Leased, ballot}}},
        {"Prepare", {11, ring, Prepare{77, higher, Release{ballot, 40}}}},
        {"Promise", {11, ring, Promise{Verdict::Granted, higher, ballot, configSample(), {ballot, 200}}}},
        {"TakeLead", {0, ring, TakeLead{77, {ballot, 40}}}},
        {"Heartbeat", {300, ring, Heartbeat{40, false, 0, {{77, ballot, 5, 750}}}}},
        {"HeartbeatReply", {300, ring, HeartbeatReply{false, 1200, 0, {{77, Verdict::Granted, ballot}}}}},
        {"Propose", {12, ring, Propose{77, ballot, split, false, {ballot, 200}}}},
        {"ProposeOfMerge", {13, ring, Propose{77, higher, merged, false, {higher, 0}}}},
        {"ProposeReply", {12, ring, ProposeReply{Verdict::Promised, higher, 3}}},
        {"Removed", {0, ring, Removed{77, ballot, 6, {}}}},
        {"Accept", {70000, ring, Accept{77, ballot, 12, {ballot, 200}, false, {record, tombstone}}}},
        {"AcceptReply", {70000, ring, AcceptReply{Verdict::Granted, ballot, 3}}},
        {"Drop", {14, ring, Drop{77, ballot, 13, {{"k", stamp}}}}},
        {"SyncRequest", {15, ring, SyncRequest{77, ballot, Id(8), Id(14), 1000, 0x7edcba9876543210}}},
        {"SyncReply", {15, ring, SyncReply{SyncReply::Kind::Parts, {{Id(11), 500, 1}, {Id(14), 499, 2}}, {}, 3}}},
        {"SyncReplyEntries", {16, ring, SyncReply{SyncReply::Kind::Entries, {}, {{"k", stamp}}, 3}}},
        {"Fetch", {17, ring, Fetch{77, ballot, {"k", QByteArray("\x00\xff", 2)}}}},
        {"FetchReply", {17, ring, FetchReply{{record}, 2, {ballot, 200}}}},
        {"Register", {0, ring, Register{descriptor}}},
        {"RequestRange", {18, ring, RequestRange{}}},
        {"RangeReply", {18, ring, RangeReply{false, n21}}},
        {"SurveyGroups", {19, ring, SurveyGroups{{Id(8), Id(14)}}}},
        {"SurveyReply", {19, ring, SurveyReply{{view}, {n8}, {n21}, 33}}},
        {"Recover", {0, ring, Recover{77, 5, {n14}}}},
        {"Gone", {0, ring, Gone{{n21}}}},
    };
}

// Each example of README.md, by the word after "frame" in its block.
const QMap<QString, Message> &messages()
{
    static const QMap<QString, Message> all = [] {
        QMap<QString, Message> both = groupMessages();
        both.insert(operationMessages());
        return both;
    }();
    return all;
}

Hello helloSample(const NodeRef &self)
{
    Hello hello = makeHello("funnelkvs", paperConfig(), self);
    hello.ring = ring;
    hello.bootId = QByteArray::fromHex("00112233445566778899aabbccddeeff");
    return hello;
}

// The nonce is first, first + 1, …
Hello withNonce(const NodeRef &self, int first)
{
    Hello hello = helloSample(self);
    for (int i = 0; i < nonceBytes; ++i)
        hello.nonce += char(first + i);
    return hello;
}

Proof proofBy(Role prover)
{
    QByteArray callers;
    appendHello(callers, withNonce(n8, 0));
    QByteArray answerers;
    appendHello(answerers, withNonce(n14, nonceBytes));
    return proofOf("correct horse battery staple", prover, callers, answerers);
}

const QMap<QString, Greeting> &greetings()
{
    static const QMap<QString, Greeting> all{
        {"Hello", helloSample(n8)},
        {"HelloWithNonce", withNonce(n8, 0)},
        {"HelloOfAnswerer", withNonce(n14, nonceBytes)},
        {"ProofOfCaller", proofBy(Role::Caller)},
        {"ProofOfAnswerer", proofBy(Role::Answerer)},
        {"Refusal", Refusal{Refusal::Reason::Replicas, QStringLiteral("This ring keeps 3 replicas.")}},
    };
    return all;
}

QByteArray frameOf(const Message &message)
{
    QByteArray frame;
    return appendFrame(frame, message, Limits(paperConfig())) ? frame : QByteArray();
}

QByteArray frameOf(const Greeting &greeting)
{
    QByteArray frame;
    if (const auto *hello = std::get_if<Hello>(&greeting))
        appendHello(frame, *hello);
    else if (const auto *proof = std::get_if<Proof>(&greeting))
        appendProof(frame, *proof);
    else
        appendRefusal(frame, std::get<Refusal>(greeting));
    return frame;
}

QString diagnosticOf(const QByteArray &frame)
{
    return QCborValue::fromCbor(frame.mid(frameHeaderBytes)).toDiagnosticNotation();
}

// The block as it should stand in README.md.
QByteArray blockOf(const QString &name, const QByteArray &frame)
{
    QByteArray block = "```frame " + name.toUtf8() + '\n' + diagnosticOf(frame).toUtf8() + '\n';
    for (qsizetype at = 0; at < frame.size(); at += at == 0 ? 4 : 16)
        block += frame.mid(at, at == 0 ? 4 : 16).toHex(' ') + '\n';
    return block + "```\n";
}

} // namespace

class TestWireReadme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void examples_data();
    void examples();
    void nothingElseIsShown();
    void everyTypeHasAnExample();
    void typeTable();

private:
    QString m_readme;
    QMap<QString, Example> m_examples;
};

void TestWireReadme::initTestCase()
{
    QFile file(QStringLiteral(FUNNELKVS_SOURCE_DIR "/common/wire/README.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly | QIODevice::Text), qPrintable(file.fileName()));
    m_readme = QString::fromUtf8(file.readAll());
    static const QRegularExpression block(QStringLiteral("^```frame (\\w+)\n(.+)\n((?:[0-9a-f ]+\n)+)```$"),
                                          QRegularExpression::MultilineOption);
    for (auto it = block.globalMatch(m_readme); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        m_examples.insert(match.captured(1), {match.captured(2), QByteArray::fromHex(match.captured(3).toLatin1())});
    }
    QCOMPARE(m_examples.size(), m_readme.count(QStringLiteral("```frame ")));
}

void TestWireReadme::examples_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("frame");
    for (auto it = messages().cbegin(); it != messages().cend(); ++it)
        QTest::addRow("%s", qPrintable(it.key())) << it.key() << frameOf(it.value());
    for (auto it = greetings().cbegin(); it != greetings().cend(); ++it)
        QTest::addRow("%s", qPrintable(it.key())) << it.key() << frameOf(it.value());
}

void TestWireReadme::examples()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, frame);
    QVERIFY2(m_examples.contains(name), "README.md lacks this example:\n" + blockOf(name, frame));
    const Example example = m_examples.value(name);
    QCOMPARE(example.bytes.toHex(' '), frame.toHex(' '));
    QCOMPARE(example.diagnostic, diagnosticOf(frame));

    FrameReader reader(helloFrameBytesMax);
    reader.feed(example.bytes);
    const std::optional<QByteArrayView> content = reader.next();
    QVERIFY(content);
    if (messages().contains(name))
        QCOMPARE(decode(*content, Limits(paperConfig())), Decoded(messages().value(name)));
    else
        QCOMPARE(decodeGreeting(*content), greetings().value(name));
}

void TestWireReadme::nothingElseIsShown()
{
    for (auto it = m_examples.cbegin(); it != m_examples.cend(); ++it)
        QVERIFY2(messages().contains(it.key()) || greetings().contains(it.key()), qPrintable(it.key()));
}

void TestWireReadme::everyTypeHasAnExample()
{
    QSet<size_t> types;
    for (const Message &message : messages())
        types.insert(message.body.index());
    QCOMPARE(size_t(types.size()), std::variant_size_v<Body> - 1); // all but Unreachable
}

void TestWireReadme::typeTable()
{
    int rows = 0;
    for (const Message &message : messages()) {
        std::visit(
            [&]<typename T>(const T &) {
                const QString row = QStringLiteral("\n| %1 | %2 |").arg(form<T>.type).arg(QLatin1String(form<T>.name));
                QVERIFY2(m_readme.contains(row), qPrintable(row));
                ++rows;
            },
            message.body);
    }
    QCOMPARE(rows, messages().size());
}

QTEST_APPLESS_MAIN(TestWireReadme)

#include "tst_wire_readme.moc"
