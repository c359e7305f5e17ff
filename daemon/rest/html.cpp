// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text, templates and values as HTML. The page's script shows values in the same way.

#include "rest/html.h"

#include "api/key_text.h"

#include <QLocale>

#include <algorithm>

namespace rest {

namespace {

constexpr qsizetype shownBytesMax = 2048; // as in the sentence below
constexpr int bytesPerRow = 16;

bool isControl(char c)
{
    return (uchar(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
}

// The beginning of text, without a character that is cut in two.
QByteArrayView beginningOf(QByteArrayView text)
{
    qsizetype end = std::min(text.size(), shownBytesMax);
    while (end > 0 && end < text.size() && (uchar(text[end]) & 0xc0) == 0x80)
        --end;
    return text.first(end);
}

QByteArray hexRows(QByteArrayView bytes)
{
    constexpr int offsetDigits = 6;
    QByteArray rows;
    for (qsizetype at = 0; at < bytes.size(); at += bytesPerRow) {
        const QByteArrayView row = bytes.sliced(at, std::min<qsizetype>(bytesPerRow, bytes.size() - at));
        rows += QByteArray::number(at, 16).rightJustified(offsetDigits, '0') + "  " + row.toByteArray().toHex(' ');
        rows += '\n';
    }
    rows.chop(1);
    return rows;
}

} // namespace

QByteArray htmlEscaped(QByteArrayView utf8)
{
    QByteArray html;
    html.reserve(utf8.size());
    for (const char c : utf8) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        case '\'':
            html += "&#39;";
            break;
        default:
            html += c;
        }
    }
    return html;
}

QByteArray htmlFilled(QByteArrayView htmlTemplate, std::initializer_list<HtmlField> fields)
{
    QByteArray html;
    QByteArrayView rest = htmlTemplate;
    while (true) {
        const qsizetype begin = rest.indexOf("{{");
        const qsizetype end = begin < 0 ? -1 : rest.indexOf("}}", begin);
        if (end < 0)
            return html + rest.toByteArray();
        html += rest.first(begin);
        const bool isRaw = rest.sliced(begin + 2).startsWith('{');
        const qsizetype nameAt = begin + (isRaw ? 3 : 2);
        const QByteArrayView name = rest.sliced(nameAt, end - nameAt);
        const auto field =
            std::find_if(fields.begin(), fields.end(), [name](const HtmlField &f) { return f.name == name; });
        if (field != fields.end())
            html += isRaw ? field->value.toByteArray() : htmlEscaped(field->value);
        rest = rest.sliced(end + (isRaw ? 3 : 2));
    }
}

QByteArray valueHtml(const QByteArray &value)
{
    if (value.isEmpty())
        return {};
    const bool isCut = value.size() > shownBytesMax;
    const QByteArrayView text = beginningOf(value);
    const bool isText = api::isUtf8(text) && std::none_of(text.begin(), text.end(), isControl);
    QByteArray html = isText ? QByteArray("<pre tabindex=\"0\">\n") + htmlEscaped(text)
                             : QByteArray("<pre class=\"hex\" tabindex=\"0\">\n")
            + hexRows(QByteArrayView(value).first(std::min(value.size(), shownBytesMax)));
    html += "</pre>";
    if (isCut) {
        html +=
            "<p class=\"note\">Only the first 2,048 of " + counted(quint64(value.size()), "byte") + " are shown.</p>";
    }
    return html;
}

QByteArray counted(quint64 number, const char *one)
{
    static const QLocale english(QLocale::English, QLocale::UnitedStates);
    return english.toString(qulonglong(number)).toLatin1() + ' ' + one + (number == 1 ? "" : "s");
}

} // namespace rest
