// SPDX-License-Identifier: GPL-3.0-or-later
//
// One function a group of keywords.

#include "json_schema.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace {

bool isOfType(const QJsonValue &value, const QString &type)
{
    switch (value.type()) {
    case QJsonValue::Object:
        return type == u"object"_s;
    case QJsonValue::Array:
        return type == u"array"_s;
    case QJsonValue::String:
        return type == u"string"_s;
    case QJsonValue::Bool:
        return type == u"boolean"_s;
    case QJsonValue::Null:
        return type == u"null"_s;
    case QJsonValue::Double:
        return type == u"number"_s || (type == u"integer"_s && std::trunc(value.toDouble()) == value.toDouble());
    default:
        return false;
    }
}

} // namespace

JsonSchema::JsonSchema(const QJsonObject &document)
    : m_document(document)
{
}

QJsonValue JsonSchema::resolved(const QString &reference) const
{
    QJsonValue value = m_document;
    for (const QString &step : reference.mid(2).split(u'/'))
        value = value[step];
    return value;
}

QString JsonSchema::mismatch(const QJsonValue &value, const QJsonObject &schema, const QString &place) const
{
    static const QStringList known{
        u"$ref"_s,    u"type"_s,       u"description"_s, u"enum"_s,    u"oneOf"_s,
        u"items"_s,   u"properties"_s, u"required"_s,    u"pattern"_s, u"minimum"_s,
        u"maximum"_s, u"minLength"_s,  u"maxItems"_s,    u"default"_s, u"additionalProperties"_s};
    for (const QString &keyword : schema.keys()) {
        if (!known.contains(keyword))
            return place + u": the keyword %1 is not known here"_s.arg(keyword);
    }
    if (schema.contains(u"$ref"_s)) {
        const QJsonValue target = resolved(schema[u"$ref"_s].toString());
        return target.isObject() ? mismatch(value, target.toObject(), place)
                                 : place + u": %1 points to nothing"_s.arg(schema[u"$ref"_s].toString());
    }
    if (schema.contains(u"oneOf"_s)) {
        const QJsonArray choices = schema[u"oneOf"_s].toArray();
        const auto fits = [&](const QJsonValue &choice) { return mismatch(value, choice.toObject(), place).isEmpty(); };
        const auto count = std::count_if(choices.begin(), choices.end(), fits);
        return count == 1 ? QString() : place + u": fits %1 of oneOf"_s.arg(count);
    }
    QString problem = typeMismatch(value, schema[u"type"_s]);
    if (problem.isEmpty())
        problem = boundsMismatch(value, schema);
    if (!problem.isEmpty())
        return place + u": "_s + problem;
    if (value.isObject())
        return objectMismatch(value.toObject(), schema, place);
    const QJsonArray items = value.toArray();
    for (qsizetype i = 0; i < items.size() && problem.isEmpty(); ++i)
        problem = mismatch(items[i], schema[u"items"_s].toObject(), u"%1/%2"_s.arg(place).arg(i));
    return problem;
}

QString JsonSchema::typeMismatch(const QJsonValue &value, const QJsonValue &type) const
{
    const QJsonArray types = type.isString() ? QJsonArray{type} : type.toArray();
    const bool fits = types.isEmpty() || std::any_of(types.begin(), types.end(), [&value](const QJsonValue &one) {
                          return isOfType(value, one.toString());
                      });
    return fits ? QString() : u"is of another type"_s;
}

QString JsonSchema::boundsMismatch(const QJsonValue &value, const QJsonObject &schema) const
{
    if (schema.contains(u"enum"_s) && !schema[u"enum"_s].toArray().contains(value))
        return u"is none of enum"_s;
    if (value.isString()) {
        const QRegularExpression pattern(schema[u"pattern"_s].toString());
        if (!pattern.isValid() || !pattern.match(value.toString()).hasMatch())
            return u"\"%1\" does not match"_s.arg(value.toString());
        if (value.toString().size() < schema[u"minLength"_s].toInt(0))
            return u"is too short"_s;
    }
    if (value.isDouble()
        && (value.toDouble() < schema[u"minimum"_s].toDouble(-HUGE_VAL)
            || value.toDouble() > schema[u"maximum"_s].toDouble(HUGE_VAL)))
        return u"is out of range"_s;
    if (value.isArray() && schema.contains(u"maxItems"_s) && value.toArray().size() > schema[u"maxItems"_s].toInt())
        return u"has too many items"_s;
    return {};
}

QString JsonSchema::objectMismatch(const QJsonObject &object, const QJsonObject &schema, const QString &place) const
{
    for (const QJsonValue &name : schema[u"required"_s].toArray()) {
        if (!object.contains(name.toString()))
            return place + u": %1 is missing"_s.arg(name.toString());
    }
    const QJsonObject properties = schema[u"properties"_s].toObject();
    const bool isOpen = schema[u"additionalProperties"_s].toBool(true);
    for (auto member = object.begin(); member != object.end(); ++member) {
        const QString memberPlace = place + u'/' + member.key();
        if (!properties.contains(member.key())) {
            if (isOpen)
                continue;
            return memberPlace + u" is not in the schema"_s;
        }
        const QString problem = mismatch(member.value(), properties[member.key()].toObject(), memberPlace);
        if (!problem.isEmpty())
            return problem;
    }
    return {};
}
