// SPDX-License-Identifier: GPL-3.0-or-later
//
// libFuzzer's entry to body_property.
//
//     fuzz_body -max_len=4096 -dict=tests/fuzz/body.dict CORPUS

#include "body_property.h"

#include <cstdint>
#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray problem = bodyProblem(QByteArrayView(data, qsizetype(size)));
    if (!problem.isEmpty()) {
        fprintf(stderr, "%s\n", problem.constData());
        __builtin_trap();
    }
    return 0;
}
