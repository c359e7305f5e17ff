// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page that a node shows to browsers, written out whole, so that it works without scripts: what this node knows by
// itself, the form for keys, and the result of the form that was sent. Its pieces are in resources/web and compiled in.

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace chord {
struct LookupResult;
}

namespace net {
class NodeHost;
}

namespace rest {

struct Failure;
struct KeyAnswer;

struct PageAsset {
    QByteArray content;
    const char *contentType;
};

class NodePage {
public:
    // host must outlive it.
    explicit NodePage(net::NodeHost &host);

    // The whole document. key: what stands in the form; resultHtml: below it.
    QByteArray render(const QByteArray &key, const QByteArray &resultHtml) const;

    // "style.css", "script.js", "icon.svg"; nothing for any other name.
    std::optional<PageAsset> asset(QByteArrayView name) const;
    // Changes with any of them.
    const QByteArray &revision() const { return m_revision; }

    // Every form of this page carries it, and no other site's page can know it; drawn anew at every start.
    bool isFormToken(QByteArrayView token) const;

private:
    QByteArray nodeRows() const;
    QByteArray facts() const;
    QByteArray rangeRows() const;

    net::NodeHost &m_host;
    QByteArray m_template;
    QByteArray m_revision;
    QByteArray m_formToken;
};

// Results, as HTML, for a key.
QByteArray failureHtml(const QByteArray &key, const Failure &failure);
QByteArray gotHtml(const QByteArray &key, const KeyAnswer &answer);
QByteArray storedHtml(const QByteArray &key, const KeyAnswer &answer, qsizetype valueBytes);
QByteArray deletedHtml(const QByteArray &key);
QByteArray lookupHtml(const QByteArray &key, const chord::LookupResult &lookup, const net::NodeHost &host);

} // namespace rest
