// SPDX-License-Identifier: GPL-3.0-or-later
//
// The doubling, and the jitter.

#include "net/backoff.h"

#include <QRandomGenerator>

#include <algorithm>

namespace net {

namespace {

constexpr int doublingsMax = 7; // 50 ms * 2^7 is above 5 s

} // namespace

int Backoff::afterFailure()
{
    const int delayMs = std::min(delayMsMin << std::min(m_failures, doublingsMax), delayMsMax);
    ++m_failures;
    // At the very first there is no range below: half of 50 ms would be under the bound.
    return std::max(delayMsMin, delayMs / 2 + QRandomGenerator::global()->bounded(delayMs / 2 + 1));
}

int Backoff::afterRefusal()
{
    m_failures = std::max(m_failures, doublingsMax);
    return afterFailure();
}

} // namespace net
