// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ownership ranges learned from answers, so that a warm operation takes one hop. Nothing here is trusted: the owner
// checks its range, and a wrong entry costs one more question.
#pragma once

#include "chord/messages.h"

#include <map>

namespace chord {

class OwnerCache {
public:
    explicit OwnerCache(int entriesMax)
        : m_entriesMax(entriesMax)
    {
    }

    const NodeRef *find(const Id &id) const;
    void learn(const NodeRef &owner, const Range &range);
    void forget(const Id &id);
    void forgetNode(const Address &address);

private:
    struct Entry {
        Id lo;
        NodeRef owner;
    };
    std::map<Id, Entry> m_byHi;
    int m_entriesMax;
};

} // namespace chord
