// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every failure gets a next step.

#include "cli/target.h"

#include "api/key_text.h"
#include "cli/command.h"
#include "cli/console.h"
#include "client/security_files.h"

#include <algorithm>
#include <array>

namespace cli {

using namespace Qt::StringLiterals;
using client::Failure;

namespace {

constexpr std::array securityOptions{
    Option{"tls", Option::Kind::Switch, "", "speak TLS with the node, as https:// in its address also says"},
    Option{
        "ca", Option::Kind::Text, "FILE",
        "trust a node whose certificate these authorities (PEM) have signed (default: FUNNELKVS_CA, or the system's)"},
    Option{"token-file", Option::Kind::Text, "FILE",
           "show the node the token in this file (default: FUNNELKVS_TOKEN_FILE, or the token in FUNNELKVS_TOKEN)"},
};

bool takesNodeWord(const Command &command)
{
    return QByteArrayView(command.positionals).startsWith("HOST:PORT");
}

// All words that name a node.
QList<QByteArray> nodeWords(const Arguments &arguments)
{
    QList<QByteArray> words = arguments.positionals();
    if (arguments.knows("node"))
        words = arguments.texts("node");
    if (words.isEmpty())
        words.append(qgetenv("FUNNELKVS_NODE"));
    return words;
}

} // namespace

QString addressText(const net::HostPort &node)
{
    return QString::fromUtf8(node.toAddress());
}

QString keyText(const QByteArray &key)
{
    return QString::fromUtf8(api::isUtf8(key) ? key : api::percentEncoded(key));
}

std::optional<net::HostPort> parseNode(const QByteArray &text, QString *problem)
{
    return net::HostPort::parse(QString::fromLocal8Bit(withoutScheme(text)), problem);
}

bool talksToNodes(const Command &command)
{
    const auto isNode = [](const Option &option) { return qstrcmp(option.name, nodeOption.name) == 0; };
    return takesNodeWord(command) || std::any_of(command.options.begin(), command.options.end(), isNode);
}

std::span<const Option> clientOptions()
{
    return securityOptions;
}

std::optional<UsageError> applyClientOptions(const Arguments &arguments)
{
    const QList<QByteArray> words = nodeWords(arguments);
    const bool usesTls = arguments.has("tls")
        || std::any_of(words.begin(), words.end(), [](const QByteArray &word) { return word.startsWith("https://"); });
    QString problem;
    const auto security = client::securityFrom(usesTls, QString::fromLocal8Bit(arguments.text("ca")),
                                               QString::fromLocal8Bit(arguments.text("token-file")), &problem);
    if (!security)
        return UsageError{problem};
    client::setDefaultSecurity(*security);
    return std::nullopt;
}

std::variant<net::HostPort, UsageError> targetNode(const Arguments &arguments)
{
    if (arguments.has("node"))
        return *parseNode(arguments.text("node")); // the table has checked it
    const QByteArray fromEnvironment = qgetenv("FUNNELKVS_NODE");
    if (fromEnvironment.isEmpty())
        return net::HostPort{u"127.0.0.1"_s, defaultPort};
    if (std::optional<net::HostPort> node = parseNode(fromEnvironment))
        return *node;
    return UsageError{
        u"The environment variable FUNNELKVS_NODE must be HOST:PORT, not \"%1\". Mend it or unset it."_s.arg(
            QString::fromLocal8Bit(fromEnvironment))};
}

int nodeFailure(const QString &what, const net::HostPort &node, const Failure &failure)
{
    const QString address = addressText(node);
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
        if (failure.status == 401)
            return cli::failure(u"%1: %2 refused: %3. Show it a token with --token-file FILE or FUNNELKVS_TOKEN."_s.arg(
                what, address, failure.text));
        return cli::failure(
            u"%1: %2 refused (status %3): %4.%5"_s.arg(what, address).arg(failure.status).arg(failure.text, maybe));
    case Failure::Kind::BadAnswer:
        return cli::failure(
            u"%1: what listens at %2 is no node of this version: %3."_s.arg(what, address, failure.text));
    }
    Q_UNREACHABLE();
}

} // namespace cli
