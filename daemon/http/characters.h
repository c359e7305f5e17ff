// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which bytes may stand where in a request (RFC 9110, 5.6.2 and 5.5; RFC 9112, 3.2; RFC 3986, 3.2.2), as one table.

#pragma once

#include <QByteArrayView>

#include <array>

namespace http {

enum CharacterClass : quint8 {
    TokenCharacter = 1, // methods and field names
    ValueCharacter = 2, // field values: visible, space, tab, and bytes above ASCII
    TargetCharacter = 4, // request targets: visible ASCII but for the fragment's #
    HostCharacter = 8, // names and IPv4 addresses
    DigitCharacter = 16,
    HexCharacter = 32,
};

constexpr std::array<quint8, 256> makeCharacterTable()
{
    std::array<quint8, 256> table{};
    for (int c = 0; c < 256; ++c) {
        const bool digit = c >= '0' && c <= '9';
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        quint8 classes = 0;
        if (digit || letter)
            classes |= TokenCharacter | HostCharacter;
        if (digit)
            classes |= DigitCharacter;
        if (digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
            classes |= HexCharacter;
        if (c == '\t' || (c >= 0x20 && c != 0x7f))
            classes |= ValueCharacter;
        if (c > 0x20 && c < 0x7f && c != '#')
            classes |= TargetCharacter;
        table[size_t(c)] = classes;
    }
    for (const char c : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
        table[quint8(c)] |= TokenCharacter;
    for (const char c : {'-', '.', '_', '~'})
        table[quint8(c)] |= HostCharacter;
    return table;
}

inline constexpr std::array<quint8, 256> characterTable = makeCharacterTable();

inline bool isAll(QByteArrayView text, CharacterClass wanted)
{
    quint8 common = wanted;
    for (const char c : text)
        common &= characterTable[quint8(c)];
    return common;
}

// Of a HexCharacter.
inline int hexValue(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

// A name or address with an optional port, as in Host: RFC 9110, 7.2. Stricter than RFC 3986 in that a name holds no
// percent-encoding and none of its sub-delimiters, which no resolver takes either.
inline bool isHost(QByteArrayView text)
{
    qsizetype end = 0;
    if (text.startsWith('[')) {
        // An IPv6 address; whether it is one in earnest is for who resolves it.
        ++end;
        while (end < text.size() && (isAll(text.sliced(end, 1), HexCharacter) || text[end] == ':' || text[end] == '.'))
            ++end;
        if (end < 3 || end == text.size() || text[end] != ']')
            return false;
        ++end;
    } else {
        while (end < text.size() && text[end] != ':')
            ++end;
        if (end == 0 || !isAll(text.first(end), HostCharacter))
            return false;
    }
    if (end == text.size())
        return true;
    const QByteArrayView port = text.sliced(end + 1);
    return text[end] == ':' && port.size() <= 5 && isAll(port, DigitCharacter);
}

} // namespace http
