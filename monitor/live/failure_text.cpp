// SPDX-License-Identifier: GPL-3.0-or-later
//
// One sentence a case: a closed port, an unknown host name and another web server need different remedies.

#include "live/failure_text.h"

namespace monitor {

using client::Failure;
using Cause = client::HttpResponse::Cause;

namespace {

constexpr int unauthorized = 401; // RFC 9110, 15.5.2: no token, or an unknown one
constexpr int forbidden = 403; // 15.5.4: a token without the right

} // namespace

QString FailureText::cause(const Failure &failure)
{
    switch (failure.cause) {
    case Cause::NameUnknown:
        return tr("host name not found");
    case Cause::Refused:
        return tr("connection refused");
    case Cause::TooSlow:
        return failure.kind == Failure::Kind::Unreachable ? tr("connection timed out") : tr("request timed out");
    case Cause::ClosedEarly:
        return tr("it closed the connection");
    case Cause::NotHttp:
        return tr("its response is not HTTP");
    case Cause::NotTrusted:
        return tr("its certificate is not trusted");
    case Cause::NoTls:
        return tr("it does not speak TLS");
    case Cause::Other:
        break;
    }
    return failure.status == unauthorized ? tr("it denies access to this program") : failure.text;
}

QString FailureText::whyNoRing(const QString &address, const Failure &failure, bool speaksTls, bool hasToken)
{
    if (speaksTls)
        return tr("%1 requires TLS. Connect to https://%1 instead.").arg(address);
    switch (failure.cause) {
    case Cause::NameUnknown:
        return tr("The host name in %1 was not found. Check its spelling, or enter the IP address.").arg(address);
    case Cause::Refused:
        return tr("No program listens on %1 (connection refused). Start a node there, or check the port.").arg(address);
    case Cause::TooSlow:
        return failure.kind == Failure::Kind::Unreachable
            ? tr("%1 is not reachable: connection timed out. Check the address, the network and firewalls.")
                  .arg(address)
            : tr("%1 accepts connections but does not respond. If it is a FunnelKVS node, it may hang: check its log.")
                  .arg(address);
    case Cause::NotHttp:
    case Cause::ClosedEarly:
        return tr("The program at %1 does not speak HTTP. Enter the address of a FunnelKVS node.").arg(address);
    case Cause::NotTrusted:
        return tr("The certificate of %1 is not trusted for this address. Connect with the certificate file of the "
                  "ring's certificate authority (--ca FILE).")
            .arg(address);
    case Cause::NoTls:
        return tr("The program at %1 does not speak TLS. Connect without TLS.").arg(address);
    case Cause::Other:
        break;
    }
    if (failure.status == unauthorized)
        return !hasToken
            ? tr("%1 requires a token. Connect with a token (--token-file FILE) from the administrator of the ring.")
                  .arg(address)
            : tr("%1 does not accept this token. Connect with a token from the administrator of the ring.")
                  .arg(address);
    if (failure.kind == Failure::Kind::Unreachable || failure.kind == Failure::Kind::NoAnswer)
        return tr("%1 is not reachable: %2. Check the address and the network.").arg(address, failure.text);
    if (failure.kind == Failure::Kind::BadAnswer)
        return tr("The HTTP server at %1 returned an invalid description of a node: %2. Its version may differ from "
                  "that of this program.")
            .arg(address, failure.text);
    return tr("The HTTP server at %1 is not a FunnelKVS node (HTTP status %2). Check the port.")
        .arg(address)
        .arg(failure.status);
}

QString FailureText::whyNotDone(const QString &what, const QString &address, const Failure &failure)
{
    const QString maybe =
        failure.mayHaveHappened ? tr(" It may have taken effect: check before you try again.") : QString();
    switch (failure.kind) {
    case Failure::Kind::Unreachable:
        return tr("%1 failed: %2 is not reachable (%3). Nothing was sent. Try another node.")
            .arg(what, address, cause(failure));
    case Failure::Kind::NoAnswer:
        return tr("%1 failed: %2 did not answer (%3).").arg(what, address, cause(failure)) + maybe;
    case Failure::Kind::NotFound:
        return tr("%1 failed: there is no such key.").arg(what);
    case Failure::Kind::ConditionFailed:
        return tr("%1 failed: the value has changed meanwhile. Nothing was written.").arg(what);
    case Failure::Kind::Unavailable:
        return tr("%1 failed: the ring is not available: %2. Try again in a moment.").arg(what, failure.text) + maybe;
    case Failure::Kind::Rejected:
        if (failure.status == unauthorized || failure.status == forbidden)
            return tr("%1 was refused by %2: %3. Connect again with a token that has this permission.")
                .arg(what, address, failure.text);
        return tr("%1 was refused by %2: %3.").arg(what, address, failure.text) + maybe;
    case Failure::Kind::BadAnswer:
        return tr("%1 failed: invalid response from %2 (%3).").arg(what, address, failure.text) + maybe;
    }
    Q_UNREACHABLE();
}

} // namespace monitor
