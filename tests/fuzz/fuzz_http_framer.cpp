// SPDX-License-Identifier: GPL-3.0-or-later
//
// libFuzzer's entry to framer_property: the first 8 bytes are the cuts, the rest is the stream.
//
//     fuzz_http_framer -max_len=2048 -dict=tests/fuzz/http.dict CORPUS

#include "framer_property.h"

#include <cstdint>
#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    constexpr size_t cutsSize = 8;
    if (size < cutsSize)
        return 0;
    const auto *bytes = reinterpret_cast<const char *>(data);
    const QByteArray problem = framerProblem(QByteArrayView(bytes + cutsSize, qsizetype(size - cutsSize)),
                                             QByteArrayView(bytes, qsizetype(cutsSize)));
    if (!problem.isEmpty()) {
        fprintf(stderr, "%s\n", problem.constData());
        __builtin_trap();
    }
    return 0;
}
