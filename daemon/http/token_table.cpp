// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading the file's text, and the comparison. Both digests have the same length whatever the tokens' lengths are.

#include "http/token_table.h"

#include <QCryptographicHash>
#include <QList>

#include <algorithm>

namespace http {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype tokenBytesMax = 1024;

// RFC 6750, 2.1 (b64token), so that a token can stand in a header field as it is.
bool isTokenText(QByteArrayView text)
{
    return !text.isEmpty() && text.size() <= tokenBytesMax && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || QByteArrayView("-._~+/=").contains(c);
    });
}

std::optional<Access> accessNamed(QByteArrayView word)
{
    if (word == QByteArrayView("read"))
        return Access::Read;
    if (word == QByteArrayView("write"))
        return Access::Write;
    if (word == QByteArrayView("admin"))
        return Access::Admin;
    return std::nullopt;
}

QByteArray digestOf(QByteArrayView token)
{
    return QCryptographicHash::hash(token.toByteArray(), QCryptographicHash::Sha256);
}

bool isScheme(QByteArrayView text, QByteArrayView name)
{
    return text.size() > name.size() && text[name.size()] == ' '
        && text.first(name.size()).compare(name, Qt::CaseInsensitive) == 0;
}

} // namespace

std::optional<TokenTable> TokenTable::parse(QByteArrayView text, QString *problem)
{
    TokenTable table;
    int lineNumber = 0;
    const auto rejected = [&](const QString &what) {
        *problem = u"line %1 %2"_s.arg(lineNumber).arg(what);
        return std::nullopt;
    };
    for (const QByteArray &rawLine : text.toByteArray().split('\n')) {
        ++lineNumber;
        const QByteArray line = rawLine.simplified();
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const QList<QByteArray> words = line.split(' ');
        const std::optional<Access> access = accessNamed(words[0]);
        if (!access)
            return rejected(u"does not begin with read, write or admin."_s);
        if (words.size() < 2 || words.size() > 3)
            return rejected(u"is not \"read|write|admin TOKEN [NAME]\"."_s);
        if (!isTokenText(words[1]))
            return rejected(u"has a token with other characters than letters, digits and -._~+/=, or a longer one "
                            "than %1."_s.arg(tokenBytesMax));
        const QByteArray digest = digestOf(words[1]);
        if (std::any_of(table.m_entries.begin(), table.m_entries.end(),
                        [&digest](const Entry &entry) { return entry.digest == digest; }))
            return rejected(u"has a token that an earlier line has too."_s);
        table.m_entries.push_back({digest, {*access, words.value(2)}});
    }
    if (!table.m_entries.empty())
        return table;
    *problem = u"there is no token in it."_s;
    return std::nullopt;
}

QByteArray firstToken(QByteArrayView text)
{
    for (const QByteArray &line : text.toByteArray().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() > 1 && !words[0].startsWith('#'))
            return words[1];
    }
    return {};
}

std::optional<TokenTable::Holder> TokenTable::holderOf(QByteArrayView token) const
{
    const QByteArray digest = digestOf(token);
    const Entry *found = nullptr;
    for (const Entry &entry : m_entries) {
        quint8 difference = 0;
        for (qsizetype i = 0; i < digest.size(); ++i)
            difference |= quint8(digest[i]) ^ quint8(entry.digest[i]);
        found = difference == 0 ? &entry : found;
    }
    return found ? std::optional(found->holder) : std::nullopt;
}

QByteArray tokenOf(QByteArrayView authorization)
{
    if (isScheme(authorization, "Bearer"))
        return authorization.sliced(7).trimmed().toByteArray();
    if (!isScheme(authorization, "Basic"))
        return {};
    const QByteArray userAndPassword = QByteArray::fromBase64(authorization.sliced(6).trimmed().toByteArray());
    const qsizetype colon = userAndPassword.indexOf(':');
    return colon < 0 ? QByteArray() : userAndPassword.sliced(colon + 1);
}

} // namespace http
