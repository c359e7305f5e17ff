// SPDX-License-Identifier: GPL-3.0-or-later
//
// Display names of nodes and keys. In the small rings of classrooms they are those of the paper, N8 and K54; otherwise
// the name of a node is the first digits of its identifier, and that of a key is its text. Keys and values are any
// bytes: bytes that are not readable text are shown in hexadecimal, and long texts are cut and followed by their
// length.
#pragma once

#include "model/ring_snapshot.h"

#include <QString>

namespace monitor {

inline constexpr int paperIdBitsMax = 8; // up to here identifiers are shown as numbers, as in the paper

class Names {
public:
    // Names for the nodes of this ring: as many digits as tell them apart, four at least.
    explicit Names(const RingSnapshot &ring);
    explicit Names(int idBits);

    bool isPaperRing() const { return m_space.bits() <= paperIdBitsMax; }
    QString node(const chord::Id &id) const;
    QString node(const Peer &peer) const { return node(peer.id); }
    // "K54", or the key's own text, cut after charactersMax.
    QString key(const QByteArray &key, const chord::Id &id, int charactersMax = 24) const;
    // A bare identifier: "54", or hexadecimal digits with an ellipsis.
    QString point(const chord::Id &id) const;
    // In full: "54", or all hexadecimal digits.
    QString whole(const chord::Id &id) const;

private:
    chord::IdSpace m_space;
    int m_digits = 4;
};

// It can be shown, and typed, as it is.
bool isReadableText(const QByteArray &bytes);
// Readable text as it is; other bytes as "0x6a 6b"; no bytes as "(empty)". Beyond charactersMax it is cut and its
// length in bytes follows.
QString bytesText(const QByteArray &bytes, int charactersMax);
// For tooltips, which Qt takes for markup if they look like it: the text so that it is shown as it is, whatever a key
// or a value holds.
QString plainTip(const QString &text);
// "512 bytes", "1.5 KiB".
QString sizeText(quint64 bytes);
// "340 µs", "12 ms", "3.4 s".
QString durationText(qint64 micros);
// To the minute, for durations that grow: a text that seldom changes is seldom laid out.
QString spanText(qint64 seconds);

} // namespace monitor
