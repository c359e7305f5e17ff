// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two kinds of item that greetings and messages share: identifiers and addresses.
#pragma once

#include "chord/messages.h"

namespace wire {

class CborReader;
class CborWriter;

// A byte string of as many bytes as bits need, most significant first. Returns false, having written something of that
// length, if the identifier is not below 2^bits.
bool writeId(CborWriter &writer, const chord::Id &id, int bits);
chord::Id readId(CborReader &reader, const char *name, int bits);

// A text of 1 to addressBytesMax visible ASCII characters.
chord::Address readAddress(CborReader &reader, const char *name);

bool isVisibleAscii(QByteArrayView text);

} // namespace wire
