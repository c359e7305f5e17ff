// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads Prometheus' text format (version 0.0.4) as far as the monitor needs it: sums of samples over their labels, and
// percentiles of histograms between two readings.
#pragma once

#include <QByteArray>

#include <map>
#include <optional>

namespace monitor {

class MetricsText {
public:
    // Lines that are not understood are left out.
    explicit MetricsText(QByteArrayView text = {});

    // Over all labels; nothing: there is no such sample.
    std::optional<double> sum(const QByteArray &name) const;
    // The part of the observations since the earlier reading (0..1) is at or below the returned value, in the
    // histogram's unit; interpolated within a bucket, as Prometheus does. Nothing without observations.
    std::optional<double> quantileSince(const MetricsText &earlier, const QByteArray &histogram, double part) const;

private:
    using Buckets = std::map<double, double>; // count at or below a bound

    std::map<QByteArray, double> m_sums; // by name
    std::map<QByteArray, Buckets> m_buckets; // by the histogram's name
};

} // namespace monitor
