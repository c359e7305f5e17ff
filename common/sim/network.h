// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a network does to a message: how long it takes, whether it is lost or doubled, whether a partition swallows it.
// Only the decisions live here; the cluster keeps the messages. Hosts are numbered from 0. Reordering follows from
// varying delays unless links keep their order, as TCP connections do.
#pragma once

#include "chord/store/record.h"
#include "sim/random.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sim {

using chord::Time;

// How long something takes, in microseconds.
struct Delay {
    enum class Kind : quint8 { Constant, Uniform, Exponential };
    Kind kind = Kind::Constant;
    Time a = 1000; // Constant: the value; Uniform: the least; Exponential: the mean
    Time b = 1000; // Uniform: the most

    static Delay constant(Time value) { return {Kind::Constant, value, value}; }
    static Delay uniform(Time least, Time most) { return {Kind::Uniform, least, most}; }
    static Delay exponential(Time mean) { return {Kind::Exponential, mean, mean}; }

    Time draw(Random &random) const;
    friend bool operator==(const Delay &, const Delay &) = default;
};

struct NetworkSettings {
    Delay delay; // one way
    double loss = 0; // of all messages, 0..1
    double duplication = 0; // of those not lost, 0..1
    bool ordered = false; // each link keeps the order of its messages
    bool refuses = false; // a crashed host refuses connections at once (its machine lives on) instead of keeping silent
    // All hosts are programs on one machine: a refused connection is noticed at once, and proves that the program is
    // gone.
    bool oneMachine = false;

    friend bool operator==(const NetworkSettings &, const NetworkSettings &) = default;
};

class Network {
public:
    Network(const NetworkSettings &settings, quint64 seed);

    const NetworkSettings &settings() const { return m_settings; }
    // From here on; what is in progress keeps its fate.
    void setSettings(const NetworkSettings &settings) { m_settings = settings; }

    // --- Partitions. A direction can be cut in two ways, and is open when it is cut in neither. Cuts are counted: a
    // direction that was cut twice is open again after it was mended twice.
    void cut(int from, int to); // this direction only
    void mend(int from, int to); // nothing happens if it is not cut
    // Hosts of different groups do not hear each other; everyone begins in group 0.
    void setGroup(int host, int group);
    // Undoes every cut and every group.
    void heal();
    bool connected(int from, int to) const;

    // When a message sent now arrives: not at all, once, or twice.
    struct Fate {
        int copies = 0;
        Time arrivals[2] = {0, 0};
    };
    Fate fate(int from, int to, Time now);

private:
    Time arrival(int from, int to, Time now);

    NetworkSettings m_settings;
    Random m_random;
    std::map<std::pair<int, int>, int> m_cuts;
    std::vector<int> m_groups;
    std::unordered_map<quint64, Time> m_lastArrivals; // by link, when links keep order; never iterated
};

} // namespace sim
