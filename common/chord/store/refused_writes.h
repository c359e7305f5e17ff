// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ids of the writes that were refused lately, with what was answered. A copy of such a request may arrive late,
// after the key has changed so that it would be executed now; the caller was told that it was not.
#pragma once

#include "chord/messages.h"

#include <list>
#include <map>

namespace chord {

class RefusedWrites {
public:
    struct Refusal {
        ExecuteStatus status = ExecuteStatus::ConditionFailed;
        Version version; // of the value that was there
        Id place; // of the key
        Stamp stamp; // a state of the range that is later than any in which the request can have been sent
    };

    // Nothing if it is not known to have been refused.
    std::optional<Refusal> find(const OperationId &operation) const;
    void add(const OperationId &operation, const Refusal &refusal, Time now);
    // Returns what was forgotten.
    std::vector<Refusal> forgetBefore(Time time);
    size_t size() const { return m_refusals.size(); }

private:
    std::map<OperationId, Refusal> m_refusals;
    std::list<std::pair<Time, OperationId>> m_byAge; // oldest first
};

} // namespace chord
