// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the readers of JSON documents are made of. Each read fills in one value and returns whether it could; on the way
// out of a failure every level puts its name in front, so that the sentence ends up with the whole path
// ("fingers[3].node.id: expected text, found a number.") and success costs nothing.
#pragma once

#include "api/json.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <limits>
#include <optional>
#include <vector>

namespace api {

// What is wrong, and where.
class JsonMistake {
public:
    // Returns false, so that a reader can end with it.
    bool set(const QString &problem);
    bool expected(const char *what, const QJsonValue &found);
    void within(const char *member);
    void within(qsizetype index);
    QString text() const;

private:
    QString m_problem;
    QString m_path;
};

// The JSON text as one value of any kind; nothing, and what is wrong with it, if it is malformed.
std::optional<QJsonValue> parseJson(const QByteArray &json, JsonMistake &mistake);

// Is a name given twice in one object of this text, which was read as that value? Qt's parser takes the last and says
// nothing.
bool hasRepeatedMember(QByteArrayView json, const QJsonValue &value);

// Lower-case hexadecimal digits, 1 to 40 of them.
struct HexText {
    QByteArray &text;
};

// A number with bounds of its own, both included.
struct Bounded {
    int &number;
    int min;
    int max;
};

bool read(const QJsonValue &value, QString &text, JsonMistake &mistake);
bool read(const QJsonValue &value, QByteArray &text, JsonMistake &mistake);
bool read(const QJsonValue &value, HexText hex, JsonMistake &mistake);
bool read(const QJsonValue &value, bool &flag, JsonMistake &mistake);
bool read(const QJsonValue &value, qint64 &number, JsonMistake &mistake, qint64 min = 0,
          qint64 max = std::numeric_limits<qint64>::max());
bool read(const QJsonValue &value, quint64 &number, JsonMistake &mistake);
bool read(const QJsonValue &value, quint32 &number, JsonMistake &mistake);
bool read(const QJsonValue &value, Bounded bounded, JsonMistake &mistake);
bool readObject(const QJsonValue &value, JsonMistake &mistake);
// The member "key" of this object, with its encoding.
bool readKey(const QJsonValue &object, QByteArray &key, JsonMistake &mistake);

template <typename T>
bool member(const QJsonValue &object, const char *name, T &&target, JsonMistake &mistake)
{
    const QJsonValue value = object[QLatin1String(name)];
    if (value.isUndefined())
        mistake.set(QStringLiteral("is missing"));
    else if (read(value, std::forward<T>(target), mistake))
        return true;
    mistake.within(name);
    return false;
}

// Leaves the target as it is if there is no such member.
template <typename T>
bool optionalMember(const QJsonValue &object, const char *name, T &&target, JsonMistake &mistake)
{
    return object[QLatin1String(name)].isUndefined() || member(object, name, std::forward<T>(target), mistake);
}

template <typename T>
bool read(const QJsonValue &value, std::optional<T> &target, JsonMistake &mistake)
{
    if (value.isNull()) {
        target.reset();
        return true;
    }
    return read(value, target.emplace(), mistake);
}

template <typename T>
bool read(const QJsonValue &value, std::vector<T> &items, JsonMistake &mistake)
{
    if (!value.isArray())
        return mistake.expected("an array", value);
    const QJsonArray array = value.toArray();
    items.clear();
    items.reserve(size_t(array.size()));
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (!read(array[i], items.emplace_back(), mistake)) {
            mistake.within(i);
            return false;
        }
    }
    return true;
}

// A whole document with the read function of its type.
template <typename T>
Parsed<T> parseDocument(const QByteArray &json)
{
    JsonMistake mistake;
    T document;
    const std::optional<QJsonValue> value = parseJson(json, mistake);
    if (!value || !read(*value, document, mistake))
        return {{}, mistake.text()};
    return {std::move(document), {}};
}

} // namespace api
