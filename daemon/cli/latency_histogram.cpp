// SPDX-License-Identifier: GPL-3.0-or-later
//
// 64 linear buckets for each power of two.

#include "cli/latency_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace cli {

namespace {

constexpr int linearBits = 6;
constexpr quint64 linearCount = quint64(1) << linearBits;
constexpr size_t bucketCount = (64 - linearBits) * linearCount;

size_t bucketOf(quint64 value)
{
    if (value < linearCount)
        return size_t(value);
    const int shift = std::bit_width(value) - linearBits - 1;
    return size_t((quint64(shift) << linearBits) + (value >> shift));
}

// The largest value of a bucket.
quint64 upperEnd(size_t bucket)
{
    if (bucket < 2 * linearCount)
        return bucket;
    const int shift = int(bucket >> linearBits) - 1;
    const quint64 mantissa = bucket - (quint64(shift) << linearBits);
    return ((mantissa + 1) << shift) - 1;
}

} // namespace

LatencyHistogram::LatencyHistogram()
    : m_buckets(bucketCount)
{
}

void LatencyHistogram::record(qint64 nanoseconds)
{
    const qint64 value = std::max<qint64>(nanoseconds, 0);
    ++m_buckets[bucketOf(quint64(value))];
    ++m_count;
    m_maxNs = std::max(m_maxNs, value);
}

qint64 LatencyHistogram::quantileNs(double share) const
{
    const quint64 wanted = std::max<quint64>(1, quint64(std::ceil(share * double(m_count))));
    quint64 seen = 0;
    for (size_t bucket = 0; bucket < m_buckets.size(); ++bucket) {
        seen += m_buckets[bucket];
        if (seen >= wanted && m_count > 0)
            return std::min(qint64(upperEnd(bucket)), m_maxNs);
    }
    return 0;
}

} // namespace cli
