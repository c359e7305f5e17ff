// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every failure gets a next step.

#include "cli/target.h"

#include "cli/command.h"
#include "cli/console.h"

namespace cli {

using namespace Qt::StringLiterals;
using client::Failure;

std::variant<net::HostPort, UsageError> targetNode(const Arguments &arguments)
{
    if (arguments.has("node"))
        return *net::HostPort::parse(QString::fromLocal8Bit(arguments.text("node"))); // the table has checked it
    const QString fromEnvironment = qEnvironmentVariable("FUNNELKVS_NODE");
    if (fromEnvironment.isEmpty())
        return net::HostPort{u"127.0.0.1"_s, defaultPort};
    if (std::optional<net::HostPort> node = net::HostPort::parse(fromEnvironment))
        return *node;
    return UsageError{
        u"The environment variable FUNNELKVS_NODE must be HOST:PORT, not \"%1\". Mend it or unset it."_s.arg(
            fromEnvironment)};
}

int nodeFailure(const QString &what, const net::HostPort &node, const Failure &failure)
{
    const QString address = QString::fromUtf8(node.toAddress());
    const QString maybe = failure.mayHaveHappened ? u" It may have happened nevertheless."_s : QString();
    switch (failure.kind) {
    case Failure::Kind::Unreachable:
        return cli::failure(u"%1: no node answers at %2 (%3). Start nodes with 'funnelkvs setup-nodes 3', or name one "
                            "that is up with --node HOST:PORT."_s.arg(what, address, failure.text));
    case Failure::Kind::NoAnswer:
        return cli::failure(
            u"%1: %2 did not answer (%3).%4 Try again, or through another node with --node HOST:PORT."_s.arg(
                what, address, failure.text, maybe));
    case Failure::Kind::NotFound:
        return cli::failure(u"%1: not found: %2."_s.arg(what, failure.text));
    case Failure::Kind::ConditionFailed:
        return cli::failure(u"%1: the condition does not hold: %2. Nothing was changed."_s.arg(what, failure.text));
    case Failure::Kind::Unavailable:
        return cli::failure(u"%1: %2 cannot do that now: %3.%4 Try again in a moment; 'funnelkvs check-chain' says "
                            "whether the ring is whole."_s.arg(what, address, failure.text, maybe));
    case Failure::Kind::Rejected:
        return cli::failure(
            u"%1: %2 refused (status %3): %4.%5"_s.arg(what, address).arg(failure.status).arg(failure.text, maybe));
    case Failure::Kind::BadAnswer:
        return cli::failure(
            u"%1: what listens at %2 is no node of this version: %3."_s.arg(what, address, failure.text));
    }
    Q_UNREACHABLE();
}

} // namespace cli
