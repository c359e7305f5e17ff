// SPDX-License-Identifier: GPL-3.0-or-later
//
// A binary heap of events, and an indexed one of alarms whose entries can move.

#include "sim/event_queue.h"

#include <algorithm>

namespace sim {

void EventQueue::schedule(Time at, quint32 slot)
{
    m_events.push_back({at, m_order++, slot});
    std::push_heap(m_events.begin(), m_events.end());
}

Time EventQueue::alarm(int host) const
{
    return size_t(host) < m_alarms.size() ? m_alarms[size_t(host)] : chord::never;
}

void EventQueue::setAlarm(int host, Time at)
{
    const size_t h = size_t(host);
    if (h >= m_alarms.size()) {
        m_alarms.resize(h + 1, chord::never);
        m_places.resize(h + 1, -1);
    }
    if (m_alarms[h] == at)
        return;
    m_alarms[h] = at;
    if (at == chord::never) {
        removeAlarm(size_t(m_places[h]));
        return;
    }
    if (m_places[h] < 0) {
        m_heap.push_back(host);
        place(m_heap.size() - 1, host);
    }
    siftUp(size_t(m_places[h]));
    siftDown(size_t(m_places[h]));
}

Time EventQueue::nextTime() const
{
    const Time event = m_events.empty() ? chord::never : m_events.front().at;
    const Time alarm = m_heap.empty() ? chord::never : m_alarms[size_t(m_heap.front())];
    return std::min(event, alarm);
}

EventQueue::Next EventQueue::take()
{
    const Time alarm = m_heap.empty() ? chord::never : m_alarms[size_t(m_heap.front())];
    if (!m_events.empty() && m_events.front().at <= alarm) {
        const Event event = m_events.front();
        std::pop_heap(m_events.begin(), m_events.end());
        m_events.pop_back();
        return {false, event.slot, 0, event.at};
    }
    const int host = m_heap.front();
    setAlarm(host, chord::never);
    return {true, 0, host, alarm};
}

size_t EventQueue::memoryBytes() const
{
    return m_events.capacity() * sizeof(Event) + m_alarms.capacity() * sizeof(Time)
        + m_places.capacity() * sizeof(qint32) + m_heap.capacity() * sizeof(int);
}

bool EventQueue::earlier(int hostA, int hostB) const
{
    const Time a = m_alarms[size_t(hostA)];
    const Time b = m_alarms[size_t(hostB)];
    return a != b ? a < b : hostA < hostB;
}

void EventQueue::place(size_t index, int host)
{
    m_heap[index] = host;
    m_places[size_t(host)] = qint32(index);
}

void EventQueue::siftUp(size_t index)
{
    const int host = m_heap[index];
    while (index > 0 && earlier(host, m_heap[(index - 1) / 2])) {
        place(index, m_heap[(index - 1) / 2]);
        index = (index - 1) / 2;
    }
    place(index, host);
}

void EventQueue::siftDown(size_t index)
{
    const int host = m_heap[index];
    for (;;) {
        size_t child = 2 * index + 1;
        if (child >= m_heap.size())
            break;
        if (child + 1 < m_heap.size() && earlier(m_heap[child + 1], m_heap[child]))
            ++child;
        if (!earlier(m_heap[child], host))
            break;
        place(index, m_heap[child]);
        index = child;
    }
    place(index, host);
}

void EventQueue::removeAlarm(size_t index)
{
    m_places[size_t(m_heap[index])] = -1;
    const int last = m_heap.back();
    m_heap.pop_back();
    if (index == m_heap.size())
        return;
    place(index, last);
    siftUp(index);
    siftDown(size_t(m_places[size_t(last)]));
}

} // namespace sim
