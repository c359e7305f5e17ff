// SPDX-License-Identifier: GPL-3.0-or-later
//
// CLOCK_BOOTTIME counts through a suspend (Linux, OpenBSD); on Apple's systems CLOCK_MONOTONIC does. Elsewhere Qt's
// steady clock has to do, which may stand still meanwhile.

#include "net/clock.h"

#include <QElapsedTimer>

#include <ctime>

namespace net {

chord::Time monotonicNow()
{
#if defined(CLOCK_BOOTTIME) || defined(Q_OS_DARWIN)
#ifdef CLOCK_BOOTTIME
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time = {};
    if (clock_gettime(clock, &time) == 0)
        return chord::Time(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
#endif
    static const QElapsedTimer timer = [] {
        QElapsedTimer started;
        started.start();
        return started;
    }();
    return timer.nsecsElapsed() / 1000;
}

} // namespace net
