// SPDX-License-Identifier: GPL-3.0-or-later
//
// How voters and learners get the records: comparing with the leader's, the numbered streams, and the collection of
// tombstones that all have.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr size_t recordsPerMessageMax = 256;
constexpr size_t settlingMax = 256; // records that are accepted again at a time
constexpr size_t fetchKeysMax = 64;
constexpr size_t collectMax = 1000;

qint64 bytesOf(const Record &record)
{
    return record.key.size() + record.value.size() + record.contentType.size();
}

} // namespace

// --- Comparing

void Groups::compare(Group &group, Replica &replica)
{
    Leadership &lead = *group.lead;
    if (!replica.comparison) {
        replica.sync = Replica::Sync::Comparing;
        replica.hasSurplus = false;
        replica.comparison = std::make_unique<Comparison>(lead.isServing() ? lead.range : lead.config.range);
        for (const auto &[key, write] : lead.writes)
            lacks(replica, key, write.record.stamp, false, write.again);
    }
    auto request = replica.comparison->next(m_store);
    if (!request) {
        if (replica.comparison->done())
            comparisonEnded(group, replica);
        return;
    }
    Ask question;
    question.group = request->group = group.acceptor.group();
    question.ballot = request->ballot = lead.ballot;
    question.number = replica.lastSync = ++lead.syncs;
    ask(replica.node, std::move(*request), Purpose::Kind::Sync, question, m_context.config.dataTimeoutMs);
}

SyncReply Groups::onSync(const SyncRequest &request) const
{
    const auto it = m_groups.find(request.group);
    if (it == m_groups.end() || it->second->acceptor.promised() != request.ballot)
        return {};
    SyncReply reply = answerSync(m_store, request, m_context.config);
    reply.state = it->second->state;
    return reply;
}

void Groups::onSyncReply(const Ask &question, const SyncReply *reply)
{
    Group *group = leading(question);
    if (!group)
        return;
    const auto it = group->lead->replicas.find(question.peer);
    // An answer to a comparison that was given up meanwhile says nothing of the present one.
    if (it == group->lead->replicas.end() || !it->second.comparison || it->second.lastSync != question.number)
        return;
    Replica &replica = it->second;
    if (!reply || reply->kind == SyncReply::Kind::Refused || !isPresent(replica, reply->state)) {
        replica.comparison->onFailure();
        replica.retryAt = m_context.now + retryUs;
        return;
    }
    const auto differences = replica.comparison->onReply(m_store, m_context.space, *reply);
    takeDifferences(*group, replica, differences);
    if (!group->lead || !group->lead->replicas.contains(question.peer))
        return;
    if (replica.lacking.size() < Replica::lackingMax / 2)
        compare(*group, replica);
    else
        replica.retryAt = m_context.now + retryUs;
}

void Groups::takeDifferences(Group &group, Replica &replica, const std::vector<Difference> &differences)
{
    Leadership &lead = *group.lead;
    const bool first = lead.compareFirst.contains(replica.node.incarnation);
    std::vector<KeyStamp> surplus;
    for (const Difference &difference : differences) {
        const Record *ours = m_store.find(difference.id, difference.key);
        const bool theirsIsLater = difference.theirs && (!ours || ours->stamp < *difference.theirs);
        if (first) {
            auto &best = lead.unsettled[difference.key];
            best.id = difference.id;
            if (ours && best.stamp < ours->stamp) {
                best.stamp = ours->stamp;
                best.holder = m_context.self;
            }
            if (theirsIsLater && best.stamp < *difference.theirs) {
                best.stamp = *difference.theirs;
                best.holder = replica.node;
            }
            continue;
        }
        if (lead.writes.contains(difference.key) || lead.unsettled.contains(difference.key))
            continue;
        if (replica.learner && !ours)
            surplus.push_back({difference.key, *difference.theirs});
        else if (!replica.learner && theirsIsLater)
            lead.unsettled[difference.key] = {difference.id, ours ? ours->stamp : Stamp(), m_context.self, false};
        else if (ours)
            lacks(replica, difference.key, ours->stamp, theirsIsLater, true);
    }
    if (!surplus.empty()) {
        replica.hasSurplus = true;
        Ask question;
        question.group = group.acceptor.group();
        question.ballot = lead.ballot;
        question.records = surplus;
        ask(replica.node, Drop{question.group, lead.ballot, ++replica.lastNumber, surplus}, Purpose::Kind::Drop,
            question, m_context.config.dataTimeoutMs);
    }
    pump(group, replica);
}

void Groups::comparisonEnded(Group &group, Replica &replica)
{
    Leadership &lead = *group.lead;
    replica.comparison.reset();
    // The request to drop them may be lost, and a learner is asked for no more once it is a voter.
    if (replica.hasSurplus) {
        compare(group, replica);
        return;
    }
    replica.sync = Replica::Sync::Streaming;
    lead.changeAt = std::min(lead.changeAt, m_context.now);
    wake(m_context.now);
    if (lead.compareFirst.erase(replica.node.incarnation) == 0 || !lead.compareFirst.empty())
        return;
    if (lead.isServing())
        m_context.tell(Event::Kind::RangeAcquired, m_context.self, text(lead.range) + ": elected", lead.range);
    const GroupId number = group.acceptor.group();
    settleNext(group);
    Group *still = find(number);
    if (still && still->lead)
        unpark(*still);
    checkJoined();
}

// Has the next unsettled records accepted again, once this node serves.
void Groups::settleNext(Group &group)
{
    Leadership &lead = *group.lead;
    if (!lead.isServing())
        return;
    std::map<quint64, std::pair<NodeRef, std::vector<QByteArray>>> toFetch;
    std::vector<std::pair<Id, QByteArray>> ready;
    for (auto &[key, best] : lead.unsettled) {
        if (ready.size() + lead.writes.size() >= settlingMax)
            break;
        const Record *ours = m_store.find(best.id, key);
        if (best.stamp.isNull() || (ours && best.stamp <= ours->stamp)) {
            ready.emplace_back(best.id, key);
        } else if (!best.fetching) {
            auto &[holder, keys] = toFetch[best.holder.incarnation];
            holder = best.holder;
            if (keys.size() < fetchKeysMax) {
                keys.push_back(key);
                best.fetching = true;
            }
        }
    }
    for (auto &[incarnation, wanted] : toFetch) {
        auto &[holder, keys] = wanted;
        Ask question;
        question.group = group.acceptor.group();
        question.ballot = lead.ballot;
        for (const QByteArray &key : keys)
            question.records.push_back({key, {}});
        ask(holder, Fetch{question.group, lead.ballot, keys}, Purpose::Kind::Fetch, question,
            m_context.config.dataTimeoutMs);
    }
    const GroupId number = group.acceptor.group();
    for (const auto &[id, key] : ready) {
        Group *still = find(number);
        if (!still || !still->lead)
            return;
        acceptAgain(*still, id, key);
    }
}

FetchReply Groups::onFetch(const Fetch &request) const
{
    const auto it = m_groups.find(request.group);
    if (it == m_groups.end() || it->second->acceptor.promised() != request.ballot)
        return {};
    FetchReply reply = answerFetch(m_store, m_applied, request, m_context.config, m_context.now);
    reply.mark = it->second->acceptor.mark();
    return reply;
}

void Groups::onFetchReply(const Ask &question, const FetchReply *reply)
{
    Group *group = leading(question);
    if (!group)
        return;
    Leadership &lead = *group->lead;
    if (!reply || reply->answered == 0) {
        // Only this voter has them: whether they were chosen cannot be told without it.
        stepDown(*group, "a voter that holds records did not answer");
        scheduleElection(*group, retryUs);
        return;
    }
    group->acceptor.raiseMark(reply->mark);
    for (const Transfer &transfer : reply->records) {
        const Id id = m_context.space.hash(transfer.key);
        const Record *ours = m_store.find(id, transfer.key);
        if (lead.unsettled.contains(transfer.key) && (!ours || ours->stamp < transfer.stamp))
            store(id, toRecord(transfer, m_context.now), transfer.applied);
    }
    for (size_t i = 0; i < question.records.size(); ++i) {
        const auto best = lead.unsettled.find(question.records[i].key);
        if (best == lead.unsettled.end())
            continue;
        best->second.fetching = false;
        const Record *ours = m_store.find(best->second.id, best->first);
        if (i < reply->answered && (!ours || ours->stamp < best->second.stamp))
            best->second.stamp = ours ? ours->stamp : Stamp(); // it has gone there meanwhile
    }
    settleNext(*group);
}

// --- The streams

// isChosen: a record of the key that it lacks is, or may be, chosen.
void Groups::lacks(Replica &replica, const QByteArray &key, const Stamp &stamp, bool exact, bool isChosen)
{
    const auto [it, isNew] = replica.lacking.try_emplace(key);
    if (isNew || it->second.inFlight)
        replica.toSend.push_back(key);
    it->second = {stamp, exact, false, isChosen ? stamp : it->second.chosen};
    if (replica.lacking.size() > Replica::lackingMax) {
        replica.lacking.clear();
        replica.toSend.clear();
        replica.comparison.reset();
        replica.sync = Replica::Sync::Unknown;
    }
}

void Groups::pump(Group &group, Replica &replica)
{
    const Time quiet = m_context.now - replica.heardAt;
    if (quiet > std::max<Time>(2 * leaseUs(), 2000 * usPerMs) || replica.retryAt > m_context.now)
        return;
    while (!replica.toSend.empty() && replica.bytesInFlight < Replica::windowBytes) {
        std::vector<QByteArray> keys;
        bool exact = false;
        qint64 bytes = 0;
        while (!replica.toSend.empty() && keys.size() < recordsPerMessageMax
               && bytes < m_context.config.transferBytesMax) {
            const QByteArray key = replica.toSend.front();
            const auto it = replica.lacking.find(key);
            if (it == replica.lacking.end() || it->second.inFlight) {
                replica.toSend.pop_front();
                continue;
            }
            if (!keys.empty() && it->second.exact != exact)
                break;
            exact = it->second.exact;
            replica.toSend.pop_front();
            keys.push_back(key);
            const auto write = group.lead->writes.find(key);
            const Record *record = write != group.lead->writes.end() ? &write->second.record
                                                                     : m_store.find(m_context.space.hash(key), key);
            bytes += record ? bytesOf(*record) : 0;
        }
        if (!keys.empty())
            sendRecords(group, replica, keys, exact);
    }
}

void Groups::sendRecords(Group &group, Replica &replica, const std::vector<QByteArray> &keys, bool exact)
{
    Leadership &lead = *group.lead;
    Accept request{group.acceptor.group(), lead.ballot, 0, group.acceptor.mark(), exact, {}};
    Ask question;
    question.group = request.group;
    question.ballot = lead.ballot;
    for (const QByteArray &key : keys) {
        const auto write = lead.writes.find(key);
        const bool pending = write != lead.writes.end();
        const Id id = pending ? write->second.id : m_context.space.hash(key);
        const Record *record = pending ? &write->second.record : m_store.find(id, key);
        // After a split it is the child's, and the receiver would refuse all that is sent with it.
        const bool isElsewhere = !lead.range.contains(id) && !lead.config.range.contains(id);
        if (!record || isElsewhere) {
            replica.lacking.erase(key);
            continue;
        }
        auto &lacking = replica.lacking[key];
        lacking.stamp = record->stamp;
        lacking.inFlight = true;
        question.records.push_back({key, record->stamp});
        question.bytes += bytesOf(*record);
        request.records.push_back(
            toTransfer(*record, pending ? write->second.applied : m_applied.of(key), m_context.now));
        if (!pending)
            ++m_context.counters.recordsCopied;
    }
    if (request.records.empty())
        return;
    request.number = ++replica.lastNumber;
    replica.bytesInFlight += question.bytes;
    m_context.counters.bytesCopied += quint64(question.bytes);
    ask(replica.node, std::move(request), Purpose::Kind::Accept, std::move(question), m_context.config.dataTimeoutMs);
}

AcceptReply Groups::onAccept(const NodeRef &from, const Accept &request)
{
    Group *group = find(request.group);
    if (!group)
        return {Verdict::NoState, {}, 0};
    const Verdict verdict = group->acceptor.onStream(request.ballot, request.number, request.exact);
    if (verdict != Verdict::Granted)
        return {verdict, group->acceptor.promised(), group->state};
    if (group->lead && group->lead->ballot < request.ballot) {
        ++m_context.counters.leadsLost;
        stepDown(*group, "another voter leads", from);
    }
    // A leader writes only in the range of a chosen configuration: that proves that the one accepted from it is.
    const auto holdsAll = [&](const Range &range) {
        return std::all_of(request.records.begin(), request.records.end(), [&](const Transfer &transfer) {
            return range.contains(m_context.space.hash(transfer.key));
        });
    };
    if (!holdsAll(group->acceptor.range()) && group->acceptor.accepted() == request.ballot
        && holdsAll(group->acceptor.config().range)) {
        group->acceptor.setChosen();
        takeEffect(*group);
        group = find(request.group);
        if (!group)
            return {Verdict::NoState, {}, 0};
    }
    // What is not stored is not acknowledged: it belongs to a child by now, or another group here claims its place
    // under a later ballot, and one of the two is out of date and will soon be told so.
    const bool isElsewhere = std::any_of(request.records.begin(), request.records.end(), [&](const Transfer &transfer) {
        return groupAt(m_context.space.hash(transfer.key)) != group;
    });
    if (isElsewhere)
        return {Verdict::Behind, group->acceptor.promised(), group->state};
    group->acceptor.raiseMark(request.mark);
    for (const Transfer &transfer : request.records) {
        const Id id = m_context.space.hash(transfer.key);
        const Record *ours = m_store.find(id, transfer.key);
        if (!ours || ours->stamp < transfer.stamp || (request.exact && ours->stamp != transfer.stamp))
            store(id, toRecord(transfer, m_context.now), transfer.applied);
    }
    return {Verdict::Granted, request.ballot, group->state};
}

void Groups::onAcceptReply(const Ask &question, const AcceptReply *reply)
{
    Group *group = leading(question);
    if (!group)
        return;
    const auto it = group->lead->replicas.find(question.peer);
    if (it == group->lead->replicas.end())
        return;
    Replica &replica = it->second;
    replica.bytesInFlight -= question.bytes;
    if (!reply || reply->verdict != Verdict::Granted || !isPresent(replica, reply->state)) {
        for (const KeyStamp &entry : question.records) {
            const auto lacking = replica.lacking.find(entry.key);
            if (lacking != replica.lacking.end() && lacking->second.inFlight && lacking->second.stamp == entry.stamp) {
                lacking->second.inFlight = false;
                replica.toSend.push_back(entry.key);
            }
        }
        if (reply && reply->verdict == Verdict::Promised && reply->promised > question.ballot) {
            group->roundSeen = std::max(group->roundSeen, reply->promised.round);
            ++m_context.counters.leadsLost;
            stepDown(*group, "a voter has promised to another");
            return;
        }
        if (reply && reply->verdict == Verdict::NoState)
            lostStateAt(*group, question.peer);
        replica.retryAt = m_context.now + (reply ? retryUs / 4 : retryUs);
        wake(replica.retryAt);
        pump(*group, replica);
        return;
    }
    std::vector<QByteArray> chosen;
    for (const KeyStamp &entry : question.records) {
        const auto lacking = replica.lacking.find(entry.key);
        if (lacking != replica.lacking.end() && lacking->second.stamp == entry.stamp)
            replica.lacking.erase(lacking);
        else if (lacking != replica.lacking.end() && lacking->second.chosen <= entry.stamp)
            lacking->second.chosen = {};
        const auto write = group->lead->writes.find(entry.key);
        if (write == group->lead->writes.end() || write->second.record.stamp != entry.stamp)
            continue;
        write->second.heldBy.push_back(question.peer);
        chosen.push_back(entry.key);
    }
    if (!replica.toSend.empty())
        pump(*group, replica);
    const GroupId number = question.group;
    for (const QByteArray &key : chosen) {
        Group *still = find(number);
        if (!still || !still->lead)
            return;
        settleWrite(*still, key);
    }
    Group *still = find(number);
    if (still && still->lead && !still->lead->unsettled.empty())
        settleNext(*still);
}

AcceptReply Groups::onDrop(const NodeRef &from, const Drop &request)
{
    Q_UNUSED(from)
    Group *group = find(request.group);
    if (!group)
        return {Verdict::NoState, {}, 0};
    const Verdict verdict = group->acceptor.onStream(request.ballot, request.number, true);
    if (verdict != Verdict::Granted)
        return {verdict, group->acceptor.promised(), group->state};
    for (const KeyStamp &entry : request.records) {
        const Id id = m_context.space.hash(entry.key);
        const Record *ours = m_store.find(id, entry.key);
        if (!ours || ours->stamp != entry.stamp || groupAt(id) != group)
            continue;
        if (group->acceptor.isLearner())
            discard(id, entry.key);
        else
            collectTombstone(id, entry);
    }
    return {Verdict::Granted, request.ballot, group->state};
}

void Groups::onDropReply(const Ask &question, const AcceptReply *reply)
{
    Group *group = leading(question);
    if (!group || (reply && reply->verdict == Verdict::Granted))
        return;
    const auto it = group->lead->replicas.find(question.peer);
    if (it == group->lead->replicas.end())
        return;
    // What it has is not known any more.
    it->second.comparison.reset();
    it->second.sync = Replica::Sync::Unknown;
    it->second.retryAt = m_context.now + retryUs;
}

// Deletes that every voter has, for good, are forgotten by all.
void Groups::collect(Group &group)
{
    Leadership &lead = *group.lead;
    const Time period = m_context.config.collectPeriodMs * usPerMs;
    lead.collectAt = m_context.now + period;
    const bool whole = std::all_of(lead.replicas.begin(), lead.replicas.end(), [&](const auto &entry) {
        return !entry.second.learner && entry.second.isComplete() && m_context.now < entry.second.grantedUntil;
    });
    if (!whole || lead.isChanging() || !lead.unsettled.empty() || m_tombstones.empty())
        return;
    std::vector<KeyStamp> old;
    for (auto it = m_tombstones.begin(); it != m_tombstones.end() && old.size() < collectMax;) {
        if (it->first > m_context.now - period)
            break;
        const KeyStamp &tombstone = it->second.record;
        const Id id = m_context.space.hash(tombstone.key);
        const Record *record = m_store.find(id, tombstone.key);
        if (!record || !record->tombstone || record->stamp != tombstone.stamp) {
            it = m_tombstones.erase(it);
            continue;
        }
        if (lead.range.contains(id) && !lead.writes.contains(tombstone.key) && m_context.isDurable(it->second.commit)) {
            old.push_back(tombstone);
            it = m_tombstones.erase(it);
            continue;
        }
        ++it;
    }
    if (old.empty())
        return;
    for (auto &[incarnation, replica] : lead.replicas) {
        Ask question;
        question.group = group.acceptor.group();
        question.ballot = lead.ballot;
        ask(replica.node, Drop{question.group, lead.ballot, ++replica.lastNumber, old}, Purpose::Kind::Drop, question,
            m_context.config.dataTimeoutMs);
    }
    m_context.counters.tombstonesCollected += old.size();
    for (const KeyStamp &entry : old)
        collectTombstone(m_context.space.hash(entry.key), entry);
}

} // namespace chord
