// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens next, in virtual time. Two heaps: events that happen once (arrivals, calls), ordered by time and then by
// the order in which they were made; and one alarm a host, which may move either way and exists once. Events at one
// time come before alarms, alarms in the order of their hosts, so that there is never a tie for chance to break.
#pragma once

#include "chord/store/record.h"

#include <vector>

namespace sim {

using chord::Time;

class EventQueue {
public:
    // An event's payload is the caller's; slot says where it is.
    void schedule(Time at, quint32 slot);
    // At chord::never, the host's alarm is off.
    void setAlarm(int host, Time at);
    Time alarm(int host) const;

    // When the next thing happens; chord::never if nothing is left.
    Time nextTime() const;

    struct Next {
        bool isAlarm = false;
        quint32 slot = 0; // of an event
        int host = 0; // of an alarm; it is off now
        Time at = 0;
    };
    // Takes the next thing out; nextTime() must not be never.
    Next take();

    size_t memoryBytes() const;

private:
    struct Event {
        Time at;
        quint64 order;
        quint32 slot;
        bool operator<(const Event &other) const
        {
            return at != other.at ? at > other.at : order > other.order; // earliest on top
        }
    };

    bool earlier(int hostA, int hostB) const;
    void place(size_t index, int host);
    void siftUp(size_t index);
    void siftDown(size_t index);
    void removeAlarm(size_t index);

    std::vector<Event> m_events;
    quint64 m_order = 0;
    std::vector<Time> m_alarms; // by host
    std::vector<qint32> m_places; // by host: its index in m_heap, or -1
    std::vector<int> m_heap; // hosts with an alarm
};

} // namespace sim
