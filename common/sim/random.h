// SPDX-License-Identifier: GPL-3.0-or-later
//
// All chance in a simulation, from one seed. The standard library leaves its distributions, and the mathematical
// functions their last digits, to each platform; these are our own and use nothing but integers and the four basic
// operations on doubles, so that a seed found on one machine replays on every other.
#pragma once

#include <QtGlobal>

#include <array>
#include <vector>

namespace sim {

// What a generator draws for. Each has its number for good: with another one, old seeds draw something else.
enum class Purpose : quint64 {
    Network = 1,
    Hosts = 2,
    Workload = 11,
    Faults = 12,
    Watchers = 13,
    Listers = 14,
    Scenario = 21,
    Timeouts = 22,
    Disks = 23,
    WatcherCounts = 24,
    PaperLookups = 31,
    PaperFailures = 32,
    PaperRing = 33,
    PaperChurn = 34,
    PaperBalance = 35,
    PaperVirtual = 36,
};

// xoshiro256** (Blackman and Vigna, 2018), its state filled by splitmix64.
class Random {
public:
    explicit Random(quint64 seed);

    // A generator of its own for one purpose: adding a draw in one place shifts no other place's.
    static Random forPurpose(quint64 seed, Purpose purpose);

    quint64 next();
    // 0..bound-1, all alike; bound > 0.
    quint64 below(quint64 bound);
    // low..high, both included.
    qint64 between(qint64 low, qint64 high);
    // [0, 1), in steps of 2^-53.
    double unit();
    bool chance(double probability);
    // Above 0, with this mean: the gaps of a Poisson process.
    double exponential(double mean);
    // Puts items[first..] in random order, all orders alike.
    template <typename T>
    void shuffle(std::vector<T> &items)
    {
        for (size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[below(i)]);
    }

private:
    std::array<quint64, 4> m_state;
};

// Mixes two numbers into one, all of whose bits depend on all of theirs (splitmix64's finisher).
quint64 mix(quint64 a, quint64 b);

// Natural logarithm and exponential, equal in every bit on every platform; good to about 1e-14. x > 0 for ln.
double ln(double x);
double exp(double x);

// Ranks 0..count-1, rank k with a weight of 1/(k+1)^exponent; exponent 0 is uniform.
class Zipf {
public:
    Zipf(int count, double exponent);
    int draw(Random &random) const;

private:
    std::vector<double> m_cumulative; // ends at 1
};

} // namespace sim
