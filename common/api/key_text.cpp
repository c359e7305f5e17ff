// SPDX-License-Identifier: GPL-3.0-or-later
//
// Percent-encoding as RFC 3986 has it. QByteArray::fromPercentEncoding lets malformed sequences through as they are,
// which would give one key two paths.

#include "api/key_text.h"

#include <QtGlobal>

namespace api {

namespace {

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

bool isUtf8(QByteArrayView bytes)
{
    return bytes.isValidUtf8();
}

QByteArray percentEncoded(const QByteArray &key)
{
    return key.toPercentEncoding();
}

std::optional<QByteArray> percentDecoded(QByteArrayView text, Plus plus)
{
    QByteArray key;
    key.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            key += text[i] == '+' && plus == Plus::IsSpace ? ' ' : text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hexValue(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return {};
        key += char(high << 4 | low);
        i += 2;
    }
    return key;
}

} // namespace api
