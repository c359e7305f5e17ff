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
    void fill(LeaseReply::Result &value) { value = LeaseReply::Result(m_random.below(3)); }
    void fill(SyncReply::Kind &value) { value = SyncReply::Kind(m_random.below(3)); }
    void fill(OperationKind &value) { value = OperationKind(m_random.below(3)); }
    void fill(Condition::Kind &value) { value = Condition::Kind(m_random.below(3)); }
    void fill(ExecuteStatus &value) { value = ExecuteStatus(m_random.below(6)); }
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
    void fill(Range &range) { all(range.lo, range.hi, range.term); }
    void fill(Claim &claim) { all(claim.owner, claim.range); }
    void fill(Version &version) { all(version.term, version.counter, version.owner); }
    void fill(OperationId &id) { all(id.origin, id.number); }
    void fill(AppliedWrite &applied) { all(applied.operation, applied.version, applied.created); }
    void fill(SyncPart &part) { all(part.hi, part.count, part.digest); }
    void fill(QByteArray &key) { key = m_random.bytes(1, 40); }
    void fill(KeyVersion &entry) { all(entry.key, entry.version); }
    void fill(Condition &condition) { all(condition.kind, condition.any, condition.versions); }
    void fill(Transfer &record)
    {
        all(record.key, record.version, record.tombstone, record.applied);
        fillContent(record.value, record.contentType, record.ttlMs);
    }

    void fill(FindNext &m) { fill(m.target); }
    void fill(FindNextReply &m)
    {
        all(m.final, m.next, m.owners);
        m.finger = qint16(qint64(m_random.below(quint64(m_config.idBits) + 1)) - 1);
    }
    void fill(GetNeighbours &) { }
    void fill(Neighbours &m) { all(m.state, m.predecessor, m.successors, m.owned, m.claimed, m.primaryKeys); }
    void fill(Ping &) { }
    void fill(Pong &) { }
    void fill(Notify &) { }
    void fill(Leaving &) { }
    void fill(LeaseRequest &m) { all(m.range, m.handedOverBy); }
    void fill(LeaseReply &m) { all(m.result, m.conflict); }
    void fill(HandOver &m) { all(m.range, m.below, m.count, m.digest); }
    void fill(HandOverReply &m) { fill(m.accepted); }
    void fill(Replicate &m) { all(m.term, m.records); }
    void fill(ReplicateReply &m) { fill(m.stored); }
    void fill(Offer &m) { fill(m.records); }
    void fill(OfferReply &m) { fill(m.accepted); }
    void fill(SyncRequest &m) { all(m.lo, m.hi, m.count, m.digest); }
    void fill(SyncReply &m) { all(m.kind, m.parts, m.entries); }
    void fill(Fetch &m) { fill(m.keys); }
    void fill(FetchReply &m) { all(m.records, m.answered); }
    void fill(Collect &m) { fill(m.tombstones); }
    void fill(Execute &m)
    {
        all(m.operation, m.kind, m.key, m.condition);
        fillContent(m.value, m.contentType, m.ttlMs);
    }
    void fill(ExecuteReply &m)
    {
        all(m.status, m.created, m.version, m.owned, m.next);
        fillContent(m.value, m.contentType, m.ttlMs);
    }
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
    message.body = emptyBody(typeIndex, std::make_index_sequence<std::variant_size_v<Body>>());
    Filler filler(random, config);
    std::visit([&](auto &body) { filler.fill(body); }, message.body);
    return message;
}

} // namespace samples
