// SPDX-License-Identifier: GPL-3.0-or-later
//
// One fields() a struct, and two visitors that walk them: one writes, one hashes. A struct that gains a field must gain
// it here too; the trace hash does not see it otherwise.

#include "sim/message_text.h"

#include "chord/message_kind.h"
#include "sim/random.h"

#include <QString>

#include <tuple>
#include <type_traits>

namespace sim {

namespace {

using namespace chord;

constexpr qsizetype shownBytesMax = 24; // of a key or value in a text

auto fields(const NodeRef &v)
{
    return std::tie(v.id, v.address, v.incarnation);
}
auto fields(const Range &v)
{
    return std::tie(v.lo, v.hi);
}
auto fields(const Ballot &v)
{
    return std::tie(v.lossEpoch, v.round, v.leader);
}
auto fields(const Stamp &v)
{
    return std::tie(v.ballot, v.sequence);
}
auto fields(const Version &v)
{
    return std::tie(v.number);
}
auto fields(const OperationId &v)
{
    return std::tie(v.origin, v.number);
}
auto fields(const ChildGroup &v)
{
    return std::tie(v.group, v.range, v.voters);
}
auto fields(const AbsorbedGroup &v)
{
    return std::tie(v.group, v.ballot, v.version, v.stage);
}
auto fields(const GroupConfig &v)
{
    return std::tie(v.version, v.range, v.voters, v.children, v.absorbed);
}
auto fields(const GroupView &v)
{
    return std::tie(v.group, v.range, v.ballot, v.version, v.leader, v.voters, v.state);
}
auto fields(const FindNext &v)
{
    return std::tie(v.target);
}
auto fields(const FindNextReply &v)
{
    return std::tie(v.final, v.finger, v.next, v.owners);
}
auto fields(const GetNeighbours &v)
{
    return std::tie(v.withGroups);
}
auto fields(const Neighbours &v)
{
    return std::tie(v.state, v.predecessor, v.successors, v.empty, v.groups, v.primaryKeys, v.leavesForMs);
}
auto fields(const Ping &)
{
    return std::tie();
}
auto fields(const Pong &)
{
    return std::tie();
}
auto fields(const Notify &)
{
    return std::tie();
}
auto fields(const Leaving &v)
{
    return std::tie(v.lost);
}
auto fields(const PreVote &v)
{
    return std::tie(v.group, v.ballot, v.range);
}
auto fields(const PreVoteReply &v)
{
    return std::tie(v.verdict, v.promised);
}
auto fields(const Release &v)
{
    return std::tie(v.ballot, v.heartbeat);
}
auto fields(const Prepare &v)
{
    return std::tie(v.group, v.ballot, v.release);
}
auto fields(const Promise &v)
{
    return std::tie(v.verdict, v.promised, v.accepted, v.config, v.mark);
}
auto fields(const TakeLead &v)
{
    return std::tie(v.group, v.release);
}
auto fields(const LeaseEntry &v)
{
    return std::tie(v.group, v.ballot, v.version, v.leaseMs);
}
auto fields(const Heartbeat &v)
{
    return std::tie(v.number, v.leaving, v.entries);
}
auto fields(const LeaseAnswer &v)
{
    return std::tie(v.group, v.verdict, v.promised, v.state);
}
auto fields(const HeartbeatReply &v)
{
    return std::tie(v.leaving, v.answers);
}
auto fields(const Propose &v)
{
    return std::tie(v.group, v.ballot, v.config, v.learner, v.mark);
}
auto fields(const ProposeReply &v)
{
    return std::tie(v.verdict, v.promised, v.state);
}
auto fields(const Removed &v)
{
    return std::tie(v.group, v.ballot, v.version, v.children);
}
auto fields(const AppliedWrite &v)
{
    return std::tie(v.operation, v.stamp, v.created);
}
auto fields(const AppliedList &v)
{
    return std::tie(v.writes, v.forgotten);
}
auto fields(const Transfer &v)
{
    return std::tie(v.key, v.value, v.contentType, v.stamp, v.version, v.ttlMs, v.tombstone, v.applied);
}
auto fields(const KeyStamp &v)
{
    return std::tie(v.key, v.stamp);
}
auto fields(const Accept &v)
{
    return std::tie(v.group, v.ballot, v.number, v.mark, v.exact, v.records);
}
auto fields(const AcceptReply &v)
{
    return std::tie(v.verdict, v.promised, v.state);
}
auto fields(const Drop &v)
{
    return std::tie(v.group, v.ballot, v.number, v.records);
}
auto fields(const SyncRequest &v)
{
    return std::tie(v.group, v.ballot, v.lo, v.hi, v.count, v.digest);
}
auto fields(const SyncPart &v)
{
    return std::tie(v.hi, v.count, v.digest);
}
auto fields(const SyncReply &v)
{
    return std::tie(v.kind, v.parts, v.entries, v.state);
}
auto fields(const Fetch &v)
{
    return std::tie(v.group, v.ballot, v.keys);
}
auto fields(const FetchReply &v)
{
    return std::tie(v.records, v.answered, v.mark);
}
auto fields(const Descriptor &v)
{
    return std::tie(v.group, v.range, v.leader, v.latest, v.voters);
}
auto fields(const Register &v)
{
    return std::tie(v.descriptor);
}
auto fields(const RequestRange &)
{
    return std::tie();
}
auto fields(const RangeReply &v)
{
    return std::tie(v.accepted, v.leader);
}
auto fields(const SurveyGroups &v)
{
    return std::tie(v.range);
}
auto fields(const SurveyReply &v)
{
    return std::tie(v.groups, v.nodes, v.gone, v.changes);
}
auto fields(const Recover &v)
{
    return std::tie(v.group, v.version, v.present);
}
auto fields(const Gone &v)
{
    return std::tie(v.nodes);
}
auto fields(const Condition &v)
{
    return std::tie(v.kind, v.any, v.versions);
}
auto fields(const Listing &v)
{
    return std::tie(v.from, v.prefix, v.keysMax);
}
auto fields(const ListedKey &v)
{
    return std::tie(v.key, v.version, v.bytes, v.ttlMs);
}
auto fields(const Listed &v)
{
    return std::tie(v.keys, v.complete, v.from, v.after);
}
auto fields(const Execute &v)
{
    return std::tie(v.operation, v.since, v.kind, v.key, v.value, v.contentType, v.ttlMs, v.condition, v.relay,
                    v.listing);
}
auto fields(const WatchCount &v)
{
    return std::tie(v.watch, v.told);
}
auto fields(const WatchTerms &v)
{
    return std::tie(v.isSubscribed, v.point, v.absentSince, v.replaced);
}
auto fields(const ExecuteReply &v)
{
    return std::tie(v.status, v.created, v.value, v.contentType, v.ttlMs, v.version, v.descriptor, v.next, v.watch,
                    v.listed);
}
auto fields(const WatchEvent &v)
{
    return std::tie(v.watch, v.number, v.kind, v.value, v.contentType, v.ttlMs, v.version, v.point);
}
auto fields(const KeepWatches &v)
{
    return std::tie(v.watches);
}
auto fields(const KeepWatchesReply &v)
{
    return std::tie(v.differing);
}
auto fields(const Unreachable &v)
{
    return std::tie(v.proof);
}

// The alternatives of Body in their order.
class Hasher {
public:
    quint64 result() const { return m_hash; }

    template <typename T>
    void add(const T &value)
    {
        if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
            m_hash = mix(m_hash, quint64(value));
        else
            std::apply([this](const auto &...field) { (add(field), ...); }, fields(value));
    }
    void add(const Id &id)
    {
        for (quint64 word : id.words())
            add(word);
    }
    void add(const QByteArray &bytes) { add(digest(bytes)); }
    template <typename T>
    void add(const std::optional<T> &value)
    {
        add(value.has_value());
        if (value)
            add(*value);
    }
    template <typename T>
    void add(const std::vector<T> &values)
    {
        add(values.size());
        for (const T &value : values)
            add(value);
    }

private:
    quint64 m_hash = 0;
};

class Writer {
public:
    explicit Writer(const IdSpace &space)
        : m_space(space)
    {
    }
    QByteArray result() const { return m_text; }
    void append(QByteArrayView text) { m_text.append(text); }

    template <typename T>
    void add(const T &value)
    {
        if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
            m_text += QByteArray::number(qint64(value));
        else
            addList(fields(value), '(', ')');
    }
    void add(const Id &id) { m_text += m_space.toHex(id).left(8); }
    void add(const NodeRef &node) { m_text += node.address; }
    void add(const Version &version) { m_text += version.toText(); }
    // Six digits tell incarnations and groups apart.
    void add(const Ballot &ballot)
    {
        m_text += QByteArray::number(ballot.lossEpoch) + '.' + QByteArray::number(ballot.round) + '.'
            + QByteArray::number(ballot.leader, 16).left(6);
    }
    void add(const QByteArray &bytes)
    {
        m_text += '\'' + bytes.left(shownBytesMax).toPercentEncoding(" !#$%&()*+,/:;=?@[]");
        m_text += bytes.size() > shownBytesMax ? "…'" : "'";
    }
    template <typename T>
    void add(const std::optional<T> &value)
    {
        if (value)
            add(*value);
        else
            m_text += '-';
    }
    template <typename T>
    void add(const std::vector<T> &values)
    {
        m_text += '[';
        for (size_t i = 0; i < values.size(); ++i) {
            if (i > 0)
                m_text += ' ';
            add(values[i]);
        }
        m_text += ']';
    }

private:
    template <typename Tuple>
    void addList(const Tuple &values, char open, char close)
    {
        m_text += open;
        bool first = true;
        const auto addNext = [&](const auto &value) {
            if (!first)
                m_text += ' ';
            first = false;
            add(value);
        };
        std::apply([&](const auto &...value) { (addNext(value), ...); }, values);
        m_text += close;
    }

    IdSpace m_space;
    QByteArray m_text;
};

} // namespace

QByteArray describe(const Message &message, const IdSpace &space)
{
    Writer writer(space);
    writer.append(messageName(message.body));
    if (message.requestId != 0)
        writer.append("#" + QByteArray::number(message.requestId));
    std::visit([&](const auto &body) { writer.add(body); }, message.body);
    return writer.result();
}

quint64 digest(const Message &message)
{
    Hasher hasher;
    hasher.add(message.requestId);
    hasher.add(message.ring);
    hasher.add(message.ring);
    hasher.add(message.body.index());
    std::visit([&](const auto &body) { hasher.add(body); }, message.body);
    return hasher.result();
}

// FNV-1a, 64 bits.
quint64 digest(QByteArrayView bytes)
{
    quint64 hash = 0xcbf29ce484222325u;
    for (const char byte : bytes) {
        hash ^= quint8(byte);
        hash *= 0x100000001b3u;
    }
    return hash;
}

} // namespace sim
