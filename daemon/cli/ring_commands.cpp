// SPDX-License-Identifier: GPL-3.0-or-later
//
// check-chain and status: is the ring whole, and how is one node.

#include "api/json_writer.h"
#include "cli/chain.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/local_ring.h"
#include "cli/target.h"

#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array checkOptions{nodeOption, jsonOption};
constexpr std::array statusOptions{nodeOption, jsonOption};

// Where the id stands on the ring, in percent, as the original prints it.
double positionPercent(const api::NodeDocument &node)
{
    const chord::IdSpace space(node.idBits);
    const std::optional<chord::Id> id = space.fromHex(node.node.id);
    return id ? space.position(*id) * 100 : 0;
}

// The original's line: addr, born_id, node_id_ratio, counter, succ_addr.
QString lineOf(const ChainLink &link, size_t counter)
{
    return u"addr=%1 born_id=%2 node_id_ratio=%3 counter=%4 succ_addr=%5"_s
        .arg(QString::fromUtf8(link.node.node.address))
        .arg(link.bornId)
        .arg(positionPercent(link.node), 0, 'f', 6)
        .arg(counter)
        .arg(QString::fromUtf8(link.successor().address));
}

void writeLabel(api::JsonWriter &json, QByteArrayView name, const api::NodeLabel &label)
{
    json.name(name);
    json.beginObject();
    json.name("id");
    json.text(QByteArrayView(label.id));
    json.name("address");
    json.text(QByteArrayView(label.address));
    json.endObject();
}

void writeLink(api::JsonWriter &json, const ChainLink &link)
{
    json.beginObject();
    json.name("id");
    json.text(QByteArrayView(link.node.node.id));
    json.name("address");
    json.text(QByteArrayView(link.node.node.address));
    json.name("bornId");
    json.number(link.bornId);
    json.name("state");
    json.text(api::nodeStateText(link.node.state));
    if (link.node.predecessor) {
        writeLabel(json, "predecessor", *link.node.predecessor);
    } else {
        json.name("predecessor");
        json.null();
    }
    writeLabel(json, "successor", link.successor());
    json.name("keys");
    json.number(link.node.keys.primary);
    json.endObject();
}

QByteArray chainJson(const Chain &chain)
{
    api::JsonWriter json;
    json.beginObject();
    json.name("whole");
    json.boolean(chain.isWhole());
    json.name("nodes");
    json.beginArray();
    for (const ChainLink &link : chain.links)
        writeLink(json, link);
    json.endArray();
    json.name("ranges");
    api::writeRanges(json, chain.ranges);
    json.name("problems");
    json.beginArray();
    for (const QString &problem : chain.problems)
        json.text(problem);
    json.endArray();
    json.endObject();
    return json.take();
}

// Walks from the node that is meant. When nobody said which, and the usual one is down, from another that setup-nodes
// started.
Chain chainToCheck(const net::HostPort &start, bool isMeant)
{
    Chain chain = walkChain(start, oneNodeTimeoutMs);
    if (isMeant || !chain.links.empty())
        return chain;
    for (const LocalRing &ring : LocalRing::all()) {
        for (const LocalNode &node : ring.nodes) {
            if (!node.isRunning())
                continue;
            Chain other = walkChain(node.address, oneNodeTimeoutMs);
            if (!other.links.empty())
                return other;
        }
    }
    return chain;
}

int checkChain(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "check-chain");
    const bool isMeant = arguments.has("node") || qEnvironmentVariableIsSet("FUNNELKVS_NODE");
    const Chain chain = chainToCheck(std::get<net::HostPort>(target), isMeant);

    if (arguments.has("json"))
        writeLine(chainJson(chain));
    else
        for (size_t i = 0; i < chain.links.size(); ++i)
            writeLine(lineOf(chain.links[i], i + 1));
    if (chain.isWhole())
        return ExitDone;
    for (const QString &problem : chain.problems)
        notice(problem);
    if (chain.links.empty())
        return failure(u"check-chain: start nodes with 'funnelkvs setup-nodes 3', or name one that is up with --node "
                       "HOST:PORT."_s);
    return failure(u"check-chain: the chain is not whole. It repairs itself within seconds after a node joined, left "
                   "or crashed; if it stays so, look at the logs of the nodes named above."_s);
}

QString rangeText(const api::RangeEntry &range)
{
    const QString leader = range.leader ? QString::fromUtf8(range.leader->address) : u"none"_s;
    return u"%1 to %2, %3, leader %4"_s.arg(QString::fromLatin1(range.low), QString::fromLatin1(range.high),
                                            QLatin1StringView(api::groupStateText(range.state)), leader);
}

void printStatus(const api::NodeDocument &node)
{
    const auto line = [](const QString &name, const QString &value) { writeLine(name.leftJustified(14) + value); };
    const auto label = [](const api::NodeLabel &l) {
        return u"%1  %2"_s.arg(QString::fromUtf8(l.address).leftJustified(21), QString::fromLatin1(l.id));
    };
    line(u"node"_s, label(node.node));
    line(u"state"_s, QString::fromLatin1(api::nodeStateText(node.state)));
    line(u"up for"_s, u"%1 s"_s.arg(node.uptimeSeconds));
    line(u"version"_s, node.version);
    line(u"ring"_s,
         u"%1, ids of %2 bits, %3 replicas"_s.arg(node.ring.isEmpty() ? u"none yet"_s : QString::fromLatin1(node.ring))
             .arg(node.idBits)
             .arg(node.replicas));
    line(u"keys"_s,
         u"%1 as leader, %2 as replica, %3 bytes"_s.arg(node.keys.primary).arg(node.keys.replica).arg(node.keys.bytes));
    for (size_t i = 0; i < node.ranges.size(); ++i)
        line(i == 0 ? u"ranges"_s : QString(), rangeText(node.ranges[i]));
    line(u"predecessor"_s, node.predecessor ? label(*node.predecessor) : u"none"_s);
    for (size_t i = 0; i < node.successors.size(); ++i)
        line(i == 0 ? u"successors"_s : QString(), label(node.successors[i]));
    line(u"fingers"_s, u"%1 distinct"_s.arg(node.fingers.size()));
    line(u"operations"_s,
         u"%1 begun here, %2 failed"_s.arg(node.counters.operationsBegun).arg(node.counters.operationsFailed));
    line(u"messages"_s,
         u"%1 sent, %2 received, %3 requests timed out"_s.arg(node.counters.messagesSent)
             .arg(node.counters.messagesReceived)
             .arg(node.counters.requestsTimedOut));
}

int status(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "status");
    const net::HostPort node = std::get<net::HostPort>(target);
    client::NodeClient client(node.host, node.port);
    client.setTimeoutMs(oneNodeTimeoutMs);
    const auto document = await<api::NodeDocument>([&](auto done) { client.node(done); });
    if (!document)
        return nodeFailure(u"status"_s, node, document.failure);
    if (arguments.has("json"))
        writeLine(api::toJson(*document.value));
    else
        printStatus(*document.value);
    return ExitDone;
}

constexpr std::array ringCommandTable{
    Command{"check-chain", "", 0, 0, "walk the ring along its successors and check it",
            "Prints a line for each node. The chain is whole if each node is met once, in the order of the ids, is "
            "ready, and is its successor's predecessor, and if every range has a leader with a quorum; the exit code "
            "is 0 only then. Ranges without a leader or a quorum are named on standard error.",
            "$ funnelkvs check-chain --node 127.0.0.1:11000", checkOptions, checkChain},
    Command{"status", "", 0, 0, "show how one node is: its place on the ring, its keys, its neighbours", "",
            "$ funnelkvs status --node 127.0.0.1:11002", statusOptions, status},
};

} // namespace

std::span<const Command> ringCommands()
{
    return ringCommandTable;
}

} // namespace cli
