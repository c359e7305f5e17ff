// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must hold for HttpFramer whatever bytes come: the requests it finds, and whether and why it refuses, do not
// depend on how the bytes were cut or which way a body went in; it never exceeds its limits; and of each request it
// finds what access_property says holds. Shared by the fuzzer and by a test of the suite that draws its bytes from a
// fixed seed.

#pragma once

#include <QByteArray>
#include <QByteArrayView>

// An empty text if all is well, else what is wrong. cuts decides where the bytes are cut; any bytes will do.
QByteArray framerProblem(QByteArrayView bytes, QByteArrayView cuts);
