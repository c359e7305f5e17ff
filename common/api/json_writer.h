// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes JSON (RFC 8259) straight into a byte array. QJsonObject sorts its members by name; the original's answers are
// promised byte for byte, in the order of its structs, and a person reads a document best in the order it was designed
// in. Text is escaped as serde_json does: only what must be.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <concepts>

namespace api {

class JsonWriter {
public:
    // Objects and arrays are to be closed by their like; commas come by themselves.
    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }
    // The name of the member whose value comes next.
    void name(QByteArrayView name);

    // utf8 must be UTF-8.
    void text(QByteArrayView utf8);
    // Only for a QString itself: a byte array would convert to either.
    void text(const std::same_as<QString> auto &text) { this->text(QByteArrayView(text.toUtf8())); }
    void number(qint64 value);
    void number(quint64 value);
    void number(int value) { number(qint64(value)); }
    void number(quint32 value) { number(quint64(value)); }
    void boolean(bool value);
    void null();

    const QByteArray &json() const { return m_json; }
    QByteArray take() { return std::move(m_json); }

private:
    void open(char bracket);
    void close(char bracket);
    void separate();

    QByteArray m_json;
    bool m_needsComma = false;
};

} // namespace api
