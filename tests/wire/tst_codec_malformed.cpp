// SPDX-License-Identifier: GPL-3.0-or-later
//
// Frames as they should not be: each is refused with a sentence that names the cause, none takes memory it has not
// brought, and whatever a flipped bit makes of a good frame either is another good frame or is refused.

#include "message_samples.h"
#include "wire/codec.h"

#include <QTest>

#include <cstdlib>
#include <new>

using namespace chord;
using namespace wire;
using samples::Random;

namespace {

size_t largestAllocation = 0; // by operator new, hence of the vectors in messages, since it was last set to 0

} // namespace

void *operator new(size_t size)
{
    largestAllocation = std::max(largestAllocation, size);
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, size_t) noexcept
{
    std::free(memory);
}

namespace {

// Identifiers of 6 bits (one byte), short limits.
Limits smallLimits()
{
    Config config;
    config.idBits = 6;
    config.keyBytesMax = 30;
    config.valueBytesMax = 1000;
    config.contentTypeBytesMax = 20;
    return Limits(config);
}

QString errorOf(const Decoded &decoded)
{
    const auto *error = std::get_if<DecodeError>(&decoded);
    return error ? error->reason : QString();
}

QByteArray contentOf(const Message &message, const Limits &limits)
{
    QByteArray frame;
    return appendFrame(frame, message, limits) ? frame.mid(frameHeaderBytes) : QByteArray();
}

QByteArray list(int count, const QByteArray &itemHex)
{
    return "99" + QByteArray::number(count, 16).rightJustified(4, '0') + itemHex.repeated(count);
}

} // namespace

class TestCodecMalformed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodOnesAreRead_data();
    void goodOnesAreRead();
    void badOnesAreRefused_data();
    void badOnesAreRefused();
    void truncatedAnywhere();
    void prolonged();
    void anyByteChanged();
    void lyingLengthsTakeNoMemory();
};

// What the bad ones are changed from, so that their errors are about the change.
void TestCodecMalformed::goodOnesAreRead_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addRow("FindNext") << QByteArray("84 01 07 00 41 15");
    QTest::addRow("FindNextReply") << QByteArray("87 02 07 00 f4 05 81 83 41 15 63 613a31 01 80");
    QTest::addRow("GetNeighbours") << QByteArray("84 03 07 00 f5");
    QTest::addRow("Neighbours") << QByteArray("8a 04 07 00 01 f6 80 f4 80 00 00");
    QTest::addRow("PreVoteReply") << QByteArray("85 18 1f 07 00 06 83 00 01 02");
    QTest::addRow("Promise") << QByteArray("88 18 21 07 00 00 83 00 01 02 83 00 01 02 85 01 82 41 15 41 15 80 80 f6 "
                                           "82 83 00 01 02 03");
    QTest::addRow("Fetch") << QByteArray("86 18 2d 07 00 01 83 00 01 02 81 41 6b");
    QTest::addRow("FetchReply") << QByteArray("86 18 2e 07 00 80 1a ffffffff 82 83 00 00 00 00");
    QTest::addRow("Execute") << QByteArray(
        "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 00 41 6b 40 40 20 83 00 f4 80 f4 f6");
    QTest::addRow("Execute, a list from the beginning")
        << QByteArray("8d 18 35 07 00 82 01 02 82 83 00 01 02 03 04 40 40 40 20 83 00 f4 80 f4 83 41 15 40 01");
    QTest::addRow("ExecuteReply") << QByteArray("8d 18 36 07 00 06 f4 40 40 20 00 f6 80 f6 f6");
}

void TestCodecMalformed::goodOnesAreRead()
{
    QFETCH(QByteArray, hex);
    QCOMPARE(errorOf(decode(QByteArray::fromHex(hex), smallLimits())), QString());
}

void TestCodecMalformed::badOnesAreRefused_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const QByteArray &hex, const char *problem) {
        QTest::addRow("%s", name) << hex << QString::fromUtf8(problem);
    };
    row("nothing", "", "A frame is malformed: the message is missing: the frame ends at byte 0.");

    // The array around it.
    row("a number", "01", "the message should be an array and is an unsigned integer at byte 0");
    row("a map", "a1 01 07", "and is a map at byte 0");
    row("a text", "63 616263", "and is a text string at byte 0");
    row("a tag", "d9 d9f7 84 01 07 00 41 15", "and is a tag at byte 0");
    row("a float", "fb 3ff0000000000000", "and is a simple value or float at byte 0");
    row("a break", "ff", "and is a simple value or float at byte 0");
    row("indefinite array", "9f 01 07 00 41 15 ff", "the message has an indefinite length at byte 0");
    row("reserved length", "9c 01 07 00 41 15", "the message has a reserved length code at byte 0");
    row("long form of the count", "98 04 01 07 00 41 15", "the message is not in the shortest form at byte 0");
    row("no items", "80", "the message has 0 items, 3 to 13 are allowed, at byte 1");
    row("one item", "81 01", "the message has 1 items, 3 to 13 are allowed, at byte 1");
    row("two items", "82 01 07", "the message has 2 items, 3 to 13 are allowed, at byte 1");
    row("fourteen items", "8e 01 07 00 00 00 00 00 00 00 00 00 00 00 00",
        "the message has 14 items, 3 to 13 are allowed,");
    row("an item too few", "83 01 07 00", "FindNext is malformed: it has 3 items instead of 4.");
    row("an item too many", "85 01 07 00 41 15 00", "FindNext is malformed: it has 5 items instead of 4.");
    row("trailing byte", "84 01 07 00 41 15 00", "the frame goes on for 1 bytes after its message at byte 6");
    row("two messages", "84 01 07 00 41 15 84 01 07 00 41 15",
        "the frame goes on for 6 bytes after its message at byte 6");

    // Type and request.
    row("type 0", "83 00 07 00", "A frame has the unknown message type 0.");
    row("type 24", "83 18 18 07 00", "A frame has the unknown message type 24.");
    row("type of version 1", "83 09 07 00", "A frame has the unknown message type 9.");
    row("type 56", "83 18 38 07 00", "A frame has the unknown message type 56.");
    row("huge type", "83 1b ffffffffffffffff 07 00", "A frame has the unknown message type 18446744073709551615.");
    row("negative type", "83 20 07 00", "type should be an unsigned integer and is a negative integer at byte 1");
    row("a greeting", "83 65 68656c6c6f 01 00", "type should be an unsigned integer and is a text string");
    row("request as text", "83 05 61 37 00", "requestId should be an unsigned integer and is a text string");
    row("request in 2 bytes", "83 05 18 07 00", "requestId is not in the shortest form at byte 2");
    row("request in 3 bytes", "83 05 19 00ff 00", "requestId is not in the shortest form at byte 2");
    row("request in 5 bytes", "83 05 1a 0000ffff 00", "requestId is not in the shortest form at byte 2");
    row("request in 9 bytes", "83 05 1b 00000000ffffffff 00", "requestId is not in the shortest form at byte 2");
    row("ring as text", "83 05 07 61 37", "ring should be an unsigned integer and is a text string");
    row("ring below none", "83 05 07 20", "ring should be an unsigned integer and is a negative integer at byte 3");

    // Identifiers.
    row("id too short", "84 01 07 00 40", "target has 0 bytes instead of 1 at byte 5");
    row("id too long", "84 01 07 00 42 0015", "target has 2 bytes instead of 1 at byte 5");
    row("id beyond the ring", "84 01 07 00 41 40", "target is not below 2^6 at byte 6");
    row("id as text", "84 01 07 00 61 15", "target should be a byte string and is a text string at byte 4");
    row("id in pieces", "84 01 07 00 5f 41 15 ff", "target has an indefinite length at byte 4");
    row("id's length in 2 bytes", "84 01 07 00 58 01 15", "target is not in the shortest form at byte 4");
    row("id cut off", "84 01 07 00 41", "target announces 1 bytes, only 0 are left at byte 5");

    // Booleans, enumerations, numbers.
    row("boolean as a number", "84 03 07 00 01", "withGroups should be a boolean and is an unsigned integer at byte 4");
    row("boolean undefined", "84 03 07 00 f7",
        "withGroups should be a boolean and is a simple value or float at byte 4");
    row("boolean in 2 bytes", "84 03 07 00 f815",
        "withGroups should be a boolean and is a simple value or float at byte 4");
    row("boolean null", "84 03 07 00 f6", "withGroups should be a boolean and is null at byte 4");
    row("boolean missing", "84 03 07 18ff", "withGroups is missing: the frame ends at byte 5");
    row("fewer bytes than items", "84 03 07 00", "the message announces 4 items, only 3 bytes are left at byte 1");
    row("unknown state", "8a 04 07 00 04 f6 80 f4 80 00 00", "state is 4, at most 3 is allowed, at byte 5");
    row("unknown operation", "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 05 41 6b 40 40 20 83 00 f4 80 f4 f6",
        "kind is 5, at most 4 is allowed,");
    row("unknown condition", "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 00 41 6b 40 40 20 83 03 f4 80 f4 f6",
        "condition.kind is 3, at most 2 is allowed,");
    row("unknown status", "8d 18 36 07 00 08 f4 40 40 20 00 f6 80 f6 f6", "status is 8, at most 7 is allowed,");
    row("unknown verdict", "85 18 1f 07 00 07 83 00 01 02", "verdict is 7, at most 6 is allowed, at byte 6");
    row("unknown state of a group", "8a 04 07 00 01 f6 80 f4 81 87 01 82 41 15 41 15 83 00 01 02 01 f6 80 04 00 00",
        "state is 4, at most 3 is");
    row("epoch of 33 bits", "85 18 1f 07 00 00 83 1b 0000000100000000 01 02", "ballot.lossEpoch is 4294967296,");
    row("ballot of two items", "85 18 1f 07 00 00 82 00 01", "promised has 2 items instead of 3 at byte 7");
    row("version as an array", "8d 18 36 07 00 00 f4 40 40 20 81 00 f6 80 f6 f6",
        "version should be an unsigned integer");
    row("finger too high", "87 02 07 00 f4 06 80 80", "finger is outside -1 to 5 at byte 6");
    row("finger too low", "87 02 07 00 f4 21 80 80", "finger is outside -1 to 5 at byte 6");
    row("ttl below none", "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 00 41 6b 40 40 21 83 00 f4 80 f4 f6",
        "ttlMs is outside -1 to");
    row("ttl of 64 bits",
        "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 00 41 6b 40 40 1b ffffffffffffffff 83 00 f4 80 f4 f6",
        "ttlMs is outside");
    row("lowest ttl", "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 00 41 6b 40 40 3b ffffffffffffffff 83 00 f4 80 f4 f6",
        "ttlMs is outside");
    row("32-bit number too high", "86 18 2e 07 00 80 1b 0000000100000000 82 83 00 00 00 00",
        "answered is 4294967296, at most 4294967295 is allowed, at byte 15");

    // Optional parts and structures.
    row("false for null", "8a 04 07 00 01 f4 80 f4 80 00 00",
        "predecessor should be an array and is a boolean at byte 5");
    row("node of two items", "87 02 07 00 f4 05 81 82 41 15 63 613a31", "next has 2 items instead of 3 at byte 8");
    row("node of four items", "87 02 07 00 f4 05 81 84 41 15 63 613a31 01 01",
        "next has 4 items instead of 3 at byte 8");
    row("address as bytes", "87 02 07 00 f4 05 81 83 41 15 43 613a31 01",
        "address should be a text string and is a byte");
    row("no address", "87 02 07 00 f4 05 81 83 41 15 60 01", "address has 0 bytes, 1 to 263 are allowed, at byte 11");
    row("address with a space", "87 02 07 00 f4 05 81 83 41 15 63 612031 01",
        "address has characters other than visible ASCII at byte 14");
    row("address with a line break", "87 02 07 00 f4 05 81 83 41 15 63 610a31 01", "other than visible ASCII");
    row("address not ASCII", "87 02 07 00 f4 05 81 83 41 15 63 61c3a4 01", "other than visible ASCII");
    row("long address", "87 02 07 00 f4 05 81 83 41 15 79 0108" + QByteArray("61").repeated(264) + "01",
        "address has 264 bytes, 1 to 263 are allowed, at byte 13");

    // Keys, values, lists.
    row("no key", "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 00 40 40 40 20 83 00 f4 80 f4 f6",
        "key has 0 bytes, 1 to 30 are allowed, at byte 16");
    row("long prefix",
        "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 04 40 40 40 20 83 00 f4 80 f4 83 41 15 58 1f"
            + QByteArray("6b").repeated(31) + "01",
        "listing.prefix has 31 bytes, 0 to 30 are allowed,");
    row("long key", "86 18 2d 07 00 01 83 00 01 02 81 58 1f" + QByteArray("6b").repeated(31),
        "keys has 31 bytes, 1 to 30 are allowed,");
    row("long value",
        "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 01 41 6b 59 03e9" + QByteArray("00").repeated(1001)
            + "40 20 83 00 f4 80 f4 f6",
        "value has 1001 bytes, 0 to 1000 are allowed, at byte 20");
    row("long type",
        "8d 18 35 07 00 82 01 02 82 83 00 01 02 03 01 41 6b 40 55" + QByteArray("74").repeated(21)
            + "20 83 00 f4 80 f4 f6",
        "contentType has 21 bytes, 0 to 20 are allowed, at byte 19");
    row("indefinite list", "86 18 2d 07 00 01 83 00 01 02 9f 41 6b ff", "keys has an indefinite length at byte 10");
    row("too many nodes", "87 02 07 00 f4 05" + list(257, "83 41 15 63 613a31 01"),
        "next has 257 items, 0 to 256 are allowed, at byte 9");
    row("too many keys", "86 18 2d 07 00 01 83 00 01 02 9a 00010001" + QByteArray("41 6b").repeated(65537),
        "keys has 65537 items, 0 to 65536 are allowed, at byte 15");
    row("list of nothing", "86 18 2d 07 00 01 83 00 01 02 84 41 6b",
        "keys announces 4 items, only 2 bytes are left at byte 11");
    row("list of all numbers", "86 18 2d 07 00 01 83 00 01 02 9b ffffffffffffffff 41 6b",
        "keys has 18446744073709551615 items");
    row("bytes of all numbers", "86 18 2d 07 00 01 83 00 01 02 81 5b ffffffffffffffff 6b",
        "keys has 18446744073709551615 bytes");
    row("bytes that do not come", "86 18 2d 07 00 01 83 00 01 02 81 58 1e 6b",
        "keys announces 30 bytes, only 1 are left at byte 13");
    row("head cut off", "86 18 2d 07 00 01 83 00 01 02 81 59 00", "keys is cut off: the frame ends at byte 11");
    row("arrays in arrays", QByteArray("81").repeated(100000), "the message has 1 items");
    row("arrays in the type", "83" + QByteArray("81").repeated(100000), "type should be an unsigned integer and is an");
}

void TestCodecMalformed::badOnesAreRefused()
{
    QFETCH(QByteArray, hex);
    QFETCH(QString, problem);
    const QString error = errorOf(decode(QByteArray::fromHex(hex), smallLimits()));
    QVERIFY2(error.contains(problem), qPrintable(error));
    QVERIFY2(error.endsWith(QLatin1Char('.')), qPrintable(error));
}

void TestCodecMalformed::truncatedAnywhere()
{
    const Config config;
    const Limits limits(config);
    Random random(4);
    for (size_t type = 0; type < samples::messageTypes; ++type) {
        const QByteArray content = contentOf(samples::message(type, random, config), limits);
        for (qsizetype size = 0; size < content.size(); ++size) {
            const QString error = errorOf(decode(QByteArrayView(content).first(size), limits));
            QVERIFY2(!error.isEmpty(), content.first(size).toHex());
        }
    }
}

void TestCodecMalformed::prolonged()
{
    const Config config;
    const Limits limits(config);
    Random random(5);
    for (size_t type = 0; type < samples::messageTypes; ++type) {
        const QByteArray content = contentOf(samples::message(type, random, config), limits);
        for (int byte = 0; byte < 256; ++byte) {
            const QString error = errorOf(decode(content + char(byte), limits));
            QVERIFY2(error.contains(QLatin1String("goes on for 1 bytes")), qPrintable(error));
        }
    }
}

// A change makes another message, in its one form, or an error; a crash or an out-of-bounds read is for the sanitizers.
void TestCodecMalformed::anyByteChanged()
{
    Config config;
    config.idBits = 6;
    const Limits limits(config);
    Random random(6);
    qint64 refused = 0;
    for (size_t type = 0; type < samples::messageTypes; ++type) {
        const QByteArray content = contentOf(samples::message(type, random, config), limits);
        for (qsizetype at = 0; at < content.size(); ++at) {
            for (const int change : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
                QByteArray changed = content;
                changed[at] = char(changed[at] ^ change);
                const Decoded decoded = decode(changed, limits);
                if (const auto *message = std::get_if<Message>(&decoded))
                    QCOMPARE(contentOf(*message, limits), changed);
                else
                    QVERIFY(!errorOf(decoded).isEmpty());
                refused += std::holds_alternative<DecodeError>(decoded);
            }
        }
    }
    QVERIFY(refused > 0);
}

void TestCodecMalformed::lyingLengthsTakeNoMemory()
{
    const Limits limits = smallLimits();
    // 65,536 records are announced, enough bytes are there for the announcement to pass, but the first is none.
    for (const char *head : {"89 18 28 07 00 01 83000102 01 8283 00010203 f4 9a 00010000",
                             "86 18 2d 07 00 01 83000102 9a 00010000", "86 18 2c 07 00 01 9a 00010000"}) {
        const QByteArray content = QByteArray::fromHex(head) + QByteArray(70000, '\xff');
        largestAllocation = 0;
        QVERIFY(!errorOf(decode(content, limits)).isEmpty());
        QVERIFY2(largestAllocation <= 64 * sizeof(Transfer), qPrintable(QString::number(largestAllocation)));
    }
    largestAllocation = 0;
    QVERIFY(
        errorOf(decode(QByteArray::fromHex("86 18 2d 07 00 01 83000102" + list(65535, "41 6b")), limits)).isEmpty());
    QVERIFY(largestAllocation >= 65535 * sizeof(QByteArray)); // the measurement can see it
}

QTEST_APPLESS_MAIN(TestCodecMalformed)

#include "tst_codec_malformed.moc"
