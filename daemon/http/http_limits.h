// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every bound of the HTTP server in one struct: how long a request may be, how long it may take, and how many may be
// there at once. They stand together because they only make sense together: memory held for strangers is at most
// connectionsMax times (request line + headers + one read) plus bodyBytesInFlightMax plus the answers in hand.

#pragma once

#include <QtGlobal>

namespace http {

struct HttpLimits {
    // A key of 1,024 bytes is 3,072 percent-encoded; the original's GETs carry the value in the target as well.
    qsizetype requestLineBytesMax = 16 * 1024;
    // All field lines of a request together, and of a chunked body's trailer.
    qsizetype headerBytesMax = 32 * 1024;
    int headerCountMax = 100;
    // The largest value is 16 MiB; the rest is room for what JSON puts around a text.
    qsizetype bodyBytesMax = 16 * 1024 * 1024 + 64 * 1024;
    // Size and extensions of one chunk. Nobody we know sends more than 20 bytes.
    qsizetype chunkLineBytesMax = 256;
    // RFC 9112, 2.2: CRLFs before a request line are to be tolerated; some clients of old send one after a POST.
    int emptyLinesMax = 4;

    int connectionsMax = 1000;
    int connectionsPerAddressMax = 500;
    // Answers that go on (http_stream.h). Their connections are counted here instead of above.
    int streamsMax = 10'000;
    // Requests handed on and not answered. A connection has one at most, so this only matters below connectionsMax.
    int requestsInFlightMax = 1000;
    // Large ones are read on only below three quarters of it (body_budget.h), and wait for room at most bodyWaitMs.
    qint64 bodyBytesInFlightMax = 256 * 1024 * 1024;
    int bodyWaitMs = 5000;
    // Large values in answers that are being made or sent, as many clients may ask for the largest at once.
    qint64 answerBytesInFlightMax = 512 * 1024 * 1024;

    int headerTimeoutMs = 10'000;
    // A body or an answer has this long plus its bytes at the slowest rate we put up with, so that a trickle of bytes
    // does not hold a connection for ever and a large value over a slow line still arrives.
    int bodyTimeoutMs = 20'000;
    int writeTimeoutMs = 20'000;
    int transferBytesPerSecondMin = 16 * 1024;
    int idleTimeoutMs = 60'000;
    // After a refusal the rest of what the client sends is read and dropped until it pauses this long, so that a reset
    // does not destroy the answer on its way; ten times as long in all.
    int drainPauseMs = 200;
};

} // namespace http
