// SPDX-License-Identifier: GPL-3.0-or-later
//
// Paging through the store.

#include "rest/keys_controller.h"

#include "api/json.h"
#include "chord/store/store.h"
#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/json_reply.h"
#include "rest/paging.h"
#include "rest/query.h"
#include "rest/router.h"

namespace rest {

namespace {

constexpr auto cursorEncoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray cursorOf(const QByteArray &key)
{
    return key.toBase64(cursorEncoding);
}

// The key after which the page begins; empty for the first page.
Outcome<QByteArray> afterOf(const http::HttpRequest &request)
{
    const auto item = optionalQueryItem(request, "after");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    const auto &text = std::get<std::optional<QByteArray>>(item);
    if (!text)
        return QByteArray();
    const auto key = QByteArray::fromBase64Encoding(*text, cursorEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!key || key.decoded.isEmpty())
        return Failure{Fault::Malformed, "after must be the \"next\" of another page.", {}};
    return key.decoded;
}

api::KeysPage pageAfter(const chord::Node &node, const QByteArray &after, int limit, chord::Time now)
{
    using Role = api::KeyEntry::Role;
    const chord::IdSpace space = node.config().space();
    api::KeysPage page;
    int records = 0;
    QByteArray last;
    const auto take = [&](const chord::Id &id, const chord::Record &record) {
        if (records++ == chord::Config::listedRecordsMax) {
            page.next = cursorOf(last);
            return false;
        }
        last = record.key;
        if (record.tombstone || record.expiresAt <= now)
            return true;
        if (int(page.keys.size()) == limit) {
            page.next = cursorOf(page.keys.back().key);
            return false;
        }
        const Role role = node.leads(id) ? Role::Primary : Role::Replica;
        page.keys.push_back(api::keyEntry(id, record, role, space));
        if (record.expiresAt != chord::never)
            page.keys.back().ttlSeconds = (record.expiresAt - now) / (1000 * chord::usPerMs);
        return true;
    };
    node.store().forEachAfter(after.isEmpty() ? chord::Id() : space.hash(after), after, take);
    return page;
}

} // namespace

KeysController::KeysController(net::NodeHost &host)
    : m_host(host)
{
}

void KeysController::addRoutes(Router &router)
{
    router.addReading(
        "/v1/node/keys", "the keys held here; ?limit=100&after=CURSOR",
        [this](const http::HttpRequest &request, QByteArrayView, http::HttpReply reply) { list(request, reply); },
        {"limit", "after"});
}

void KeysController::list(const http::HttpRequest &request, http::HttpReply &reply)
{
    const auto limit = limitOf(request);
    const auto after = afterOf(request);
    for (const Failure *failure : {std::get_if<Failure>(&limit), std::get_if<Failure>(&after)}) {
        if (failure) {
            sendFailure(reply, *failure);
            return;
        }
    }
    const int keysMax = pageLimit(std::get<std::optional<qint64>>(limit));
    const api::KeysPage page = pageAfter(m_host.node(), std::get<QByteArray>(after), keysMax, m_host.now());
    if (page.next.isEmpty()) {
        sendJson(reply, 200, api::toJson(page));
        return;
    }
    sendJson(reply, 200, api::toJson(page), {{"Link", nextLink("limit=" + QByteArray::number(keysMax), page.next)}});
}

} // namespace rest
