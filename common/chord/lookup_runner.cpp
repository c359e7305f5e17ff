// SPDX-License-Identifier: GPL-3.0-or-later
//
// A lookup says what it wants to ask; the requests are made here.
#include "chord/lookup_runner.h"

#include "chord/context.h"

#include <algorithm>
#include <array>

namespace chord {

LookupRunner::LookupRunner(Context &context)
    : m_context(context)
{
}

std::optional<EndedLookup> LookupRunner::start(LookupPurpose purpose, quint64 token, const Id &target, bool verify)
{
    Lookup lookup(target, verify, m_context.config.lookupHopsMax);
    lookup.start(m_context.routing, isDead(purpose));
    return add({purpose, token, std::move(lookup)});
}

std::optional<EndedLookup> LookupRunner::startAt(LookupPurpose purpose, const NodeRef &contact)
{
    Lookup lookup(m_context.self.id, true, m_context.config.lookupHopsMax);
    lookup.startAt(m_context.self, contact);
    return add({purpose, 0, std::move(lookup)});
}

std::optional<EndedLookup> LookupRunner::onReply(const Purpose &purpose, const NodeRef &from, const Body &body)
{
    const auto found = m_lookups.find(purpose.token);
    if (found == m_lookups.end())
        return std::nullopt;
    Lookup &lookup = found->second.lookup;
    const Lookup::IsDead dead = isDead(found->second.purpose);
    const bool isStep = purpose.kind == Purpose::Kind::LookupStep;
    if (const auto *reply = std::get_if<FindNextReply>(&body); reply && isStep)
        lookup.onNext(from, *reply, dead, m_context.now);
    else if (const auto *described = std::get_if<Neighbours>(&body); described && !isStep)
        lookup.onVerified(from, *described, dead, m_context.now);
    else
        lookup.onFailure(dead, m_context.now);
    return step(purpose.token);
}

std::optional<EndedLookup> LookupRunner::onFailure(quint64 number)
{
    const auto found = m_lookups.find(number);
    if (found == m_lookups.end())
        return std::nullopt;
    found->second.lookup.onFailure(isDead(found->second.purpose), m_context.now);
    return step(number);
}

std::optional<EndedLookup> LookupRunner::add(EndedLookup lookup)
{
    const quint64 number = m_context.nextToken();
    ++m_context.counters.lookupsBegun;
    m_lookups.emplace(number, std::move(lookup));
    return step(number);
}

std::optional<EndedLookup> LookupRunner::step(quint64 number)
{
    Lookup &lookup = m_lookups.at(number).lookup;
    switch (lookup.stage()) {
    case Lookup::Stage::Ask:
        lookup.asked(m_context.now);
        ++m_context.counters.lookupHops;
        m_context.request(lookup.node().address, FindNext{lookup.target()}, {Purpose::Kind::LookupStep, number},
                          m_context.config.requestTimeoutMs);
        return std::nullopt;
    case Lookup::Stage::Verify:
        lookup.asked(m_context.now);
        m_context.request(lookup.node().address, GetNeighbours{}, {Purpose::Kind::LookupVerify, number},
                          m_context.config.requestTimeoutMs);
        return std::nullopt;
    case Lookup::Stage::Done:
    case Lookup::Stage::Failed:
        return end(number);
    }
    Q_UNREACHABLE();
}

EndedLookup LookupRunner::end(quint64 number)
{
    EndedLookup ended = std::move(m_lookups.at(number));
    m_lookups.erase(number);
    if (m_context.lookupHopCounts)
        ++(*m_context.lookupHopCounts)[std::min(ended.lookup.hops().size(), lookupHopsCounted - 1)];
    return ended;
}

// Operations do not wait for peers that are merely silent; what keeps up the ring gives them time.
Lookup::IsDead LookupRunner::isDead(LookupPurpose purpose) const
{
    if (purpose == LookupPurpose::Operation)
        return [this](const Address &address) { return m_context.isSilent(address); };
    return [this](const Address &address) { return m_context.isDead(address); };
}

} // namespace chord
