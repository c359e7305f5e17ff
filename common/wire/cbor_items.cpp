// SPDX-License-Identifier: GPL-3.0-or-later
//
// An identifier is 192 bits, right-aligned, in memory; on the wire it has the ring's width.

#include "wire/cbor_items.h"

#include "wire/cbor.h"
#include "wire/codec.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace wire {

namespace {

using IdImage = std::array<char, 24>; // most significant byte first

int idBytes(int bits)
{
    return (bits + 7) / 8;
}

// The values the first byte of an identifier can have are below this.
int firstByteEnd(int bits)
{
    return 1 << ((bits - 1) % 8 + 1);
}

} // namespace

bool writeId(CborWriter &writer, const chord::Id &id, int bits)
{
    IdImage image;
    for (size_t i = 0; i < id.words().size(); ++i)
        qToBigEndian(id.words()[i], image.data() + 8 * i);
    const int count = idBytes(bits);
    const auto first = image.cend() - count;
    writer.bytes({&*first, count});
    return quint8(*first) < firstByteEnd(bits)
        && std::all_of(image.cbegin(), first, [](char byte) { return byte == 0; });
}

chord::Id readId(CborReader &reader, const char *name, int bits)
{
    const int count = idBytes(bits);
    const QByteArrayView bytes = reader.bytes(name, count, count);
    if (bytes.isEmpty())
        return {};
    if (quint8(bytes.front()) >= firstByteEnd(bits)) {
        reader.fail(name, QStringLiteral("is not below 2^%1").arg(bits));
        return {};
    }
    IdImage image{};
    std::copy(bytes.begin(), bytes.end(), image.end() - count);
    return chord::Id({qFromBigEndian<quint64>(image.data()), qFromBigEndian<quint64>(image.data() + 8),
                      qFromBigEndian<quint64>(image.data() + 16)});
}

chord::Address readAddress(CborReader &reader, const char *name)
{
    const QByteArrayView text = reader.text(name, 1, addressBytesMax);
    if (isVisibleAscii(text))
        return text.toByteArray();
    reader.fail(name, QStringLiteral("has characters other than visible ASCII"));
    return {};
}

bool isVisibleAscii(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

} // namespace wire
