// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ids of the writes that were applied to a key lately, with the versions they made: how a retry is recognized and
// answered without being applied again. The list of a key belongs to the key's record and travels with it. What is
// forgotten raises its group's mark (Acceptor::mark), so that a later retry is refused instead of applied.
#pragma once

#include "chord/messages.h"

#include <list>
#include <map>

namespace chord {

class AppliedWrites {
public:
    static constexpr size_t perKeyMax = 8;

    // Nothing if it is not known to have been applied.
    std::optional<AppliedWrite> find(const QByteArray &key, const OperationId &operation) const;
    const AppliedList &of(const QByteArray &key) const;
    // May a write to this key that was sent in the state `since` have been applied and forgotten?
    bool mayHaveForgotten(const QByteArray &key, const Stamp &since) const { return since < of(key).forgotten; }

    // An id that is no longer known, and a stamp that is not before that of its write.
    struct Forgotten {
        QByteArray key;
        Stamp stamp;
    };
    // Replaces the list of a key. It keeps the last perKeyMax of them, and how far it has forgotten the others.
    void replace(const QByteArray &key, const AppliedList &applied, Time now);
    std::vector<Forgotten> forgetBefore(Time time);
    size_t size() const { return m_byAge.size(); }

private:
    struct Aged {
        Time at;
        QByteArray key;
        OperationId operation;
    };
    std::map<QByteArray, AppliedList> m_byKey; // none is empty
    std::list<Aged> m_byAge; // oldest first; a list, since an empty deque takes half a kilobyte
};

} // namespace chord
