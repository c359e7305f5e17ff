// SPDX-License-Identifier: GPL-3.0-or-later
//
// Escapes what RFC 8259, section 7, requires and nothing else, in the short forms where there are any.

#include "api/json_writer.h"

namespace api {

namespace {

// The letter after the backslash; 'u' for the long form, 0 for a character that stands for itself.
char escapeLetter(char c)
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return quint8(c) < 0x20 ? 'u' : 0;
    }
}

} // namespace

void JsonWriter::name(QByteArrayView name)
{
    text(name);
    m_json += ':';
    m_needsComma = false;
}

void JsonWriter::text(QByteArrayView utf8)
{
    separate();
    m_json += '"';
    qsizetype copied = 0;
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char letter = escapeLetter(utf8[i]);
        if (letter == 0)
            continue;
        m_json += utf8.sliced(copied, i - copied);
        copied = i + 1;
        m_json += '\\';
        m_json += letter;
        if (letter == 'u') {
            constexpr char digits[] = "0123456789abcdef";
            m_json += "00";
            m_json += digits[quint8(utf8[i]) >> 4];
            m_json += digits[utf8[i] & 0xf];
        }
    }
    m_json += utf8.sliced(copied);
    m_json += '"';
}

void JsonWriter::number(qint64 value)
{
    separate();
    m_json += QByteArray::number(value);
}

void JsonWriter::number(quint64 value)
{
    separate();
    m_json += QByteArray::number(value);
}

void JsonWriter::boolean(bool value)
{
    separate();
    m_json += value ? "true" : "false";
}

void JsonWriter::null()
{
    separate();
    m_json += "null";
}

void JsonWriter::open(char bracket)
{
    separate();
    m_json += bracket;
    m_needsComma = false;
}

void JsonWriter::close(char bracket)
{
    m_json += bracket;
    m_needsComma = true;
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_json += ',';
    m_needsComma = true;
}

} // namespace api
