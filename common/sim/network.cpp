// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fate of messages. Draws are made in a fixed order for each message, so that a run is a function of its seed.

#include "sim/network.h"

#include <algorithm>

namespace sim {

namespace {

quint64 linkKey(int from, int to)
{
    return quint64(quint32(from)) << 32 | quint32(to);
}

} // namespace

Time Delay::draw(Random &random) const
{
    switch (kind) {
    case Kind::Constant:
        return a;
    case Kind::Uniform:
        return random.between(a, b);
    case Kind::Exponential:
        return Time(random.exponential(double(a)));
    }
    return a;
}

Network::Network(const NetworkSettings &settings, quint64 seed)
    : m_settings(settings)
    , m_random(seed)
{
}

void Network::cut(int from, int to)
{
    ++m_cuts[{from, to}];
}

void Network::mend(int from, int to)
{
    const auto found = m_cuts.find({from, to});
    if (found != m_cuts.end() && --found->second == 0)
        m_cuts.erase(found);
}

void Network::setGroup(int host, int group)
{
    if (size_t(host) >= m_groups.size())
        m_groups.resize(size_t(host) + 1, 0);
    m_groups[size_t(host)] = group;
}

void Network::heal()
{
    m_cuts.clear();
    m_groups.clear();
}

bool Network::connected(int from, int to) const
{
    const auto group = [this](int host) { return size_t(host) < m_groups.size() ? m_groups[size_t(host)] : 0; };
    return group(from) == group(to) && (m_cuts.empty() || !m_cuts.contains({from, to}));
}

Network::Fate Network::fate(int from, int to, Time now)
{
    Fate fate;
    if (!connected(from, to) || m_random.chance(m_settings.loss))
        return fate;
    fate.copies = m_random.chance(m_settings.duplication) ? 2 : 1;
    for (int i = 0; i < fate.copies; ++i)
        fate.arrivals[i] = arrival(from, to, now);
    return fate;
}

Time Network::arrival(int from, int to, Time now)
{
    const Time time = now + m_settings.delay.draw(m_random);
    if (!m_settings.ordered)
        return time;
    Time &last = m_lastArrivals[linkKey(from, to)];
    last = std::max(last, time);
    return last;
}

} // namespace sim
