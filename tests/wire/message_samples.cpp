// SPDX-License-Identifier: GPL-3.0-or-later
//
// One fill function for each structure, so that a new field that is left out here is seen as never set.

#include "message_samples.h"

#include <array>

using namespace chord;

namespace samples {

quint64 Random::next()
{
    quint64 z = (m_state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

QByteArray Random::bytes(qsizetype min, qsizetype max)
{
    QByteArray result(min + qsizetype(below(quint64(max - min) + 1)), Qt::Uninitialized);
    for (char &byte : result)
        byte = char(next());
    return result;
}

namespace {

class Filler {
public:
    Filler(Random &random, const Config &config)
        : m_random(random)
        , m_config(config)
    {
    }

    void fill(bool &value) { value = m_random.coin(); }
    void fill(quint64 &value) { value = m_random.number(); }
    void fill(quint32 &value) { value = quint32(m_random.number()); }
    void fill(NodeState &value) { value = NodeState(m_random.below(4)); }
    void fill(GroupState &value) { value = GroupState(m_random.below(4)); }
    void fill(Verdict &value) { value = Verdict(m_random.below(7)); }
    void fill(AbsorbedGroup::Stage &value) { value = AbsorbedGroup::Stage(m_random.below(3)); }
    void fill(SyncReply::Kind &value) { value = SyncReply::Kind(m_random.below(4)); }
    void fill(OperationKind &value) { value = OperationKind(m_random.below(5)); }
    void fill(Condition::Kind &value) { value = Condition::Kind(m_random.below(3)); }
    void fill(ExecuteStatus &value) { value = ExecuteStatus(m_random.below(8)); }
    void fill(Id &id)
    {
        const IdSpace space = m_config.space();
        const QByteArray some = m_random.bytes(0, 20);
        id = m_random.coin() ? space.hash(some) : space.powerOfTwo(int(m_random.below(quint64(space.bits()))));
    }
    void fill(NodeRef &node)
    {
        fill(node.id);
        node.address = "node-" + QByteArray::number(m_random.below(1000)) + ".example:11000";
        fill(node.incarnation);
    }
    void fill(Range &range) { all(range.lo, range.hi); }
    void fill(Ballot &ballot) { all(ballot.lossEpoch, ballot.round, ballot.leader); }
    void fill(Stamp &stamp) { all(stamp.ballot, stamp.sequence); }
    void fill(Version &version) { fill(version.number); }
    void fill(ChildGroup &child) { all(child.group, child.range, child.voters); }
    void fill(AbsorbedGroup &absorbed) { all(absorbed.group, absorbed.ballot, absorbed.version, absorbed.stage); }
    void fill(GroupConfig &config)
    {
        all(config.version, config.range, config.voters, config.children, config.absorbed);
    }
    void fill(GroupView &view)
    {
        all(view.group, view.range, view.ballot, view.version, view.leader, view.voters, view.state);
    }
    void fill(Release &release) { all(release.ballot, release.heartbeat); }
    void fill(LeaseEntry &entry) { all(entry.group, entry.ballot, entry.version, entry.leaseMs); }
    void fill(LeaseAnswer &answer) { all(answer.group, answer.verdict, answer.promised, answer.state); }
    void fill(Descriptor &descriptor)
    {
        all(descriptor.group, descriptor.range, descriptor.leader, descriptor.latest, descriptor.voters);
    }
    void fill(OperationId &id) { all(id.origin, id.number); }
    void fill(AppliedWrite &applied) { all(applied.operation, applied.stamp, applied.created); }
    void fill(AppliedList &applied) { all(applied.writes, applied.forgotten); }
    void fill(SyncPart &part) { all(part.hi, part.count, part.digest); }
    void fill(QByteArray &key) { key = m_random.bytes(1, 40); }
    void fill(KeyStamp &entry) { all(entry.key, entry.stamp); }
    void fill(Condition &condition) { all(condition.kind, condition.any, condition.versions); }
    void fill(Transfer &record)
    {
        all(record.key, record.stamp, record.version, record.tombstone, record.applied);
        fillContent(record.value, record.contentType, record.ttlMs);
    }

    void fill(WatchEvent::Kind &value) { value = WatchEvent::Kind(m_random.below(4)); }
    void fill(WatchCount &count) { all(count.watch, count.told); }
    void fill(WatchTerms &terms) { all(terms.isSubscribed, terms.point, terms.absentSince, terms.replaced); }

    void fill(FindNext &m) { fill(m.target); }
    void fill(FindNextReply &m)
    {
        all(m.final, m.next, m.owners);
        m.finger = qint16(qint64(m_random.below(quint64(m_config.idBits) + 1)) - 1);
    }
    void fill(GetNeighbours &m) { fill(m.withGroups); }
    void fill(Neighbours &m)
    {
        all(m.state, m.predecessor, m.successors, m.empty, m.groups, m.primaryKeys, m.leavesForMs);
    }
    void fill(Ping &) { }
    void fill(Pong &) { }
    void fill(Notify &) { }
    void fill(Leaving &m) { all(m.lost); }
    void fill(PreVote &m) { all(m.group, m.ballot, m.range); }
    void fill(PreVoteReply &m) { all(m.verdict, m.promised); }
    void fill(Prepare &m) { all(m.group, m.ballot, m.release); }
    void fill(Promise &m) { all(m.verdict, m.promised, m.accepted, m.config, m.mark); }
    void fill(TakeLead &m) { all(m.group, m.release); }
    void fill(Heartbeat &m) { all(m.number, m.leaving, m.commits, m.entries); }
    void fill(HeartbeatReply &m) { all(m.leaving, m.commits, m.known, m.answers); }
    void fill(Propose &m) { all(m.group, m.ballot, m.config, m.learner, m.mark); }
    void fill(ProposeReply &m) { all(m.verdict, m.promised, m.state); }
    void fill(Removed &m) { all(m.group, m.ballot, m.version, m.children); }
    void fill(Accept &m) { all(m.group, m.ballot, m.number, m.mark, m.exact, m.records); }
    void fill(AcceptReply &m) { all(m.verdict, m.promised, m.state); }
    void fill(Drop &m) { all(m.group, m.ballot, m.number, m.records); }
    void fill(SyncRequest &m) { all(m.group, m.ballot, m.lo, m.hi, m.count, m.digest); }
    void fill(SyncReply &m) { all(m.kind, m.parts, m.entries, m.state); }
    void fill(Fetch &m) { all(m.group, m.ballot, m.keys); }
    void fill(FetchReply &m) { all(m.records, m.answered); }
    void fill(Register &m) { fill(m.descriptor); }
    void fill(RequestRange &) { }
    void fill(RangeReply &m) { all(m.accepted, m.leader); }
    void fill(SurveyGroups &m) { fill(m.range); }
    void fill(SurveyReply &m) { all(m.groups, m.nodes, m.gone, m.changes); }
    void fill(Recover &m) { all(m.group, m.version, m.present); }
    void fill(Gone &m) { fill(m.nodes); }
    void fill(Execute &m)
    {
        all(m.operation, m.since, m.kind, m.key, m.condition, m.relay);
        fillContent(m.value, m.contentType, m.ttlMs);
        if (m.kind == OperationKind::List)
            fill(m.listing.emplace());
    }
    void fill(Listing &m)
    {
        all(m.from, m.keysMax);
        m.prefix = m_random.bytes(0, 10);
    }
    void fill(ListedKey &m)
    {
        all(m.key, m.version, m.bytes);
        m.ttlMs = m_random.coin() ? -1 : qint64(m_random.number() >> 1);
    }
    void fill(Listed &m)
    {
        all(m.keys, m.complete, m.from);
        m.after = m_random.bytes(0, 10);
    }
    void fill(ExecuteReply &m)
    {
        all(m.status, m.created, m.version, m.descriptor, m.next, m.watch, m.listed);
        fillContent(m.value, m.contentType, m.ttlMs);
    }
    void fill(WatchEvent &m)
    {
        all(m.watch, m.number, m.kind, m.version, m.point);
        fillContent(m.value, m.contentType, m.ttlMs);
    }
    void fill(KeepWatches &m) { fill(m.watches); }
    void fill(KeepWatchesReply &m) { fill(m.differing); }
    void fill(Unreachable &) { }

private:
    template <typename... Ts>
    void all(Ts &...parts)
    {
        (fill(parts), ...);
    }

    template <typename T>
    void fill(std::optional<T> &part)
    {
        if (m_random.coin())
            fill(part.emplace());
    }

    template <typename T>
    void fill(std::vector<T> &items)
    {
        const quint64 count = m_random.below(6) * m_random.below(6);
        for (quint64 i = 0; i < count; ++i)
            fill(items.emplace_back());
    }

    void fillContent(QByteArray &value, QByteArray &contentType, qint64 &ttlMs)
    {
        value = m_random.bytes(0, m_random.coin() ? 300 : 10);
        contentType = m_random.coin() ? QByteArray("text/plain") : QByteArray();
        ttlMs = m_random.coin() ? -1 : qint64(m_random.number() >> 1);
    }

    Random &m_random;
    const Config &m_config;
};

template <size_t... Indices>
Body emptyBody(size_t typeIndex, std::index_sequence<Indices...>)
{
    static const std::array<Body, sizeof...(Indices)> bodies{Body(std::in_place_index<Indices>)...};
    return bodies.at(typeIndex);
}

} // namespace

Message message(size_t typeIndex, Random &random, const Config &config)
{
    Message message;
    message.requestId = random.number();
    message.ring = random.number();
    message.body = emptyBody(typeIndex, std::make_index_sequence<std::variant_size_v<Body>>());
    Filler filler(random, config);
    std::visit([&](auto &body) { filler.fill(body); }, message.body);
    return message;
}

} // namespace samples
