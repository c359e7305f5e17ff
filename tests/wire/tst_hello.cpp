// SPDX-License-Identifier: GPL-3.0-or-later
//
// The opening of a connection: who may talk to whom, and that even a node of another release gets a reason it can read.

#include "wire/hello.h"

#include <QCborArray>
#include <QCborValue>
#include <QTest>

using namespace chord;
using namespace wire;
using Reason = Refusal::Reason;

namespace {

Hello sample(int idBits = idBitsMax)
{
    Config config;
    config.idBits = idBits;
    Hello hello = makeHello("funnelkvs", config, {config.space().hash("a"), "127.0.0.1:11000", 0x123456789abcdef});
    hello.ring = 0xfedcba987654321;
    hello.bootId = QByteArray(bootIdBytes, 'b');
    return hello;
}

QByteArray contentOf(const Hello &hello)
{
    QByteArray frame;
    appendHello(frame, hello);
    return frame.mid(frameHeaderBytes);
}

QByteArray contentOf(const Refusal &refusal)
{
    QByteArray frame;
    appendRefusal(frame, refusal);
    return frame.mid(frameHeaderBytes);
}

QByteArray contentOf(const QCborArray &items)
{
    return QCborValue(items).toCbor();
}

} // namespace

class TestHello : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void magicIsNoHttp();
    void helloComesBack_data();
    void helloComesBack();
    void refusalComesBack();
    void longRefusalIsCut();
    void refusalIsFitForALog();
    void otherVersionsAreUnderstood();
    void formerVersionIsRefused();
    void bootIdMayBeUnknown();
    void malformedIsRefused_data();
    void malformedIsRefused();
    void truncatedAnywhere();
    void check_data();
    void check();
    void secretIsAskedForFirst();
    void proofComesBack();
    void proofsAreGoodForOneThing();
    void ringNames();
    void largestHelloFitsItsFrame();
};

void TestHello::magicIsNoHttp()
{
    QCOMPARE(QByteArray(magic.data(), magic.size()), QByteArray::fromHex("464b5653"));
    for (const char *method : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"})
        QVERIFY(method[0] != magic[0]);
}

void TestHello::helloComesBack_data()
{
    QTest::addColumn<int>("idBits");
    for (const int idBits : {3, 8, 9, 64, 65, 128, 160})
        QTest::addRow("%d bits", idBits) << idBits;
}

void TestHello::helloComesBack()
{
    QFETCH(int, idBits);
    const Hello hello = sample(idBits);
    QCOMPARE(decodeGreeting(contentOf(hello)), Greeting(hello));
    QCOMPARE(QCborValue::fromCbor(contentOf(hello)).toCbor(), contentOf(hello));
}

void TestHello::refusalComesBack()
{
    for (int reason = 0; reason <= int(Reason::Secret); ++reason) {
        const Refusal refusal{Reason(reason), QStringLiteral("Dieser Ring hält drei Kopien – yours two. 𝄞")};
        QCOMPARE(decodeGreeting(contentOf(refusal)), Greeting(refusal));
    }
}

void TestHello::longRefusalIsCut()
{
    // 3 bytes a character: 1,024 bytes end within one.
    const Refusal refusal{Reason::Other, QStringLiteral("–").repeated(2000)};
    const Greeting greeting = decodeGreeting(contentOf(refusal));
    QVERIFY(std::holds_alternative<Refusal>(greeting));
    QCOMPARE(std::get<Refusal>(greeting).text, QStringLiteral("–").repeated(341));
}

void TestHello::refusalIsFitForALog()
{
    const Greeting greeting = decodeGreeting(contentOf({Reason::Other, QStringLiteral("a\nb\x1b[31mc\u202e")}));
    QCOMPARE(std::get<Refusal>(greeting).text, QStringLiteral("a\ufffdb\ufffd[31mc\ufffd"));
}

void TestHello::otherVersionsAreUnderstood()
{
    Hello future;
    future.version = 7;
    const Greeting greeting = decodeGreeting(contentOf(QCborArray{"hello", 7, QCborArray{"who", "knows"}, 1.5}));
    QCOMPARE(greeting, Greeting(future));
    const std::optional<Refusal> refusal = wire::check(sample(), future);
    QVERIFY(refusal);
    QCOMPARE(refusal->reason, Reason::ProtocolVersion);
    QVERIFY2(refusal->text.contains(QLatin1String("version 4 of the protocol, yours speaks version 7")),
             qPrintable(refusal->text));
    // And a newer node's reasons.
    QCOMPARE(decodeGreeting(contentOf(QCborArray{"refusal", 200, "Not today."})),
             Greeting(Refusal{Reason::Other, QStringLiteral("Not today.")}));
}

// What a node of version 1 says, byte for byte, and what it is told.
void TestHello::formerVersionIsRefused()
{
    const QByteArray content = QByteArray::fromHex("87 6568656c6c6f 01 69 66756e6e656c6b7673 06 03 1a01000000"
                                                   "83 4108 6f 3132372e302e302e313a3131303038 191f40");
    const Greeting greeting = decodeGreeting(content);
    QVERIFY(std::holds_alternative<Hello>(greeting));
    QCOMPARE(std::get<Hello>(greeting).version, quint32(1));
    const std::optional<Refusal> refusal = wire::check(sample(), std::get<Hello>(greeting));
    QVERIFY(refusal);
    QCOMPARE(refusal->reason, Reason::ProtocolVersion);
    QCOMPARE(refusal->text,
             QStringLiteral("This node speaks version 4 of the protocol, yours speaks version 1, and one ring cannot "
                            "have both; run the same release of FunnelKVS on all nodes of a ring."));
    // It reads it: the form of a refusal is the same in every version.
    QCOMPARE(contentOf(*refusal).first(10).toHex(' '), QByteArray("83 67 72 65 66 75 73 61 6c 01"));
}

void TestHello::bootIdMayBeUnknown()
{
    Hello hello = sample();
    hello.bootId.clear();
    hello.ring = 0;
    QCOMPARE(decodeGreeting(contentOf(hello)), Greeting(hello));
}

void TestHello::malformedIsRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("problem");
    const QCborArray sender{QByteArray(20, 'i'), "a:1", 1};
    const QByteArray boot(bootIdBytes, 'b');
    const auto hello = [&](qsizetype index, const QCborValue &value) {
        QCborArray items{"hello", 4, "funnelkvs", 160, 3, 1000, sender, 7, boot};
        items[index] = value;
        return contentOf(items);
    };
    QTest::addRow("nothing") << QByteArray() << "The greeting is malformed: the greeting is missing: the frame ends at";
    QTest::addRow("a message") << QByteArray::fromHex("820507")
                               << "its first item should be a text string and is an unsigned integer";
    QTest::addRow("another word") << hello(0, "hallo") << "its first item is neither \"hello\" nor \"refusal\"";
    QTest::addRow("a long word") << hello(0, "good morning") << "its first item has 12 bytes, 0 to 7 are allowed";
    QTest::addRow("no version") << hello(1, "1") << "version should be an unsigned integer";
    QTest::addRow("version of 33 bits") << hello(1, 1LL << 32) << "version is 4294967296";
    QTest::addRow("no ring name") << hello(2, "") << "ringName has 0 bytes, 1 to 64 are allowed";
    QTest::addRow("ring name with a space") << hello(2, "my ring") << "ringName has characters other than";
    QTest::addRow("long ring name") << hello(2, QString(65, u'r')) << "ringName has 65 bytes";
    QTest::addRow("2 bits") << hello(3, 2) << "idBits is outside 3 to 160";
    QTest::addRow("161 bits") << hello(3, 161) << "idBits is outside 3 to 160";
    QTest::addRow("no replicas") << hello(4, 0) << "replicas is outside 1 to 256";
    QTest::addRow("negative size") << hello(5, -1) << "valueBytesMax is outside 0 to";
    QTest::addRow("huge size") << hello(5, 0x7fffffff) << "valueBytesMax is outside 0 to";
    QTest::addRow("no sender") << hello(6, QCborValue(nullptr)) << "sender should be an array and is null";
    QTest::addRow("short id") << hello(6, QCborArray{QByteArray(19, 'i'), "a:1", 1}) << "id has 19 bytes instead of 20";
    QTest::addRow("no address") << hello(6, QCborArray{QByteArray(20, 'i'), "", 1}) << "address has 0 bytes";
    QTest::addRow("line break") << hello(6, QCborArray{QByteArray(20, 'i'), "a\n:1", 1})
                                << "address has characters other than visible ASCII";
    QTest::addRow("ring as text") << hello(7, "7") << "ring should be an unsigned integer and is a text string";
    QTest::addRow("short boot id") << hello(8, QByteArray(15, 'b')) << "bootId has 15 bytes instead of 0 or 16";
    QTest::addRow("long boot id") << hello(8, QByteArray(17, 'b')) << "bootId has 17 bytes, 0 to 16 are allowed";
    QTest::addRow("no nonce") << contentOf(QCborArray{"hello", 4, "r", 160, 3, 1, sender, 7, boot, 1})
                              << "nonce should be a byte string";
    QTest::addRow("short nonce") << contentOf(
        QCborArray{"hello", 4, "r", 160, 3, 1, sender, 7, boot, QByteArray(31, 'n')})
                                 << "nonce has 31 bytes";
    QTest::addRow("long nonce") << contentOf(
        QCborArray{"hello", 4, "r", 160, 3, 1, sender, 7, boot, QByteArray(33, 'n')})
                                << "nonce has 33 bytes";
    QTest::addRow("an item more") << contentOf(
        QCborArray{"hello", 4, "r", 160, 3, 1, sender, 7, boot, QByteArray(32, 'n'), 1})
                                  << "the hello has 11 items instead of 9 or, with a nonce, 10";
    QTest::addRow("short proof") << contentOf(QCborArray{"proof", QByteArray(31, 'm')}) << "mac has 31 bytes";
    QTest::addRow("proof without a code") << contentOf(QCborArray{"proof", "m"}) << "mac should be a byte string";
    QTest::addRow("proof and more") << contentOf(QCborArray{"proof", QByteArray(32, 'm'), 1})
                                    << "the proof has 3 items instead of 2";
    QTest::addRow("bytes behind") << contentOf(sample()) + '\0' << "the frame goes on for 1 bytes";
    QTest::addRow("id beyond the ring") << contentOf(
        QCborArray{"hello", 4, "r", 6, 3, 1, QCborArray{QByteArray("\x40"), "a:1", 1}, 7, boot})
                                        << "id is not below 2^6";
    QTest::addRow("refusal of two items") << contentOf(QCborArray{"refusal", 1}) << "text is missing";
    QTest::addRow("refusal of four items")
        << contentOf(QCborArray{"refusal", 1, "", 0}) << "the refusal has 4 items instead of 3";
    QTest::addRow("refusal, no UTF-8") << QByteArray::fromHex("83 67 7265667573616c 01 61 ff") << "text is not UTF-8";
}

void TestHello::malformedIsRefused()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, problem);
    const Greeting greeting = decodeGreeting(content);
    QVERIFY(std::holds_alternative<DecodeError>(greeting));
    const QString reason = std::get<DecodeError>(greeting).reason;
    QVERIFY2(reason.contains(problem), qPrintable(reason));
}

void TestHello::truncatedAnywhere()
{
    for (const QByteArray &content : {contentOf(sample()), contentOf({Reason::Self, QStringLiteral("Why.")})}) {
        for (qsizetype size = 0; size < content.size(); ++size)
            QVERIFY(std::holds_alternative<DecodeError>(decodeGreeting(content.first(size))));
    }
}

void TestHello::check_data()
{
    QTest::addColumn<Hello>("theirs");
    QTest::addColumn<int>("reason"); // -1: none
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, auto change, int reason, const char *text) {
        Hello theirs = sample();
        theirs.sender = {sample().sender.id, "127.0.0.1:11001", 5};
        theirs.sender.id = IdSpace(idBitsMax).hash("b");
        change(theirs);
        QTest::addRow("%s", name) << theirs << reason << QString::fromLatin1(text);
    };
    row(
        "a member", [](Hello &) {}, -1, "");
    row(
        "other sizes", [](Hello &h) { h.valueBytesMax = 7; }, -1, "");
    row(
        "version", [](Hello &h) { h.version = 1; }, int(Reason::ProtocolVersion), "version 4 of the protocol");
    row(
        "another ring or machine",
        [](Hello &h) {
            h.ring = 1;
            h.bootId.clear();
        },
        -1, "");
    row(
        "ring name", [](Hello &h) { h.ringName = "other"; }, int(Reason::RingName),
        "This node belongs to the ring \"funnelkvs\", yours to the ring \"other\".");
    row(
        "a secret that we lack", [](Hello &h) { h.nonce = QByteArray(nonceBytes, 'n'); }, int(Reason::Secret),
        "Your node has a ring secret and this node was started without one");
    row(
        "id bits", [](Hello &h) { h.idBits = 32; }, int(Reason::IdBits), "have 160 bits, your node's have 32");
    row(
        "replicas", [](Hello &h) { h.replicas = 2; }, int(Reason::Replicas), "keeps 3 replicas of a key, your node");
    row(
        "itself", [](Hello &h) { h.sender = sample().sender; }, int(Reason::Self), "has connected to itself");
    row(
        "same id", [](Hello &h) { h.sender.id = sample().sender.id; }, int(Reason::DuplicateId),
        "The node at 127.0.0.1:11000 already has the identifier of your node at 127.0.0.1:11001");
    row(
        "same id, address, restarted",
        [](Hello &h) {
            h.sender = sample().sender;
            ++h.sender.incarnation;
        },
        int(Reason::DuplicateId), "already has the identifier");
    row(
        "same address", [](Hello &h) { h.sender.address = sample().sender.address; }, int(Reason::DuplicateAddress),
        "Your node advertises 127.0.0.1:11000, which is this node's address");
}

void TestHello::check()
{
    QFETCH(Hello, theirs);
    QFETCH(int, reason);
    QFETCH(QString, text);
    const std::optional<Refusal> refusal = wire::check(sample(), theirs);
    QCOMPARE(refusal ? int(refusal->reason) : -1, reason);
    const QString said = refusal ? refusal->text : QString();
    QVERIFY2(said.contains(text), qPrintable(said));
    QVERIFY(!refusal || said.endsWith(QLatin1Char('.')));
    QVERIFY2(!said.contains(QLatin1String("--")), "the protocol knows no command line");
}

void TestHello::secretIsAskedForFirst()
{
    Hello ours = sample();
    ours.nonce = QByteArray(nonceBytes, 'n');
    Hello theirs = sample();
    theirs.ringName = "other";
    theirs.idBits = 64;
    const std::optional<Refusal> refusal = wire::check(ours, theirs);
    QVERIFY(refusal);
    QCOMPARE(refusal->reason, Reason::Secret);
    QVERIFY2(refusal->text.contains(QLatin1String("This ring has a secret")), qPrintable(refusal->text));
    QVERIFY2(!refusal->text.contains(QLatin1String("funnelkvs")), "strangers need not know the ring's name");
}

void TestHello::proofComesBack()
{
    const Proof proof{QByteArray(proofBytes, 'p')};
    QByteArray frame;
    appendProof(frame, proof);
    QCOMPARE(decodeGreeting(frame.mid(frameHeaderBytes)), Greeting(proof));
}

// Whatever differs between two connections, sides or rings, one's proof is none for the other.
void TestHello::proofsAreGoodForOneThing()
{
    const QByteArray a = "hello of a";
    const QByteArray b = "hello of b";
    const Proof proof = proofOf("secret", Role::Caller, a, b);
    QCOMPARE(proof.mac.size(), proofBytes);
    QVERIFY(isEqual(proof, proofOf("secret", Role::Caller, a, b)));
    const Proof others[] = {proofOf("secret", Role::Answerer, a, b),
                            proofOf("secret", Role::Caller, b, a),
                            proofOf("secret", Role::Caller, a, b + '.'),
                            proofOf("secret", Role::Caller, a + '.', b),
                            proofOf("Secret", Role::Caller, a, b),
                            Proof{proof.mac.chopped(1)},
                            Proof{}};
    for (const Proof &other : others)
        QVERIFY(!isEqual(proof, other));
    for (int bit = 0; bit < proofBytes * 8; ++bit) {
        Proof flipped = proof;
        flipped.mac[bit / 8] = char(flipped.mac[bit / 8] ^ (1 << bit % 8));
        QVERIFY(!isEqual(proof, flipped));
    }
}

void TestHello::ringNames()
{
    QCOMPARE(ringNameProblem("funnelkvs"), QString());
    QCOMPARE(ringNameProblem(QByteArray(64, 'r')), QString());
    QVERIFY(!ringNameProblem("").isEmpty());
    QVERIFY(!ringNameProblem(QByteArray(65, 'r')).isEmpty());
    QVERIFY(!ringNameProblem("two words").isEmpty());
    QVERIFY(!ringNameProblem("\xc3\xa4").isEmpty());
}

void TestHello::largestHelloFitsItsFrame()
{
    Hello hello = sample();
    hello.ringName = QByteArray(ringNameBytesMax, 'r');
    hello.sender.address = QByteArray(addressBytesMax, 'a');
    hello.sender.incarnation = ~quint64(0);
    hello.ring = ~quint64(0);
    hello.nonce = QByteArray(nonceBytes, 'n');
    QVERIFY(contentOf(hello).size() <= helloFrameBytesMax);
    QVERIFY(contentOf({Reason::Other, QString(5000, u'x')}).size() <= helloFrameBytesMax);
}

QTEST_APPLESS_MAIN(TestHello)

#include "tst_hello.moc"
