// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who may ask for what, judged by a request's head before its body is read. Three questions, in this order:
//
// Is it meant for this node? A page whose name an attacker lets resolve to this node's address (DNS rebinding) is of
// the same origin for the browser, but its requests name the attacker in Host. Addresses are taken, since nobody can
// make a browser believe that an address is theirs; names are taken if they are localhost or were allowed.
//
// Does another site's page make the browser send it? Browsers say so in Sec-Fetch-Site (to localhost and over HTTPS) or
// in Origin. The original's interface writes with GET, which any page can cause with an image, so a write by a browser
// that says neither is refused as well; programs that are no browsers need not care. Other sites may link to what is
// only read, and nothing else; those that were allowed (CORS) may do everything.
//
// Has the client a token that permits it? Only asked if there are tokens.

#pragma once

#include "http/token_table.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace http {

class HttpRequest;

class AccessPolicy {
public:
    struct Verdict {
        enum class Kind : quint8 { Pass, Refused, Preflight } kind = Kind::Pass;
        int status = 0; // Refused: 401, 403 or 421
        const char *detail = "";
        QByteArrayView challenge = {}; // value of WWW-Authenticate, if there is one to be sent
        QByteArray who = {}; // the name of the token's holder
        Access granted = Access::Open; // Pass: what the token permits; everything where nobody is asked for one
        // What the answer carries whatever it is: whole field lines, each ended by CRLF.
        QByteArray answerLines = {};
    };

    // A name or address without its port; case does not matter.
    void allowHost(QByteArrayView host);
    // "https://example.org": scheme, host and port as browsers put them into Origin; the scheme's own port may be
    // there.
    void allowOrigin(QByteArrayView origin);
    // From the next request on; nothing: everybody may do everything.
    void setTokens(std::optional<TokenTable> tokens) { m_tokens = std::move(tokens); }

    // Looks at the request's head only.
    Verdict judge(const HttpRequest &request) const;

    // What every answer to the request carries whatever it is, also if it is refused before it is judged: whole field
    // lines, each ended by CRLF. Of a head that has not arrived whole, by what there is of it.
    QByteArray answerLines(const HttpRequest &request) const;

private:
    bool isOwnHost(QByteArrayView hostAndPort) const;
    bool isAllowedOrigin(QByteArrayView origin) const { return !origin.isNull() && m_origins.contains(origin); }
    Verdict judgeToken(const HttpRequest &request, Access needed, Verdict passed) const;

    QList<QByteArray> m_hosts;
    QList<QByteArray> m_origins;
    std::optional<TokenTable> m_tokens;
};

// What such a request does at most. Whatever is not known to be less is a write.
Access accessNeeded(QByteArrayView method, QByteArrayView path);

// What a token must permit to come through the guard. Less than that where the body says whether it reads or writes:
// there the route asks for the rest (HttpRequest::permits).
Access tokenNeeded(QByteArrayView method, QByteArrayView path);

// The detail of a 403, and its WWW-Authenticate, for a token that permits less than needed.
const char *tooWeakDetail(Access needed);
inline constexpr char tokenIsTooWeak[] = "Bearer realm=\"funnelkvs\", error=\"insufficient_scope\"";

// True for "scheme://host" or "scheme://host:port" of http or https, in the form browsers send.
bool isOrigin(QByteArrayView text);

} // namespace http
