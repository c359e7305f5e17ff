// SPDX-License-Identifier: GPL-3.0-or-later
//
// libFuzzer's entry to frame_property.
//
//     fuzz_frame -max_len=4096 CORPUS

#include "frame_property.h"

#include <cstdint>
#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray problem = frameProblem(QByteArrayView(data, qsizetype(size)));
    if (!problem.isEmpty()) {
        fprintf(stderr, "%s\n", problem.constData());
        __builtin_trap();
    }
    return 0;
}
