// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must hold for any bytes that come over a connection between nodes: whatever decodes encodes to the very bytes it
// came from, what does not is refused with a reason, and a stream is cut alike wherever it breaks. Shared by the fuzzer
// and by a test of the suite that draws its bytes from fixed seeds.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

// An empty text if all is well, else what is wrong. The first byte chooses the ring's width, the second where the
// stream breaks; the rest is read as one message, one greeting and a stream of frames.
QByteArray frameProblem(QByteArrayView input);
