// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a listing is asked for, and pages of it.

#include "rest/ring_keys_controller.h"

#include "api/json.h"
#include "chord/config.h"
#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/accept.h"
#include "rest/json_reply.h"
#include "rest/key_stream.h"
#include "rest/membership.h"
#include "rest/paging.h"
#include "rest/query.h"
#include "rest/router.h"

namespace rest {

namespace {

// A page is answered with what has been found after this time, so that a prefix that few keys have does not outlast the
// client's patience.
constexpr chord::Time pageTimeUs = 2'000'000;

struct Listing {
    KeyPlace place;
    QByteArray prefix;
    std::optional<qint64> limit;
};

Outcome<QByteArray> prefixOf(const http::HttpRequest &request, const chord::Config &config)
{
    const auto item = optionalQueryItem(request, "prefix");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    QByteArray prefix = std::get<std::optional<QByteArray>>(item).value_or(QByteArray());
    if (prefix.size() > config.keyBytesMax)
        return Failure{Fault::Malformed, "prefix is longer than any key may be.", {}};
    return prefix;
}

Outcome<KeyPlace> placeAfter(const http::HttpRequest &request, const chord::Config &config)
{
    const auto item = optionalQueryItem(request, "after");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    const auto &text = std::get<std::optional<QByteArray>>(item);
    if (!text)
        return KeyPlace();
    const std::optional<KeyPlace> place = placeOfCursor(*text, config);
    if (!place)
        return Failure{Fault::Malformed, "after must be the \"next\" of another page of this ring.", {}};
    return *place;
}

Outcome<Listing> listingOf(const http::HttpRequest &request, const chord::Config &config)
{
    const auto prefix = prefixOf(request, config);
    const auto place = placeAfter(request, config);
    const auto limit = limitOf(request);
    for (const Failure *failure :
         {std::get_if<Failure>(&prefix), std::get_if<Failure>(&place), std::get_if<Failure>(&limit)}) {
        if (failure)
            return *failure;
    }
    return Listing{std::get<KeyPlace>(place), std::get<QByteArray>(prefix), std::get<std::optional<qint64>>(limit)};
}

// One page. Callbacks hold it.
class Page : public std::enable_shared_from_this<Page> {
public:
    Page(net::NodeHost &host, TurnQueue &turns, const Listing &listing, http::HttpReply reply)
        : m_host(host)
        , m_walk(std::make_shared<KeyWalk>(host, turns, listing.place, listing.prefix))
        , m_prefix(listing.prefix)
        , m_limit(pageLimit(listing.limit))
        , m_until(host.now() + pageTimeUs)
        , m_reply(std::move(reply))
    {
    }

    void fill()
    {
        m_walk->next(m_limit - int(m_page.keys.size()),
                     [self = shared_from_this()](Outcome<KeyWalk::Keys> &&outcome) { self->take(std::move(outcome)); });
    }

private:
    void take(Outcome<KeyWalk::Keys> &&outcome)
    {
        if (const auto *failure = std::get_if<Failure>(&outcome)) {
            sendFailure(m_reply, *failure);
            return;
        }
        const chord::IdSpace space = m_host.node().config().space();
        for (const chord::ListedKey &key : std::get<KeyWalk::Keys>(outcome))
            m_page.keys.push_back(api::ringKey(key, space));
        const bool isFull = int(m_page.keys.size()) == m_limit || m_host.now() > m_until;
        if (m_walk->isComplete() || isFull)
            answer();
        else if (m_reply.isOpen())
            fill();
    }

    void answer()
    {
        if (m_walk->isComplete()) {
            sendJson(m_reply, 200, api::toJson(m_page));
            return;
        }
        m_page.next = cursorOf(m_walk->place(), m_host.node().config().space());
        QByteArray query = "limit=" + QByteArray::number(m_limit);
        if (!m_prefix.isEmpty())
            query = "prefix=" + m_prefix.toPercentEncoding() + '&' + query;
        sendJson(m_reply, 200, api::toJson(m_page), {{"Link", nextLink(query, m_page.next)}});
    }

    net::NodeHost &m_host;
    const std::shared_ptr<KeyWalk> m_walk;
    const QByteArray m_prefix;
    const int m_limit;
    const chord::Time m_until;
    http::HttpReply m_reply;
    api::RingKeysPage m_page;
};

} // namespace

RingKeysController::RingKeysController(net::NodeHost &host, TurnQueue &turns)
    : m_host(host)
    , m_turns(turns)
{
}

void RingKeysController::addRoutes(Router &router)
{
    router.addReading("/v1/keys",
                      "the keys of the whole ring; ?prefix=&limit=100&after=CURSOR, or all of them as NDJSON",
                      [this](const http::HttpRequest &request, QByteArrayView, http::HttpReply reply) {
                          list(request, std::move(reply));
                      },
                      {"prefix", "limit", "after"});
}

void RingKeysController::list(const http::HttpRequest &request, http::HttpReply reply)
{
    const auto outcome = listingOf(request, m_host.node().config());
    if (const auto *failure = std::get_if<Failure>(&outcome)) {
        sendFailure(reply, *failure);
        return;
    }
    if (const auto failure = joiningFailure(m_host.node())) {
        sendFailure(reply, *failure);
        return;
    }
    const Listing &listing = std::get<Listing>(outcome);
    const bool wantsStream = prefersNdjson(request.headerList("Accept"));
    if (wantsStream && request.method() == QByteArrayView("HEAD"))
        reply.send(200, {{"Content-Type", ndjsonType}, {"Cache-Control", "no-store"}});
    else if (wantsStream)
        KeyStream::start(m_host, m_turns, listing.place, listing.prefix, listing.limit, std::move(reply));
    else
        std::make_shared<Page>(m_host, m_turns, listing, std::move(reply))->fill();
}

} // namespace rest
