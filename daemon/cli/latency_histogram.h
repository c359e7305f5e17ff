// SPDX-License-Identifier: GPL-3.0-or-later
//
// Counts durations in buckets that grow with them, so that any percentile of any number of measurements is known to
// within 1.6 % and recording one costs a few instructions.
#pragma once

#include <QtGlobal>

#include <vector>

namespace cli {

class LatencyHistogram {
public:
    LatencyHistogram();

    // Negative durations count as 0.
    void record(qint64 nanoseconds);
    quint64 count() const { return m_count; }
    qint64 maxNs() const { return m_maxNs; }
    // The duration that this share of all (0 to 1) does not exceed, in nanoseconds; 0 if nothing was recorded.
    qint64 quantileNs(double share) const;

private:
    std::vector<quint64> m_buckets;
    quint64 m_count = 0;
    qint64 m_maxNs = 0;
};

} // namespace cli
