// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ring arithmetic at every width from 3 to 160 bits, against addition done bit by bit; intervals against walking the
// ring; SHA-1 against the examples of FIPS 180.

#include "chord/id.h"

#include <QTest>

#include <random>
#include <vector>

using namespace chord;

namespace {

bool bitOf(const Id &id, int bit)
{
    return id.words()[2 - bit / 64] >> (bit % 64) & 1;
}

Id withBit(const Id &id, int bit)
{
    auto words = id.words();
    words[2 - bit / 64] |= quint64(1) << (bit % 64);
    return Id(words);
}

Id randomId(std::mt19937_64 &random, int bits)
{
    Id id;
    for (int bit = 0; bit < bits; ++bit) {
        if (random() & 1)
            id = withBit(id, bit);
    }
    return id;
}

// The same as IdSpace::add, the way it is done on paper.
Id sumBitByBit(const Id &a, const Id &b, int bits)
{
    Id sum;
    int carry = 0;
    for (int bit = 0; bit < bits; ++bit) {
        const int digit = bitOf(a, bit) + bitOf(b, bit) + carry;
        if (digit & 1)
            sum = withBit(sum, bit);
        carry = digit >> 1;
    }
    return sum;
}

Id largest(int bits)
{
    Id id;
    for (int bit = 0; bit < bits; ++bit)
        id = withBit(id, bit);
    return id;
}

} // namespace

class TestId : public QObject {
    Q_OBJECT

private slots:
    void comparesAsNumbers();
    void addsAndSubtractsAtEveryWidth();
    void wrapsAround();
    void powersOfTwo();
    void openInterval();
    void halfOpenInterval();
    void intervalsOfWideIdentifiers();
    void sha1_data();
    void sha1();
    void hashIsTheFirstBits();
    void hex();
    void hexRoundTripsAtEveryWidth();
    void hexRefuses_data();
    void hexRefuses();
    void fraction();
    void top32();
    void position();
};

void TestId::comparesAsNumbers()
{
    const std::vector<Id> ascending{Id(),          Id(1),         Id(~quint64(0)), Id({0, 1, 0}),
                                    Id({0, 1, 1}), Id({0, 2, 0}), Id({1, 0, 0}),   Id({1, 0, 1})};
    for (size_t i = 0; i < ascending.size(); ++i) {
        for (size_t j = 0; j < ascending.size(); ++j) {
            QCOMPARE(ascending[i] < ascending[j], i < j);
            QCOMPARE(ascending[i] == ascending[j], i == j);
            QCOMPARE(ascending[i] >= ascending[j], i >= j);
        }
    }
}

void TestId::addsAndSubtractsAtEveryWidth()
{
    std::mt19937_64 random(1);
    for (int bits = idBitsMin; bits <= idBitsMax; ++bits) {
        const IdSpace space(bits);
        for (int round = 0; round < 50; ++round) {
            const Id a = randomId(random, bits);
            const Id b = randomId(random, bits);
            QCOMPARE(space.add(a, b), sumBitByBit(a, b, bits));
            QCOMPARE(space.add(a, space.distance(a, b)), b);
            QCOMPARE(space.distance(a, space.add(a, b)), b);
            QCOMPARE(space.add(space.distance(a, b), space.distance(b, a)), Id());
        }
    }
}

void TestId::wrapsAround()
{
    for (int bits = idBitsMin; bits <= idBitsMax; ++bits) {
        const IdSpace space(bits);
        QCOMPARE(space.add(largest(bits), Id(1)), Id());
        QCOMPARE(space.add(largest(bits), largest(bits)), space.distance(Id(2), Id()));
        QCOMPARE(space.distance(Id(1), Id()), largest(bits));
        QCOMPARE(space.distance(Id(), largest(bits)), largest(bits));
        QCOMPARE(space.distance(largest(bits), Id()), Id(1));
        QCOMPARE(space.distance(largest(bits), largest(bits)), Id());
    }
}

void TestId::powersOfTwo()
{
    for (int bits = idBitsMin; bits <= idBitsMax; ++bits) {
        const IdSpace space(bits);
        for (int exponent = 0; exponent < bits; ++exponent)
            QCOMPARE(space.powerOfTwo(exponent), withBit(Id(), exponent));
        QCOMPARE(space.add(space.powerOfTwo(bits - 1), space.powerOfTwo(bits - 1)), Id());
    }
}

// (a, b) is what one passes walking clockwise from a to b; with a == b, the whole ring but a (Zave 2017, section 3).
void TestId::openInterval()
{
    const quint64 ring = 8;
    for (quint64 a = 0; a < ring; ++a) {
        for (quint64 b = 0; b < ring; ++b) {
            std::vector<bool> passed(ring, false);
            for (quint64 x = (a + 1) % ring; x != b && x != a; x = (x + 1) % ring)
                passed[x] = true;
            for (quint64 x = 0; x < ring; ++x)
                QCOMPARE(between(Id(a), Id(x), Id(b)), bool(passed[x]));
        }
    }
}

// (a, b] likewise, with b; (a, a] is everything.
void TestId::halfOpenInterval()
{
    const quint64 ring = 8;
    for (quint64 a = 0; a < ring; ++a) {
        for (quint64 b = 0; b < ring; ++b) {
            std::vector<bool> passed(ring, false);
            quint64 x = a;
            do {
                x = (x + 1) % ring;
                passed[x] = true;
            } while (x != b);
            for (x = 0; x < ring; ++x)
                QCOMPARE(inRange(Id(a), Id(x), Id(b)), bool(passed[x]));
        }
    }
}

void TestId::intervalsOfWideIdentifiers()
{
    const IdSpace space;
    const Id low({0, 0, 5});
    const Id middle({0, 7, 0});
    const Id high({0xffffffff, 0, 0});
    QVERIFY(between(low, middle, high));
    QVERIFY(!between(low, low, high));
    QVERIFY(!between(low, high, high));
    QVERIFY(inRange(low, high, high));
    QVERIFY(!inRange(low, low, high));
    QVERIFY(between(high, low, middle));
    QVERIFY(between(high, largest(160), low));
    QVERIFY(between(high, Id(), low));
    QVERIFY(!between(high, middle, low));
    QVERIFY(!inRange(high, middle, low));
    QVERIFY(inRange(middle, middle, middle));
    QVERIFY(!between(middle, middle, middle));
}

void TestId::sha1_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("digest");
    // FIPS 180-2, appendix A, and the empty message.
    QTest::newRow("one block") << QByteArray("abc") << QByteArray("a9993e364706816aba3e25717850c26c9cd0d89d");
    QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << QByteArray("84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    QTest::newRow("a million") << QByteArray(1000000, 'a') << QByteArray("34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    QTest::newRow("empty") << QByteArray() << QByteArray("da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

void TestId::sha1()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, digest);
    const IdSpace space;
    QCOMPARE(space.toHex(space.hash(message)), digest);
}

void TestId::hashIsTheFirstBits()
{
    const Id whole = IdSpace(160).hash("abc");
    for (int bits = idBitsMin; bits <= idBitsMax; ++bits) {
        const Id cut = IdSpace(bits).hash("abc");
        for (int bit = 0; bit < 192; ++bit)
            QCOMPARE(bitOf(cut, bit), bit < bits && bitOf(whole, bit + 160 - bits));
    }
    QCOMPARE(IdSpace(6).hash("abc"), Id(0xa9 >> 2));
    QCOMPARE(IdSpace(64).hash("abc"), Id(0xa9993e364706816a));
}

void TestId::hex()
{
    QCOMPARE(IdSpace(6).toHex(Id(8)), "08");
    QCOMPARE(IdSpace(3).toHex(Id(7)), "7");
    QCOMPARE(IdSpace(5).toHex(Id(0x1f)), "1f");
    QCOMPARE(IdSpace(65).toHex(Id({0, 1, 0xab})), "100000000000000ab");
    QCOMPARE(IdSpace(160).toHex(Id()), QByteArray(40, '0'));

    QCOMPARE(IdSpace(6).fromHex("8"), Id(8));
    QCOMPARE(IdSpace(6).fromHex("3f"), Id(63));
    QCOMPARE(IdSpace(160).fromHex("AbC"), Id(0xabc));
    QCOMPARE(IdSpace(160).fromHex(QByteArray(40, 'f')), largest(160));
}

void TestId::hexRoundTripsAtEveryWidth()
{
    std::mt19937_64 random(2);
    for (int bits = idBitsMin; bits <= idBitsMax; ++bits) {
        const IdSpace space(bits);
        for (const Id &id : {Id(), Id(1), largest(bits), randomId(random, bits)}) {
            const QByteArray text = space.toHex(id);
            QCOMPARE(text.size(), qsizetype((bits + 3) / 4));
            QCOMPARE(space.fromHex(text), id);
            QCOMPARE(space.fromHex(text.toUpper()), id);
        }
    }
}

void TestId::hexRefuses_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << 6 << QByteArray();
    QTest::newRow("too many digits") << 6 << QByteArray("001");
    QTest::newRow("2^6") << 6 << QByteArray("40");
    QTest::newRow("2^3") << 3 << QByteArray("8");
    QTest::newRow("2^64 in 64 bits") << 64 << QByteArray("10000000000000000");
    QTest::newRow("2^65 in 65 bits") << 65 << QByteArray("20000000000000000");
    QTest::newRow("2^129 in 129 bits") << 129 << QByteArray("2" + QByteArray(32, '0'));
    QTest::newRow("2^157 in 157 bits") << 157 << QByteArray("2" + QByteArray(39, '0'));
    QTest::newRow("41 digits") << 160 << QByteArray(41, '0');
    QTest::newRow("no digit") << 160 << QByteArray("12g4");
    QTest::newRow("prefix") << 160 << QByteArray("0x12");
    QTest::newRow("space") << 160 << QByteArray(" 12");
    QTest::newRow("sign") << 160 << QByteArray("-1");
    QTest::newRow("NUL") << 160 << QByteArray("1\0", 2);
    QTest::newRow("not ASCII") << 160 << QByteArray("\xc3\xa9");
}

void TestId::hexRefuses()
{
    QFETCH(int, bits);
    QFETCH(QByteArray, text);
    QVERIFY(!IdSpace(bits).fromHex(text).has_value());
}

void TestId::fraction()
{
    QCOMPARE(IdSpace(6).fraction(0, 100), Id());
    QCOMPARE(IdSpace(6).fraction(25, 100), Id(16));
    QCOMPARE(IdSpace(6).fraction(99, 100), Id(63)); // 63.36
    QCOMPARE(IdSpace(6).fraction(1, 3), Id(21)); // 21.33
    QCOMPARE(IdSpace(160).fraction(1, 2), IdSpace(160).powerOfTwo(159));
    // 2^160 / 3 is 0101…01.
    QCOMPARE(IdSpace(160).toHex(IdSpace(160).fraction(1, 3)), QByteArray(40, '5'));
    QCOMPARE(IdSpace(160).fraction(0xfffffffe, 0xffffffff).words()[0], quint64(0xfffffffe));
    for (int bits = idBitsMin; bits <= idBitsMax; ++bits) {
        Id before;
        for (quint32 percent = 1; percent < 100; ++percent) {
            const Id id = IdSpace(bits).fraction(percent, 100);
            QVERIFY(id >= before && id <= largest(bits));
            before = id;
        }
    }
}

void TestId::top32()
{
    QCOMPARE(IdSpace(160).top32(IdSpace(160).hash("abc")), quint32(0xa9993e36));
    QCOMPARE(IdSpace(64).top32(Id(0xa9993e364706816a)), quint32(0xa9993e36));
    QCOMPARE(IdSpace(33).top32(Id(0x1ffffffff)), quint32(0xffffffff));
    QCOMPARE(IdSpace(32).top32(Id(0xfffffffe)), quint32(0xfffffffe));
    QCOMPARE(IdSpace(6).top32(Id(42)), quint32(42));
}

void TestId::position()
{
    QCOMPARE(IdSpace(6).position(Id(0)), 0.0);
    QCOMPARE(IdSpace(6).position(Id(48)), 0.75);
    for (int bits = idBitsMin; bits <= idBitsMax; ++bits) {
        const IdSpace space(bits);
        QCOMPARE(space.position(space.powerOfTwo(bits - 1)), 0.5);
        QVERIFY(space.position(largest(bits)) < 1.0);
        QVERIFY(space.position(largest(bits)) >= 0.875);
    }
}

QTEST_APPLESS_MAIN(TestId)
#include "tst_id.moc"
