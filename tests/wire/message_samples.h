// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages with random contents for tests of the codec: every type, every optional part there and not there, lists
// empty and full, numbers of every encoded width. The same seed gives the same messages everywhere.
#pragma once

#include "chord/config.h"
#include "chord/messages.h"

namespace samples {

inline constexpr size_t messageTypes = std::variant_size_v<chord::Body> - 1; // all but Unreachable

// A generator of its own, since the standard library's distributions differ between systems (splitmix64).
class Random {
public:
    explicit Random(quint64 seed)
        : m_state(seed)
    {
    }

    quint64 next();
    // 0..end-1
    quint64 below(quint64 end) { return next() % end; }
    bool coin() { return next() & 1; }
    // Of any magnitude: as likely to fit one byte as to need eight.
    quint64 number() { return next() >> below(64); }
    QByteArray bytes(qsizetype min, qsizetype max);

private:
    quint64 m_state;
};

// A message whose body is alternative typeIndex of chord::Body.
chord::Message message(size_t typeIndex, Random &random, const chord::Config &config);

} // namespace samples
