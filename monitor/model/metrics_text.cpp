// SPDX-License-Identifier: GPL-3.0-or-later
//
// https://prometheus.io/docs/instrumenting/exposition_formats/ ; quantiles as of histogram_quantile().

#include "model/metrics_text.h"

#include <QByteArrayList>

#include <cmath>
#include <limits>

namespace monitor {

namespace {

constexpr QByteArrayView bucketEnd = "_bucket";

// Of le="0.25"; nothing if there is no such label.
std::optional<double> boundOf(QByteArrayView labels)
{
    const qsizetype at = labels.indexOf("le=\"");
    if (at < 0)
        return {};
    const QByteArrayView rest = labels.sliced(at + 4);
    const qsizetype end = rest.indexOf('"');
    if (end < 0)
        return {};
    if (rest.first(end) == "+Inf")
        return std::numeric_limits<double>::infinity();
    bool isNumber = false;
    const double bound = rest.first(end).toByteArray().toDouble(&isNumber);
    return isNumber ? std::optional(bound) : std::nullopt;
}

} // namespace

MetricsText::MetricsText(QByteArrayView text)
{
    for (const QByteArray &line : text.toByteArray().split('\n')) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const qsizetype labelsAt = line.indexOf('{');
        const qsizetype labelsEnd = line.lastIndexOf('}');
        const QByteArray name = line.left(labelsAt >= 0 ? labelsAt : line.indexOf(' '));
        const QByteArrayList rest = line.mid(labelsAt >= 0 ? labelsEnd + 1 : name.size()).simplified().split(' ');
        bool isNumber = false;
        const double value = rest.constFirst().toDouble(&isNumber);
        if (!isNumber || !std::isfinite(value))
            continue;
        m_sums[name] += value;
        if (labelsAt < 0 || labelsEnd < labelsAt || !name.endsWith(bucketEnd))
            continue;
        if (const auto bound = boundOf(QByteArrayView(line).sliced(labelsAt, labelsEnd - labelsAt)))
            m_buckets[name.chopped(bucketEnd.size())][*bound] += value;
    }
}

std::optional<double> MetricsText::sum(const QByteArray &name) const
{
    const auto found = m_sums.find(name);
    return found == m_sums.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> MetricsText::quantileSince(const MetricsText &earlier, const QByteArray &histogram,
                                                 double part) const
{
    const auto now = m_buckets.find(histogram);
    if (now == m_buckets.end())
        return {};
    Buckets since = now->second;
    if (const auto before = earlier.m_buckets.find(histogram); before != earlier.m_buckets.end()) {
        for (auto &[bound, count] : since) {
            if (const auto then = before->second.find(bound); then != before->second.end())
                count -= then->second;
        }
    }
    const double all = since.rbegin()->second;
    if (all <= 0)
        return {};
    double lowerBound = 0;
    double lowerCount = 0;
    for (const auto &[bound, count] : since) {
        if (count >= part * all) {
            if (std::isinf(bound) || count <= lowerCount)
                return lowerBound;
            return lowerBound + (bound - lowerBound) * (part * all - lowerCount) / (count - lowerCount);
        }
        lowerBound = bound;
        lowerCount = count;
    }
    return lowerBound;
}

} // namespace monitor
