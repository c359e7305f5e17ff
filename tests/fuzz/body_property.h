// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must hold for the bodies of requests and answers, JSON (RFC 8259) and CBOR (RFC 8949), whatever bytes they are:
// either they are refused with a reason, or what was read, written and read again is the same. Shared by the fuzzer and
// by a test of the suite that draws its bytes from fixed seeds.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

inline constexpr int bodyKinds = 13;

// An empty text if all is well, else what is wrong. The first byte, modulo bodyKinds, chooses which document it is to
// be; the rest is the body.
QByteArray bodyProblem(QByteArrayView input);
