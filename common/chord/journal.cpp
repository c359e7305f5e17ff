// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers, and two queues in their order.

#include "chord/journal.h"

#include <algorithm>
#include <iterator>

namespace chord {

namespace {

template <typename... Types>
bool holdsOneOf(const Body &body)
{
    return (std::holds_alternative<Types>(body) || ...);
}

// Says that records or marks are here.
bool tellsRecords(const Body &body)
{
    return holdsOneOf<Promise, ProposeReply, AcceptReply, SyncReply, FetchReply>(body);
}

// Says only what this node has promised, granted or accepted as a configuration.
bool tellsPromises(const Body &body)
{
    return holdsOneOf<HeartbeatReply, SurveyReply>(body);
}

} // namespace

void Journal::note(Kind kind)
{
    m_changedAt = next();
    if (kind == Kind::Promises)
        m_promisesAt = next();
}

void Journal::hold(std::list<Held> &held, quint64 after, Envelope &&envelope)
{
    held.push_back({after, std::move(envelope)});
    if (held.size() > heldMax)
        held.pop_front();
}

void Journal::hold(std::vector<Envelope> &messages)
{
    if (!m_changes.empty())
        note(Kind::Records);
    if (isDurable(m_changedAt) && m_released.empty())
        return;
    std::vector<Envelope> free = std::exchange(m_released, {});
    for (Envelope &envelope : messages) {
        if (tellsRecords(envelope.message.body) && !isDurable(m_changedAt))
            hold(m_held, m_changedAt, std::move(envelope));
        else if (tellsPromises(envelope.message.body) && !isDurable(m_promisesAt))
            hold(m_heldForPromises, m_promisesAt, std::move(envelope));
        else
            free.push_back(std::move(envelope));
    }
    messages = std::move(free);
}

std::optional<std::vector<Journal::Change>> Journal::begin()
{
    if (isInProgress() || m_changedAt != next())
        return {};
    ++m_emitted;
    std::vector<Change> changes = std::exchange(m_changes, {});
    std::sort(changes.begin(), changes.end());
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    return changes;
}

void Journal::release(std::list<Held> &held)
{
    while (!held.empty() && isDurable(held.front().after)) {
        m_released.push_back(std::move(held.front().envelope));
        held.pop_front();
    }
}

void Journal::done(quint64 number)
{
    m_durable = std::clamp(number, m_durable, m_emitted);
    release(m_heldForPromises);
    release(m_held);
}

std::vector<Journal::OwnWrite> Journal::takeDurableWrites()
{
    std::vector<OwnWrite> out;
    while (!m_ownWrites.empty() && isDurable(m_ownWrites.front().after)) {
        out.push_back(std::move(m_ownWrites.front()));
        m_ownWrites.pop_front();
    }
    return out;
}

size_t Journal::memoryBytes() const
{
    return sizeof(*this) + m_changes.capacity() * sizeof(Change) + m_held.size() * (sizeof(Held) + 16)
        + groups.size() * (sizeof(Written) + 48);
}

} // namespace chord
