// SPDX-License-Identifier: GPL-3.0-or-later
//
// declare-dead and recover-range: what an operator decides after nodes were lost for ever. Both say first what they
// are about to do, and do nothing that cannot be undone without a "yes".

#include "cli/command.h"
#include "cli/console.h"
#include "cli/target.h"

#include <algorithm>
#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int declareTimeoutMs = 15'000;
constexpr int recoveryTimeoutMs = 60'000; // every node of the ring is asked, and those that are lost are waited for

constexpr Option yesOption{"yes", Option::Kind::Switch, "", "do it without asking"};

constexpr std::array declareOptions{nodeOption, yesOption};
constexpr std::array recoverOptions{nodeOption, yesOption, jsonOption};

int declareDead(const Arguments &arguments)
{
    const QByteArray word = arguments.positionals().first();
    QString problem;
    const auto dead = parseNode(word, &problem);
    if (!dead)
        return usageFailure(u"The node must be HOST:PORT, not \"%1\". %2"_s.arg(QString::fromLocal8Bit(word), problem),
                            "declare-dead");
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "declare-dead");
    const net::HostPort node = std::get<net::HostPort>(target);

    notice(
        u"The ring of %1 will treat the node at %2 as gone for ever, together with what it has in memory: other nodes "
        "replace it as a voter at once, and ranges may be recovered without it. If it still runs, acknowledged "
        "writes may be lost; make sure that it does not."_s.arg(addressText(node), addressText(*dead)));
    if (!isConfirmed(arguments.has("yes"), u"declare-dead"_s,
                     u"Is the node at %1 gone for ever?"_s.arg(addressText(*dead))))
        return ExitFailed;
    client::NodeClient client(node.host, node.port);
    client.setTimeoutMs(declareTimeoutMs);
    const auto done = await<client::Done>([&](auto done) { client.declareDead(dead->toAddress(), done); });
    return done ? int(ExitDone) : nodeFailure(u"declare-dead %1"_s.arg(addressText(*dead)), node, done.failure);
}

QString labelsText(const std::vector<api::NodeLabel> &nodes)
{
    QStringList texts;
    for (const api::NodeLabel &node : nodes)
        texts.append(QString::fromUtf8(node.address));
    return texts.isEmpty() ? u"none"_s : texts.join(u", "_s);
}

bool hasLostMajority(const api::RecoveryDocument &recovery)
{
    return recovery.range && recovery.present.size() <= recovery.missing.size();
}

void print(const api::RecoveryDocument &recovery, bool asJson)
{
    if (asJson) {
        writeLine(api::toJson(recovery));
        return;
    }
    if (recovery.range) {
        writeLine(u"range     %1 to %2"_s.arg(QString::fromLatin1(recovery.range->low),
                                              QString::fromLatin1(recovery.range->high)));
        writeLine(u"present   %1"_s.arg(labelsText(recovery.present)));
        writeLine(u"missing   %1"_s.arg(labelsText(recovery.missing)));
    }
    if (hasLostMajority(recovery)) {
        writeLine(u"loss      %1"_s.arg(recovery.certain ? u"none"_s : u"acknowledged writes may be lost"_s));
        writeLine(u"done      %1"_s.arg(recovery.done ? u"yes"_s : u"no"_s));
    }
    if (!recovery.text.isEmpty())
        writeLine(recovery.text);
}

client::Result<api::RecoveryDocument> recover(const net::HostPort &node, const QByteArray &id, bool isConfirmed)
{
    client::NodeClient client(node.host, node.port);
    client.setTimeoutMs(recoveryTimeoutMs);
    return await<api::RecoveryDocument>([&](auto done) { client.recoverRange(id, isConfirmed, done); });
}

int recoverRange(const Arguments &arguments)
{
    const QByteArray id = arguments.positionals().first();
    const auto isHexDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (id.isEmpty() || !std::all_of(id.begin(), id.end(), isHexDigit))
        return usageFailure(u"The id must be lower-case hexadecimal digits, as 'funnelkvs check-chain' shows them, not "
                            "\"%1\"."_s.arg(QString::fromLocal8Bit(id)),
                            "recover-range");
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "recover-range");
    const net::HostPort node = std::get<net::HostPort>(target);
    const QString what = u"recover-range %1"_s.arg(QString::fromLatin1(id));

    auto recovery = recover(node, id, false);
    if (!recovery)
        return nodeFailure(what, node, recovery.failure);
    const bool asJson = arguments.has("json");
    const bool isPlan = hasLostMajority(*recovery.value) && !recovery.value->done;
    print(*recovery.value, asJson);
    if (isPlan) {
        if (!isConfirmed(arguments.has("yes"), u"recover-range"_s, u"Recover the range, and accept the loss?"_s))
            return ExitFailed;
        recovery = recover(node, id, true);
        if (!recovery)
            return nodeFailure(what, node, recovery.failure);
        print(*recovery.value, asJson);
    }
    if (recovery.value->done)
        return ExitDone;
    return failure(u"%1: the range was not recovered."_s.arg(what));
}

constexpr std::array recoveryCommandTable{
    Command{"declare-dead", "HOST:PORT", 1, 1, "tell the ring that a node is gone for ever, with its memory",
            "A node that only does not answer may still run, behind a cable that was pulled. The ring therefore waits "
            "for a majority of the voters of a range, and answers 503 without one. This command says, on your word, "
            "that the node at this address has ended and will not come back with what it knew.\n"
            "Asks before it does so; without a terminal, --yes is necessary.",
            "$ funnelkvs declare-dead 10.0.0.7:11000 --node 10.0.0.1:11000", declareOptions, declareDead},
    Command{"recover-range", "HEXID", 1, 1, "recover a range that has lost the majority of its voters",
            "Asks every node of the ring what it knows of the range that has this identifier, and shows which voters "
            "are left and which are missing. If nothing that was acknowledged can be lost, the range is recovered at "
            "once. Otherwise the command asks whether the loss is accepted; without a terminal, --yes is necessary. "
            "With --json, prints what was found and, after a confirmation, what was done, a document a line.\n"
            "Start the missing nodes again, if that is possible, before you accept a loss. 'funnelkvs check-chain' "
            "shows the ranges without a quorum; the identifier is the end of such a range, or any other in it.",
            "$ funnelkvs check-chain\n"
            "$ funnelkvs declare-dead 10.0.0.7:11000\n"
            "$ funnelkvs recover-range 3f9a0c --yes",
            recoverOptions, recoverRange},
};

} // namespace

std::span<const Command> recoveryCommands()
{
    return recoveryCommandTable;
}

} // namespace cli
