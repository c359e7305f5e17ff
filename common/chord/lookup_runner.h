// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lookups of a node that are in progress: asks their questions, feeds them the answers, and gives them back to
// the part that they are for when they have ended.
#pragma once

#include "chord/lookup.h"

#include <map>
#include <optional>

namespace chord {

class Context;
struct Purpose;

// What a lookup is for; its token is an operation's handle, a finger's index, or a group.
enum class LookupPurpose : quint8 { Join, Rejoin, Finger, Candidates, Operation, User };

struct EndedLookup {
    LookupPurpose purpose;
    quint64 token = 0;
    Lookup lookup;
};

// Each call returns the lookup if it has ended by that.
class LookupRunner {
public:
    explicit LookupRunner(Context &context);

    // From this node's own routing table. verify: as Lookup takes it.
    std::optional<EndedLookup> start(LookupPurpose purpose, quint64 token, const Id &target, bool verify);
    // For the place of this node, which has none yet, from a contact that has.
    std::optional<EndedLookup> startAt(LookupPurpose purpose, const NodeRef &contact);

    // purpose: that of the request; its token is the lookup's number. A body that does not answer the question is a
    // failure.
    std::optional<EndedLookup> onReply(const Purpose &purpose, const NodeRef &from, const Body &body);
    std::optional<EndedLookup> onFailure(quint64 number);

    size_t memoryBytes() const { return m_lookups.size() * sizeof(EndedLookup); }

private:
    std::optional<EndedLookup> add(EndedLookup lookup);
    std::optional<EndedLookup> step(quint64 number);
    EndedLookup end(quint64 number);
    Lookup::IsDead isDead(LookupPurpose purpose) const;

    Context &m_context;
    std::map<quint64, EndedLookup> m_lookups;
};

} // namespace chord
