// SPDX-License-Identifier: GPL-3.0-or-later
//
// What most process tests check in the end, with the reason when it fails. Macros, because a failed QVERIFY returns
// from the function it stands in.
#pragma once

#include "support/load.h"
#include "support/ring.h"

#include <QTest>

// The load's own findings, then every key through every node.
#define VERIFY_NOTHING_LOST(load, ring)                                                                                \
    do {                                                                                                               \
        QVERIFY2((load).readAll((ring).addresses(), 60'000), qPrintable((load).lastFailures().join('\n')));            \
        QVERIFY2((load).violations().isEmpty(), qPrintable((load).violations().join('\n')));                           \
        qInfo("%s", qPrintable((load).summary()));                                                                     \
    } while (false)

#define VERIFY_WHOLE(ring, count)                                                                                      \
    do {                                                                                                               \
        const bool isWhole = (ring).waitUntilWhole(count);                                                             \
        QVERIFY2(isWhole, qPrintable((ring).lastProblems()));                                                          \
    } while (false)
