// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bearer tokens (RFC 6750): who may read, write, and make the node leave. Only SHA-256 digests of the tokens are kept,
// so that none stands in a core file, and a token is compared by its digest, with every one of the table and to the
// last byte, so that the time an answer takes says nothing about how much of a guess was right.

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>
#include <vector>

namespace http {

// Each includes those before it.
enum class Access : quint8 { Open, Read, Write, Admin };

class TokenTable {
public:
    struct Holder {
        Access access = Access::Open;
        QByteArray name; // for the log; may be empty
    };

    // Lines "read|write|admin TOKEN [NAME]"; empty lines and those that begin with # are skipped. Nothing, and problem
    // says in a sentence what is wrong in which line (without quoting a token), if there is anything else or no token.
    static std::optional<TokenTable> parse(QByteArrayView text, QString *problem);

    // Nothing if no user has this token.
    std::optional<Holder> holderOf(QByteArrayView token) const;

private:
    struct Entry {
        QByteArray digest;
        Holder holder;
    };

    std::vector<Entry> m_entries;
};

// The first token of such a text, for a program that starts a node and then asks it something: each token permits
// reading. Empty if there is none.
QByteArray firstToken(QByteArrayView text);

// The token that a request's Authorization field carries: "Bearer TOKEN", or "Basic" with the token as the password,
// which is what browsers can ask for. Null if there is none.
QByteArray tokenOf(QByteArrayView authorization);

} // namespace http
