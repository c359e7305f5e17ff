// SPDX-License-Identifier: GPL-3.0-or-later
//
// A request to a node and what became of it. Plain values; header fields stay the bytes they were, because a bench that
// asks for a hundred thousand answers a second looks at none of them.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace client {

struct HttpRequest {
    QByteArray method = "GET";
    QByteArray target = "/"; // path and query, percent-encoded
    QByteArray fields; // further header lines, each ended by CRLF; Host and Content-Length are added
    std::optional<QByteArray> body;
    int timeoutMs = 10000; // from sending to the last byte of the answer, connecting included

    bool onlyReads = false; // of another method, though it changes nothing: a batch of gets

    // Changes nothing, so it may be sent again when a connection that had been idle turns out to be closed.
    bool isSafe() const { return onlyReads || method == "GET" || method == "HEAD"; }
};

struct HttpResponse {
    enum class Outcome : quint8 {
        Answered,
        Unreachable, // no connection: the request was not seen by anybody
        TimedOut, // a write may have happened
        Broken, // the connection ended early or spoke no HTTP; a write may have happened
    };
    // What to tell a person apart, where the outcome alone does not.
    enum class Cause : quint8 {
        Other,
        NameUnknown, // Unreachable: the host's name does not resolve
        NotTrusted, // Unreachable: nobody who is trusted has signed its certificate
        NoTls, // Unreachable: what listens there speaks no TLS
        Refused, // Unreachable: nothing listens there
        TooSlow, // Unreachable or TimedOut: the deadline was over
        ClosedEarly, // Broken: closed before an answer was whole
        NotHttp, // Broken
    };

    Outcome outcome = Outcome::Broken;
    Cause cause = Cause::Other;
    int status = 0; // Answered: 200..599
    QByteArray head; // Answered: header lines, each ended by CRLF
    QByteArray body;
    QString error; // a sentence's end for the user, if not Answered: "Connection refused"

    bool isToSafeRequest = false; // to a request that changes nothing, whatever became of it

    bool isAnswered() const { return outcome == Outcome::Answered; }
    bool isSuccess() const { return isAnswered() && status < 300; }
    // The first field of that name (any case), trimmed; null if there is none.
    QByteArray field(QByteArrayView name) const;
};

// The bytes to send. host is what the Host field says.
QByteArray requestBytes(const HttpRequest &request, const QByteArray &host);

} // namespace client
