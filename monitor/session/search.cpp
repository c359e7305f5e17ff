// SPDX-License-Identifier: GPL-3.0-or-later
//
// Linear searches in the snapshot: the user types slowly.

#include "session/search.h"

#include "classroom/classroom_settings.h"
#include "model/names.h"

#include <functional>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

const KeyView *keyWhere(const RingSnapshot &ring, const std::function<bool(const KeyView &)> &fits)
{
    for (const NodeView &node : ring.nodes) {
        if (!node.keys)
            continue;
        for (const KeyView &key : *node.keys) {
            if (fits(key))
                return &key;
        }
    }
    return nullptr;
}

// "K54" or "54"
std::optional<chord::Id> paperId(QString typed, QChar letter, int idBits)
{
    if (typed.startsWith(letter, Qt::CaseInsensitive))
        typed.remove(0, 1);
    bool isNumber = false;
    const quint64 number = typed.toULongLong(&isNumber);
    if (!isNumber || number >= (1ull << idBits))
        return {};
    return chord::Id(number);
}

// "0x6a 6b", as keys are shown that are no text; empty if it is not like that.
QByteArray bytesFromHex(const QString &typed)
{
    if (!typed.startsWith("0x"_L1))
        return {};
    const QByteArray digits = typed.sliced(2).toLatin1().replace(' ', QByteArray());
    const QByteArray bytes = QByteArray::fromHex(digits);
    return bytes.toHex() == digits.toLower() ? bytes : QByteArray();
}

} // namespace

std::optional<Selection> findInRing(const RingSnapshot &ring, const QString &typed)
{
    const QString wanted = typed.trimmed();
    if (wanted.isEmpty())
        return {};
    const Names names(ring);
    const auto nodeWhere = [&](const std::function<bool(const NodeView &)> &fits) -> std::optional<Selection> {
        for (const NodeView &node : ring.nodes) {
            if (fits(node))
                return Selection{node.self.id, {}};
        }
        return {};
    };
    const auto isNode = [&](const NodeView &node) {
        return names.node(node.self).compare(wanted, Qt::CaseInsensitive) == 0
            || QString::fromUtf8(node.self.address) == wanted;
    };
    if (const auto exact = nodeWhere(isNode))
        return exact;
    const QByteArray key = keyFromText(ring, wanted);
    if (keyWhere(ring, [&](const KeyView &held) { return held.key == key; }))
        return Selection{{}, key};
    const auto begins = nodeWhere([&](const NodeView &node) {
        return names.whole(node.self.id).startsWith(wanted, Qt::CaseInsensitive)
            || QString::fromUtf8(node.self.address).contains(wanted, Qt::CaseInsensitive);
    });
    if (begins)
        return begins;
    const QByteArray bytes = wanted.toUtf8();
    if (const KeyView *like = keyWhere(ring, [&](const KeyView &held) { return held.key.startsWith(bytes); }))
        return Selection{{}, like->key};
    return {};
}

QByteArray keyFromText(const RingSnapshot &ring, const QString &typed)
{
    const QByteArray bytes = typed.toUtf8();
    const QByteArray binary = bytesFromHex(typed);
    if (!binary.isEmpty() && keyWhere(ring, [&](const KeyView &held) { return held.key == binary; })
        && !keyWhere(ring, [&](const KeyView &held) { return held.key == bytes; }))
        return binary;
    if (ring.idBits > paperIdBitsMax || keyWhere(ring, [&](const KeyView &held) { return held.key == bytes; }))
        return bytes;
    const std::optional<chord::Id> id = paperId(typed.trimmed(), u'K', ring.idBits);
    if (!id)
        return bytes;
    if (const KeyView *held = keyWhere(ring, [&](const KeyView &held) { return held.id == *id; }))
        return held->key;
    const QByteArray word = textbookKey(*id);
    return word.isEmpty() || chord::IdSpace(ring.idBits).hash(word) != *id ? bytes : word;
}

} // namespace monitor
