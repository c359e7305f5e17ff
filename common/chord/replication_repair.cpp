// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sessions: one Reconciliation each with one peer, one message under way at a time. They serve repair (owner and
// replica), acquiring (new owner and every other holder), giving (owner and receiver) and orphans (a holder that need
// not keep something, and its owner).
#include "chord/replication.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time sessionRetryUs = 100 * usPerMs; // after a question that was not answered, or an offer not settled yet
constexpr size_t collectMax = 256; // tombstones collected in one round

} // namespace

void Replication::startSession(SessionKind kind, const NodeRef &peer, Reconciliation::Mode mode, const Id &lo,
                               const Id &hi)
{
    const quint64 number = m_context.nextToken();
    m_sessions.emplace(number, Session{kind, peer, lo, hi, Reconciliation(mode, lo, hi)});
    workOn(number);
    armWork();
}

bool Replication::hasSession(SessionKind kind) const
{
    return std::any_of(m_sessions.begin(), m_sessions.end(),
                       [&](const auto &entry) { return entry.second.kind == kind; });
}

bool Replication::hasSession(SessionKind kind, const Id &peer) const
{
    return std::any_of(m_sessions.begin(), m_sessions.end(),
                       [&](const auto &entry) { return entry.second.kind == kind && entry.second.peer.id == peer; });
}

void Replication::endSessions(SessionKind kind)
{
    std::erase_if(m_sessions, [&](const auto &entry) { return entry.second.kind == kind; });
}

void Replication::workOnSessions()
{
    std::vector<quint64> idle;
    for (const auto &[number, session] : m_sessions) {
        if (!session.underWay && session.retryAt <= m_context.now)
            idle.push_back(number);
    }
    for (const quint64 number : idle)
        workOn(number);
}

// Sends the session's next message.
void Replication::workOn(quint64 number)
{
    const auto it = m_sessions.find(number);
    if (it == m_sessions.end() || it->second.underWay)
        return;
    Session &session = it->second;
    const Purpose purpose{Purpose::Kind::Session, number};
    const int timeoutMs = m_context.config.dataTimeoutMs;
    if (auto fetch = session.work.nextFetch()) {
        session.underWay = true;
        m_context.request(session.peer.address, std::move(*fetch), purpose, timeoutMs);
        return;
    }
    const std::vector<QByteArray> keys = session.work.nextPush(m_store, m_context.config);
    if (!keys.empty()) {
        std::vector<Transfer> records;
        for (const QByteArray &key : keys)
            records.push_back(toTransfer(*m_store.find(m_context.space.hash(key), key), m_applied, m_context.now));
        session.underWay = true;
        if (session.work.mode() == Reconciliation::Mode::Offer) {
            m_context.request(session.peer.address, Offer{std::move(records)}, purpose, timeoutMs);
        } else {
            const quint64 term = m_acquisition && session.kind == SessionKind::Acquire
                ? m_acquisition->lease.range().term
                : m_owned ? m_owned->range().term
                          : 0;
            m_context.request(session.peer.address, Replicate{term, std::move(records)}, purpose, timeoutMs);
        }
        return;
    }
    if (auto sync = session.work.nextSync(m_store)) {
        session.underWay = true;
        m_context.request(session.peer.address, *sync, purpose, timeoutMs);
        return;
    }
    sessionEnded(number, true);
}

void Replication::onSessionReply(quint64 number, const Body &body)
{
    const auto it = m_sessions.find(number);
    if (it == m_sessions.end())
        return;
    Session &session = it->second;
    session.underWay = false;
    if (const auto *sync = std::get_if<SyncReply>(&body)) {
        session.work.onSync(m_store, *sync, [this](const QByteArray &key) {
            const Record *record = m_store.find(m_context.space.hash(key), key);
            return Reconciliation::Ours{record ? record->version : Version{}, m_writeOfKey.contains(key)};
        });
    } else if (const auto *fetched = std::get_if<FetchReply>(&body)) {
        session.work.onFetched(*fetched);
        for (const Transfer &transfer : fetched->records)
            adopt(transfer);
    } else if (const auto *stored = std::get_if<ReplicateReply>(&body)) {
        if (!stored->stored) {
            m_context.armBy(Timer::Leases, m_context.now);
            sessionEnded(number, false);
            return;
        }
        session.work.onPushed();
    } else if (const auto *offered = std::get_if<OfferReply>(&body)) {
        if (!offered->accepted) {
            session.retryAt = m_context.now + sessionRetryUs;
            armWork();
            return;
        }
        session.work.onPushed();
    }
    // What was adopted may have ended this very session.
    workOn(number);
}

void Replication::sessionEnded(quint64 number, bool agreed)
{
    const auto it = m_sessions.find(number);
    if (it == m_sessions.end())
        return;
    const Session session = std::move(it->second);
    m_sessions.erase(it);
    m_context.counters.recordsRepaired += session.work.moved();
    switch (session.kind) {
    case SessionKind::Repair:
        if (agreed)
            repairNext();
        else
            markDirty(session.peer.id);
        return;
    case SessionKind::Acquire:
        if (m_acquisition && agreed)
            m_acquisition->synced.push_back(session.peer.id);
        armWork();
        if (agreed)
            workOnAcquisition();
        return;
    case SessionKind::TakeRest:
        if (m_acquisition && agreed)
            m_acquisition->restTaken = true;
        armWork();
        if (agreed)
            workOnAcquisition();
        return;
    case SessionKind::Give:
        if (agreed)
            workOnGiving();
        else
            stopGiving();
        return;
    case SessionKind::GiveRest:
        m_restGiven = agreed && m_context.state == NodeState::Leaving;
        if (agreed && m_giving)
            workOnGiving();
        else if (!agreed)
            stopGiving();
        armWork();
        return;
    case SessionKind::Orphan:
        m_orphanUnderWay = false;
        if (agreed) {
            dropOrphans(session.lo, session.hi);
            m_orphanLookup = firstOrphan();
        }
        return;
    }
}

// --- Repair

bool Replication::isReplica(const Id &node) const
{
    return std::any_of(m_replicas.begin(), m_replicas.end(),
                       [&](const NodeRef &replica) { return replica.id == node; });
}

void Replication::markDirty(const Id &replica)
{
    if (isReplica(replica) && std::find(m_dirty.begin(), m_dirty.end(), replica) == m_dirty.end())
        m_dirty.push_back(replica);
    armWork();
}

void Replication::repairNext()
{
    if (!m_owned || !serving() || hasSession(SessionKind::Repair))
        return;
    for (const NodeRef &replica : m_replicas) {
        const auto dirty = std::find(m_dirty.begin(), m_dirty.end(), replica.id);
        if (dirty == m_dirty.end() || m_context.isDead(replica.address))
            continue;
        m_dirty.erase(dirty);
        startSession(SessionKind::Repair, replica, Reconciliation::Mode::Both, m_owned->range().lo,
                     m_owned->range().hi);
        return;
    }
}

// --- Orphans

std::optional<Range> Replication::keptAround(const Id &id) const
{
    for (const std::optional<Range> &own : {owned(), claimed()}) {
        if (own && own->contains(id))
            return own;
    }
    // With one holder a key, leases are asked of a node that keeps nothing for their owner.
    if (m_context.config.replicas == 1)
        return {};
    return m_book.keptAround(id, m_context.now - m_context.config.orphanGraceMs * usPerMs);
}

// The first record that neither we own nor anybody counts on us to keep. Steps over whole ranges, not over records.
std::optional<Id> Replication::firstOrphan() const
{
    if (!m_owned || m_context.state != NodeState::Ready || m_outOfTouch)
        return {};
    std::optional<Id> orphan;
    Id at;
    QByteArray after;
    bool more = true;
    while (more) {
        more = false;
        m_store.forEachAfter(at, after, [&](const Id &id, const Record &) {
            if (const auto kept = keptAround(id)) {
                // On to the end of that range, unless it reaches over zero: then everything behind us is kept.
                more = kept->hi >= id && kept->lo != kept->hi;
                at = kept->hi;
                after = QByteArray(m_context.config.keyBytesMax + 1, char(0xff)); // behind every key there
            } else {
                orphan = id;
            }
            return false;
        });
    }
    return orphan;
}

std::optional<Id> Replication::takeOrphanLookup()
{
    if (!m_orphanLookup)
        return {};
    m_orphanUnderWay = true;
    return std::exchange(m_orphanLookup, {});
}

void Replication::onOrphanLookup(const Lookup &lookup)
{
    m_orphanUnderWay = false;
    if (lookup.stage() != Lookup::Stage::Done || m_context.state != NodeState::Ready || m_outOfTouch)
        return;
    const NodeRef &owner = lookup.owners().front();
    const auto &range = lookup.ownerNeighbours().owned;
    if (owner.id == m_context.self.id || !range || !range->contains(lookup.target()))
        return;
    m_orphanUnderWay = true;
    startSession(SessionKind::Orphan, owner, Reconciliation::Mode::Offer, range->lo, range->hi);
}

// Their owner has all of these now. What is counted on again since is kept.
void Replication::dropOrphans(const Id &lo, const Id &hi)
{
    std::vector<std::pair<Id, QByteArray>> orphans;
    m_store.forEachIn(lo, hi, [&](const Id &id, const Record &record) {
        if (!keptAround(id))
            orphans.emplace_back(id, record.key);
        return true;
    });
    for (const auto &[id, key] : orphans)
        m_store.remove(id, key);
}

// --- Tombstones

// In two rounds: first every replica confirms that it holds these tombstones, then all forget them.
void Replication::collect()
{
    const Time grace = m_context.config.tombstoneGraceMs * usPerMs;
    if (m_collection || !serving()) {
        m_collection.reset();
        m_context.arm(Timer::Collect, m_context.now + grace / 4);
        return;
    }
    Collection collection;
    std::vector<Transfer> records;
    while (!m_tombstones.empty() && m_tombstones.begin()->first + grace <= m_context.now
           && records.size() < collectMax) {
        const KeyVersion tombstone = m_tombstones.begin()->second;
        const QByteArray &key = tombstone.key;
        m_tombstones.erase(m_tombstones.begin());
        const Id id = m_context.space.hash(key);
        const Record *record = m_store.find(id, key);
        // A later delete of the same key has an entry, and a grace, of its own.
        if (!record || !record->tombstone || record->version != tombstone.version)
            continue;
        // Also those of others: this node may become their owner, and only the owner collects.
        m_tombstones.emplace(m_context.now, tombstone);
        if (standing(id) != Standing::Serve || m_writeOfKey.contains(key))
            continue;
        collection.tombstones.push_back({key, record->version});
        records.push_back(toTransfer(*record, m_applied, m_context.now));
    }
    if (!m_tombstones.empty())
        m_context.arm(Timer::Collect, std::max(m_context.now + grace / 4, m_tombstones.begin()->first + grace));
    if (records.empty())
        return;
    for (const NodeRef &replica : m_replicas) {
        collection.awaited.push_back(replica.id);
        m_context.request(replica.address, Replicate{m_owned->range().term, records}, {Purpose::Kind::Collect, 0},
                          m_context.config.dataTimeoutMs);
    }
    m_collection = std::make_unique<Collection>(std::move(collection));
    if (m_replicas.empty())
        finishCollection();
}

void Replication::finishCollection()
{
    const Collection collection = std::move(*m_collection);
    m_collection.reset();
    Collect message;
    message.tombstones = collection.tombstones;
    for (const NodeRef &replica : m_replicas)
        m_context.send(replica.address, 0, message);
    forget(collection.tombstones);
}

void Replication::onCollect(const NodeRef &from, const Collect &request)
{
    std::vector<KeyVersion> theirs;
    for (const KeyVersion &tombstone : request.tombstones) {
        const Id id = m_context.space.hash(tombstone.key);
        if (standing(id) == Standing::NotOwner && m_book.latestOwner(id) == from.id)
            theirs.push_back(tombstone);
    }
    forget(theirs);
}

void Replication::forget(const std::vector<KeyVersion> &tombstones)
{
    for (const KeyVersion &tombstone : tombstones) {
        const Id id = m_context.space.hash(tombstone.key);
        const Record *record = m_store.find(id, tombstone.key);
        if (!record || !record->tombstone || record->version != tombstone.version
            || m_writeOfKey.contains(tombstone.key))
            continue;
        m_store.remove(id, tombstone.key);
        ++m_context.counters.tombstonesCollected;
    }
}

// --- Replies to whatever this part asked

void Replication::onReply(const Request &request, const NodeRef &from, const Body &body)
{
    switch (request.purpose.kind) {
    case Purpose::Kind::Lease:
        if (const auto *reply = std::get_if<LeaseReply>(&body))
            onLease(request, from, *reply);
        return;
    case Purpose::Kind::Replicate:
        if (const auto *reply = std::get_if<ReplicateReply>(&body))
            onReplicated(request, from, *reply);
        return;
    case Purpose::Kind::Session:
        onSessionReply(request.purpose.token, body);
        return;
    case Purpose::Kind::HandOver:
        if (const auto *reply = std::get_if<HandOverReply>(&body); reply && isOffered(request.purpose.token)) {
            // One that was restarted knows nothing of what it had accepted.
            if (reply->accepted)
                given(true);
            else if (from != m_giving->to)
                given(false);
            else
                stopGiving();
        }
        return;
    case Purpose::Kind::Below:
        if (const auto *reply = std::get_if<Neighbours>(&body))
            onBelow(from, *reply);
        return;
    case Purpose::Kind::Survey:
        if (const auto *reply = std::get_if<Neighbours>(&body))
            onSurveyed(request.purpose.token, from, *reply);
        return;
    case Purpose::Kind::Collect:
        if (const auto *reply = std::get_if<ReplicateReply>(&body); reply && m_collection && reply->stored) {
            std::erase(m_collection->awaited, from.id);
            if (m_collection->awaited.empty() && serving())
                finishCollection();
        }
        return;
    default:
        return;
    }
}

void Replication::onFailure(const Request &request)
{
    switch (request.purpose.kind) {
    case Purpose::Kind::Replicate: {
        const auto write = m_writes.find(request.purpose.token);
        for (const NodeRef &replica : m_replicas) {
            if (replica.address != request.to)
                continue;
            if (write == m_writes.end())
                markDirty(replica.id);
            else
                std::erase(write->second.asked, replica.id);
        }
        return;
    }
    case Purpose::Kind::Session: {
        const auto session = m_sessions.find(request.purpose.token);
        if (session == m_sessions.end())
            return;
        session->second.underWay = false;
        session->second.retryAt = m_context.now + sessionRetryUs;
        session->second.work.onFailure();
        armWork();
        return;
    }
    case Purpose::Kind::HandOver:
        if (isOffered(request.purpose.token))
            offer();
        return;
    case Purpose::Kind::Below:
        m_askingBelow = false;
        armWork();
        return;
    case Purpose::Kind::Survey:
        if (m_survey && m_survey->token == request.purpose.token)
            m_survey.reset();
        return;
    default:
        return;
    }
}

} // namespace chord
