// SPDX-License-Identifier: GPL-3.0-or-later
//
// Walks from one member over all that know each other.

#include "sim/check/acquaintances.h"

#include "chord/contacts.h"
#include "sim/cluster.h"

#include <algorithm>

namespace sim {

void Acquaintances::heard(int host, int other)
{
    m_heard.resize(std::max(m_heard.size(), size_t(host) + 1));
    std::vector<int> &heard = m_heard[size_t(host)];
    if (heard.size() <= chord::Contacts::metMax && std::find(heard.begin(), heard.end(), other) == heard.end())
        heard.push_back(other);
}

void Acquaintances::ending(int host)
{
    if (size_t(host) < m_heard.size())
        m_heard[size_t(host)].clear();
}

bool Acquaintances::knows(int host, int other) const
{
    if (m_cluster.node(host)->remembers(m_cluster.ref(other).address))
        return true;
    if (size_t(host) >= m_heard.size())
        return false;
    const std::vector<int> &heard = m_heard[size_t(host)];
    return heard.size() <= chord::Contacts::metMax && std::find(heard.begin(), heard.end(), other) != heard.end();
}

bool Acquaintances::areConnected(quint64 ring)
{
    std::vector<int> apart;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (m_cluster.isMember(host) && (ring == 0 || m_cluster.node(host)->ring() == ring))
            apart.push_back(host);
    }
    if (apart.empty())
        return true;
    std::vector<int> reached{apart.back()};
    apart.pop_back();
    for (size_t i = 0; i < reached.size() && !apart.empty(); ++i) {
        const int host = reached[i];
        std::erase_if(apart, [&](int other) {
            const std::pair<int, int> link = std::minmax(host, other);
            if (!m_links.contains(link) && !knows(host, other) && !knows(other, host))
                return false;
            if (m_isQuiet)
                m_links.insert(link);
            reached.push_back(other);
            return true;
        });
    }
    return apart.empty();
}

} // namespace sim
