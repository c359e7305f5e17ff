// SPDX-License-Identifier: GPL-3.0-or-later
//
// Both ways between watch documents and JSON.

#include "api/watch.h"

#include "api/batch_members.h"
#include "api/json_reader.h"
#include "api/json_writer.h"
#include "api/key_text.h"

#include <algorithm>
#include <array>

namespace api {

namespace names = batch_names;

namespace {

constexpr std::array eventTexts{"present", "absent", "put", "deleted", "expired", "unchanged", "uncertain", "ended"};

} // namespace

static bool read(const QJsonValue &value, WatchDocument::Event &event, JsonMistake &mistake)
{
    QByteArray text;
    if (!read(value, text, mistake))
        return false;
    const auto it =
        std::find_if(eventTexts.begin(), eventTexts.end(), [&](const char *known) { return text == known; });
    if (it == eventTexts.end())
        return mistake.set(QStringLiteral("is no event that is known"));
    event = WatchDocument::Event(it - eventTexts.begin());
    return true;
}

static bool readValue(const QJsonValue &object, WatchDocument &document, JsonMistake &mistake)
{
    QByteArray encoding;
    if (!optionalMember(object, names::value, document.value, mistake)
        || !optionalMember(object, names::valueEncoding, encoding, mistake))
        return false;
    if (document.value && encoding == names::valueEncodingBase64)
        document.value = QByteArray::fromBase64(*document.value);
    return true;
}

static bool read(const QJsonValue &value, WatchDocument &document, JsonMistake &mistake)
{
    return readObject(value, mistake) && readKey(value, document.key, mistake)
        && member(value, "event", document.event, mistake) && optionalMember(value, "id", document.id, mistake)
        && optionalMember(value, names::etag, document.etag, mistake) && readValue(value, document, mistake)
        && optionalMember(value, names::contentType, document.contentType, mistake)
        && optionalMember(value, names::ttl, document.ttlSeconds, mistake)
        && optionalMember(value, "mayHaveSkipped", document.mayHaveSkipped, mistake);
}

const char *watchEventText(WatchDocument::Event event)
{
    return eventTexts[size_t(event)];
}

QByteArray toJson(const WatchDocument &document)
{
    JsonWriter json;
    json.beginObject();
    writeKey(json, document.key);
    json.name("event");
    json.text(QByteArrayView(watchEventText(document.event)));
    const auto writeText = [&json](const char *name, const QByteArray &text) {
        if (text.isEmpty())
            return;
        json.name(name);
        json.text(QByteArrayView(text));
    };
    writeText("id", document.id);
    writeText(names::etag, document.etag);
    if (document.value) {
        const bool isText = isUtf8(*document.value);
        json.name(names::value);
        json.text(QByteArrayView(isText ? *document.value : document.value->toBase64()));
        if (!isText)
            writeText(names::valueEncoding, names::valueEncodingBase64);
    }
    writeText(names::contentType,
              isUtf8(document.contentType) ? document.contentType : percentEncoded(document.contentType));
    if (document.ttlSeconds) {
        json.name(names::ttl);
        json.number(*document.ttlSeconds);
    }
    if (document.mayHaveSkipped) {
        json.name("mayHaveSkipped");
        json.boolean(true);
    }
    json.endObject();
    return json.take();
}

template <>
Parsed<WatchDocument> fromJson(const QByteArray &json)
{
    return parseDocument<WatchDocument>(json);
}

} // namespace api
