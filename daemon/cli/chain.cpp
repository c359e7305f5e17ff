// SPDX-License-Identifier: GPL-3.0-or-later
//
// One node after the other: a broken ring is found at the node where it is broken.

#include "cli/chain.h"

#include "api/original.h"
#include "chord/ring_pointers.h"
#include "cli/target.h"

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

QString shown(const api::NodeLabel &label)
{
    return QString::fromUtf8(label.address);
}

// What the node at this address says of itself; on failure a sentence.
std::variant<ChainLink, QString> askNode(const net::HostPort &address, int timeoutMs)
{
    client::NodeClient client(address.host, address.port);
    client.setTimeoutMs(timeoutMs);
    auto document = await<api::NodeDocument>([&](auto done) { client.node(done); });
    if (!document)
        return document.failure.text;
    ChainLink link{std::move(*document.value)};
    const auto original = await<QByteArray>([&](auto done) { client.fetch("/get_node_info", done); });
    if (original) {
        if (const auto info = api::fromJson<api::OriginalNode>(*original.value); info.value)
            link.bornId = info.value->self.bornId;
    }
    return link;
}

bool isVisited(const std::vector<ChainLink> &links, const api::NodeLabel &label)
{
    return std::any_of(links.begin(), links.end(), [&](const ChainLink &link) { return link.node.node == label; });
}

// Adds the node that comes after the last one. Returns false if the walk ends here.
bool takeStep(Chain &chain, int timeoutMs)
{
    const ChainLink &last = chain.links.back();
    const api::NodeLabel next = last.successor();
    const QString name = shown(last.node.node);
    const auto address = net::HostPort::parse(QString::fromUtf8(next.address));
    if (!address) {
        chain.problems.push_back(u"%1 names \"%2\" as its successor, which is no address."_s.arg(name, shown(next)));
        return false;
    }
    auto answer = askNode(*address, timeoutMs);
    if (const QString *error = std::get_if<QString>(&answer)) {
        chain.problems.push_back(u"%1, the successor of %2, does not answer: %3."_s.arg(shown(next), name, *error));
        return false;
    }
    ChainLink link = std::get<ChainLink>(std::move(answer));
    if (link.node.node != next) {
        chain.problems.push_back(u"%1 takes %2 for its successor, but the node there is %3 with the id %4."_s.arg(
            name, shown(next), shown(link.node.node), QString::fromLatin1(link.node.node.id)));
        return false;
    }
    chain.links.push_back(std::move(link));
    return true;
}

// Whether every range has a leader that serves it.
void checkRanges(Chain &chain, const net::HostPort &start, int timeoutMs)
{
    client::NodeClient client(start.host, start.port);
    client.setTimeoutMs(timeoutMs);
    auto document = await<api::RingDocument>([&](auto done) { client.ring(done); });
    if (!document) {
        chain.problems.push_back(u"%1 does not say which ranges are served: %2."_s.arg(
            shown(chain.links.front().node.node), document.failure.text));
        return;
    }
    chain.ranges = std::move(document.value->ranges);
    chain.problems = rangeProblems(chain.ranges);
    if (!document.value->complete) {
        chain.problems.insert(chain.problems.end(), document.value->problems.begin(), document.value->problems.end());
        if (chain.problems.empty())
            chain.problems.push_back(
                u"%1 says that the ring is not complete."_s.arg(shown(chain.links.front().node.node)));
    }
}

bool isPredecessorRight(const std::vector<ChainLink> &links, size_t place)
{
    return chord::judgePointer(
               chord::RingDirection::Predecessor, links.size(), place, *links[place].node.predecessor,
               [&links](size_t other) { return links[other].node.node; },
               [](size_t) { return chord::Membership::Member; })
        .isRight;
}

QString votersText(const api::RangeEntry &range)
{
    QStringList voters;
    for (const api::NodeLabel &voter : range.voters)
        voters.append(shown(voter));
    return voters.join(u", "_s);
}

} // namespace

const api::NodeLabel &ChainLink::successor() const
{
    return node.successors.empty() ? node.node : node.successors.front();
}

Chain walkChain(const net::HostPort &start, int timeoutMs)
{
    Chain chain;
    auto first = askNode(start, timeoutMs);
    if (const QString *error = std::get_if<QString>(&first)) {
        chain.problems.push_back(u"No node answers at %1: %2."_s.arg(addressText(start), *error));
        return chain;
    }
    chain.links.push_back(std::get<ChainLink>(std::move(first)));
    bool walksOn = true;
    while (walksOn) {
        const api::NodeLabel next = chain.links.back().successor();
        if (next == chain.links.front().node.node)
            break;
        if (isVisited(chain.links, next)) {
            chain.problems.push_back(
                u"The successor of %1 is %2, which was passed already: the chain does not come back to %3."_s.arg(
                    shown(chain.links.back().node.node), shown(next), shown(chain.links.front().node.node)));
            break;
        }
        walksOn = takeStep(chain, timeoutMs);
    }
    if (chain.problems.empty())
        chain.problems = linkProblems(chain.links);
    if (chain.problems.empty())
        checkRanges(chain, start, timeoutMs);
    return chain;
}

std::vector<QString> linkProblems(const std::vector<ChainLink> &links)
{
    std::vector<QString> problems;
    int wraps = 0;
    for (size_t i = 0; i < links.size(); ++i) {
        const api::NodeDocument &node = links[i].node;
        const api::NodeDocument &next = links[(i + 1) % links.size()].node;
        if (next.node.id <= node.node.id)
            ++wraps;
        if (node.state != chord::NodeState::Ready)
            problems.push_back(u"%1 is still joining or about to leave."_s.arg(shown(node.node)));
        if (links.size() > 1 && !next.predecessor)
            problems.push_back(u"%1 knows no predecessor; it should be %2."_s.arg(shown(next.node), shown(node.node)));
        else if (links.size() > 1 && !isPredecessorRight(links, (i + 1) % links.size()))
            problems.push_back(u"%1 takes %2 for its predecessor; it should be %3."_s.arg(
                shown(next.node), shown(*next.predecessor), shown(node.node)));
    }
    if (wraps > 1)
        problems.push_back(u"The ids are out of order: the chain winds around the ring %1 times."_s.arg(wraps));
    return problems;
}

std::vector<QString> rangeProblems(const std::vector<api::RangeEntry> &ranges)
{
    std::vector<QString> problems;
    for (const api::RangeEntry &range : ranges) {
        const QString name =
            u"The range from %1 to %2"_s.arg(QString::fromLatin1(range.low), QString::fromLatin1(range.high));
        switch (range.state) {
        case chord::GroupState::Serving:
            break;
        case chord::GroupState::Electing:
            problems.push_back(u"%1 has no leader at the moment; its voters are %2."_s.arg(name, votersText(range)));
            break;
        case chord::GroupState::NoQuorum:
            problems.push_back(
                u"%1 has no quorum: a majority of its voters (%2) does not answer. Start them again; if "
                "they are gone for ever, see 'funnelkvs recover-range --help'."_s.arg(name, votersText(range)));
            break;
        case chord::GroupState::Recovering:
            problems.push_back(u"%1 has a new leader, which is comparing the replicas."_s.arg(name));
            break;
        }
    }
    return problems;
}

} // namespace cli
