// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node with a disk holds back, and until when; then one node alone: nothing is acknowledged that is not
// persisted, commits are grouped, and a restart goes on with what was persisted.

#include "chord/journal.h"
#include "chord/node.h"

#include <QTest>

using namespace chord;

namespace {

template <typename Body>
Envelope to(const char *address)
{
    return {address, {1, 1, Body{}}};
}

std::vector<QByteArray> addresses(const std::vector<Envelope> &messages)
{
    std::vector<QByteArray> out;
    for (const Envelope &envelope : messages)
        out.push_back(envelope.to);
    return out;
}

using Names = std::vector<QByteArray>;

// A node alone, with a disk that keeps what it is told to keep.
struct Alone {
    explicit Alone(Config config = durable())
        : node(NodeRef{Id(7), "a:1", 42}, config)
    {
    }

    static Config durable()
    {
        Config config;
        config.durable = true;
        config.foundingHoldMs = 0;
        return config;
    }

    // Moves what came out to `out`; commits wait in `commit`.
    void take()
    {
        Output output;
        node.takeOutput(output);
        for (OperationResult &result : output.results)
            results.push_back(std::move(result));
        if (output.persist)
            commits.push_back(std::move(*output.persist));
    }
    void persistAll()
    {
        for (; persisted < commits.size(); ++persisted) {
            node.persisted(commits[persisted].number, ++now);
            take();
        }
    }
    OperationHandle put(const QByteArray &key, const QByteArray &value)
    {
        const OperationHandle handle = node.beginPut(key, value, {}, -1, {}, ++now);
        take();
        return handle;
    }
    const KeyResult *resultOf(OperationHandle handle) const
    {
        for (const OperationResult &result : results) {
            if (result.handle == handle)
                return &std::get<KeyResult>(result.outcome);
        }
        return nullptr;
    }

    Time now = 0;
    Node node;
    std::vector<OperationResult> results;
    std::vector<Persist> commits;
    size_t persisted = 0;
};

} // namespace

class tst_Journal : public QObject {
    Q_OBJECT

private slots:
    void holdsBackWhatTellsOfChanges();
    void groupsCommits();
    void acknowledgesWhatIsPersisted();
    void goesOnAfterARestart();
    void takesNoWritesWhileTheDiskFails();
    void nothingIsPersistedWithoutADisk();
};

void tst_Journal::holdsBackWhatTellsOfChanges()
{
    Journal journal;
    std::vector<Envelope> messages{to<AcceptReply>("free")};
    journal.hold(messages);
    QCOMPARE(addresses(messages), Names{"free"});

    journal.note(Journal::Kind::Promises);
    QVERIFY(journal.begin());
    QVERIFY(journal.hasPromises());
    messages = {to<HeartbeatReply>("h1"), to<PreVoteReply>("free"), to<AcceptReply>("a1"), to<Neighbours>("free")};
    journal.hold(messages);
    QCOMPARE(addresses(messages), (Names{"free", "free"}));

    // A record does not delay what tells of promises only.
    journal.touch(Id(1), "k");
    messages = {to<HeartbeatReply>("h2"), to<AcceptReply>("a2"), to<SyncReply>("s2"), to<Promise>("p2")};
    journal.hold(messages);
    QVERIFY(messages.empty());
    QVERIFY(!journal.begin()); // one is in progress
    journal.done(1);
    messages = {to<HeartbeatReply>("h3"), to<ProposeReply>("r3"), to<FetchReply>("f3")};
    journal.hold(messages);
    QCOMPARE(addresses(messages), (Names{"h1", "h2", "a1", "h3"}));

    const auto records = journal.begin();
    QVERIFY(records && records->size() == 1);
    QVERIFY(!journal.hasPromises());
    QVERIFY(!journal.isDurable(2));
    journal.done(2);
    QVERIFY(journal.isDurable(2));
    messages.clear();
    journal.hold(messages);
    QCOMPARE(addresses(messages), (Names{"a2", "s2", "p2", "r3", "f3"}));
    QVERIFY(!journal.begin());
}

void tst_Journal::groupsCommits()
{
    Alone alone;
    alone.node.createRing(1);
    alone.take();
    QCOMPARE(alone.commits.size(), size_t(1));
    QVERIFY(alone.commits[0].membership && alone.commits[0].groups.size() == 1 && alone.commits[0].hasPromises);
    for (int i = 0; i < 10; ++i)
        alone.put("k" + QByteArray::number(i % 3), QByteArray::number(i));
    QCOMPARE(alone.commits.size(), size_t(1));
    alone.persistAll();
    // One commit for all that came meanwhile, each key once; what waited behind a write of its key follows.
    QVERIFY(alone.commits.size() > 1);
    QCOMPARE(alone.commits[1].records.size(), size_t(3));
    quint64 number = 0;
    for (const Persist &commit : alone.commits)
        QCOMPARE(commit.number, ++number);
    QCOMPARE(alone.results.size(), size_t(10));
}

void tst_Journal::acknowledgesWhatIsPersisted()
{
    Alone alone;
    alone.node.createRing(1);
    alone.take();
    alone.persistAll();
    const OperationHandle put = alone.put("k", "1");
    QCOMPARE(alone.commits.size(), size_t(2));
    QCOMPARE(alone.commits[1].records.size(), size_t(1));
    QVERIFY(!alone.resultOf(put));
    // What is not chosen yet is not read.
    const OperationHandle get = alone.node.beginGet("k", ++alone.now);
    alone.take();
    QCOMPARE(alone.resultOf(get)->status, OperationStatus::NotFound);
    alone.persistAll();
    QCOMPARE(alone.resultOf(put)->status, OperationStatus::Ok);
}

void tst_Journal::goesOnAfterARestart()
{
    Alone before;
    before.node.createRing(1);
    before.take();
    before.persistAll();
    before.put("k", "1");
    before.persistAll();
    before.put("k", "2"); // is lost

    Alone after;
    Restored state;
    state.starts = 2;
    state.commits = before.persisted - 1;
    for (size_t i = 0; i < before.persisted; ++i) {
        const Persist &commit = before.commits[i];
        if (commit.membership)
            state.membership = *commit.membership;
        if (!commit.groups.empty())
            state.groups = commit.groups;
        after.node.restoreRecords(commit.records, ++after.now);
    }
    QVERIFY(state.membership.isMember);
    QCOMPARE(state.membership.ring, quint64(42));
    after.node.restore(state, {}, ++after.now);
    after.take();
    QCOMPARE(after.node.ring(), quint64(42));
    QVERIFY(!after.node.ready(after.now));
    for (int i = 0; i < 100 && !after.node.ready(after.now); ++i) {
        after.now = std::max(after.now + 1, after.node.nextDeadline());
        after.node.advance(after.now);
        after.take();
        after.persistAll();
    }
    QVERIFY(after.node.ready(after.now));
    const OperationHandle get = after.node.beginGet("k", ++after.now);
    after.take();
    QCOMPARE(after.resultOf(get)->value, QByteArray("1"));
}

void tst_Journal::takesNoWritesWhileTheDiskFails()
{
    Alone alone;
    alone.node.createRing(1);
    alone.take();
    alone.persistAll();
    alone.put("k", "1");
    alone.persistAll();
    alone.node.setDiskProblem("the disk is full", ++alone.now);
    const OperationHandle put = alone.put("k", "2");
    QCOMPARE(alone.resultOf(put)->status, OperationStatus::Unavailable);
    QCOMPARE(alone.resultOf(put)->reason, QByteArray("the disk is full"));
    QVERIFY(!alone.resultOf(put)->mayHaveHappened);
    const OperationHandle get = alone.node.beginGet("k", ++alone.now);
    alone.take();
    QCOMPARE(alone.resultOf(get)->value, QByteArray("1"));
    alone.node.setDiskProblem({}, ++alone.now);
    const OperationHandle again = alone.put("k", "3");
    alone.persistAll();
    QCOMPARE(alone.resultOf(again)->status, OperationStatus::Ok);
}

void tst_Journal::nothingIsPersistedWithoutADisk()
{
    Config config = Alone::durable();
    config.durable = false;
    Alone alone(config);
    alone.node.createRing(1);
    alone.take();
    const OperationHandle put = alone.put("k", "1");
    QCOMPARE(alone.resultOf(put)->status, OperationStatus::Ok);
    QVERIFY(alone.commits.empty());
}

QTEST_APPLESS_MAIN(tst_Journal)
#include "tst_journal.moc"
