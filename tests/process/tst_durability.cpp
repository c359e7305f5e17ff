// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nodes with data directories, killed by SIGKILL under load, one, a majority or all at once, again and again: what all
// clients together saw is linearizable, and nothing that was acknowledged is lost. Then what must not be: two processes
// on one directory, a copied, damaged or outdated directory, a disk without room.
//
// FUNNELKVS_DURABILITY_ROUNDS=50 kills that often; the suite has time for a few rounds.

#include "support/contended_load.h"
#include "support/program_run.h"
#include "support/ring.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <csignal>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using support::ContendedLoad;
using support::Daemon;
using support::waitFor;

namespace {

constexpr int nodes = 3;
constexpr int roundsInSuite = 3;
constexpr int keys = 6;
constexpr int answersMsMax = 60'000;

int rounds()
{
    bool ok = false;
    const int told = qEnvironmentVariableIntValue("FUNNELKVS_DURABILITY_ROUNDS", &ok);
    return ok ? told : roundsInSuite;
}

bool copyDirectory(const QString &from, const QString &to)
{
    QDir(to).removeRecursively();
    bool done = QDir().mkpath(to);
    for (const QString &name : QDir(from).entryList(QDir::Files))
        done = done && QFile::copy(from + u'/' + name, to + u'/' + name);
    return done;
}

// Nodes with the same command lines at each start: fixed ports, and a directory each.
class DurableRing {
public:
    explicit DurableRing(const QStringList &words = {})
        : m_words(words)
        , m_daemons(nodes)
    {
        std::vector<std::unique_ptr<QTcpServer>> probes;
        for (int i = 0; i < nodes; ++i) {
            probes.push_back(std::make_unique<QTcpServer>());
            probes.back()->listen(QHostAddress::LocalHost);
            m_addresses.append({u"127.0.0.1"_s, probes.back()->serverPort()});
        }
    }
    ~DurableRing()
    {
        if (!QTest::currentTestFailed())
            return;
        for (const auto &daemon : m_daemons) {
            const QByteArray log = daemon ? daemon->log().right(8000) : QByteArray();
            fprintf(stderr, "--- %s\n%s\n", daemon ? qPrintable(daemon->addressText()) : "", log.constData());
        }
    }

    QString directory(int node) const { return m_directory.filePath(QString::number(node)); }
    QString textOf(int node) const { return QString::fromUtf8(m_addresses[node].toAddress()); }
    const QList<net::HostPort> &addresses() const { return m_addresses; }
    Daemon &node(int node) { return *m_daemons[size_t(node)]; }

    Daemon &start(int node)
    {
        QStringList words{u"--listen"_s, textOf(node), u"--data-dir"_s, directory(node)};
        if (node > 0)
            words += {u"--join"_s, textOf(0)};
        m_daemons[size_t(node)] = std::make_unique<Daemon>(words + m_words);
        return *m_daemons[size_t(node)];
    }
    bool startAll()
    {
        for (int i = 0; i < nodes; ++i) {
            start(i);
            if (i == 0 && !node(0).waitUntilReady())
                return false;
        }
        return waitUntilReady() && waitFor([this] { return isReplicated(); }, answersMsMax);
    }
    // Each range has all nodes as its voters, so that it outlives any one of them.
    bool isReplicated() const
    {
        client::NodeClient client(m_addresses[0].host, m_addresses[0].port);
        bool isAnswered = false;
        bool isThere = false;
        client.ring([&](client::Result<api::RingDocument> &&ring) {
            isAnswered = true;
            isThere = ring && ring.value->complete && ring.value->nodes.size() == size_t(nodes)
                && std::all_of(ring.value->ranges.begin(), ring.value->ranges.end(),
                               [](const api::RangeEntry &range) { return range.voters.size() == size_t(nodes); });
        });
        return waitFor([&] { return isAnswered; }, 20'000) && isThere;
    }
    bool waitUntilReady()
    {
        bool ready = true;
        for (const auto &daemon : m_daemons)
            ready = ready && daemon->waitUntilReady(answersMsMax);
        return ready;
    }

private:
    QStringList m_words;
    QTemporaryDir m_directory;
    QList<net::HostPort> m_addresses;
    std::vector<std::unique_ptr<Daemon>> m_daemons;
};

QList<QByteArray> someKeys()
{
    QList<QByteArray> out;
    for (int i = 0; i < keys; ++i)
        out.append("key " + QByteArray::number(i));
    return out;
}

// Every node answers reads and writes of every key again.
bool isServed(const ContendedLoad &load)
{
    for (int node = 0; node < nodes; ++node) {
        for (int key = 0; key < keys; ++key) {
            if (!load.progress(node, key).isServed())
                return false;
        }
    }
    return true;
}

#define VERIFY_LINEARIZABLE(load)                                                                                      \
    do {                                                                                                               \
        (load).stop();                                                                                                 \
        QVERIFY((load).readAll(answersMsMax));                                                                         \
        const QStringList violations = (load).violations();                                                            \
        QVERIFY2(violations.isEmpty(), qPrintable(violations.join(u'\n')));                                            \
        qInfo().noquote() << (load).summary();                                                                         \
    } while (false)

template <typename Value, typename Call>
client::Result<Value> await(Call call)
{
    std::optional<client::Result<Value>> out;
    call([&](client::Result<Value> &&result) { out = std::move(result); });
    waitFor([&] { return out.has_value(); }, 20'000);
    return out.value_or(client::Result<Value>());
}

} // namespace

class tst_Durability : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void killedUnderLoad_data();
    void killedUnderLoad();
    void startsAgainInAnyOrderSomeLate();
    void stopsAndComesBack();
    void outlivesATornWrite();
    void startsNotWhereItCannotWrite();
    void tellsItsCommits();
    void oneProcessForADirectory();
    void refusesACopy();
    void refusesAnOldCopy();
    void namesADamagedFile();
    void outlivesAFullDisk();
    void backsUpAndRestores();
};

void tst_Durability::killedUnderLoad_data()
{
    QTest::addColumn<int>("killed");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("one") << 1 << QStringList();
    QTest::newRow("a majority") << 2 << QStringList();
    QTest::newRow("all") << 3 << QStringList();
    // A process that ends takes nothing along that it has given to the operating system.
    QTest::newRow("all, synced at intervals") << 3 << QStringList{u"--sync"_s, u"interval"_s};
}

void tst_Durability::killedUnderLoad()
{
    QFETCH(int, killed);
    QFETCH(QStringList, words);
    DurableRing ring(words);
    QVERIFY(ring.startAll());
    ContendedLoad load(ring.addresses(), someKeys());
    load.start();
    QVERIFY(waitFor([&] { return isServed(load); }, answersMsMax));
    QRandomGenerator random(1);
    qint64 longestMs = 0;
    for (int round = 0; round < rounds(); ++round) {
        const int first = random.bounded(nodes);
        QTest::qWait(random.bounded(300));
        for (int i = 0; i < killed; ++i)
            ring.node((first + i) % nodes).signalProcess(SIGKILL);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < killed; ++i) {
            QVERIFY(ring.node((first + i) % nodes).waitUntilEnded());
            ring.start((first + i) % nodes);
        }
        load.mark();
        QVERIFY(ring.waitUntilReady());
        QVERIFY2(waitFor([&] { return isServed(load); }, answersMsMax), qPrintable(load.summary()));
        longestMs = std::max(longestMs, timer.elapsed());
    }
    qInfo() << "served again after at most" << longestMs << "ms";
    VERIFY_LINEARIZABLE(load);
}

void tst_Durability::startsAgainInAnyOrderSomeLate()
{
    DurableRing ring;
    QVERIFY(ring.startAll());
    ContendedLoad load(ring.addresses(), someKeys());
    load.start();
    QVERIFY(waitFor([&] { return isServed(load); }, answersMsMax));
    for (int i = 0; i < nodes; ++i)
        ring.node(i).signalProcess(SIGKILL);
    for (int i = 0; i < nodes; ++i)
        QVERIFY(ring.node(i).waitUntilEnded());
    // The founder comes last, long after the others serve.
    ring.start(2);
    QTest::qWait(500);
    ring.start(1);
    QVERIFY(ring.node(2).waitUntilReady(answersMsMax));
    QVERIFY(ring.node(1).waitUntilReady(answersMsMax));
    QTest::qWait(8000);
    ring.start(0);
    load.mark();
    QVERIFY(ring.waitUntilReady());
    QVERIFY2(waitFor([&] { return isServed(load); }, answersMsMax), qPrintable(load.summary()));
    VERIFY_LINEARIZABLE(load);
}

void tst_Durability::stopsAndComesBack()
{
    DurableRing ring;
    QVERIFY(ring.startAll());
    ContendedLoad load(ring.addresses(), someKeys());
    load.start();
    QVERIFY(waitFor([&] { return isServed(load); }, answersMsMax));
    for (int i = 0; i < nodes; ++i) {
        const QByteArray id = ring.node(i).id();
        ring.node(i).signalProcess(SIGTERM);
        QVERIFY(ring.node(i).waitUntilEnded());
        QCOMPARE(ring.node(i).exitCode(), 0);
        QVERIFY(ring.start(i).waitUntilReady());
        QCOMPARE(ring.node(i).id(), id);
        QVERIFY2(ring.node(i).log().contains("has read its data directory"), ring.node(i).log().constData());
    }
    load.mark();
    QVERIFY(waitFor([&] { return isServed(load); }, answersMsMax));
    VERIFY_LINEARIZABLE(load);
}

// What was being written when the power went is not a whole commit: it is passed over, and all before it is there.
void tst_Durability::outlivesATornWrite()
{
    DurableRing ring;
    QVERIFY(ring.startAll());
    client::NodeClient client(ring.addresses()[0].host, ring.addresses()[0].port);
    QVERIFY(await<client::Written>([&](const auto &done) { client.put("torn", "value", {}, done); }));
    for (int i = 0; i < nodes; ++i)
        ring.node(i).kill();
    for (int i = 0; i < nodes; ++i) {
        QFile log(ring.directory(i) + u"/node.db-wal"_s);
        QVERIFY2(log.exists(), qPrintable(log.fileName()));
        QVERIFY(log.open(QIODevice::Append));
        log.write(QByteArray(3000, char(0x55)));
    }
    for (int i = 0; i < nodes; ++i)
        ring.start(i);
    QVERIFY(ring.waitUntilReady());
    client::NodeClient again(ring.addresses()[1].host, ring.addresses()[1].port);
    const auto read = await<client::StoredValue>([&](const auto &done) { again.get("torn", done); });
    QVERIFY(read);
    QCOMPARE(read.value->value, QByteArray("value"));
}

void tst_Durability::startsNotWhereItCannotWrite()
{
    // Nobody may make files there, not even root.
    for (const QString &directory : {u"/sys/kernel"_s, u"/proc/self/node"_s}) {
        Daemon daemon({u"--data-dir"_s, directory});
        QVERIFY(daemon.waitUntilEnded());
        QCOMPARE(daemon.exitCode(), 1);
        QVERIFY2(daemon.log().contains(directory.toUtf8()), daemon.log().constData());
        QVERIFY2(daemon.log().contains("check"), daemon.log().constData());
    }
}

void tst_Durability::tellsItsCommits()
{
    DurableRing ring;
    QVERIFY(ring.start(0).waitUntilReady());
    client::NodeClient client(ring.addresses()[0].host, ring.addresses()[0].port);
    QVERIFY(await<client::Written>([&](const auto &done) { client.put("k", QByteArray(1000, 'v'), {}, done); }));
    const auto value = [&](const char *name) {
        QTcpSocket socket;
        socket.connectToHost(ring.addresses()[0].host, ring.addresses()[0].port);
        socket.write("GET /metrics HTTP/1.0\r\n\r\n");
        waitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, 10'000);
        for (const QByteArray &line : socket.readAll().split('\n')) {
            if (line.startsWith(QByteArray(name) + ' '))
                return line.mid(line.lastIndexOf(' ') + 1).toDouble();
        }
        return -1.0;
    };
    QVERIFY(value("funnelkvs_commit_duration_seconds_count") >= 1);
    QVERIFY(value("funnelkvs_committed_bytes_total") >= 1000);
    QCOMPARE(value("funnelkvs_disk_failing"), 0.0);
    QCOMPARE(value("funnelkvs_commit_failures_total"), 0.0);
}

void tst_Durability::oneProcessForADirectory()
{
    DurableRing ring;
    QVERIFY(ring.start(0).waitUntilReady());
    Daemon second({u"--data-dir"_s, ring.directory(0)});
    QVERIFY(second.waitUntilEnded());
    QCOMPARE(second.exitCode(), 1);
    QVERIFY2(second.log().contains("in use by another process"), second.log().constData());
}

void tst_Durability::refusesACopy()
{
    DurableRing ring;
    QVERIFY(ring.start(0).waitUntilReady());
    ring.node(0).kill();
    QVERIFY(copyDirectory(ring.directory(0), ring.directory(7)));
    QVERIFY(ring.start(0).waitUntilReady());
    Daemon copy({u"--data-dir"_s, ring.directory(7)});
    QVERIFY(copy.waitUntilEnded());
    QCOMPARE(copy.exitCode(), 1);
    QVERIFY2(copy.log().contains("belongs to the node at " + ring.textOf(0).toUtf8()), copy.log().constData());
}

void tst_Durability::refusesAnOldCopy()
{
    DurableRing ring;
    QVERIFY(ring.startAll());
    ring.node(2).signalProcess(SIGTERM);
    QVERIFY(ring.node(2).waitUntilEnded());
    QVERIFY(copyDirectory(ring.directory(2), ring.directory(7)));
    QVERIFY(ring.start(2).waitUntilReady());
    ContendedLoad load(ring.addresses(), someKeys());
    load.start();
    QVERIFY(waitFor([&] { return isServed(load); }, answersMsMax));
    load.stop();
    QTest::qWait(1000); // heartbeats tell of the commits
    ring.node(2).kill();
    QVERIFY(copyDirectory(ring.directory(7), ring.directory(2)));
    Daemon &outdated = ring.start(2);
    QVERIFY(outdated.waitUntilEnded());
    QCOMPARE(outdated.exitCode(), 1);
    QVERIFY2(outdated.log().contains("older copy"), outdated.log().constData());
    // Without the directory it is a new node.
    QVERIFY(QDir(ring.directory(2)).removeRecursively());
    QVERIFY(ring.start(2).waitUntilReady(answersMsMax));
    VERIFY_LINEARIZABLE(load);
}

void tst_Durability::namesADamagedFile()
{
    DurableRing ring;
    QVERIFY(ring.startAll());
    ContendedLoad load(ring.addresses(), someKeys());
    load.start();
    QVERIFY(waitFor([&] { return isServed(load); }, answersMsMax));
    load.stop();
    ring.node(2).signalProcess(SIGTERM);
    QVERIFY(ring.node(2).waitUntilEnded());
    QFile file(ring.directory(2) + u"/node.db"_s);
    QVERIFY(file.open(QIODevice::ReadWrite));
    for (qint64 at = 4096 + 2048; at < file.size(); at += 4096) {
        QVERIFY(file.seek(at));
        file.write(QByteArray(512, 'z'));
    }
    file.close();
    Daemon &damaged = ring.start(2);
    QVERIFY(damaged.waitUntilEnded());
    QCOMPARE(damaged.exitCode(), 1);
    QVERIFY2(damaged.log().contains("node.db is damaged") && damaged.log().contains("Move the directory away"),
             damaged.log().constData());
    QVERIFY(QDir(ring.directory(2)).removeRecursively());
    QVERIFY(ring.start(2).waitUntilReady(answersMsMax));
    VERIFY_LINEARIZABLE(load);
}

// The limit of a file's size stands in for the end of a disk.
void tst_Durability::outlivesAFullDisk()
{
    DurableRing ring;
    QVERIFY(ring.start(0).waitUntilReady());
    client::NodeClient client(ring.addresses()[0].host, ring.addresses()[0].port);
    const auto put = [&](const QByteArray &key, const QByteArray &value) {
        return await<client::Written>([&](const auto &done) { client.put(key, value, {}, done); });
    };
    const auto get = [&](const QByteArray &key) {
        return await<client::StoredValue>([&](const auto &done) { client.get(key, done); });
    };
    QVERIFY(put("a", "1"));
    struct rlimit limit = {};
    struct rlimit none = {};
    QCOMPARE(prlimit(pid_t(ring.node(0).pid()), RLIMIT_FSIZE, nullptr, &none), 0);
    limit.rlim_max = none.rlim_max;
    limit.rlim_cur = 200'000;
    QCOMPARE(prlimit(pid_t(ring.node(0).pid()), RLIMIT_FSIZE, &limit, nullptr), 0);
    put("b", QByteArray(400'000, 'x')); // uncertain
    QVERIFY(waitFor([&] { return ring.node(0).log().contains("writes are refused"); }, 20'000));
    const auto refused = put("c", "1");
    QCOMPARE(refused.failure.status, 503);
    QVERIFY2(refused.failure.text.contains(u"cannot write"_s), qPrintable(refused.failure.text));
    const auto read = get("a");
    QVERIFY(read);
    QCOMPARE(read.value->value, QByteArray("1"));
    QCOMPARE(prlimit(pid_t(ring.node(0).pid()), RLIMIT_FSIZE, &none, nullptr), 0);
    QVERIFY(waitFor([&] { return ring.node(0).log().contains("succeed again"); }, 20'000));
    QVERIFY(put("c", "2"));
    ring.node(0).kill();
    QVERIFY(ring.start(0).waitUntilReady());
    for (const QByteArray &key : {QByteArray("a"), QByteArray("b"), QByteArray("c")})
        QVERIFY2(get(key), key.constData());
}

// Texts and bytes, lifetimes and content types, from one ring into another.
void tst_Durability::backsUpAndRestores()
{
    Daemon from({u"--value-bytes-max"_s, u"1000000"_s});
    Daemon to({u"--value-bytes-max"_s, u"1000000"_s});
    QVERIFY(from.waitUntilReady() && to.waitUntilReady());
    client::NodeClient source(from.address().host, from.address().port);
    client::NodeClient target(to.address().host, to.address().port);
    std::map<QByteArray, QByteArray> values{
        {"text", "h\xc3\xa9llo"}, {QByteArray("\0\xff", 2), QByteArray("\xfe\0", 2)}, {"empty", ""}};
    for (int i = 0; i < 2500; ++i)
        values["key " + QByteArray::number(i)] = QByteArray::number(i);
    std::vector<api::BatchOperation> puts;
    for (const auto &[key, value] : values) {
        api::BatchOperation &put = puts.emplace_back();
        put.kind = api::BatchOperation::Kind::Put;
        put.key = key;
        put.value = value;
        put.contentType = "text/x-test";
        if (key == "text")
            put.ttlSeconds = 1000;
    }
    for (size_t at = 0; at < puts.size(); at += 500) {
        const std::vector<api::BatchOperation> part(puts.begin() + qptrdiff(at),
                                                    puts.begin() + qptrdiff(std::min(at + 500, puts.size())));
        QVERIFY(await<std::vector<api::BatchOutcome>>([&](const auto &done) { source.batch(part, done); }));
    }
    const support::ProgramRun backup = support::runProgram({u"backup"_s, u"--node"_s, from.addressText()});
    QVERIFY2(backup.exitCode == 0, backup.errors.constData());
    QCOMPARE(size_t(backup.output.count('\n')), values.size());
    const support::ProgramRun restore =
        support::runProgram({u"restore"_s, u"--node"_s, to.addressText()}, backup.output);
    QVERIFY2(restore.exitCode == 0, restore.errors.constData());
    for (const auto &[key, value] : values) {
        const auto read = await<client::StoredValue>([&](const auto &done) { target.get(key, done); });
        QVERIFY2(read, key.constData());
        QCOMPARE(read.value->value, value);
        QCOMPARE(read.value->contentType, QByteArray("text/x-test"));
    }
    const auto page = await<api::KeysPage>([&](const auto &done) { target.keys(1000, {}, done); });
    QVERIFY(page);
    const support::ProgramRun again = support::runProgram({u"backup"_s, u"--node"_s, to.addressText()});
    QCOMPARE(again.output.count("\"ttl\":"), 1);
    QCOMPARE(support::runProgram({u"backup"_s, u"--node"_s, u"127.0.0.1:1"_s}).exitCode, 1);
}

QTEST_GUILESS_MAIN(tst_Durability)
#include "tst_durability.moc"
