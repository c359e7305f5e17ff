// SPDX-License-Identifier: GPL-3.0-or-later
//
// One sentence a case: a closed port, a name without an address and a web server call for different remedies.

#include "live/failure_text.h"

#include "client/security.h"

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
        return tr("its name does not resolve");
    case Cause::Refused:
        return tr("connection refused");
    case Cause::TooSlow:
        return failure.kind == Failure::Kind::Unreachable ? tr("no connection in time") : tr("no answer in time");
    case Cause::ClosedEarly:
        return tr("it closed the connection");
    case Cause::NotHttp:
        return tr("what it answers is not HTTP");
    case Cause::NotTrusted:
        return tr("its certificate is not trusted");
    case Cause::NoTls:
        return tr("it does not speak TLS");
    case Cause::Other:
        break;
    }
    return failure.status == unauthorized ? tr("it does not let this program in") : failure.text;
}

QString FailureText::whyNoRing(const QString &address, const Failure &failure, bool speaksTls)
{
    if (speaksTls)
        return tr("%1 speaks TLS, and this program asked without. Connect to https://%1 instead.").arg(address);
    switch (failure.cause) {
    case Cause::NameUnknown:
        return tr("The name in %1 does not resolve. Check its spelling, or give the IP address.").arg(address);
    case Cause::Refused:
        return tr("Nothing listens at %1 (connection refused). Start a node there, or check the port.").arg(address);
    case Cause::TooSlow:
        return failure.kind == Failure::Kind::Unreachable
            ? tr("%1 cannot be reached: no connection in time. Check the address, the network and firewalls.")
                  .arg(address)
            : tr("%1 takes connections but does not answer. Is it a node of FunnelKVS? If so, it may be stuck: look "
                 "at its log.")
                  .arg(address);
    case Cause::NotHttp:
    case Cause::ClosedEarly:
        return tr("Something listens at %1, but it does not speak HTTP. Give the address of a node of FunnelKVS.")
            .arg(address);
    case Cause::NotTrusted:
        return tr("%1 shows a certificate that nobody who is trusted here has signed for this address. Connect with "
                  "the "
                  "file of the ring's certificate authority (--ca FILE).")
            .arg(address);
    case Cause::NoTls:
        return tr("What listens at %1 does not speak TLS. Connect without it.").arg(address);
    case Cause::Other:
        break;
    }
    if (failure.status == unauthorized)
        return client::defaultSecurity().token.isEmpty()
            ? tr("%1 asks for a token. Connect with one (--token-file FILE); who runs the ring gives them out.")
                  .arg(address)
            : tr("%1 does not know this token. Connect with another one; who runs the ring gives them out.")
                  .arg(address);
    if (failure.kind == Failure::Kind::Unreachable || failure.kind == Failure::Kind::NoAnswer)
        return tr("%1 cannot be reached: %2. Check the address and the network.").arg(address, failure.text);
    if (failure.kind == Failure::Kind::BadAnswer)
        return tr("A web server answers at %1, but what it says of itself is not what a node says: %2. Its version may "
                  "be another one.")
            .arg(address, failure.text);
    return tr("A web server answers at %1, but it is no node of FunnelKVS (HTTP status %2). Check the port.")
        .arg(address)
        .arg(failure.status);
}

QString FailureText::whyNotDone(const QString &what, const QString &address, const Failure &failure)
{
    const QString maybe =
        failure.mayHaveHappened ? tr(" It may have happened nevertheless: look before you try again.") : QString();
    switch (failure.kind) {
    case Failure::Kind::Unreachable:
        return tr("%1 failed: %2 cannot be reached (%3). Nothing was sent. Try through another node.")
            .arg(what, address, cause(failure));
    case Failure::Kind::NoAnswer:
        return tr("%1 failed: %2 did not answer (%3).").arg(what, address, cause(failure)) + maybe;
    case Failure::Kind::NotFound:
        return tr("%1 failed: there is no such key.").arg(what);
    case Failure::Kind::ConditionFailed:
        return tr("%1 failed: the value is another one by now. Nothing was changed.").arg(what);
    case Failure::Kind::Unavailable:
        return tr("%1 failed: the ring cannot do it now: %2. Try again in a moment.").arg(what, failure.text) + maybe;
    case Failure::Kind::Rejected:
        if (failure.status == unauthorized || failure.status == forbidden)
            return tr("%1 was refused by %2: %3. Connect again with a token that may do this.")
                .arg(what, address, failure.text);
        return tr("%1 was refused by %2: %3.").arg(what, address, failure.text) + maybe;
    case Failure::Kind::BadAnswer:
        return tr("%1 failed: the answer of %2 makes no sense (%3).").arg(what, address, failure.text) + maybe;
    }
    Q_UNREACHABLE();
}

} // namespace monitor
