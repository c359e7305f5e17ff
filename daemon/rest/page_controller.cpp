// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which representation of "/" is meant, and what forms ask for. Callbacks hold the page and the reply, nothing of the
// controller.

#include "rest/page_controller.h"

#include "http/access_policy.h"
#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/accept.h"
#include "rest/api.h"
#include "rest/form.h"
#include "rest/key_answer.h"
#include "rest/key_limits.h"
#include "rest/key_walk.h"
#include "rest/membership.h"
#include "rest/node_page.h"
#include "rest/query.h"
#include "rest/router.h"

namespace rest {

namespace {

constexpr int keysListed = 100;
constexpr char plainTextType[] = "text/plain; charset=utf-8";
// From the paths "/" and "/page/key": a proxy may have put either below a path of its own.
constexpr char rootOfIndex[] = "";
constexpr char rootOfForm[] = "../";

// Nothing but what this node serves, no inline script or style, no frame. The referrer policy is the strictest with
// which browsers still say in Origin where a form comes from.
constexpr http::HttpField policy{"Content-Security-Policy",
                                 "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
                                 "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"};
constexpr http::HttpField referrers{"Referrer-Policy", "same-origin"};

void sendPage(http::HttpReply &reply, int status, const QByteArray &html)
{
    reply.send(status,
               {{"Content-Type", "text/html; charset=utf-8"},
                {"Cache-Control", "no-store"},
                {"Vary", "Accept"},
                policy,
                referrers},
               html);
}

// One request for a key that is to be answered with the page.
struct Visit {
    std::shared_ptr<const NodePage> page;
    const char *root; // from the path of the request
    QByteArray key;
    http::HttpReply reply;

    void answer(int status, const QByteArray &resultHtml)
    {
        sendPage(reply, status, page->render(root, key, resultHtml));
    }
    void fail(const Failure &failure) { answer(statusOf(failure), failureHtml(key, failure)); }
};

using SharedVisit = std::shared_ptr<Visit>;

void get(net::NodeHost &host, const SharedVisit &visit)
{
    host.get(visit->key, [visit](chord::KeyResult &&result) {
        const KeyAnswer answer = getAnswer({}, std::move(result));
        if (answer.failure)
            visit->fail(*answer.failure);
        else
            visit->answer(200, gotHtml(visit->key, answer));
    });
}

// Forms send the ends of lines as CRLF, whatever was typed; the script stores LF, as curl would.
void put(net::NodeHost &host, const SharedVisit &visit, QByteArray value)
{
    value.replace("\r\n", "\n");
    if (const auto failure = valueFailure(value.size(), plainTextType, host.node().config())) {
        visit->fail(*failure);
        return;
    }
    host.put(visit->key, value, plainTextType, noTtl, {}, [visit, bytes = value.size()](chord::KeyResult &&result) {
        const KeyAnswer answer = putAnswer(result);
        if (answer.failure)
            visit->fail(*answer.failure);
        else
            visit->answer(200, storedHtml(visit->key, answer, bytes));
    });
}

void remove(net::NodeHost &host, const SharedVisit &visit)
{
    host.remove(visit->key, {}, [visit](chord::KeyResult &&result) {
        const KeyAnswer answer = removeAnswer(result);
        if (answer.failure)
            visit->fail(*answer.failure);
        else
            visit->answer(200, deletedHtml(visit->key));
    });
}

void lookUp(net::NodeHost &host, const SharedVisit &visit)
{
    if (const auto failure = joiningFailure(host.node())) {
        visit->fail(*failure);
        return;
    }
    const chord::Id id = host.node().config().space().hash(visit->key);
    host.lookup(id, [visit, &host](chord::LookupResult &&result) {
        if (result.status == chord::OperationStatus::Ok)
            visit->answer(200, lookupHtml(visit->key, result, host));
        else
            visit->fail(failureOf(result));
    });
}

// Until there is a screenful of keys, or no more.
void listOn(const std::shared_ptr<KeyWalk> &walk, const SharedVisit &visit, const std::shared_ptr<KeyWalk::Keys> &keys)
{
    walk->next(keysListed - int(keys->size()), [walk, visit, keys](Outcome<KeyWalk::Keys> &&outcome) {
        if (const auto *failure = std::get_if<Failure>(&outcome)) {
            visit->fail(*failure);
            return;
        }
        const auto &more = std::get<KeyWalk::Keys>(outcome);
        keys->insert(keys->end(), more.begin(), more.end());
        if (walk->isComplete() || keys->size() == keysListed)
            visit->answer(200, listedHtml(visit->key, *keys, !walk->isComplete()));
        else if (visit->reply.isOpen())
            listOn(walk, visit, keys);
    });
}

void list(net::NodeHost &host, TurnQueue &turns, const SharedVisit &visit)
{
    if (const auto failure = joiningFailure(host.node())) {
        visit->fail(*failure);
        return;
    }
    const auto walk = std::make_shared<KeyWalk>(host, turns, KeyPlace(), visit->key);
    listOn(walk, visit, std::make_shared<KeyWalk::Keys>());
}

} // namespace

PageController::PageController(net::NodeHost &host, TurnQueue &turns, const ApiOptions &options, const Router &router)
    : m_host(host)
    , m_turns(turns)
    , m_router(router)
    , m_page(std::make_shared<NodePage>(host, options))
{
}

PageController::~PageController() = default;

void PageController::addRoutes(Router &router)
{
    router.addReading("/", "this list; for browsers, the node's page",
                      [this](const http::HttpRequest &request, QByteArrayView, http::HttpReply reply) {
                          index(request, std::move(reply));
                      });
    router.add(Method::Post, "/page/key", "what the page's form does",
               [this](const http::HttpRequest &request, QByteArrayView, http::HttpReply reply) {
                   form(request, std::move(reply));
               });
    router.addReading("/page/{file}", "the page's style, script and icon",
                      [this](const http::HttpRequest &request, QByteArrayView name, http::HttpReply reply) {
                          asset(request, name, reply);
                      });
}

// "/?key=K" is a link to a key.
void PageController::index(const http::HttpRequest &request, http::HttpReply reply)
{
    if (!prefersHtml(request.headerList("Accept"))) {
        reply.send(200, {{"Content-Type", plainTextType}, {"Vary", "Accept"}},
                   "FunnelKVS " FUNNELKVS_VERSION ", a node of a distributed key-value store.\n\n"
                       + m_router.listing());
        return;
    }
    const auto key = optionalQueryItem(request, "key");
    const auto *given = std::get_if<std::optional<QByteArray>>(&key);
    if (!given || !*given) {
        sendPage(reply, 200, m_page->render(rootOfIndex, {}, {}));
        return;
    }
    const SharedVisit visit(new Visit{m_page, rootOfIndex, **given, std::move(reply)});
    if (const auto failure = keyFailure(visit->key, m_host.node().config()))
        visit->fail(*failure);
    else
        get(m_host, visit);
}

void PageController::form(const http::HttpRequest &request, http::HttpReply reply)
{
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_worker.run<std::optional<FormItems>>(
        request.body().size(),
        [type = request.header("Content-Type").toByteArray(), body = request.body()] { return formItems(type, body); },
        [this, shared, mayWrite = request.permits(http::Access::Write)](std::optional<FormItems> &&items) {
            carryOut(items, mayWrite, std::move(*shared));
        });
}

void PageController::carryOut(const std::optional<FormItems> &items, bool mayWrite, http::HttpReply reply)
{
    if (!items) {
        sendFailure(reply, {Fault::UnsupportedType, "This takes what the form of the page at / sends.", {}});
        return;
    }
    if (!m_page->isFormToken(items->value("token"))) {
        sendFailure(reply, {Fault::Forbidden, "The form is not from a node of this ring; open / again.", {}});
        return;
    }
    const SharedVisit visit(new Visit{m_page, rootOfForm, items->value("key"), std::move(reply)});
    const QByteArray action = items->value("do");
    const bool writes = action == "put" || action == "delete";
    if (writes && !mayWrite)
        visit->fail({Fault::Forbidden, http::tooWeakDetail(http::Access::Write), {}});
    else if (action == "list")
        list(m_host, m_turns, visit);
    else if (const auto failure = keyFailure(visit->key, m_host.node().config()))
        visit->fail(*failure);
    else if (action == "get")
        get(m_host, visit);
    else if (action == "put")
        put(m_host, visit, items->value("value"));
    else if (action == "delete")
        remove(m_host, visit);
    else if (action == "lookup")
        lookUp(m_host, visit);
    else
        visit->fail({Fault::Malformed, "The form asks for something that there is not.", {}});
}

void PageController::asset(const http::HttpRequest &request, QByteArrayView name, http::HttpReply &reply)
{
    const std::optional<PageAsset> asset = m_page->asset(name);
    if (!asset) {
        sendFailure(reply, {Fault::NotFound, "The page has no such part.", {}});
        return;
    }
    // The page names the revision that it wants, which never changes.
    const bool isCurrent = request.query() == m_page->revision();
    reply.send(200,
               {{"Content-Type", asset->contentType},
                {"Cache-Control", isCurrent ? "max-age=31536000, immutable" : "no-cache"},
                policy},
               asset->content);
}

} // namespace rest
