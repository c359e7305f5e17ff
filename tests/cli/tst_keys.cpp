// SPDX-License-Identifier: GPL-3.0-or-later
//
// keys and delete-many, against a ring of nodes: what they print, what they read, and what a shell learns when
// something is missing.

#include "support/daemon.h"
#include "support/program_run.h"
#include "support/ring.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>
#include <csignal>

using namespace Qt::StringLiterals;
using support::ProgramRun;
using support::Ring;
using support::runProgram;

namespace {

constexpr int keys = 3000;

QByteArrayList linesOf(const QByteArray &output)
{
    QByteArrayList lines = output.split('\n');
    lines.removeLast();
    return lines;
}

} // namespace

class TestKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void printsKeys();
    void printsJson();
    void odd();
    void stopsAtALimit();
    void full();
    void deletesLines();
    void deletesWhatIsListed();
    void deletesAPrefix();
    void asksFirst();
    void malformedLines();
    void nobodyListens();
    void rangeWithoutQuorum();

private:
    ProgramRun run(QStringList words, const QByteArray &input = {})
    {
        words += {u"--node"_s, m_ring.node(m_next++ % 3).addressText()};
        return runProgram(words, input);
    }
    void store(const QByteArray &prefix, int count);

    Ring m_ring;
    int m_next = 0;
};

void TestKeys::store(const QByteArray &prefix, int count)
{
    QByteArray input;
    for (int i = 0; i < count; ++i)
        input += R"({"key":")" + prefix + QByteArray::number(i) + R"(","value":"v"})" + '\n';
    QCOMPARE(run({u"put-many"_s}, input).exitCode, 0);
}

void TestKeys::initTestCase()
{
    QVERIFY(m_ring.start(3));
    store("many/", keys);
}

void TestKeys::printsKeys()
{
    const ProgramRun all = run({u"keys"_s, u"many/"_s});
    QCOMPARE(all.exitCode, 0);
    QCOMPARE(all.errors, QByteArray());
    const QByteArrayList lines = linesOf(all.output);
    QCOMPARE(lines.size(), keys);
    QCOMPARE(QSet<QByteArray>(lines.begin(), lines.end()).size(), keys);
    QCOMPARE(linesOf(run({u"keys"_s, u"many/29"_s}).output).size(), 111);
    const ProgramRun none = run({u"keys"_s, u"nothing begins so"_s});
    QCOMPARE(none.exitCode, 0);
    QCOMPARE(none.output, QByteArray());
}

void TestKeys::printsJson()
{
    QCOMPARE(run({u"put"_s, u"json/1"_s, u"12345"_s, u"--ttl"_s, u"100"_s}).exitCode, 0);
    const QJsonObject line = QJsonDocument::fromJson(run({u"keys"_s, u"json/"_s, u"--json"_s}).output).object();
    QCOMPARE(line["key"_L1].toString(), u"json/1"_s);
    QCOMPARE(line["bytes"_L1].toInt(), 5);
    QVERIFY(line["ttl"_L1].toInt() > 90);
    QVERIFY(line["etag"_L1].toString().startsWith(u'"'));
}

// A key is one line, whatever is in it.
void TestKeys::odd()
{
    const QByteArray input = R"({"key":"odd/\n\u001b[31m","value":"v"})"
                             "\n"
                             R"({"key":"odd/%FF","keyEncoding":"percent","value":"v"})"
                             "\n";
    QCOMPARE(run({u"put-many"_s}, input).exitCode, 0);
    QByteArrayList lines = linesOf(run({u"keys"_s, u"odd/"_s}).output);
    std::sort(lines.begin(), lines.end());
    QCOMPARE(lines, (QByteArrayList{"odd%2F%0A%1B%5B31m", "odd%2F%FF"}));
    const ProgramRun json = run({u"keys"_s, u"odd/"_s, u"--json"_s});
    QVERIFY(json.output.contains(R"("keyEncoding":"percent")"));
    QCOMPARE(run({u"delete-many"_s}, json.output).exitCode, 0);
    QCOMPARE(run({u"keys"_s, u"odd/"_s}).output, QByteArray());
}

void TestKeys::stopsAtALimit()
{
    QCOMPARE(linesOf(run({u"keys"_s, u"many/"_s, u"--limit"_s, u"1234"_s}).output).size(), 1234);
    QCOMPARE(run({u"keys"_s, u"--limit"_s, u"0"_s}).exitCode, 2);
}

void TestKeys::full()
{
    const ProgramRun full = support::runProgramWithoutDisk(
        {u"keys"_s, u"many/"_s, u"--node"_s, m_ring.node(0).addressText()}, u"/dev/full"_s);
    QCOMPARE(full.exitCode, 1);
}

void TestKeys::deletesLines()
{
    store("lines/", 3);
    ProgramRun deleted = run({u"delete-many"_s}, "\"lines/0\"\n\n{\"key\": \"lines/1\"}\n");
    QCOMPARE(deleted.exitCode, 0);
    QVERIFY2(deleted.output.startsWith("2 deleted, 0 failed"), deleted.output.constData());
    QCOMPARE(run({u"keys"_s, u"lines/"_s}).output, QByteArray("lines/2\n"));

    deleted = run({u"delete-many"_s}, "\"lines/0\"\n\"lines/2\"\n");
    QCOMPARE(deleted.exitCode, 1);
    QVERIFY2(deleted.errors.contains("line 1: lines/0") && deleted.errors.contains("1 of 2 lines failed"),
             deleted.errors.constData());
    deleted = run({u"delete-many"_s, u"--json"_s}, "\"lines/2\"\n");
    QCOMPARE(QJsonDocument::fromJson(deleted.output).object()["status"_L1].toInt(), 404);
}

// Only what has not changed since.
void TestKeys::deletesWhatIsListed()
{
    store("listed/", 2);
    const ProgramRun list = run({u"keys"_s, u"listed/"_s, u"--json"_s});
    QCOMPARE(run({u"get-many"_s}, list.output).output.count(R"("status":200)"), 2);
    QCOMPARE(run({u"delete-many"_s}, list.output).exitCode, 0);
    QCOMPARE(run({u"keys"_s, u"listed/"_s}).output, QByteArray());
    store("listed/", 1);
    QCOMPARE(run({u"delete-many"_s}, R"({"key":"listed/0","ifMatch":"\"1a\""})").exitCode, 1);
}

void TestKeys::deletesAPrefix()
{
    store("prefix/", 1500);
    const ProgramRun deleted = run({u"delete-many"_s, u"--prefix"_s, u"prefix/"_s, u"--yes"_s, u"--batch"_s, u"400"_s});
    QVERIFY2(deleted.exitCode == 0, deleted.errors.constData());
    QVERIFY2(deleted.output.startsWith("1500 deleted, 0 failed"), deleted.output.constData());
    QCOMPARE(run({u"keys"_s, u"prefix/"_s}).output, QByteArray());
    QCOMPARE(linesOf(run({u"keys"_s, u"many/"_s}).output).size(), keys);
    QVERIFY(run({u"delete-many"_s, u"--prefix"_s, u"prefix/"_s, u"--yes"_s}).output.startsWith("0 deleted, 0 failed"));
}

void TestKeys::asksFirst()
{
    const ProgramRun refused = run({u"delete-many"_s, u"--prefix"_s, u"many/"_s});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("--yes"), refused.errors.constData());
    QCOMPARE(linesOf(run({u"keys"_s, u"many/"_s}).output).size(), keys);
}

void TestKeys::malformedLines()
{
    for (const QByteArray &line : {QByteArray("many/1\n"), QByteArray("[]\n"), QByteArray("{\"ky\":\"a\"}\n"),
                                   QByteArray("{\"key\":\"a\",\"value\":\"b\"}\n")}) {
        const ProgramRun deleted = run({u"delete-many"_s}, line);
        QCOMPARE(deleted.exitCode, 1);
        QVERIFY2(deleted.errors.contains("line 1 of standard input"), deleted.errors.constData());
    }
}

void TestKeys::nobodyListens()
{
    for (const QStringList &words :
         {QStringList{u"keys"_s}, QStringList{u"delete-many"_s, u"--prefix"_s, u"a"_s, u"--yes"_s}}) {
        const ProgramRun lost = runProgram(words + QStringList{u"--node"_s, u"127.0.0.1:1"_s});
        QCOMPARE(lost.exitCode, 1);
        QVERIFY2(lost.errors.contains("127.0.0.1:1"), lost.errors.constData());
    }
}

// Last, since it stops nodes: what lies in ranges that are served is printed, the other range is named.
void TestKeys::rangeWithoutQuorum()
{
    m_ring.node(1).signalProcess(SIGSTOP);
    m_ring.node(2).signalProcess(SIGSTOP);
    const ProgramRun lost = runProgram({u"keys"_s, u"--node"_s, m_ring.node(0).addressText()});
    m_ring.node(1).signalProcess(SIGCONT);
    m_ring.node(2).signalProcess(SIGCONT);
    QCOMPARE(lost.exitCode, 1);
    QVERIFY2(lost.errors.contains("not all are listed") && lost.errors.contains("range"), lost.errors.constData());
    QTRY_COMPARE_WITH_TIMEOUT(runProgram({u"keys"_s, u"--node"_s, m_ring.node(0).addressText()}).exitCode, 0, 60'000);
}

QTEST_GUILESS_MAIN(TestKeys)

#include "tst_keys.moc"
