// SPDX-License-Identifier: GPL-3.0-or-later
//
// Leaders of ranges learned from answers, so that a warm operation takes one hop. Nothing here is trusted: the leader
// checks its range, and a wrong entry costs one more question.
#pragma once

#include "chord/messages.h"

#include <map>

namespace chord {

class LeaderCache {
public:
    explicit LeaderCache(int entriesMax)
        : m_entriesMax(entriesMax)
    {
    }

    const Descriptor *find(const Id &id) const;
    // What is older than what is known of the same range is ignored.
    void learn(const Descriptor &descriptor);
    void forget(const Id &id);
    void forgetNode(const Address &address);

private:
    std::map<Id, Descriptor> m_byHi;
    int m_entriesMax;
};

} // namespace chord
