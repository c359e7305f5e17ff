// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ids of the writes that were applied to a key lately, with the versions they made: how a retry is recognized and
// answered without being applied again. The list of a key travels with its record, so that the next owner knows it too.
#pragma once

#include "chord/messages.h"

#include <list>
#include <map>

namespace chord {

class AppliedWrites {
public:
    using List = std::vector<AppliedWrite>;

    // Nothing if it is not known to have been applied.
    std::optional<AppliedWrite> find(const QByteArray &key, const OperationId &operation) const;
    List of(const QByteArray &key) const;
    void add(const QByteArray &key, const AppliedWrite &write, Time now);
    void add(const QByteArray &key, const List &applied, Time now);
    void forgetBefore(Time time);
    size_t size() const { return m_byAge.size(); }

private:
    struct Aged {
        Time at;
        QByteArray key;
        OperationId operation;
    };
    std::map<QByteArray, List> m_byKey;
    std::list<Aged> m_byAge; // oldest first; a list, since an empty deque takes half a kilobyte
};

} // namespace chord
