// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each page is begun in a turn of the event loop of its own: a node that leads all ranges answers itself at once, and
// would otherwise list a million keys within one turn.

#include "rest/key_walk.h"

#include "chord/config.h"
#include "net/node_host.h"
#include "rest/turn_queue.h"

#include <algorithm>

namespace rest {

namespace {

constexpr auto placeEncoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
constexpr char placeSeparator = '.';

QByteArray votersText(const chord::GroupView &range)
{
    QByteArray text;
    for (const chord::NodeRef &voter : range.voters)
        text += (text.isEmpty() ? "" : ", ") + voter.address;
    return text;
}

QByteArray reasonOf(const chord::GroupView &range)
{
    switch (range.state) {
    case chord::GroupState::NoQuorum:
        return "it has no quorum: too few of its voters (" + votersText(range) + ") answer";
    case chord::GroupState::Electing:
        return "it has no leader at the moment; its voters are " + votersText(range);
    case chord::GroupState::Recovering:
        return "its new leader does not serve it yet; its voters are " + votersText(range);
    case chord::GroupState::Serving:
        break;
    }
    return "its leader did not answer in time; its voters are " + votersText(range);
}

// Why no leader has answered for that identifier, by what the nodes say that can be reached.
QByteArray explanation(const chord::RingResult &ring, const chord::Id &place, const chord::IdSpace &space)
{
    const auto range = std::find_if(ring.ranges.begin(), ring.ranges.end(),
                                    [&place](const chord::GroupView &view) { return view.range.contains(place); });
    if (range == ring.ranges.end())
        return "The range of identifier " + space.toHex(place) + " cannot be listed: no node that was reached has it.";
    return "The range (" + space.toHex(range->range.lo) + ", " + space.toHex(range->range.hi)
        + "] cannot be listed: " + reasonOf(*range) + '.';
}

} // namespace

QByteArray cursorOf(const KeyPlace &place, const chord::IdSpace &space)
{
    return (space.toHex(place.from) + placeSeparator + place.after).toBase64(placeEncoding);
}

std::optional<KeyPlace> placeOfCursor(const QByteArray &cursor, const chord::Config &config)
{
    const chord::IdSpace space = config.space();
    const auto text = QByteArray::fromBase64Encoding(cursor, placeEncoding | QByteArray::AbortOnBase64DecodingErrors);
    const int digits = space.hexDigits();
    if (!text || text.decoded.size() <= digits || text.decoded[digits] != placeSeparator)
        return std::nullopt;
    const std::optional<chord::Id> from = space.fromHex(text.decoded.first(digits));
    const QByteArray after = text.decoded.sliced(digits + 1);
    const bool isPlace = from && (after.isEmpty() || space.hash(after) == *from);
    return isPlace ? std::optional(KeyPlace{*from, after}) : std::nullopt;
}

KeyWalk::KeyWalk(net::NodeHost &host, TurnQueue &turns, KeyPlace place, const QByteArray &prefix)
    : m_host(host)
    , m_turns(turns)
    , m_place(std::move(place))
    , m_prefix(prefix)
{
}

void KeyWalk::next(int keysMax, Done done)
{
    m_turns.add([self = shared_from_this(), keysMax, done = std::move(done)] { self->ask(keysMax, done); });
}

void KeyWalk::ask(int keysMax, Done done)
{
    m_host.list(m_place.from, m_place.after, m_prefix, keysMax,
                [self = shared_from_this(), done = std::move(done)](chord::ListResult &&result) {
                    if (result.status != chord::OperationStatus::Ok)
                        return self->explain(std::move(result), done);
                    self->m_isComplete = result.listed.complete;
                    self->m_place = {result.listed.from, result.listed.after};
                    done(std::move(result.listed.keys));
                });
}

void KeyWalk::explain(chord::ListResult &&result, Done done)
{
    if (result.status == chord::OperationStatus::Invalid) {
        done(Failure{Fault::Malformed, result.reason, {}});
        return;
    }
    m_host.walkRing([self = shared_from_this(), done = std::move(done)](chord::RingResult &&ring) {
        const chord::IdSpace space = self->m_host.node().config().space();
        done(Failure{Fault::Unavailable, explanation(ring, self->m_place.from, space), {}});
    });
}

} // namespace rest
