// SPDX-License-Identifier: GPL-3.0-or-later
//
// Arithmetic of the identifier ring on three 64-bit words, most significant first. Every result is cut to the ring's
// width, so that identifiers stay plain comparable numbers.

#include "chord/id.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <limits>

namespace chord {

namespace {

using Words = std::array<quint64, 3>;

constexpr int wordBits = 64;
constexpr int sha1Bits = 160;
constexpr int doubleBits = std::numeric_limits<double>::digits;

Words shiftedRight(const Words &words, int by)
{
    const int whole = by / wordBits;
    const int rest = by % wordBits;
    Words result{};
    for (int i = 2; i >= whole; --i) {
        result[i] = words[i - whole] >> rest;
        if (rest > 0 && i > whole)
            result[i] |= words[i - whole - 1] << (wordBits - rest);
    }
    return result;
}

// value mod 2^bits.
Words lowest(const Words &words, int bits)
{
    Words result = words;
    for (int i = 0; i < 3; ++i) {
        const int kept = std::clamp(bits - (2 - i) * wordBits, 0, wordBits);
        if (kept < wordBits)
            result[i] &= (quint64(1) << kept) - 1;
    }
    return result;
}

int hexValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

} // namespace

bool between(const Id &a, const Id &x, const Id &b)
{
    if (a < b)
        return a < x && x < b;
    return a == b ? x != a : a < x || x < b;
}

bool inRange(const Id &a, const Id &x, const Id &b)
{
    if (a < b)
        return a < x && x <= b;
    return a == b || a < x || x <= b;
}

IdSpace::IdSpace(int bits)
    : m_bits(bits)
{
    Q_ASSERT(bits >= idBitsMin && bits <= idBitsMax);
}

Id IdSpace::hash(QByteArrayView bytes) const
{
    const QByteArray digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha1);
    const char *data = digest.constData();
    const Words whole{qFromBigEndian<quint32>(data), qFromBigEndian<quint64>(data + 4),
                      qFromBigEndian<quint64>(data + 12)};
    return Id(shiftedRight(whole, sha1Bits - m_bits));
}

Id IdSpace::add(const Id &a, const Id &b) const
{
    Words sum{};
    quint64 carry = 0;
    for (int i = 2; i >= 0; --i) {
        const quint64 part = a.words()[i] + carry;
        sum[i] = part + b.words()[i];
        carry = quint64(part < carry) + quint64(sum[i] < part);
    }
    return Id(lowest(sum, m_bits));
}

Id IdSpace::distance(const Id &from, const Id &to) const
{
    Words difference{};
    quint64 borrow = 0;
    for (int i = 2; i >= 0; --i) {
        const quint64 part = to.words()[i] - borrow;
        difference[i] = part - from.words()[i];
        borrow = quint64(part > to.words()[i]) + quint64(difference[i] > part);
    }
    return Id(lowest(difference, m_bits));
}

Id IdSpace::powerOfTwo(int exponent) const
{
    Q_ASSERT(exponent >= 0 && exponent < m_bits);
    Words words{};
    words[2 - exponent / wordBits] = quint64(1) << (exponent % wordBits);
    return Id(words);
}

Id IdSpace::fraction(quint32 numerator, quint32 denominator) const
{
    Q_ASSERT(numerator < denominator);
    // Long division of numerator * 2^bits, one binary digit at a time.
    Words words{};
    quint64 remainder = numerator;
    for (int bit = m_bits - 1; bit >= 0; --bit) {
        remainder *= 2;
        if (remainder >= denominator) {
            remainder -= denominator;
            words[2 - bit / wordBits] |= quint64(1) << (bit % wordBits);
        }
    }
    return Id(words);
}

QByteArray IdSpace::toHex(const Id &id) const
{
    QByteArray text(hexDigits(), Qt::Uninitialized);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int shift = int(text.size() - 1 - i) * 4;
        text[i] = "0123456789abcdef"[(id.words()[2 - shift / wordBits] >> (shift % wordBits)) & 0xf];
    }
    return text;
}

std::optional<Id> IdSpace::fromHex(QByteArrayView text) const
{
    if (text.isEmpty() || text.size() > hexDigits())
        return std::nullopt;
    Words words{};
    for (const char digit : text) {
        const int value = hexValue(digit);
        if (value < 0)
            return std::nullopt;
        words = {words[0] << 4 | words[1] >> 60, words[1] << 4 | words[2] >> 60, words[2] << 4 | quint64(value)};
    }
    if (words != lowest(words, m_bits))
        return std::nullopt;
    return Id(words);
}

quint32 IdSpace::top32(const Id &id) const
{
    return quint32(shiftedRight(id.words(), std::max(0, m_bits - 32))[2]);
}

double IdSpace::position(const Id &id) const
{
    // No more bits than a double holds: the last identifiers must not round up to 1.
    const int kept = std::min(m_bits, doubleBits);
    return std::ldexp(double(shiftedRight(id.words(), m_bits - kept)[2]), -kept);
}

} // namespace chord
