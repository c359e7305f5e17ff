// SPDX-License-Identifier: GPL-3.0-or-later
//
// Making HTML: nothing that was stored, typed or told by another node ever gets into it but as text.

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <initializer_list>

namespace rest {

// Fit for text and for attribute values in quotes. What is no UTF-8 must have become something that is before.
QByteArray htmlEscaped(QByteArrayView utf8);

struct HtmlField {
    QByteArrayView name;
    QByteArrayView value;
};

// The template with each {{name}} replaced by the escaped value and each {{{name}}} by the value as it is. A name that
// is not given stands for nothing.
QByteArray htmlFilled(QByteArrayView htmlTemplate, std::initializer_list<HtmlField> fields);

// A value for people: text in UTF-8 as it is, everything else in hexadecimal, sixteen bytes a line; of a long one the
// beginning, and how much there is. Nothing for an empty one.
QByteArray valueHtml(const QByteArray &value);

// "1 byte", "1,024 bytes"
QByteArray counted(quint64 number, const char *one);

} // namespace rest
