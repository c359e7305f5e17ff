// SPDX-License-Identifier: GPL-3.0-or-later
//
// One line after the other. Inside double quotes, a backslash makes the next character stand for itself.

#include "cli/config_file.h"

#include "files/text_encoding.h"

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

// The values between the commas that are outside quotes; nothing if a quote is not closed or text follows it.
std::optional<QList<QByteArray>> splitValues(const QByteArray &text)
{
    QList<QByteArray> values;
    QByteArray value;
    bool isQuoted = false; // this value stands in quotes
    bool isInside = false; // between them
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isInside && c == '\\' && i + 1 < text.size()) {
            value += text[++i];
        } else if (c == '"' && (isInside || (value.trimmed().isEmpty() && !isQuoted))) {
            isInside = !isInside;
            value = isQuoted ? value : QByteArray();
            isQuoted = true;
        } else if (c == ',' && !isInside) {
            values.append(isQuoted ? value : value.trimmed());
            value.clear();
            isQuoted = false;
        } else if (isQuoted && !isInside) {
            if (c != ' ' && c != '\t')
                return std::nullopt;
        } else {
            value += c;
        }
    }
    if (isInside)
        return std::nullopt;
    values.append(isQuoted ? value : value.trimmed());
    return values;
}

UsageError errorIn(int line, const QString &what)
{
    return UsageError{u"line %1: %2"_s.arg(line).arg(what)};
}

} // namespace

std::variant<QList<ConfigLine>, UsageError> parseConfig(const QByteArray &text)
{
    if (const QString problem = files::encodingProblem(text); !problem.isEmpty())
        return errorIn(1, problem + u'.');
    QList<ConfigLine> lines;
    int number = 0;
    for (const QByteArray &raw : files::withoutByteOrderMark(text).toByteArray().split('\n')) {
        ++number;
        const QByteArray line = raw.trimmed();
        if (line.isEmpty() || line.startsWith('#') || line.startsWith(';') || line == "[node]")
            continue;
        if (line.startsWith('['))
            return errorIn(
                number,
                u"the options stand under [node] or under nothing, not under %1."_s.arg(QString::fromUtf8(line)));
        const qsizetype equals = line.indexOf('=');
        if (equals <= 0)
            return errorIn(number, u"this is not NAME = VALUE."_s);
        const QByteArray value = line.sliced(equals + 1).trimmed();
        const std::optional<QList<QByteArray>> values = splitValues(value);
        if (!values)
            return errorIn(number, u"a double quote is not closed, or something follows it."_s);
        const bool isWhole = values->size() == 1;
        lines.append({number, line.first(equals).trimmed(), *values, isWhole ? values->first() : value});
    }
    return lines;
}

QByteArray quotedForConfig(const QByteArray &value)
{
    const bool isPlain = !value.isEmpty() && std::none_of(value.begin(), value.end(), [](char c) {
        return c == ',' || c == '"' || c == '\\' || c == '#' || c == ';' || c == ' ' || c == '\t';
    });
    if (isPlain)
        return value;
    QByteArray quoted = value;
    return '"' + quoted.replace('\\', "\\\\").replace('"', "\\\"") + '"';
}

} // namespace cli
