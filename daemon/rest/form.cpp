// SPDX-License-Identifier: GPL-3.0-or-later
//
// Decoding forms.

#include "rest/form.h"

#include "api/key_text.h"

namespace rest {

namespace {

constexpr qsizetype itemsMax = 16;

bool isForm(QByteArrayView contentType)
{
    const qsizetype semicolon = contentType.indexOf(';');
    const QByteArrayView type = semicolon < 0 ? contentType : contentType.first(semicolon);
    return type.trimmed().compare(QByteArrayView("application/x-www-form-urlencoded"), Qt::CaseInsensitive) == 0;
}

std::optional<QByteArray> decoded(const QByteArray &text)
{
    return api::percentDecoded(text, api::Plus::IsSpace);
}

} // namespace

std::optional<FormItems> formItems(QByteArrayView contentType, const QByteArray &body)
{
    if (!isForm(contentType))
        return std::nullopt;
    FormItems items;
    const QList<QByteArray> parts = body.split('&');
    if (parts.size() > itemsMax)
        return std::nullopt;
    for (const QByteArray &part : parts) {
        const qsizetype equals = part.indexOf('=');
        const auto name = decoded(equals < 0 ? part : part.first(equals));
        const auto value = decoded(equals < 0 ? QByteArray() : part.sliced(equals + 1));
        if (!name || !value || items.contains(*name))
            return std::nullopt;
        items.insert(*name, *value);
    }
    return items;
}

} // namespace rest
