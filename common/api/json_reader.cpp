// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading of the basic kinds of JSON value, and the sentences about those that are of another kind.

#include "api/json_reader.h"

#include "files/text_encoding.h"

#include <QJsonDocument>
#include <QJsonParseError>

#include <algorithm>

namespace api {

namespace {

constexpr qsizetype hexDigitsMax = (chord::idBitsMax + 3) / 4;

const char *kindOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return "null";
    case QJsonValue::Bool:
        return "a boolean";
    case QJsonValue::Double:
        return "a number";
    case QJsonValue::String:
        return "text";
    case QJsonValue::Array:
        return "an array";
    case QJsonValue::Object:
        return "an object";
    case QJsonValue::Undefined:
        break;
    }
    return "nothing";
}

QByteArray inArray(QByteArrayView json)
{
    QByteArray array;
    array.reserve(json.size() + 2);
    array += '[';
    array += json;
    array += ']';
    return array;
}

// With those of all objects within.
qsizetype memberCount(const QJsonValue &value)
{
    qsizetype count = 0;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        count = object.size();
        for (const QJsonValue &member : object)
            count += memberCount(member);
    } else if (value.isArray()) {
        for (const QJsonValue &item : value.toArray())
            count += memberCount(item);
    }
    return count;
}

bool isLowerHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

} // namespace

bool JsonMistake::set(const QString &problem)
{
    m_problem = problem;
    return false;
}

bool JsonMistake::expected(const char *what, const QJsonValue &found)
{
    return set(QStringLiteral("expected %1, found %2").arg(QLatin1String(what), QLatin1String(kindOf(found))));
}

void JsonMistake::within(const char *member)
{
    const bool dot = !m_path.isEmpty() && !m_path.startsWith(QLatin1Char('['));
    m_path = QLatin1String(member) + QLatin1String(dot ? "." : "") + m_path;
}

void JsonMistake::within(qsizetype index)
{
    const bool dot = !m_path.isEmpty() && !m_path.startsWith(QLatin1Char('['));
    m_path = QStringLiteral("[%1]%2%3").arg(index).arg(QLatin1String(dot ? "." : ""), m_path);
}

QString JsonMistake::text() const
{
    return m_path.isEmpty() ? QStringLiteral("The JSON text: %1.").arg(m_problem)
                            : QStringLiteral("%1: %2.").arg(m_path, m_problem);
}

std::optional<QJsonValue> parseJson(const QByteArray &json, JsonMistake &mistake)
{
    if (const QString problem = files::encodingProblem(json); !problem.isEmpty()) {
        mistake.set(problem);
        return {};
    }
    // QJsonDocument takes only arrays and objects before Qt 6.9; wrapped in an array, every value can be read.
    const QByteArrayView text = files::withoutByteOrderMark(json);
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(inArray(text), &error);
    if (error.error != QJsonParseError::NoError) {
        const qsizetype markBytes = json.size() - text.size();
        mistake.set(QStringLiteral("%1 at byte %2")
                        .arg(error.errorString())
                        .arg(qMax<qsizetype>(error.offset - 1, 0) + markBytes));
        return {};
    }
    const QJsonArray array = document.array();
    if (array.size() != 1) {
        mistake.set(array.isEmpty() ? QStringLiteral("there is none")
                                    : QStringLiteral("there are several values instead of one"));
        return {};
    }
    return array.first();
}

// Each member has one colon outside of texts.
bool hasRepeatedMember(QByteArrayView json, const QJsonValue &value)
{
    qsizetype colons = 0;
    bool inText = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"')
            inText = !inText;
        else if (c == '\\')
            ++i;
        else if (c == ':' && !inText)
            ++colons;
    }
    return colons > memberCount(value);
}

bool read(const QJsonValue &value, QString &text, JsonMistake &mistake)
{
    if (!value.isString())
        return mistake.expected("text", value);
    text = value.toString();
    // "\ud800" alone is JSON, but no text.
    return text.isValidUtf16() || mistake.set(QStringLiteral("half a surrogate pair is no text"));
}

bool read(const QJsonValue &value, QByteArray &text, JsonMistake &mistake)
{
    QString string;
    if (!read(value, string, mistake))
        return false;
    text = string.toUtf8();
    return true;
}

bool read(const QJsonValue &value, HexText hex, JsonMistake &mistake)
{
    if (!read(value, hex.text, mistake))
        return false;
    if (hex.text.isEmpty() || hex.text.size() > hexDigitsMax
        || !std::all_of(hex.text.cbegin(), hex.text.cend(), isLowerHexDigit))
        return mistake.set(QStringLiteral("expected 1 to %1 lower-case hexadecimal digits").arg(hexDigitsMax));
    return true;
}

bool read(const QJsonValue &value, bool &flag, JsonMistake &mistake)
{
    if (!value.isBool())
        return mistake.expected("a boolean", value);
    flag = value.toBool();
    return true;
}

bool read(const QJsonValue &value, qint64 &number, JsonMistake &mistake, qint64 min, qint64 max)
{
    if (!value.isDouble())
        return mistake.expected("a number", value);
    // toInteger falls back to its argument where there is a fraction or too much for 64 bits.
    const qint64 whole = value.toInteger(0);
    if (whole == 0 && value.toInteger(1) == 1)
        return mistake.set(QStringLiteral("expected a whole number of at most 64 bits"));
    if (whole < min || whole > max)
        return mistake.set(QStringLiteral("expected %1 to %2, found %3").arg(min).arg(max).arg(whole));
    number = whole;
    return true;
}

bool read(const QJsonValue &value, quint64 &number, JsonMistake &mistake)
{
    qint64 whole = 0;
    if (!read(value, whole, mistake))
        return false;
    number = quint64(whole);
    return true;
}

bool read(const QJsonValue &value, quint32 &number, JsonMistake &mistake)
{
    qint64 whole = 0;
    if (!read(value, whole, mistake, 0, std::numeric_limits<quint32>::max()))
        return false;
    number = quint32(whole);
    return true;
}

bool read(const QJsonValue &value, Bounded bounded, JsonMistake &mistake)
{
    qint64 whole = 0;
    if (!read(value, whole, mistake, bounded.min, bounded.max))
        return false;
    bounded.number = int(whole);
    return true;
}

bool readObject(const QJsonValue &value, JsonMistake &mistake)
{
    return value.isObject() || mistake.expected("an object", value);
}

} // namespace api
