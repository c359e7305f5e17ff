// SPDX-License-Identifier: GPL-3.0-or-later
//
// Frames as they should be: every message comes back as it was, Qt's own CBOR reader and writer agree on every byte,
// limits hold exactly at their edge, and a stream is cut in the right places however it arrives.

#include "message_samples.h"
#include "wire/codec.h"

#include <QBuffer>
#include <QCborArray>
#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <QCborValue>
#include <QTest>
#include <QtEndian>

using namespace chord;
using namespace wire;
using samples::Random;

namespace {

QByteArray frameOf(const Message &message, const Limits &limits)
{
    QByteArray frame;
    return appendFrame(frame, message, limits) ? frame : QByteArray();
}

QByteArray contentOf(const Message &message, const Limits &limits)
{
    return frameOf(message, limits).mid(frameHeaderBytes);
}

// Item by item, since QCborValue would make doubles of numbers from 2^63 on.
void copyItem(QCborStreamReader &reader, QCborStreamWriter &writer)
{
    if (reader.isArray()) {
        writer.startArray(reader.length());
        reader.enterContainer();
        while (reader.lastError() == QCborError{} && reader.hasNext())
            copyItem(reader, writer);
        reader.leaveContainer();
        writer.endArray();
    } else if (reader.isByteArray()) {
        writer.append(reader.readByteArray().data);
        reader.readByteArray(); // the end of the string
    } else if (reader.isString()) {
        writer.append(reader.readString().data);
        reader.readString();
    } else if (reader.isUnsignedInteger()) {
        writer.append(reader.toUnsignedInteger());
        reader.next();
    } else if (reader.isNegativeInteger()) {
        writer.append(reader.toNegativeInteger());
        reader.next();
    } else {
        writer.append(reader.toSimpleType());
        reader.next();
    }
}

QString errorOf(const Decoded &decoded)
{
    const auto *error = std::get_if<DecodeError>(&decoded);
    return error ? error->reason : QString();
}

Config configOf(int idBits)
{
    Config config;
    config.idBits = idBits;
    return config;
}

// Small limits, so that their edges can be tried.
Config smallConfig()
{
    Config config;
    config.keyBytesMax = 30;
    config.valueBytesMax = 1000;
    config.contentTypeBytesMax = 20;
    return config;
}

Message executeWith(qsizetype keyBytes, qsizetype valueBytes, qsizetype typeBytes)
{
    Execute execute;
    execute.key = QByteArray(keyBytes, 'k');
    execute.value = QByteArray(valueBytes, 'v');
    execute.contentType = QByteArray(typeBytes, 't');
    return {1, 0, execute};
}

} // namespace

class TestCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMessageComesBack_data();
    void everyMessageComesBack();
    void qtReadsWhatWeWrite();
    void weReadWhatQtWrites();
    void framesFollowEachOther();
    void limitsHoldAtTheirEdge_data();
    void limitsHoldAtTheirEdge();
    void outsideTheLimitsNothingIsWritten_data();
    void outsideTheLimitsNothingIsWritten();
    void frameLimitIsExact();
    void streamIsCutWhereverItBreaks();
    void streamEndsAtABadLength_data();
    void streamEndsAtABadLength();
    void announcedBytesTakeNoMemory();
    void bigBufferIsGivenBack();
};

void TestCodec::everyMessageComesBack_data()
{
    QTest::addColumn<int>("idBits");
    for (const int idBits : {3, 6, 7, 8, 9, 32, 63, 64, 65, 127, 128, 129, 159, 160})
        QTest::addRow("%d bits", idBits) << idBits;
}

void TestCodec::everyMessageComesBack()
{
    QFETCH(int, idBits);
    const Config config = configOf(idBits);
    const Limits limits(config);
    Random random{quint64(idBits)};
    for (size_t type = 0; type < samples::messageTypes; ++type) {
        for (int i = 0; i < 50; ++i) {
            const Message message = samples::message(type, random, config);
            const QByteArray content = contentOf(message, limits);
            const Decoded decoded = decode(content, limits);
            QVERIFY2(std::holds_alternative<Message>(decoded), qPrintable(errorOf(decoded)));
            QVERIFY2(std::get<Message>(decoded) == message, content.toHex());
            QCOMPARE(std::get<Message>(decoded).body.index(), type);
            QCOMPARE(contentOf(std::get<Message>(decoded), limits), content);
        }
    }
}

// The encoding is RFC 8949's core deterministic one: what Qt reads of it and writes again is the same.
void TestCodec::qtReadsWhatWeWrite()
{
    const Config config;
    const Limits limits(config);
    Random random(1);
    for (size_t type = 0; type < samples::messageTypes; ++type) {
        for (int i = 0; i < 20; ++i) {
            const QByteArray content = contentOf(samples::message(type, random, config), limits);
            QByteArray again;
            QCborStreamReader reader(content);
            QCborStreamWriter writer(&again);
            copyItem(reader, writer);
            QCOMPARE(reader.lastError(), QCborError{});
            QCOMPARE(reader.currentOffset(), content.size());
            QCOMPARE(again, content);
        }
    }
}

void TestCodec::weReadWhatQtWrites()
{
    const Config config = configOf(6);
    const QCborArray node{QByteArray("\x15"), QStringLiteral("n21.example:11000"), 70000};
    const QCborArray written{2, 300, 77, false, 5, QCborArray{node}, QCborArray{}};
    FindNextReply reply;
    reply.finger = 5;
    reply.next = {{Id(21), "n21.example:11000", 70000}};

    const Decoded decoded = decode(QCborValue(written).toCbor(), Limits(config));
    QVERIFY2(std::holds_alternative<Message>(decoded), qPrintable(errorOf(decoded)));
    QCOMPARE(std::get<Message>(decoded), (Message{300, 77, reply}));
}

void TestCodec::framesFollowEachOther()
{
    const Config config;
    const Limits limits(config);
    Random random(2);
    QByteArray buffer("already there");
    const qsizetype start = buffer.size();
    std::vector<Message> sent;
    for (int i = 0; i < 200; ++i) {
        sent.push_back(samples::message(random.below(samples::messageTypes), random, config));
        QVERIFY(appendFrame(buffer, sent.back(), limits));
    }
    QVERIFY(buffer.startsWith("already there"));

    FrameReader reader(limits.frameBytesMax());
    reader.feed(QByteArrayView(buffer).sliced(start));
    for (const Message &message : sent) {
        const std::optional<QByteArrayView> content = reader.next();
        QVERIFY(content);
        QCOMPARE(std::get<Message>(decode(*content, limits)), message);
    }
    QVERIFY(!reader.next());
}

void TestCodec::limitsHoldAtTheirEdge_data()
{
    QTest::addColumn<int>("keyBytes");
    QTest::addColumn<int>("valueBytes");
    QTest::addColumn<int>("typeBytes");
    QTest::addColumn<QString>("problem"); // empty: allowed
    QTest::addRow("smallest") << 1 << 0 << 0 << QString();
    QTest::addRow("largest") << 30 << 1000 << 20 << QString();
    QTest::addRow("no key") << 0 << 0 << 0 << "key has 0 bytes, 1 to 30 are allowed";
    QTest::addRow("long key") << 31 << 0 << 0 << "key has 31 bytes, 1 to 30 are allowed";
    QTest::addRow("long value") << 1 << 1001 << 0 << "value has 1001 bytes, 0 to 1000 are allowed";
    QTest::addRow("long type") << 1 << 0 << 21 << "contentType has 21 bytes, 0 to 20 are allowed";
}

// A sender with other settings writes what this node does not take.
void TestCodec::limitsHoldAtTheirEdge()
{
    QFETCH(int, keyBytes);
    QFETCH(int, valueBytes);
    QFETCH(int, typeBytes);
    QFETCH(QString, problem);
    Limits generous{Config()};
    const Limits limits(smallConfig());
    const Message message = executeWith(keyBytes, valueBytes, typeBytes);

    QCOMPARE(!frameOf(message, limits).isEmpty(), problem.isEmpty());
    // The encoder refuses an empty key whatever the limits: written with one, then cut out.
    QByteArray content = contentOf(executeWith(qMax(keyBytes, 1), valueBytes, typeBytes), generous);
    if (keyBytes == 0)
        content.replace(QByteArray("\x41k"), QByteArray("\x40"));
    const QString error = errorOf(decode(content, limits));
    QCOMPARE(error.isEmpty(), problem.isEmpty());
    QVERIFY2(error.contains(problem), qPrintable(error));
}

void TestCodec::outsideTheLimitsNothingIsWritten_data()
{
    QTest::addColumn<Message>("message");
    const auto with = [](auto change) {
        FindNextReply reply;
        reply.next.push_back({Id(1), "a:1", 1});
        change(reply);
        return Message{1, 0, reply};
    };
    QTest::addRow("identifier too wide") << Message{1, 0, FindNext{Id(quint64(1) << 6)}};
    QTest::addRow("identifier far too wide") << Message{1, 0, FindNext{Id({1, 0, 0})}};
    QTest::addRow("no address") << with([](FindNextReply &reply) { reply.next[0].address.clear(); });
    QTest::addRow("long address") << with([](FindNextReply &reply) { reply.next[0].address.fill('a', 264); });
    QTest::addRow("finger beyond the last") << with([](FindNextReply &reply) { reply.finger = 6; });
    QTest::addRow("finger below none") << with([](FindNextReply &reply) { reply.finger = -2; });
    QTest::addRow("too many nodes") << with([](FindNextReply &reply) { reply.next.resize(257, reply.next[0]); });
    Execute execute;
    execute.key = "k";
    execute.ttlMs = -2;
    QTest::addRow("ttl below none") << Message{1, 0, execute};
    QTest::addRow("too many keys") << Message{1, 0, Fetch{1, {}, std::vector<QByteArray>(65537, "k")}};
}

void TestCodec::outsideTheLimitsNothingIsWritten()
{
    QFETCH(Message, message);
    QByteArray buffer("already there");
    QVERIFY(!appendFrame(buffer, message, Limits(configOf(6))));
    QCOMPARE(buffer, QByteArray("already there"));
}

void TestCodec::frameLimitIsExact()
{
    const Limits limits(smallConfig());
    const Transfer record{"k", QByteArray(1000, 'v'), {}, {}, {}, -1, false, {}};
    const auto accept = [&](size_t records, qsizetype lastBytes) {
        Accept message;
        message.records.resize(records, record);
        message.records.back().value = QByteArray(lastBytes, 'v');
        return Message{1, 0, message};
    };
    const qsizetype each = contentOf(accept(3, 1000), limits).size() - contentOf(accept(2, 1000), limits).size();
    // The list's head grows by two bytes from 2 records to thousands.
    const qsizetype fixed = contentOf(accept(2, 1000), limits).size() - 2 * each + 2;
    const size_t count = size_t((limits.frameBytesMax() - fixed) / each) + 1;
    const qsizetype last = limits.frameBytesMax() - fixed - qsizetype(count - 1) * each - (each - 1000);
    QVERIFY(last > 255 && last < 1000); // the length of its head stays as it is

    const QByteArray fits = frameOf(accept(count, last), limits);
    QCOMPARE(fits.size(), frameHeaderBytes + limits.frameBytesMax());
    QVERIFY(frameOf(accept(count, last + 1), limits).isEmpty());
}

void TestCodec::streamIsCutWhereverItBreaks()
{
    const Config config;
    const Limits limits(config);
    Random random(3);
    QByteArray stream;
    std::vector<Message> sent;
    for (int i = 0; i < 50; ++i) {
        sent.push_back(samples::message(random.below(samples::messageTypes), random, config));
        QVERIFY(appendFrame(stream, sent.back(), limits));
    }
    QBuffer device(&stream);
    QVERIFY(device.open(QIODevice::ReadOnly));
    FrameReader fed(limits.frameBytesMax());
    FrameReader read(limits.frameBytesMax());
    size_t fedCount = 0;
    size_t readCount = 0;
    for (qsizetype at = 0; at < stream.size();) {
        const qsizetype count = qMin(stream.size() - at, qsizetype(random.number() % 700));
        fed.feed(QByteArrayView(stream).sliced(at, count));
        at += count;
        while (const auto content = fed.next())
            QCOMPARE(std::get<Message>(decode(*content, limits)), sent.at(fedCount++));
    }
    QCOMPARE(read.feedFrom(device), stream.size());
    while (const auto content = read.next())
        QCOMPARE(std::get<Message>(decode(*content, limits)), sent.at(readCount++));
    QCOMPARE(fedCount, sent.size());
    QCOMPARE(readCount, sent.size());
    QVERIFY(!fed.error() && !read.error());
}

void TestCodec::streamEndsAtABadLength_data()
{
    QTest::addColumn<quint32>("length");
    QTest::addColumn<QString>("problem"); // empty: allowed
    QTest::addRow("empty") << quint32(0) << "A frame is empty.";
    QTest::addRow("shortest") << quint32(1) << QString();
    QTest::addRow("longest") << quint32(100) << QString();
    QTest::addRow("too long") << quint32(101) << "A frame of 101 bytes is announced, at most 100 are allowed.";
    QTest::addRow("sign bit") << quint32(0x80000000)
                              << "A frame of 2147483648 bytes is announced, at most 100 are allowed.";
    QTest::addRow("all bits") << quint32(0xffffffff)
                              << "A frame of 4294967295 bytes is announced, at most 100 are allowed.";
}

void TestCodec::streamEndsAtABadLength()
{
    QFETCH(quint32, length);
    QFETCH(QString, problem);
    QByteArray stream(4 + qMin<qsizetype>(length, 200), 'x');
    qToBigEndian(length, stream.data());
    FrameReader reader(100);
    reader.feed(stream);
    QCOMPARE(reader.next().has_value(), problem.isEmpty());
    QCOMPARE(reader.error() ? reader.error()->reason : QString(), problem);
    // After an error nothing comes any more, whatever arrives.
    reader.feed(frameOf({1, 0, Ping{}}, Limits(Config())));
    QCOMPARE(reader.next().has_value(), problem.isEmpty());
}

void TestCodec::announcedBytesTakeNoMemory()
{
    const Limits limits{Config()};
    FrameReader reader(limits.frameBytesMax());
    QByteArray announcement(4, Qt::Uninitialized);
    qToBigEndian(quint32(limits.frameBytesMax()), announcement.data());
    reader.feed(announcement);
    QVERIFY(!reader.next());
    QVERIFY(!reader.error());
    QVERIFY2(reader.bufferBytes() < 4096, qPrintable(QString::number(reader.bufferBytes())));
}

void TestCodec::bigBufferIsGivenBack()
{
    const Limits limits{Config()};
    FrameReader reader(limits.frameBytesMax());
    reader.feed(frameOf(executeWith(1, limits.valueBytesMax, 0), limits));
    QVERIFY(reader.next());
    QVERIFY(reader.bufferBytes() >= limits.valueBytesMax);
    reader.feed(frameOf({1, 0, Ping{}}, limits));
    QVERIFY(reader.next());
    QVERIFY2(reader.bufferBytes() < 1024 * 1024, qPrintable(QString::number(reader.bufferBytes())));
}

QTEST_APPLESS_MAIN(TestCodec)

#include "tst_codec.moc"
