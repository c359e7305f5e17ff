// SPDX-License-Identifier: GPL-3.0-or-later
//
// One description of each struct serves both directions: a Stream either writes its members or reads them.

#include "storage/encoding.h"

#include <QDataStream>
#include <QIODevice>
#include <QtEndian>

#include <array>
#include <cstring>

namespace storage {

namespace {

constexpr auto streamVersion = QDataStream::Qt_6_4;
constexpr quint32 itemsMax = 1'000'000; // in one list; more is damage

class Writer {
public:
    explicit Writer(QByteArray &bytes)
        : m_stream(&bytes, QIODevice::WriteOnly)
    {
        m_stream.setVersion(streamVersion);
    }

    template <typename T>
    void number(const T &value)
    {
        m_stream << value;
    }
    void bytes(const QByteArray &value) { m_stream << value; }
    template <typename T, typename Each>
    void list(const std::vector<T> &items, const Each &each)
    {
        m_stream << quint32(items.size());
        for (const T &item : items)
            each(item);
    }
    template <typename T, typename Each>
    void optional(const std::optional<T> &value, const Each &each)
    {
        m_stream << value.has_value();
        if (value)
            each(*value);
    }

private:
    QDataStream m_stream;
};

class Reader {
public:
    explicit Reader(const QByteArray &bytes)
        : m_stream(bytes)
    {
        m_stream.setVersion(streamVersion);
    }

    bool isComplete() const { return !m_failed && m_stream.status() == QDataStream::Ok && m_stream.atEnd(); }
    void fail() { m_failed = true; }

    template <typename T>
    void number(T &value)
    {
        m_stream >> value;
    }
    void bytes(QByteArray &value) { m_stream >> value; }
    template <typename T, typename Each>
    void list(std::vector<T> &items, const Each &each)
    {
        quint32 count = 0;
        m_stream >> count;
        m_failed |= count > itemsMax;
        while (count-- > 0 && !m_failed && m_stream.status() == QDataStream::Ok)
            each(items.emplace_back());
    }
    template <typename T, typename Each>
    void optional(std::optional<T> &value, const Each &each)
    {
        bool has = false;
        m_stream >> has;
        if (has)
            each(value.emplace());
    }

private:
    QDataStream m_stream;
    bool m_failed = false;
};

template <typename Io, typename T>
void describeId(Io &io, T &id)
{
    std::array<quint64, 3> words = id.words();
    for (quint64 &word : words)
        io.number(word);
    if constexpr (std::is_same_v<Io, Reader>)
        id = chord::Id(words);
}

template <typename Io, typename T>
void describeNode(Io &io, T &node)
{
    describeId(io, node.id);
    io.bytes(node.address);
    io.number(node.incarnation);
}

template <typename Io, typename T>
void describeNodes(Io &io, T &nodes)
{
    io.list(nodes, [&](auto &node) { describeNode(io, node); });
}

template <typename Io, typename T>
void describeRange(Io &io, T &range)
{
    describeId(io, range.lo);
    describeId(io, range.hi);
}

template <typename Io, typename T>
void describeBallot(Io &io, T &ballot)
{
    io.number(ballot.lossEpoch);
    io.number(ballot.round);
    io.number(ballot.leader);
}

template <typename Io, typename T>
void describeStamp(Io &io, T &stamp)
{
    describeBallot(io, stamp.ballot);
    io.number(stamp.sequence);
}

template <typename Io, typename T>
void describeAbsorbed(Io &io, T &absorbed)
{
    io.number(absorbed.group);
    describeBallot(io, absorbed.ballot);
    io.number(absorbed.version);
    quint8 stage = quint8(absorbed.stage);
    io.number(stage);
    if constexpr (std::is_same_v<Io, Reader>) {
        if (stage > quint8(chord::AbsorbedGroup::Stage::Refused))
            io.fail();
        absorbed.stage = chord::AbsorbedGroup::Stage(stage);
    }
}

template <typename Io, typename T>
void describeConfig(Io &io, T &config)
{
    io.number(config.version);
    describeRange(io, config.range);
    describeNodes(io, config.voters);
    io.list(config.children, [&](auto &child) {
        io.number(child.group);
        describeRange(io, child.range);
        describeNodes(io, child.voters);
    });
    io.optional(config.absorbed, [&](auto &absorbed) { describeAbsorbed(io, absorbed); });
}

template <typename Io, typename T>
void describeGroup(Io &io, T &group)
{
    io.number(group.group);
    io.number(group.state);
    describeBallot(io, group.promised);
    describeBallot(io, group.accepted);
    describeConfig(io, group.config);
    describeRange(io, group.range);
    io.number(group.isChosen);
    io.number(group.isLearner);
    describeStamp(io, group.mark);
    io.optional(group.lockedBy, [&](auto &by) { io.number(by); });
    io.list(group.childrenTaken, [&](auto &child) { io.number(child); });
    io.list(group.childrenDropped, [&](auto &child) { io.number(child); });
    io.number(group.leaseMsMax);
    describeBallot(io, group.streamBallot);
    io.number(group.lastNumber);
    io.number(group.barrier);
}

template <typename Io, typename T>
void describeMembership(Io &io, T &membership)
{
    io.number(membership.ring);
    io.number(membership.isMember);
    io.optional(membership.predecessor, [&](auto &node) { describeNode(io, node); });
    describeNodes(io, membership.successors);
    describeNodes(io, membership.contacts);
}

template <typename Io, typename T>
void describeIdentity(Io &io, T &identity)
{
    io.number(identity.incarnation);
    describeId(io, identity.id);
    io.bytes(identity.address);
    qint32 idBits = identity.idBits;
    io.number(idBits);
    if constexpr (std::is_same_v<Io, Reader>)
        identity.idBits = idBits;
}

template <typename Io, typename T>
void describeRecordState(Io &io, T &state)
{
    describeStamp(io, state.stamp);
    io.number(state.version.number);
    describeStamp(io, state.applied.forgotten);
    io.list(state.applied.writes, [&](auto &write) {
        io.number(write.operation.origin);
        io.number(write.operation.number);
        describeStamp(io, write.stamp);
        io.number(write.created);
    });
}

template <typename T, typename Describe>
std::optional<T> read(const QByteArray &bytes, const Describe &describe)
{
    Reader reader(bytes);
    std::optional<T> out(std::in_place);
    describe(reader, *out);
    return reader.isComplete() ? out : std::nullopt;
}

} // namespace

QByteArray encode(const Identity &identity)
{
    QByteArray bytes;
    Writer writer(bytes);
    describeIdentity(writer, identity);
    return bytes;
}

QByteArray encode(const chord::RingMembership &membership)
{
    QByteArray bytes;
    Writer writer(bytes);
    describeMembership(writer, membership);
    return bytes;
}

QByteArray encode(const chord::DurableGroup &group)
{
    QByteArray bytes;
    Writer writer(bytes);
    describeGroup(writer, group);
    return bytes;
}

QByteArray encode(const RecordState &state)
{
    QByteArray bytes;
    Writer writer(bytes);
    describeRecordState(writer, state);
    return bytes;
}

std::optional<Identity> decodeIdentity(const QByteArray &bytes)
{
    return read<Identity>(bytes, [](Reader &reader, Identity &out) { describeIdentity(reader, out); });
}

std::optional<chord::RingMembership> decodeMembership(const QByteArray &bytes)
{
    return read<chord::RingMembership>(
        bytes, [](Reader &reader, chord::RingMembership &out) { describeMembership(reader, out); });
}

std::optional<chord::DurableGroup> decodeGroup(const QByteArray &bytes)
{
    return read<chord::DurableGroup>(bytes,
                                     [](Reader &reader, chord::DurableGroup &out) { describeGroup(reader, out); });
}

std::optional<RecordState> decodeRecordState(const QByteArray &bytes)
{
    return read<RecordState>(bytes, [](Reader &reader, RecordState &out) { describeRecordState(reader, out); });
}

// Eight bytes at a time, each mixed as in SplitMix64. It finds damage, not forgery.
quint64 checksum(quint64 before, const QByteArray &bytes)
{
    const auto mix = [](quint64 value) {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31);
    };
    quint64 sum = mix(before + quint64(bytes.size()) + 0x9e3779b97f4a7c15ULL);
    const char *at = bytes.constData();
    qsizetype left = bytes.size();
    for (; left >= 8; at += 8, left -= 8)
        sum = mix(sum ^ qFromLittleEndian<quint64>(at));
    char rest[8] = {};
    std::memcpy(rest, at, size_t(left));
    return mix(sum ^ qFromLittleEndian<quint64>(rest));
}

} // namespace storage
