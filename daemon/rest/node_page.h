// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page that a node shows to browsers, written out whole, so that it works without scripts: what this node knows by
// itself, the form for keys, and the result of the form that was sent. Its pieces are in resources/web and compiled in.

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace chord {
struct ListedKey;
struct LookupResult;
} // namespace chord

namespace net {
class NodeHost;
}

namespace rest {

struct ApiOptions;
struct Failure;
struct KeyAnswer;

struct PageAsset {
    QByteArray content;
    const char *contentType;
};

class NodePage {
public:
    // host must outlive it.
    NodePage(net::NodeHost &host, const ApiOptions &options);

    // The whole document. root: leads from where it is shown to "/", relative; key: what stands in the form;
    // resultHtml: below it.
    QByteArray render(const char *root, const QByteArray &key, const QByteArray &resultHtml) const;

    // "style.css", "script.js", "icon.svg"; nothing for any other name.
    std::optional<PageAsset> asset(QByteArrayView name) const;
    // Changes with any of them.
    const QByteArray &revision() const { return m_revision; }

    // Every form of this page carries it, and no other site's page can know it. All nodes of a ring have the same, so
    // that a load balancer may send the form to another than it had the page from.
    bool isFormToken(QByteArrayView token) const;

private:
    QByteArray formToken() const;
    const char *scheme() const { return m_usesTls ? "https" : "http"; }
    QByteArray nodeRows() const;
    QByteArray facts() const;
    QByteArray rangeRows() const;

    net::NodeHost &m_host;
    QByteArray m_template;
    QByteArray m_revision;
    const bool m_usesTls;
    const QByteArray m_ringSecret;
};

// Results, as HTML, for a key.
QByteArray failureHtml(const QByteArray &key, const Failure &failure);
QByteArray gotHtml(const QByteArray &key, const KeyAnswer &answer);
QByteArray storedHtml(const QByteArray &key, const KeyAnswer &answer, qsizetype valueBytes);
QByteArray deletedHtml(const QByteArray &key);
QByteArray listedHtml(const QByteArray &prefix, const std::vector<chord::ListedKey> &keys, bool hasMore);
QByteArray lookupHtml(const QByteArray &key, const chord::LookupResult &lookup, const net::NodeHost &host);

} // namespace rest
