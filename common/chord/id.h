// SPDX-License-Identifier: GPL-3.0-or-later
//
// Identifiers of m bits (3 to 160) and the arithmetic of the ring they live on. An Id is a plain number, right-aligned
// in 192 bits, so that comparing two costs three word compares; the width m belongs to the ring, not to each
// identifier, and lives in IdSpace. SHA-1 is what the Chord paper uses (TON, section IV-A); it spreads keys, it guards
// nothing.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <compare>
#include <optional>

namespace chord {

inline constexpr int idBitsMin = 3;
inline constexpr int idBitsMax = 160;

class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(quint64 number)
        : m_words{0, 0, number}
    {
    }
    constexpr explicit Id(const std::array<quint64, 3> &words)
        : m_words(words)
    {
    }

    // Most significant word first.
    constexpr const std::array<quint64, 3> &words() const { return m_words; }

    // Both spelled out: the default ones become a call of memcmp and a loop.
    friend constexpr bool operator==(const Id &a, const Id &b)
    {
        return a.m_words[2] == b.m_words[2] && a.m_words[1] == b.m_words[1] && a.m_words[0] == b.m_words[0];
    }
    friend constexpr std::strong_ordering operator<=>(const Id &a, const Id &b)
    {
        if (a.m_words[0] != b.m_words[0])
            return a.m_words[0] <=> b.m_words[0];
        if (a.m_words[1] != b.m_words[1])
            return a.m_words[1] <=> b.m_words[1];
        return a.m_words[2] <=> b.m_words[2];
    }

private:
    std::array<quint64, 3> m_words{0, 0, 0};
};

// Is x in the open interval (a, b)? It wraps; (a, a) is the whole ring without a (Zave 2017, section 3).
bool between(const Id &a, const Id &x, const Id &b);

// Is x in (a, b]? It wraps; (a, a] is the whole ring: the range of a node that is alone.
bool inRange(const Id &a, const Id &x, const Id &b);

// A ring of 2^bits identifiers.
class IdSpace {
public:
    // bits: idBitsMin..idBitsMax (asserted; Config::problem() is where input is checked).
    explicit IdSpace(int bits = idBitsMax);

    int bits() const { return m_bits; }
    // Digits of toHex: an identifier is padded to the ring's width.
    int hexDigits() const { return (m_bits + 3) / 4; }

    // The first bits() bits of SHA-1 of these bytes: the identifier of a key or of a node's advertised address.
    Id hash(QByteArrayView bytes) const;
    Id add(const Id &a, const Id &b) const;
    // How far one walks clockwise from a to b: (b - a) mod 2^bits.
    Id distance(const Id &from, const Id &to) const;
    // 2^exponent, exponent 0..bits-1: n.finger[i] starts at add(n, powerOfTwo(i)) (TON, Table I; i counted from 0).
    Id powerOfTwo(int exponent) const;
    // The point at numerator/denominator of the way around, numerator < denominator < 2^32.
    Id fraction(quint32 numerator, quint32 denominator) const;

    QByteArray toHex(const Id &id) const;
    // Accepts one to hexDigits() hexadecimal digits of either case; nothing if malformed or not below 2^bits.
    std::optional<Id> fromHex(QByteArrayView text) const;
    // The most significant 32 bits of an identifier as the original's interface shows it; narrower ones whole.
    quint32 top32(const Id &id) const;
    // Where the identifier stands on the circle, in [0, 1).
    double position(const Id &id) const;

private:
    int m_bits;
};

} // namespace chord
