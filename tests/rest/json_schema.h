// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds a JSON value against a schema: the part of JSON Schema 2020-12 that our OpenAPI document uses. A keyword that
// it does not know is an error, so that no schema is stronger on paper than in the test.

#pragma once

#include <QJsonObject>
#include <QString>

class JsonSchema {
public:
    // document: what "$ref": "#/…" points into.
    explicit JsonSchema(const QJsonObject &document);

    // What does not fit, with its place ("/nodes/3/id: …"); empty if all does.
    QString mismatch(const QJsonValue &value, const QJsonObject &schema, const QString &place = {}) const;

    // What a "#/…" points to; undefined if it points to nothing.
    QJsonValue resolved(const QString &reference) const;

private:
    QString typeMismatch(const QJsonValue &value, const QJsonValue &type) const;
    QString objectMismatch(const QJsonObject &object, const QJsonObject &schema, const QString &place) const;
    QString boundsMismatch(const QJsonValue &value, const QJsonObject &schema) const;

    QJsonObject m_document;
};
