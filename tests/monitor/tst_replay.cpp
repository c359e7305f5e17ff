// SPDX-License-Identifier: GPL-3.0-or-later
//
// Recordings: what goes in comes out, in memory and through files; memory stays bounded; damaged files, down to single
// bytes changed at random, are refused with a sentence and never do harm.

#include "model/playback.h"
#include "model/ring_ranges.h"
#include "replay/recorder.h"
#include "replay/recording_data.h"
#include "replay/recording_file.h"
#include "replay/replay_source.h"
#include "replay/snapshot_json.h"
#include "sim/random.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace monitor;

namespace {

constexpr qint64 startMs = 1'735'689'600'000; // some day
constexpr int mutations = 3000;

Peer peer(quint64 id)
{
    return {chord::Id(id), "127.0.0.1:" + QByteArray::number(11'000 + id)};
}

std::shared_ptr<const KeyList> keyList(int count)
{
    auto keys = std::make_shared<KeyList>();
    for (int i = 0; i < count; ++i) {
        KeyView key;
        key.key = "key " + QByteArray::number(i);
        key.id = chord::Id(quint64(i));
        key.primary = i % 2 == 0;
        key.bytes = quint64(i) * 10;
        key.version = {quint64(i) + 0x5f0c2a91};
        keys->push_back(key);
    }
    if (count > 0)
        keys->front().key = QByteArray("\xff\x00 %", 4);
    return keys;
}

// A ring of these many nodes, each with something in every member.
RingSnapshot ringOf(int nodes, qint64 atMs, int keys = 3)
{
    RingSnapshot ring;
    ring.idBits = 16;
    ring.replicas = 3;
    ring.takenMs = atMs;
    ring.chainWhole = true;
    ring.problems = {QStringLiteral("Something is \"odd\".\n"), QStringLiteral("日本語")};
    const auto shared = keyList(keys);
    for (int i = 0; i < nodes; ++i) {
        NodeView node;
        node.self = peer(quint64(i) * 10 + 1);
        node.condition = NodeCondition(i % 5);
        if (i % 3 != 0)
            node.predecessor = peer(quint64(i) * 10 - 9);
        node.successors = {peer(quint64(i) * 10 + 11), peer(quint64(i) * 10 + 21)};
        node.fingers = {{0, chord::Id(quint64(i) * 10 + 2), peer(quint64(i) * 10 + 11)},
                        {4, chord::Id(quint64(i) * 10 + 17), peer(quint64(i) * 10 + 21)}};
        if (i % 4 != 3) {
            RangeView led{chord::Id(quint64(i) * 10),
                          node.self.id,
                          node.self,
                          {node.self, peer(quint64(i) * 10 + 11)},
                          {1, 7, 0xfedc'ba98'7654'3210},
                          chord::GroupState(i % 4)};
            RangeView other = led;
            other.leader.reset();
            other.low = node.self.id;
            other.high = node.successors.front().id;
            node.ranges = std::make_shared<RangeList>(RangeList{led, other});
        }
        node.totals = {quint64(i), quint64(i) * 2, quint64(i) * 100};
        node.keys = i % 2 == 0 ? shared : nullptr;
        node.keysComplete = i % 2 == 0;
        node.counters.messagesSent = quint64(i) + 7;
        node.counters.tombstonesCollected = 9'007'199'254'740'993; // more than a double can tell
        node.uptimeSeconds = i;
        node.version = QStringLiteral("0.1.0");
        node.seenMs = atMs - i;
        node.trouble = i == 1 ? QStringLiteral("It has not answered.") : QString();
        node.local = i % 2 == 1;
        ring.nodes.push_back(node);
    }
    return ring;
}

// Everything in a snapshot, as its own file format tells it.
QByteArray textOf(const RingSnapshot &ring)
{
    return toJson(ring);
}

Recording recordingOf(int frames, int nodes = 4)
{
    Recording recording;
    for (int i = 0; i < frames; ++i) {
        RingSnapshot ring = ringOf(nodes, startMs + i * 1000);
        ring.nodes[0].counters.messagesSent = quint64(i);
        if (i >= frames / 2)
            ring.nodes[1].condition = NodeCondition::Dead;
        recording.add(ring);
        RingEvent event;
        event.atMs = startMs + i * 1000 + 500;
        event.kind = RingEvent::Kind(i % 11);
        if (i % 2 == 0)
            event.node = peer(1);
        event.text = QStringLiteral("Event %1.").arg(i);
        recording.add(event);
    }
    return recording;
}

class FakeSource : public RingSource {
public:
    Mode mode() const override { return Mode::Live; }
    SnapshotPtr snapshot() const override { return ring; }
    QString whyNot(Action) const override { return {}; }
    quint64 begin(const ActionRequest &) override { return 0; }
    qint64 nowMs() const override { return ring->takenMs; }

    SnapshotPtr ring = std::make_shared<RingSnapshot>(ringOf(3, startMs));
};

} // namespace

class TestReplay : public QObject {
    Q_OBJECT

private slots:
    void framesComeOutAsTheyWentIn();
    void framesShareWhatIsTheSame();
    void closeFramesAreOne();
    void timesNeverGoBack();
    void memoryIsBounded();
    void eventsAreBounded();
    void recorderFollowsASource();
    void snapshotRoundTrip();
    void fileRoundTrip();
    void rangesAreJudgedAgain();
    void filesOfBeforeRanges();
    void recordingOfOneNode();
    void snapshotOpensAsRecording();
    void refused_data();
    void refused();
    void damagedMembers_data();
    void damagedMembers();
    void truncatedAnywhere();
    void mutatedAtRandom();
    void unreadableFiles();
    void replaySeeks();
    void replaySteps();
    void replayPlays();
    void replayChangesNothing();
};

void TestReplay::framesComeOutAsTheyWentIn()
{
    Recording recording;
    QVERIFY(recording.isEmpty());
    QCOMPARE(recording.frameAt(5), -1);
    std::vector<QByteArray> texts;
    for (int i = 0; i < 20; ++i) {
        const RingSnapshot ring = ringOf(i % 7, startMs + i * 1000);
        texts.push_back(textOf(ring));
        recording.add(ring);
    }
    QCOMPARE(recording.frameCount(), 20);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(textOf(recording.snapshot(i)), texts[size_t(i)]);
    QCOMPARE(recording.beginMs(), startMs);
    QCOMPARE(recording.endMs(), startMs + 19'000);
    QCOMPARE(recording.frameAt(startMs - 1), 0);
    QCOMPARE(recording.frameAt(startMs + 5999), 5);
    QCOMPARE(recording.frameAt(startMs + 6000), 6);
    QCOMPARE(recording.frameAt(startMs + 99'999), 19);
}

void TestReplay::framesShareWhatIsTheSame()
{
    Recording recording;
    recording.add(ringOf(10, startMs, 1000));
    const size_t one = recording.bytes();
    for (int i = 1; i <= 10; ++i)
        recording.add(ringOf(10, startMs + i * 1000, 1000)); // equal lists, not the same
    const size_t frame = (recording.bytes() - one) / 10;
    QVERIFY2(frame < 3000, QByteArray::number(qulonglong(frame)).constData()); // 10 rows, two problems
    QCOMPARE(recording.snapshot(0).nodes[0].keys.get(), recording.snapshot(10).nodes[2].keys.get());
}

void TestReplay::closeFramesAreOne()
{
    Recording recording;
    for (int ms = 0; ms <= 1000; ms += 10)
        recording.add(ringOf(2, startMs + ms));
    QVERIFY2(recording.frameCount() <= 12, QByteArray::number(recording.frameCount()).constData());
    QCOMPARE(recording.endMs(), startMs + 1000); // the last is always there
    QCOMPARE(recording.beginMs(), startMs);
}

void TestReplay::timesNeverGoBack()
{
    Recording recording;
    recording.add(ringOf(2, startMs));
    recording.add(ringOf(2, startMs - 5000));
    QCOMPARE(recording.endMs(), startMs);
    RingEvent event;
    event.atMs = startMs;
    recording.add(event);
    event.atMs = 3;
    recording.add(event);
    QCOMPARE(recording.events().back().atMs, startMs);
}

void TestReplay::memoryIsBounded()
{
    constexpr size_t limit = 1'000'000;
    Recording recording(limit);
    for (int i = 0; i < 2000; ++i) {
        RingSnapshot ring = ringOf(20, startMs + i * 1000);
        ring.nodes[size_t(i % 20)].totals.bytes = quint64(i);
        recording.add(ring);
        QVERIFY2(recording.bytes() <= limit, QByteArray::number(qulonglong(recording.bytes())).constData());
    }
    QVERIFY(recording.frameCount() > 50);
    QCOMPARE(recording.beginMs(), startMs); // nothing is forgotten, only coarser
    QCOMPARE(recording.endMs(), startMs + 1'999'000);
    const int last = recording.frameCount() - 1;
    QCOMPARE(recording.timeOf(last) - recording.timeOf(last - 1), 1000);

    // A single frame that is too large is kept nevertheless.
    Recording tiny(100);
    tiny.add(ringOf(20, startMs));
    tiny.add(ringOf(20, startMs + 1000));
    QCOMPARE(tiny.frameCount(), 1);
    QCOMPARE(tiny.endMs(), startMs + 1000);
}

void TestReplay::eventsAreBounded()
{
    Recording recording;
    RingEvent event;
    for (size_t i = 0; i < Recording::eventsMax + 10; ++i) {
        event.atMs = qint64(i);
        recording.add(event);
    }
    QCOMPARE(recording.events().size(), Recording::eventsMax);
    QCOMPARE(recording.events().front().atMs, 10);
}

void TestReplay::recorderFollowsASource()
{
    FakeSource source;
    Recorder recorder(&source);
    QCOMPARE(recorder.recording().frameCount(), 1);
    source.ring = std::make_shared<RingSnapshot>(ringOf(4, startMs + 1000));
    Q_EMIT source.snapshotChanged();
    source.ring = std::make_shared<RingSnapshot>(ringOf(4, startMs + 2000));
    Q_EMIT source.snapshotRefreshed();
    RingEvent event;
    event.atMs = startMs + 2100;
    Q_EMIT source.eventHappened(event);
    QCOMPARE(recorder.recording().frameCount(), 3);
    const auto copy = recorder.copy();
    source.ring = std::make_shared<RingSnapshot>(ringOf(5, startMs + 3000));
    Q_EMIT source.snapshotChanged();
    QCOMPARE(recorder.recording().frameCount(), 4);
    QCOMPARE(copy->frameCount(), 3);
    QCOMPARE(copy->events().size(), size_t(1));
    QCOMPARE(textOf(copy->snapshot(2)), textOf(recorder.recording().snapshot(2)));
}

void TestReplay::snapshotRoundTrip()
{
    for (int nodes : {0, 1, 2, 50}) {
        const RingSnapshot ring = ringOf(nodes, startMs);
        const QByteArray json = toJson(ring);
        const ReadSnapshot read = snapshotFromJson(json);
        QVERIFY2(read.snapshot, qPrintable(read.error));
        QCOMPARE(toJson(*read.snapshot), json);
        QCOMPARE(read.snapshot->nodes.size(), size_t(nodes));
        if (nodes == 0)
            continue;
        const NodeView &node = read.snapshot->nodes.front();
        QCOMPARE(node.keys->front().key, QByteArray("\xff\x00 %", 4));
        QCOMPARE(node.keys->at(1).id, chord::Id(1));
        QCOMPARE(node.counters.tombstonesCollected, 9'007'199'254'740'993u);
        QCOMPARE(node.self, ring.nodes.front().self);
        QCOMPARE(node.fingers[1].index, 4);
        QVERIFY(nodes < 2 || !read.snapshot->nodes[1].keys);
    }
}

void TestReplay::fileRoundTrip()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.json"));
    const Recording recording = recordingOf(12);
    QCOMPARE(saveRecording(recording, path), QString());
    const OpenedRecording opened = openRecording(path);
    QVERIFY2(opened.recording, qPrintable(opened.error));
    QCOMPARE(opened.recording->frameCount(), recording.frameCount());
    for (int i = 0; i < recording.frameCount(); ++i)
        QCOMPARE(textOf(opened.recording->snapshot(i)), textOf(recording.snapshot(i)));
    QCOMPARE(opened.recording->events().size(), recording.events().size());
    for (size_t i = 0; i < recording.events().size(); ++i) {
        const RingEvent &event = opened.recording->events()[i];
        QCOMPARE(event.atMs, recording.events()[i].atMs);
        QCOMPARE(event.kind, recording.events()[i].kind);
        QCOMPARE(event.node, recording.events()[i].node);
        QCOMPARE(event.text, recording.events()[i].text);
    }
    QCOMPARE(toJson(*opened.recording), toJson(recording));
    QCOMPARE(opened.recording->data().frames[0].rows[2].node,
             opened.recording->data().frames[1].rows[2].node); // shared
}

// Which ranges are served is not written down, but made of what the nodes said.
void TestReplay::rangesAreJudgedAgain()
{
    RingSnapshot ring = ringOf(2, startMs);
    judgeRanges(ring);
    QVERIFY(!ring.ranges.empty());
    Recording recording;
    recording.add(ring);
    QVERIFY(recording.snapshot(0).ranges == ring.ranges);
    const OpenedRecording opened = recordingFromJson(toJson(recording));
    QVERIFY2(opened.recording, qPrintable(opened.error));
    QVERIFY(opened.recording->snapshot(0).ranges == ring.ranges);
    QVERIFY(snapshotFromJson(toJson(ring)).snapshot->ranges == ring.ranges);
}

void TestReplay::filesOfBeforeRanges()
{
    RingSnapshot ring = ringOf(2, startMs);
    for (NodeView &node : ring.nodes)
        node.ranges.reset();
    QByteArray json = toJson(ring);
    json.replace(R"("ranges":null,)", "");
    json.replace(R"("version":"5f0c2a91")", R"("version":"1.1.8")");
    const ReadSnapshot read = snapshotFromJson(json);
    QVERIFY2(read.snapshot, qPrintable(read.error));
    QVERIFY(!read.snapshot->nodes[0].ranges);
    QVERIFY(read.snapshot->ranges.empty());
    QVERIFY(read.snapshot->nodes[0].keys->front().version.isNull());
    QVERIFY(!read.snapshot->nodes[0].keys->back().version.isNull());
}

// Every number of nodes has a highest place, also 0.
void TestReplay::recordingOfOneNode()
{
    Recording recording;
    recording.add(ringOf(1, startMs));
    const OpenedRecording opened = recordingFromJson(toJson(recording));
    QVERIFY2(opened.recording, qPrintable(opened.error));
    QCOMPARE(textOf(opened.recording->snapshot(0)), textOf(recording.snapshot(0)));
}

void TestReplay::snapshotOpensAsRecording()
{
    const RingSnapshot ring = ringOf(5, startMs);
    const OpenedRecording opened = recordingFromJson(toJson(ring));
    QVERIFY2(opened.recording, qPrintable(opened.error));
    QCOMPARE(opened.recording->frameCount(), 1);
    QCOMPARE(textOf(opened.recording->snapshot(0)), textOf(ring));
}

void TestReplay::refused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says"); // somewhere in the sentence
    const auto row = [](const char *name, const QByteArray &json, const char *says) {
        QTest::newRow(name) << json << QString::fromLatin1(says);
    };
    row("empty", "", "not valid JSON");
    row("not JSON", "hello", "not valid JSON");
    row("binary", QByteArray("\x89PNG\r\n\x1a\n\0\0", 10), "not valid JSON");
    row("a number", "17", "not written by FunnelKVS");
    row("an array", "[1, 2]", "not written by FunnelKVS");
    row("other JSON", R"({"name": "package", "version": "1.0"})", "not written by FunnelKVS");
    row("other format", R"({"format": "funnelkvs-soup", "version": 1})", "funnelkvs-soup");
    row("later version", R"({"format": "funnelkvs-recording", "version": 2})", "later FunnelKVS");
    row("later snapshot", R"({"format": "funnelkvs-snapshot", "version": 99})", "later FunnelKVS");
    row("no version", R"({"format": "funnelkvs-recording"})", "version");
    row("version is text", R"({"format": "funnelkvs-recording", "version": "1"})", "version");
    row("version is 0", R"({"format": "funnelkvs-recording", "version": 0})", "version");
    row("nothing else", R"({"format": "funnelkvs-recording", "version": 1})", "damaged");
    row("no frames",
        R"({"format":"funnelkvs-recording","version":1,"counters":[],"keyLists":[],"nodes":[],"frames":[],"events":[]})",
        "empty");
    row("deep", QByteArray(100'000, '['), "not valid JSON");
    row("snapshot with nothing", R"({"format": "funnelkvs-snapshot", "version": 1})", "damaged");
}

void TestReplay::refused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const OpenedRecording opened = recordingFromJson(json);
    QVERIFY(!opened.recording);
    QVERIFY2(opened.error.contains(says), qPrintable(opened.error));
}

// One place of a good file made wrong.
void TestReplay::damagedMembers_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const auto row = [](const char *name, const QByteArray &from, const QByteArray &to) {
        QTest::newRow(name) << from << to;
    };
    row("row of too few numbers", R"("rows":[[0,)", R"("rows":[[)");
    row("row of a node that is not there", R"("rows":[[0,)", R"("rows":[[4000000000,)");
    row("negative node", R"("rows":[[0,)", R"("rows":[[-1,)");
    row("rows out of order", R"("rows":[[0,)", R"("rows":[[3,)");
    row("row is no array", R"("rows":[[)", R"("rows":[0,[)");
    row("time far off", R"("taken":17356896)", R"("taken":991735689600)");
    row("negative time", R"("taken":1735)", R"("taken":-1735)");
    row("frames out of order", R"("taken":1735689600000)", R"("taken":1735689699999)");
    row("ids too wide", R"("idBits":16)", R"("idBits":4)");
    row("impossible width", R"("idBits":16)", R"("idBits":100000)");
    row("replicas", R"("replicas":3)", R"("replicas":-3)");
    row("key list that is not there", R"("keyList":0)", R"("keyList":77)");
    row("key list is text", R"("keyList":0)", R"("keyList":"0")");
    row("condition", R"("condition":"alive")", R"("condition":"asleep")");
    row("identifier", R"("node":{"id":"0001")", R"("node":{"id":"xyz")");
    row("long identifier", R"("node":{"id":"0001")", R"("node":{"id":")" + QByteArray(41, 'f') + '"');
    row("address too long", R"("address":"127)", R"("address":")" + QByteArray(400, '1'));
    row("role", R"("role":"primary")", R"("role":"owner")");
    row("version", R"("version":"5f0c2a91")", R"("version":"5f0c.2a91")");
    row("state of a range", R"("state":"serving")", R"("state":"sleeping")");
    row("ballot", R"("ballot":"1.7.)", R"("ballot":"1.x.)");
    row("voters", R"("voters":[)", R"("voters":[1,)");
    row("encoding", R"("keyEncoding":"percent")", R"("keyEncoding":"rot13")");
    row("bad percent", R"("key":"%FF)", R"("key":"%XX)");
    row("finger", R"("index":4)", R"("index":160)");
    row("whole is text", R"("chainWhole":true)", R"("chainWhole":"yes")");
    row("member is gone", R"("trouble":)", R"("other":)");
    row("event time", R"("at":1735689600500)", R"("at":"soon")");
    row("counter is text", R"("counters":["messagesSent")", R"("counters":[5)");
}

void TestReplay::damagedMembers()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QByteArray json = toJson(recordingOf(4));
    const qsizetype place = json.indexOf(from);
    QVERIFY2(place >= 0, json.constData());
    json.replace(place, from.size(), to);
    const OpenedRecording opened = recordingFromJson(json);
    QVERIFY(!opened.recording);
    QVERIFY2(opened.error.contains(QLatin1String("damaged")), qPrintable(opened.error));
}

void TestReplay::truncatedAnywhere()
{
    const QByteArray json = toJson(recordingOf(2, 2));
    for (qsizetype length = 0; length < json.size(); ++length) {
        const OpenedRecording opened = recordingFromJson(json.left(length));
        QVERIFY(!opened.recording);
        QVERIFY(!opened.error.isEmpty());
    }
}

// Whatever is still accepted can be shown and written.
void TestReplay::mutatedAtRandom()
{
    sim::Random random(1);
    const QByteArray recording = toJson(recordingOf(3));
    const QByteArray snapshot = toJson(ringOf(4, startMs));
    int accepted = 0;
    for (int i = 0; i < mutations; ++i) {
        QByteArray json = i % 2 == 0 ? recording : snapshot;
        for (quint64 change = random.below(4) + 1; change > 0; --change) {
            const qsizetype at = qsizetype(random.below(quint64(json.size())));
            switch (random.below(4)) {
            case 0:
                json[at] = char(random.below(256));
                break;
            case 1:
                json.remove(at, qsizetype(random.below(20)) + 1);
                break;
            case 2:
                json.insert(at, json.mid(qsizetype(random.below(quint64(json.size()))), qsizetype(random.below(40))));
                break;
            default:
                json[at] = "0123456789-{}[],:\"e."[random.below(20)];
                break;
            }
            if (json.isEmpty())
                json = "{";
        }
        const OpenedRecording opened = recordingFromJson(json);
        QCOMPARE(opened.error.isEmpty(), opened.recording != nullptr);
        if (!opened.recording)
            continue;
        ++accepted;
        for (int frame = 0; frame < opened.recording->frameCount(); ++frame) {
            const RingSnapshot ring = opened.recording->snapshot(frame);
            QVERIFY(snapshotFromJson(toJson(ring)).snapshot);
            for (const NodeView &node : ring.nodes)
                QVERIFY(ring.indexOf(node.self.id) >= 0);
        }
        QVERIFY(recordingFromJson(toJson(*opened.recording)).recording);
    }
    QVERIFY(accepted > 10); // a changed letter of a text
    QVERIFY(accepted < mutations / 2);
}

void TestReplay::unreadableFiles()
{
    const QTemporaryDir folder;
    const OpenedRecording missing = openRecording(folder.filePath(QStringLiteral("none.json")));
    QVERIFY(!missing.recording);
    QVERIFY(missing.error.contains(QLatin1String("none.json")));
    QVERIFY(!openRecording(folder.path()).recording);
    QVERIFY(!saveRecording(recordingOf(1), folder.filePath(QStringLiteral("no/such/folder.json"))).isEmpty());

    // As on a full disk: it fits into a buffer, so that only flushing it fails.
    const QString path = folder.filePath(QStringLiteral("full.json"));
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit none{0, limit.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &none);
    const QString problem = saveRecording(recordingOf(1), path);
    setrlimit(RLIMIT_FSIZE, &limit);
    QVERIFY(problem.contains(path));
    QVERIFY(!QFile::exists(path));

    QFile huge(folder.filePath(QStringLiteral("huge.json")));
    QVERIFY(huge.open(QIODevice::WriteOnly));
    QVERIFY(huge.resize(recordingFileBytesMax + 1)); // takes no room
    const OpenedRecording tooLarge = openRecording(huge.fileName());
    QVERIFY(!tooLarge.recording);
    QVERIFY(tooLarge.error.contains(QLatin1String("too large")));
}

void TestReplay::replaySeeks()
{
    const auto recording = std::make_shared<const Recording>(recordingOf(10));
    ReplaySource source(recording, QStringLiteral("a.json"));
    Playback *playback = source.playback();
    QCOMPARE(source.mode(), Mode::Replay);
    QCOMPARE(source.title(), QStringLiteral("a.json"));
    QCOMPARE(source.nowMs(), startMs);
    QCOMPARE(playback->beginMs(), startMs);
    QCOMPARE(playback->endMs(), startMs + 9000);
    QSignalSpy changed(&source, &RingSource::snapshotChanged);
    QSignalSpy told(&source, &RingSource::eventHappened);
    playback->seek(startMs + 7600);
    QCOMPARE(source.nowMs(), startMs + 7600);
    QCOMPARE(source.snapshot()->takenMs, startMs + 7000);
    QCOMPARE(changed.size(), 1);
    playback->seek(startMs + 7700); // the same picture
    QCOMPARE(changed.size(), 1);
    playback->seek(0);
    QCOMPARE(source.nowMs(), startMs);
    playback->seek(startMs * 2);
    QCOMPARE(source.nowMs(), startMs + 9000);
    QCOMPARE(textOf(*source.snapshot()), textOf(recording->snapshot(9)));
    QCOMPARE(told.size(), 0); // leaps tell nothing
}

void TestReplay::replaySteps()
{
    ReplaySource source(std::make_shared<const Recording>(recordingOf(3)), QString());
    Playback *playback = source.playback();
    QSignalSpy told(&source, &RingSource::eventHappened);
    QVERIFY(!playback->canBack());
    playback->step(Playback::Step::Message);
    QCOMPARE(source.nowMs(), startMs + 1000);
    QCOMPARE(told.size(), 1);
    playback->step(Playback::Step::Round);
    QCOMPARE(source.nowMs(), startMs + 2000);
    QVERIFY(!playback->canStep());
    playback->step(Playback::Step::Message);
    QCOMPARE(source.nowMs(), startMs + 2000);
    playback->back();
    QCOMPARE(source.nowMs(), startMs + 1000);
    playback->seek(startMs + 1500);
    playback->back();
    QCOMPARE(source.nowMs(), startMs + 1000);
    playback->back();
    playback->back();
    QCOMPARE(source.nowMs(), startMs);
}

void TestReplay::replayPlays()
{
    ReplaySource source(std::make_shared<const Recording>(recordingOf(20)), QString());
    Playback *playback = source.playback();
    QSignalSpy told(&source, &RingSource::eventHappened);
    playback->setSpeed(200'000);
    playback->play();
    QVERIFY(playback->isPlaying());
    QTRY_VERIFY(!playback->isPlaying()); // it stops at the end
    QCOMPARE(source.nowMs(), startMs + 19'000);
    QCOMPARE(told.size(), 19); // the last comes behind the last frame
    playback->play();
    QVERIFY(source.nowMs() < startMs + 19'000); // begins again
    playback->pause();
}

void TestReplay::replayChangesNothing()
{
    ReplaySource source(std::make_shared<const Recording>(recordingOf(2)), QString());
    QSignalSpy finished(&source, &RingSource::actionFinished);
    for (Action action : {Action::Put, Action::Get, Action::Delete, Action::Lookup, Action::Join, Action::Leave,
                          Action::Kill, Action::Restart, Action::CutLink, Action::Isolate, Action::Heal})
        QVERIFY(!source.whyNot(action).isEmpty());
    const quint64 ticket = source.begin({});
    QVERIFY(finished.isEmpty());
    QTRY_COMPARE(finished.size(), 1);
    const auto report = finished.front().front().value<ActionReport>();
    QCOMPARE(report.ticket, ticket);
    QVERIFY(!report.ok);
    QVERIFY(!report.text.isEmpty());
}

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
