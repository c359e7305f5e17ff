// SPDX-License-Identifier: GPL-3.0-or-later
//
// From what the node knows to HTML.

#include "rest/node_page.h"

#include "api/json.h"
#include "api/key_text.h"
#include "chord/results.h"
#include "net/node_host.h"
#include "rest/api.h"
#include "rest/html.h"
#include "rest/key_answer.h"

#include <QCryptographicHash>
#include <QFile>
#include <QMessageAuthenticationCode>

#include <algorithm>
#include <array>
#include <vector>

namespace rest {

namespace {

struct AssetName {
    const char *name;
    const char *contentType;
};

constexpr std::array assetNames{
    AssetName{"style.css", "text/css; charset=utf-8"},
    AssetName{"script.js", "text/javascript; charset=utf-8"},
    AssetName{"icon.svg", "image/svg+xml"},
};

constexpr int identifierDigitsShown = 10;

QByteArray resource(const char *name)
{
    QFile file(QStringLiteral(":/web/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The page's %s is not compiled in.", name);
    return file.readAll();
}

QByteArray heading(const QByteArray &key)
{
    const QByteArray shown = api::isUtf8(key) ? key : api::percentEncoded(key);
    return "<h3><code>" + htmlEscaped(shown) + "</code></h3>";
}

// The beginning of an identifier in hexadecimal.
QByteArray shortId(const QByteArray &id)
{
    return id.first(std::min<qsizetype>(id.size(), identifierDigitsShown))
        + (id.size() > identifierDigitsShown ? "…" : "");
}

// Both ends; the keys after the first, up to and including the second.
QByteArray rangeText(const api::RangeEntry &range)
{
    return range.low == range.high ? QByteArray("all keys") : shortId(range.low) + " – " + shortId(range.high);
}

const char *rangeStateText(chord::GroupState state)
{
    switch (state) {
    case chord::GroupState::Serving:
        return "serving";
    case chord::GroupState::Electing:
        return "electing a leader";
    case chord::GroupState::NoQuorum:
        return "no quorum";
    case chord::GroupState::Recovering:
        return "comparing replicas";
    }
    Q_UNREACHABLE();
}

QByteArray uptimeText(quint64 seconds)
{
    constexpr quint64 minute = 60;
    constexpr quint64 hour = 60 * minute;
    if (seconds < 2 * minute)
        return counted(seconds, "second");
    return seconds < 2 * hour ? counted(seconds / minute, "minute") : counted(seconds / hour, "hour");
}

QByteArray fact(const char *name, QByteArrayView value)
{
    return QByteArray("<dt>") + name + "</dt><dd>" + htmlEscaped(value) + "</dd>";
}

// The nodes that this one knows, each once, in the order of the ring, and as what.
struct KnownNode {
    api::NodeLabel node;
    const char *as;
};

std::vector<KnownNode> knownNodes(const api::NodeDocument &document)
{
    std::vector<KnownNode> known{{document.node, "this one"}};
    const auto add = [&known](const api::NodeLabel &node, const char *as) {
        const auto isIt = [&node](const KnownNode &other) { return other.node == node; };
        if (std::none_of(known.begin(), known.end(), isIt))
            known.push_back({node, as});
    };
    for (const api::NodeLabel &successor : document.successors)
        add(successor, "successor");
    if (document.predecessor)
        add(*document.predecessor, "predecessor");
    for (const api::FingerLabel &finger : document.fingers)
        add(finger.node, "finger");
    std::sort(known.begin(), known.end(), [](const KnownNode &a, const KnownNode &b) { return a.node.id < b.node.id; });
    return known;
}

} // namespace

NodePage::NodePage(net::NodeHost &host, const ApiOptions &options)
    : m_host(host)
    , m_template(resource("page.html"))
    , m_usesTls(options.usesTls)
    , m_ringSecret(options.ringSecret)
{
    constexpr qsizetype revisionDigits = 12;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const AssetName &asset : assetNames)
        hash.addData(resource(asset.name));
    m_revision = hash.result().toHex().first(revisionDigits);
}

std::optional<PageAsset> NodePage::asset(QByteArrayView name) const
{
    for (const AssetName &asset : assetNames) {
        if (name == QByteArrayView(asset.name))
            return PageAsset{resource(asset.name), asset.contentType};
    }
    return std::nullopt;
}

// Looks at every byte, so that the time it takes says nothing about how much of a guess was right.
bool NodePage::isFormToken(QByteArrayView token) const
{
    const QByteArray expected = formToken();
    if (token.size() != expected.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < token.size(); ++i)
        difference |= token[i] ^ expected[i];
    return difference == 0;
}

// From what all nodes of the ring know and a page of another site cannot read: the ring's identity, and its secret.
QByteArray NodePage::formToken() const
{
    constexpr qsizetype digits = 32;
    const QByteArray ring = "form " + QByteArray::number(m_host.node().ring());
    return QMessageAuthenticationCode::hash(ring, m_ringSecret, QCryptographicHash::Sha256).toHex().first(digits);
}

QByteArray NodePage::render(const char *root, const QByteArray &key, const QByteArray &resultHtml) const
{
    const chord::Node &node = m_host.node();
    const QByteArray address = node.self().address;
    const qsizetype others = qsizetype(knownNodes(api::nodeDocument(node, 0)).size()) - 1;
    return htmlFilled(m_template,
                      {{"title", address + " · FunnelKVS"},
                       {"revision", m_revision},
                       {"root", root},
                       {"scheme", scheme()},
                       {"id", node.config().space().toHex(node.self().id)},
                       {"idBits", QByteArray::number(node.config().idBits)},
                       {"address", address},
                       {"state", api::nodeStateText(node.state())},
                       {"token", formToken()},
                       {"key", api::isUtf8(key) ? key : QByteArray()},
                       {"result", resultHtml},
                       {"summary", "This node knows " + counted(quint64(others), "other node") + '.'},
                       {"column", "Known as"},
                       {"nodes", nodeRows()},
                       {"facts", facts()},
                       {"ranges", rangeRows()},
                       {"version", FUNNELKVS_VERSION}});
}

QByteArray NodePage::nodeRows() const
{
    QByteArray rows;
    for (const KnownNode &known : knownNodes(api::nodeDocument(m_host.node(), 0))) {
        const QByteArray address = htmlEscaped(known.node.address);
        const bool isOther = known.node.address != m_host.node().self().address;
        rows += "<tr><td>"
            + (isOther ? QByteArray("<a href=\"") + scheme() + "://" + address + "/\">" + address + "</a>" : address)
            + "</td><td>" + shortId(known.node.id) + "</td><td>" + known.as + "</td></tr>";
    }
    return rows;
}

QByteArray NodePage::rangeRows() const
{
    const api::NodeDocument document = api::nodeDocument(m_host.node(), 0);
    QByteArray rows;
    for (const api::RangeEntry &range : document.ranges) {
        const bool isLedHere = range.leader == document.node;
        const QByteArray leader = isLedHere ? QByteArray("this node")
            : range.leader                  ? htmlEscaped(range.leader->address)
                                            : "none";
        rows += "<tr><td>" + rangeText(range) + "</td><td>" + rangeStateText(range.state) + "</td><td>" + leader
            + "</td></tr>";
    }
    return rows;
}

QByteArray NodePage::facts() const
{
    const api::NodeDocument document = api::nodeDocument(m_host.node(), m_host.uptimeSeconds());
    return "<dt>Identifier</dt><dd class=\"id\">" + document.node.id + "</dd>"
        + fact("Keys of ranges led here", QByteArray::number(document.keys.primary))
        + fact("Keys of other ranges", QByteArray::number(document.keys.replica))
        + fact("In memory", counted(document.keys.bytes, "byte"))
        + fact("Copies of a key", QByteArray::number(document.replicas))
        + fact("Predecessor", document.predecessor ? document.predecessor->address : QByteArray("none"))
        + fact("Successor", document.successors.empty() ? QByteArray("itself") : document.successors.front().address)
        + fact("Up for", uptimeText(quint64(document.uptimeSeconds)));
}

QByteArray failureHtml(const QByteArray &key, const Failure &failure)
{
    return heading(key) + "<p class=\"problem\">" + htmlEscaped(failure.detail) + "</p>";
}

QByteArray gotHtml(const QByteArray &key, const KeyAnswer &answer)
{
    QByteArray about = counted(quint64(answer.value.size()), "byte");
    if (api::isUtf8(answer.contentType) && !answer.contentType.isEmpty())
        about += ", " + htmlEscaped(answer.contentType);
    about += ", version " + htmlEscaped(QByteArray(answer.etag).replace('"', QByteArray()));
    return heading(key) + "<p class=\"note\">" + about + "</p>" + valueHtml(answer.value);
}

QByteArray storedHtml(const QByteArray &key, const KeyAnswer &answer, qsizetype valueBytes)
{
    return heading(key) + "<p>Stored " + counted(quint64(valueBytes), "byte")
        + (answer.status == 201 ? ": created.</p>" : ": replaced.</p>");
}

QByteArray deletedHtml(const QByteArray &key)
{
    return heading(key) + "<p>Deleted.</p>";
}

QByteArray listedHtml(const QByteArray &prefix, const std::vector<chord::ListedKey> &keys, bool hasMore)
{
    QByteArray html = prefix.isEmpty() ? QByteArray("<h3>Keys</h3>") : heading(prefix);
    html += "<ul class=\"list\">";
    for (const chord::ListedKey &listed : keys) {
        const QByteArray shown = api::isUtf8(listed.key) ? listed.key : api::percentEncoded(listed.key);
        html += "<li><code>" + htmlEscaped(shown) + "</code>, " + counted(listed.bytes, "byte") + "</li>";
    }
    html += "</ul>";
    if (keys.empty())
        html += "<p class=\"note\">There are none.</p>";
    else if (hasMore)
        html += "<p class=\"note\">There are more keys; <code>v1/keys</code> lists all of them.</p>";
    return html;
}

QByteArray lookupHtml(const QByteArray &key, const chord::LookupResult &lookup, const net::NodeHost &host)
{
    const api::LookupDocument document = api::lookupDocument(key, lookup, host.node().config().space());
    QByteArray others;
    for (size_t i = 1; i < document.replicas.size(); ++i)
        others += (i == 1 ? "; copies at " : ", ") + htmlEscaped(document.replicas[i].address);
    QByteArray html = heading(key) + "<p>Owner " + htmlEscaped(document.owner.address) + others + ".</p><ol>";
    for (const api::HopEntry &hop : document.hops) {
        html += "<li>" + htmlEscaped(hop.node.address)
            + (hop.via == chord::Hop::Via::Self ? QByteArray(", asked itself") : ", by " + api::viaText(hop))
            + (hop.answered ? ", " + QByteArray::number(hop.micros) + " µs" : QByteArray(", no answer")) + "</li>";
    }
    return html + "</ol><p class=\"note\">Identifier " + document.id + "</p>";
}

} // namespace rest
