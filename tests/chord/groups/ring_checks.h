// SPDX-License-Identifier: GPL-3.0-or-later
//
// Checks of tests that have a VirtualRing named `ring`. One that fails prints all groups of the ring first.
#pragma once

#include "virtual_ring.h"
#include "workload.h"

#include <QTest>

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        const bool holds = (condition);                                                                                \
        if (!holds)                                                                                                    \
            qWarning("%s", ring.describe().constData());                                                               \
        QVERIFY2(holds, #condition);                                                                                   \
    } while (false)

#define FORM(hosts) CHECK(ring.form(hosts))
#define WAIT(condition, ms) CHECK(ring.runUntil([&] { return condition; }, ms))
#define AT_REST() CHECK(ring.rest())
#define NO_VIOLATION() QVERIFY2(ring.violations().isEmpty(), ring.violations().mid(0, 5).join('\n').constData())
#define CONSISTENT(workload)                                                                                           \
    do {                                                                                                               \
        const bool agrees = workload.settleAndCheck();                                                                 \
        if (!agrees)                                                                                                   \
            qWarning("%s", ring.describe().constData());                                                               \
        QVERIFY2(agrees, workload.errors().mid(0, 5).join('\n').constData());                                          \
        NO_VIOLATION();                                                                                                \
    } while (false)
