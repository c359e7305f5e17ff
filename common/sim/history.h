// SPDX-License-Identifier: GPL-3.0-or-later
//
// What clients asked of the store and what they were told, in the order in which it happened: the evidence that
// checkers judge. Every value written is a number that is written once, so that a value read names its writer.
#pragma once

#include "chord/store/record.h"

#include <limits>
#include <map>
#include <vector>

namespace sim {

using chord::Time;

// The number of the value a key has; none: the key does not exist.
using ValueNumber = quint32;
inline constexpr ValueNumber noValue = 0;
inline constexpr ValueNumber unknownValue = std::numeric_limits<ValueNumber>::max();

// A moment in a history: every begin and end has one of its own, later ones are greater.
using Moment = quint64;
inline constexpr Moment noMoment = std::numeric_limits<Moment>::max();

struct Operation {
    enum class Kind : quint8 { Get, Put, Delete };
    // What the client demands of the value that is there.
    enum class Demand : quint8 { Nothing, Absent, Present, Exactly };
    enum class Outcome : quint8 {
        Ok,
        NotFound,
        ConditionFailed,
        Nothing, // it had no effect and gave no answer
        Unknown, // a write that may take effect at any time from its begin on, or never
    };

    Kind kind = Kind::Get;
    Demand demand = Demand::Nothing;
    Outcome outcome = Outcome::Unknown;
    bool created = false; // Put, Ok: there was no value before
    int client = 0;
    int host = -1; // that it was sent to
    int key = 0;
    ValueNumber written = noValue; // Put
    ValueNumber demanded = noValue; // Demand::Exactly
    ValueNumber seen = unknownValue; // Get, Ok: the value; ConditionFailed: what is there, if known
    Moment begin = 0;
    Moment end = noMoment; // of an outcome that was told
    Time beginTime = 0;
    Time endTime = 0;
    chord::Version version; // in the answer

    // Was the client told of a version that the key has, or of its delete?
    bool tellsVersion() const;
    // The value of that version: noValue for a delete, unknownValue if that was not told.
    ValueNumber toldValue() const;
    QByteArray toText() const;
};

// One walk over all keys, from its begin to its end: how often it told each.
struct ToldKeys {
    Moment begin = 0;
    Moment end = 0;
    std::map<int, int> told;
};

class History {
public:
    // Returns the operation's index; complete it with end().
    size_t begin(Operation operation, Time now);
    void end(size_t index, const Operation &answered, Time now);

    const std::vector<Operation> &operations() const { return m_operations; }
    // The operations on each key, in the order of their begins.
    std::map<int, std::vector<Operation>> byKey() const;
    // A moment of its own, for what is no operation on a key.
    Moment tick() { return ++m_moment; }
    void addListing(ToldKeys listing) { m_listings.push_back(std::move(listing)); }
    const std::vector<ToldKeys> &listings() const { return m_listings; }
    Moment now() const { return m_moment; }
    ValueNumber nextValue() { return ++m_lastValue; }
    ValueNumber lastValue() const { return m_lastValue; }

    // Which value a version stands for, as far as answers have told: noValue for a delete, unknownValue if unheard of.
    ValueNumber valueOf(int key, const chord::Version &version) const;

private:
    std::vector<Operation> m_operations;
    std::vector<ToldKeys> m_listings;
    std::map<std::pair<int, chord::Version>, ValueNumber> m_values;
    Moment m_moment = 0;
    ValueNumber m_lastValue = 0;
};

// The history of one key as it was known at that moment: what ended later is Unknown (or Nothing, if it was a read),
// and what began later is not in it.
std::vector<Operation> truncated(const std::vector<Operation> &operations, Moment end);

} // namespace sim
