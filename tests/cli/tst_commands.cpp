// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commands against real nodes: what they print, what they exit with, and that bytes stay bytes.

#include "api/original.h"
#include "support/program_run.h"
#include "support/ring.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using support::Daemon;
using support::ProgramRun;
using support::Ring;
using support::runProgram;

class TestCommands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void putGetDelete();
    void valuesFromFilesAndStandardInput();
    void valuesThatAreTooLarge();
    void keysOfAnyBytes();
    void conditions();
    void timeToLive();
    void unwritableOutput();
    void fullDisk();
    void outputThatIsNoFile();
    void lookup();
    void status();
    void checkChain();
    void declareDead();
    void recoverRange();
    void recoveryIsConfirmed_data();
    void recoveryIsConfirmed();
    void manyLines();
    void longLines();
    void byteOrderMarks();
    void testValues();
    void fullDiskForStandardOutput_data();
    void fullDiskForStandardOutput();
    void bench();
    void nodeFromTheEnvironment();
    void nobodyListens_data();
    void nobodyListens();
    void anotherServerListens();
    void somebodyListensAndNeverAnswers();
    void onlyWritesMayHaveHappened_data();
    void onlyWritesMayHaveHappened();
    void originalForm();
    void originalFormWithAFolderForItsLog();
    void configFile();
    void advertisesWhatItIsTold();
    void logFileThatCannotBeWritten();

private:
    ProgramRun run(QStringList words, const QByteArray &input = {})
    {
        words += {u"--node"_s, m_ring.node(m_next++ % 3).addressText()};
        return runProgram(words, input);
    }

    Ring m_ring;
    int m_next = 0;
};

void TestCommands::initTestCase()
{
    QVERIFY(m_ring.start(3));
}

void TestCommands::putGetDelete()
{
    ProgramRun put = run({u"put"_s, u"greeting"_s, u"hello"_s});
    QCOMPARE(put.exitCode, 0);
    QVERIFY2(put.output.startsWith("created \""), put.output.constData());
    put = run({u"put"_s, u"greeting"_s, u"hello again"_s, u"--json"_s});
    const QJsonObject json = QJsonDocument::fromJson(put.output).object();
    QCOMPARE(json["created"_L1].toBool(true), false);
    QVERIFY(json["etag"_L1].toString().startsWith(u'"'));

    ProgramRun get = run({u"get"_s, u"greeting"_s});
    QCOMPARE(get.exitCode, 0);
    QCOMPARE(get.output, QByteArray("hello again"));
    QCOMPARE(get.errors, QByteArray());

    QCOMPARE(run({u"delete"_s, u"greeting"_s}).exitCode, 0);
    get = run({u"get"_s, u"greeting"_s});
    QCOMPARE(get.exitCode, 1);
    QCOMPARE(get.output, QByteArray());
    QVERIFY2(get.errors.contains("not found"), get.errors.constData());
    QCOMPARE(run({u"delete"_s, u"greeting"_s}).exitCode, 1);
}

void TestCommands::valuesFromFilesAndStandardInput()
{
    QByteArray bytes;
    for (int i = 0; i < 100'000; ++i)
        bytes += char(i * 31 + (i >> 8));
    QTemporaryDir folder;
    QFile file(folder.filePath(u"value"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    QCOMPARE(run({u"put"_s, u"from file"_s, u"--file"_s, file.fileName()}).exitCode, 0);
    QCOMPARE(run({u"get"_s, u"from file"_s}).output, bytes);
    QCOMPARE(run({u"put"_s, u"from input"_s, u"-"_s}, bytes).exitCode, 0);
    const QString copy = folder.filePath(u"copy"_s);
    QCOMPARE(run({u"get"_s, u"from input"_s, u"--output"_s, copy}).exitCode, 0);
    QFile written(copy);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), bytes);
    QCOMPARE(run({u"put"_s, u"empty"_s, QString()}).exitCode, 0);
    QCOMPARE(run({u"get"_s, u"empty"_s}).output, QByteArray());

    const ProgramRun missing = run({u"put"_s, u"k"_s, u"--file"_s, folder.filePath(u"missing"_s)});
    QCOMPARE(missing.exitCode, 1);
    QVERIFY2(missing.errors.contains("cannot read"), missing.errors.constData());
}

// Refused with a status, while the bytes still come: never a connection that is reset.
void TestCommands::valuesThatAreTooLarge()
{
    constexpr qint64 mebibyte = 1024 * 1024;
    QTemporaryDir folder;
    QFile file(folder.filePath(u"large"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const qint64 bytes : {16 * mebibyte + 1, 17 * mebibyte, 40 * mebibyte, 300 * mebibyte}) {
        QVERIFY(file.resize(bytes));
        const ProgramRun put = run({u"put"_s, u"too large"_s, u"--file"_s, file.fileName()});
        QCOMPARE(put.exitCode, 1);
        QVERIFY2(put.errors.contains("refused (status 413)"), put.errors.constData());
        QVERIFY(!put.errors.contains("may have happened"));
    }
    QCOMPARE(run({u"get"_s, u"too large"_s}).exitCode, 1);
    QVERIFY(file.resize(16 * mebibyte));
    QCOMPARE(run({u"put"_s, u"large"_s, u"--file"_s, file.fileName()}).exitCode, 0);
    QCOMPARE(run({u"delete"_s, u"large"_s}).exitCode, 0);
}

void TestCommands::keysOfAnyBytes()
{
    for (const QString &key : {u"a/b"_s, u".."_s, u"ключ"_s, u"100%"_s, u"a b?c#d"_s, QString(1024, u'k')}) {
        QCOMPARE(run({u"put"_s, key, u"v:"_s + key}).exitCode, 0);
        QCOMPARE(run({u"get"_s, key}).output, ("v:" + key).toUtf8());
    }
    QCOMPARE(runProgram({u"put"_s, u"--node"_s, m_ring.node(0).addressText(), u"--"_s, u"--json"_s, u"-v"_s}).exitCode,
             0);
    QCOMPARE(runProgram({u"get"_s, u"--node"_s, m_ring.node(1).addressText(), u"--"_s, u"--json"_s}).output,
             QByteArray("-v"));
    const ProgramRun empty = run({u"put"_s, QString(), u"v"_s});
    QCOMPARE(empty.exitCode, 1);
    const ProgramRun tooLong = run({u"put"_s, QString(1025, u'k'), u"v"_s});
    QCOMPARE(tooLong.exitCode, 1);
    QVERIFY2(tooLong.errors.contains("1024"), tooLong.errors.constData());
}

void TestCommands::conditions()
{
    QCOMPARE(run({u"put"_s, u"c"_s, u"1"_s, u"--if-none-match"_s, u"*"_s}).exitCode, 0);
    const ProgramRun again = run({u"put"_s, u"c"_s, u"2"_s, u"--if-none-match"_s, u"*"_s});
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.errors.contains("condition does not hold"), again.errors.constData());
    const ProgramRun put = run({u"put"_s, u"c"_s, u"3"_s});
    const QString etag = QString::fromLatin1(put.output.trimmed().split(' ').value(1));
    const QString bare = etag.mid(1, etag.size() - 2); // quotes need not be typed
    QCOMPARE(run({u"put"_s, u"c"_s, u"4"_s, u"--if-match"_s, bare}).exitCode, 0);
    QCOMPARE(run({u"put"_s, u"c"_s, u"5"_s, u"--if-match"_s, etag}).exitCode, 1);
    QCOMPARE(run({u"delete"_s, u"c"_s, u"--if-match"_s, etag}).exitCode, 1);
    QCOMPARE(run({u"get"_s, u"c"_s}).output, QByteArray("4"));
    QCOMPARE(run({u"delete"_s, u"c"_s, u"--if-match"_s, u"*"_s}).exitCode, 0);
}

void TestCommands::timeToLive()
{
    QCOMPARE(run({u"put"_s, u"brief"_s, u"v"_s, u"--ttl"_s, u"1"_s}).exitCode, 0);
    QVERIFY(support::waitFor([&] { return run({u"get"_s, u"brief"_s}).exitCode == 1; }, 20'000));
    QCOMPARE(run({u"put"_s, u"lasting"_s, u"v"_s, u"--ttl"_s, u"100"_s}).exitCode, 0);
    for (const ProgramRun &get : {run({u"get"_s, u"lasting"_s, u"--json"_s}), run({u"get-many"_s}, "\"lasting\"\n")}) {
        const QJsonObject json = QJsonDocument::fromJson(get.output).object();
        QCOMPARE(json["key"_L1].toString(), u"lasting"_s);
        QCOMPARE(json["value"_L1].toString(), u"v"_s);
        QVERIFY2(json["ttl"_L1].toInt() > 50 && json["ttl"_L1].toInt() <= 100, get.output.constData());
    }
    QCOMPARE(run({u"put"_s, u"lasting"_s, u"v"_s}).exitCode, 0);
    QVERIFY(!run({u"get"_s, u"lasting"_s, u"--json"_s}).output.contains("ttl"));
}

void TestCommands::unwritableOutput()
{
    QCOMPARE(run({u"put"_s, u"u"_s, u"v"_s}).exitCode, 0);
    const ProgramRun get = run({u"get"_s, u"u"_s, u"--output"_s, u"/nonexistent/folder/file"_s});
    QCOMPARE(get.exitCode, 1);
    QVERIFY2(get.errors.contains("cannot write"), get.errors.constData());
}

// A value that fits into a buffer fails only when the buffer is flushed. What was there before stays.
void TestCommands::fullDisk()
{
    const QStringList to{u"--node"_s, m_ring.node(0).addressText()};
    QCOMPARE(run({u"put"_s, u"short"_s, u"v"_s}).exitCode, 0);
    QCOMPARE(run({u"put"_s, u"long"_s, QString(100'000, u'v')}).exitCode, 0);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"value"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write("before"), 6);
    file.close();
    for (const QString &key : {u"short"_s, u"long"_s}) {
        const ProgramRun get = support::runProgramWithoutDisk(QStringList{u"get"_s, key, u"--output"_s, path} + to);
        QCOMPARE(get.exitCode, 1);
        QVERIFY2(get.errors.contains("get: cannot write " + path.toUtf8()), get.errors.constData());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("before"));
        file.close();
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }
    const QString trace = folder.filePath(u"trace"_s);
    for (const QStringList &words : {QStringList{u"paper"_s, u"balance"_s, u"--draws"_s, u"1"_s, u"--svg"_s, trace},
                                     QStringList{u"run"_s, u"--nodes"_s, u"2"_s, u"--trace"_s, trace}}) {
        const ProgramRun sim = support::runProgramWithoutDisk(QStringList{u"sim"_s} + words);
        QCOMPARE(sim.exitCode, 1);
        QVERIFY2(sim.errors.contains(trace.toUtf8()), sim.errors.constData());
    }
}

void TestCommands::fullDiskForStandardOutput_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"put k v",
                             "put k v --json",
                             "get k",
                             "lookup k",
                             "lookup k --json",
                             "status",
                             "status --json",
                             "check-chain",
                             "check-chain --json",
                             "put-test-values NODE",
                             "get-test-values NODE",
                             "bench --seconds 1",
                             "bench --seconds 1 --json",
                             "--help",
                             "get --help",
                             "--version",
                             "node --print-config",
                             "stop-nodes --base-port 1",
                             "sim run --nodes 3 --duration 1s",
                             "sim run --nodes 3 --duration 1s --json",
                             "sim explore --seeds 1",
                             "sim paper balance --draws 1"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void TestCommands::fullDiskForStandardOutput()
{
    QFETCH(QString, line);
    QStringList words = line.split(u' ');
    const bool talksToNodes = !line.startsWith(u'-') && !line.contains(u"help"_s) && words[0] != "sim"_L1
        && words[0] != "node"_L1 && words[0] != "stop-nodes"_L1;
    const QString node = m_ring.node(0).addressText();
    if (const qsizetype place = words.indexOf(u"NODE"_s); place >= 0)
        words[place] = node;
    else if (talksToNodes)
        words += {u"--node"_s, node};
    QTemporaryDir folder;
    const QString output = folder.filePath(u"output"_s);
    const ProgramRun run = support::runProgramWithoutDisk(words, output);
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.contains("cannot write to standard output: "), run.errors.constData());
    QCOMPARE(QFileInfo(output).size(), 0);
}

// A device or pipe is written to: were it replaced, /dev/null would be a file for everybody after a get by root.
void TestCommands::outputThatIsNoFile()
{
    QTemporaryDir folder;
    const QByteArray pipe = QFile::encodeName(folder.filePath(u"pipe"_s));
    QCOMPARE(mkfifo(pipe.constData(), 0600), 0);
    const int reader = ::open(pipe.constData(), O_RDONLY | O_NONBLOCK);
    QVERIFY(reader >= 0);
    QCOMPARE(run({u"put"_s, u"piped"_s, u"value"_s}).exitCode, 0);
    QCOMPARE(run({u"get"_s, u"piped"_s, u"--output"_s, QFile::decodeName(pipe)}).exitCode, 0);
    char bytes[10] = "";
    QCOMPARE(::read(reader, bytes, sizeof bytes), ssize_t(5));
    ::close(reader);
    QCOMPARE(QByteArray(bytes), QByteArray("value"));
    QCOMPARE(run({u"get"_s, u"piped"_s, u"--output"_s, u"/dev/stdout"_s}).output, QByteArray("value"));
}

void TestCommands::lookup()
{
    const ProgramRun text = run({u"lookup"_s, u"any key"_s});
    QCOMPARE(text.exitCode, 0);
    QVERIFY(text.output.contains("owner") && text.output.contains("hops"));
    const ProgramRun json = run({u"lookup"_s, u"any key"_s, u"--json"_s});
    const auto document = api::fromJson<api::LookupDocument>(json.output);
    QVERIFY2(document.value, qPrintable(document.error));
    QCOMPARE(document.value->replicas.size(), size_t(3));
    QCOMPARE(document.value->replicas.front(), document.value->owner);
}

void TestCommands::status()
{
    const ProgramRun text = runProgram({u"status"_s, u"--node"_s, m_ring.node(1).addressText()});
    QCOMPARE(text.exitCode, 0);
    QVERIFY(text.output.contains(m_ring.node(1).id()));
    QVERIFY(text.output.contains("ready"));
    static const QRegularExpression range(
        u"\nranges +[0-9a-f]{40} to [0-9a-f]{40}, serving, leader 127\\.0\\.0\\.1:\\d+"_s);
    QVERIFY2(range.match(QString::fromUtf8(text.output)).hasMatch(), text.output.constData());
    const auto document = api::fromJson<api::NodeDocument>(
        runProgram({u"status"_s, u"--json"_s, u"--node"_s, m_ring.node(1).addressText()}).output);
    QVERIFY2(document.value, qPrintable(document.error));
    QCOMPARE(document.value->node.id, m_ring.node(1).id());
    QVERIFY(!document.value->ranges.empty() && !document.value->ring.isEmpty());
}

void TestCommands::checkChain()
{
    const ProgramRun text = run({u"check-chain"_s});
    QCOMPARE(text.exitCode, 0);
    const QList<QByteArray> lines = text.output.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    static const QRegularExpression form(
        u"^addr=127\\.0\\.0\\.1:\\d+ born_id=\\d+ node_id_ratio=\\d+\\.\\d{6} counter=\\d succ_addr=127\\.0\\.0\\.1:\\d+$"_s);
    for (const QByteArray &line : lines)
        QVERIFY2(form.match(QString::fromUtf8(line)).hasMatch(), line.constData());

    const QJsonObject json = QJsonDocument::fromJson(run({u"check-chain"_s, u"--json"_s}).output).object();
    QCOMPARE(json["whole"_L1].toBool(), true);
    QCOMPARE(json["nodes"_L1].toArray().size(), 3);
    QCOMPARE(json["problems"_L1].toArray().size(), 0);
    QCOMPARE(json["ranges"_L1].toArray().size(), 3);
    QCOMPARE(json["ranges"_L1][0]["state"_L1].toString(), u"serving"_s);

    // A node that is stopped does not answer, so the chain is not whole.
    m_ring.node(2).signalProcess(SIGSTOP);
    const ProgramRun broken = runProgram({u"check-chain"_s, u"--node"_s, m_ring.node(2).addressText()});
    m_ring.node(2).signalProcess(SIGCONT);
    QCOMPARE(broken.exitCode, 1);
    QVERIFY2(broken.errors.contains("No node answers at"), broken.errors.constData());
    QVERIFY2(m_ring.waitUntilWhole(3), qPrintable(m_ring.lastProblems()));
}

// Standard input is no terminal here.
void TestCommands::declareDead()
{
    const ProgramRun unconfirmed = run({u"declare-dead"_s, u"127.0.0.1:1"_s});
    QCOMPARE(unconfirmed.exitCode, 1);
    QVERIFY2(unconfirmed.errors.contains("will treat the node at 127.0.0.1:1 as gone for ever"),
             unconfirmed.errors.constData());
    QVERIFY2(unconfirmed.errors.contains("nothing was done") && unconfirmed.errors.contains("--yes"),
             unconfirmed.errors.constData());
    const ProgramRun unknown = run({u"declare-dead"_s, u"127.0.0.1:1"_s, u"--yes"_s});
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY2(unknown.errors.contains("refused (status 400)"), unknown.errors.constData());
}

void TestCommands::recoverRange()
{
    const QString id = QString::fromLatin1(m_ring.node(0).id());
    const ProgramRun text = run({u"recover-range"_s, id, u"--yes"_s});
    QCOMPARE(text.exitCode, 1);
    QVERIFY2(text.errors.contains("was not recovered"), text.errors.constData());
    const ProgramRun json = run({u"recover-range"_s, id, u"--json"_s});
    QCOMPARE(json.exitCode, 1);
    const auto document = api::fromJson<api::RecoveryDocument>(json.output);
    QVERIFY2(document.value, qPrintable(document.error));
    QVERIFY(!document.value->done && document.value->missing.empty());
    QCOMPARE(run({u"check-chain"_s}).exitCode, 0);
}

void TestCommands::recoveryIsConfirmed_data()
{
    QTest::addColumn<bool>("certain");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("nothing can be lost") << true << QStringList() << 1 << 0;
    QTest::newRow("a loss is not accepted") << false << QStringList() << 1 << 1;
    QTest::newRow("a loss is accepted") << false << QStringList{u"--yes"_s} << 2 << 0;
    QTest::newRow("a loss is accepted, JSON") << false << QStringList{u"--yes"_s, u"--json"_s} << 2 << 0;
}

// Against a server that answers as a node does whose range has lost its majority.
void TestCommands::recoveryIsConfirmed()
{
    QFETCH(bool, certain);
    QFETCH(QStringList, words);
    QFETCH(int, requests);
    QFETCH(int, exitCode);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QByteArrayList heads;
    connect(&server, &QTcpServer::newConnection, &server, [&server, &heads, certain] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, &heads, certain] {
            heads.append(socket->readAll());
            const bool isDone = certain || heads.last().contains("&confirm=true ");
            const QByteArray body = api::toJson(api::RecoveryDocument{isDone,
                                                                      certain,
                                                                      api::RangeBounds{"0a", "1a"},
                                                                      {{"1a", "a:1"}},
                                                                      {{"2a", "b:1"}, {"3a", "c:1"}},
                                                                      u"Two voters are missing."_s});
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                          + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        });
    });
    const QString address = u"127.0.0.1:%1"_s.arg(server.serverPort());
    const ProgramRun run = runProgram(QStringList{u"recover-range"_s, u"1a"_s, u"--node"_s, address} + words);
    QCOMPARE(run.exitCode, exitCode);
    QCOMPARE(heads.size(), requests);
    QVERIFY(heads.first().startsWith("POST /v1/recover-range?id=1a HTTP/1.1\r\n"));
    QVERIFY2(run.output.contains("Two voters are missing."), run.output.constData());
    QCOMPARE(run.errors.contains("--yes"), exitCode == 1);
    if (words.contains(u"--json"_s))
        QCOMPARE(run.output.count('\n'), requests);
}

// Small lines cost what they are long, not what the longest one may be.
void TestCommands::manyLines()
{
    constexpr int lines = 30'000;
    QByteArray input;
    for (int i = 0; i < lines; ++i)
        input += "{\"key\": \"many-" + QByteArray::number(i) + "\", \"value\": \"v\"}\n";
    input.chop(1); // the last line need not have an end
    QElapsedTimer clock;
    clock.start();
    const ProgramRun put = run({u"put-many"_s}, input);
    QCOMPARE(put.exitCode, 0);
    QVERIFY2(put.output.startsWith("30000 stored, 0 failed"), put.output.constData());
    QVERIFY2(clock.elapsed() < 6000, qPrintable(u"%1 ms"_s.arg(clock.elapsed()))); // 0.3 ms a line were 10,000
    QCOMPARE(run({u"get"_s, u"many-29999"_s}).output, QByteArray("v"));
}

void TestCommands::longLines()
{
    const QByteArray longest(12 * 1024 * 1024, 'v');
    ProgramRun put = run({u"put-many"_s}, "{\"key\": \"long line\", \"value\": \"" + longest + "\"}\n");
    QVERIFY2(put.exitCode == 0, put.errors.constData());
    QCOMPARE(run({u"get"_s, u"long line"_s}).output, longest);
    put = run({u"put-many"_s}, "{\"key\": \"a\", \"value\": \"1\"}\n" + QByteArray(33 * 1024 * 1024, 'v'));
    QCOMPARE(put.exitCode, 1);
    QVERIFY2(put.errors.contains("line 2 of standard input is longer than 33554432 bytes"), put.errors.constData());
    QCOMPARE(run({u"delete"_s, u"long line"_s}).exitCode, 0);
}

// As editors and shells of Windows write them in front of a text; values are no texts.
void TestCommands::byteOrderMarks()
{
    const QByteArray mark("\xef\xbb\xbf");
    const QByteArray line = "{\"key\": \"marked\", \"value\": \"v\"}\r\n";
    ProgramRun put = run({u"put-many"_s}, mark + line + mark + "\n" + mark + line); // two files, one after the other
    QVERIFY2(put.output.startsWith("2 stored, 0 failed"), put.errors.constData());
    put = run({u"put-many"_s}, QByteArray("\xff\xfe{\0", 4));
    QVERIFY2(put.errors.contains("UTF-16"), put.errors.constData());
    QCOMPARE(run({u"put"_s, u"marked"_s, u"-"_s}, mark + "v").exitCode, 0);
    QCOMPARE(run({u"get"_s, u"marked"_s}).output, mark + "v");

    QTemporaryDir folder;
    QFile file(folder.filePath(u"marked"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(mark + "[node]\nreplicas = 7\n");
    file.close();
    const ProgramRun config = runProgram({u"node"_s, u"--print-config"_s, u"--config"_s, file.fileName()});
    QVERIFY2(config.output.contains("\nreplicas = 7\n"), config.errors.constData());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(mark + "nodes 2 ideal\nduration 1s\n");
    file.close();
    const ProgramRun sim = runProgram({u"sim"_s, u"run"_s, file.fileName()});
    QVERIFY2(sim.exitCode == 0, sim.errors.constData());
}

void TestCommands::testValues()
{
    const ProgramRun early = runProgram({u"get-test-values"_s, m_ring.node(0).addressText()});
    QCOMPARE(early.exitCode, 1);
    QVERIFY2(early.output.contains("0 of 100 values"), early.output.constData());
    QCOMPARE(runProgram({u"put-test-values"_s, m_ring.node(0).addressText()}).exitCode, 0);
    const ProgramRun get = runProgram({u"get-test-values"_s, m_ring.node(1).addressText()});
    QCOMPARE(get.exitCode, 0);
    QVERIFY(get.output.contains("100 of 100 values"));
    QCOMPARE(runProgram({u"get-test-values"_s, m_ring.node(2).addressText(), u"--parallel"_s}).exitCode, 0);

    QCOMPARE(run({u"delete"_s, u"42"_s}).exitCode, 0);
    QCOMPARE(run({u"put"_s, u"43"_s, u"wrong"_s}).exitCode, 0);
    const ProgramRun missing = runProgram({u"get-test-values"_s, m_ring.node(1).addressText(), u"--parallel"_s});
    QCOMPARE(missing.exitCode, 1);
    QVERIFY(missing.output.contains("98 of 100 values"));
    QVERIFY(missing.errors.contains("key=42") && missing.errors.contains("key=43"));
}

void TestCommands::bench()
{
    const ProgramRun text = run({u"bench"_s, u"--count"_s, u"2000"_s, u"--keys"_s, u"100"_s, u"--preload"_s});
    QCOMPARE(text.exitCode, 0);
    QVERIFY(text.output.contains("ops/s") && text.output.contains("p99.9"));
    const ProgramRun json = runProgram({u"bench"_s, u"--count"_s, u"2000"_s, u"--keys"_s, u"100"_s, u"--reads"_s,
                                        u"50"_s, u"--pipeline"_s, u"4"_s, u"--json"_s, u"--node"_s,
                                        m_ring.node(0).addressText(), u"--node"_s, m_ring.node(1).addressText()});
    QCOMPARE(json.exitCode, 0);
    const QJsonObject object = QJsonDocument::fromJson(json.output).object();
    const QJsonObject gets = object["get"_L1].toObject();
    const QJsonObject puts = object["put"_L1].toObject();
    QCOMPARE(gets["count"_L1].toInt() + puts["count"_L1].toInt(), 2000);
    QCOMPARE(gets["missing"_L1].toInt(-1), 0);
    QCOMPARE(gets["failed"_L1].toInt(-1), 0);
    QVERIFY(gets["p50Micros"_L1].toInt() <= gets["p99Micros"_L1].toInt());
}

void TestCommands::nodeFromTheEnvironment()
{
    const QStringList environment{u"FUNNELKVS_NODE="_s + m_ring.node(1).addressText()};
    const ProgramRun run = runProgram({u"status"_s}, {}, environment);
    QVERIFY(run.output.contains(m_ring.node(1).id()));
    // What is said goes before.
    const ProgramRun other = runProgram({u"status"_s, u"--node"_s, m_ring.node(0).addressText()}, {}, environment);
    QVERIFY(other.output.startsWith("node          " + m_ring.node(0).address().toAddress()));
}

void TestCommands::nobodyListens_data()
{
    QTest::addColumn<QStringList>("words");
    for (const char *line : {"get k", "put k v", "delete k", "lookup k", "status", "check-chain", "bench",
                             "recover-range 1", "declare-dead 127.0.0.1:1 --yes"})
        QTest::newRow(line) << QString::fromLatin1(line).split(u' ');
}

void TestCommands::nobodyListens()
{
    QFETCH(QStringList, words);
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const QString address = u"127.0.0.1:%1"_s.arg(probe.serverPort());
    probe.close();
    const ProgramRun run = runProgram(words + QStringList{u"--node"_s, address});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.toLower().contains("no node answers at " + address.toUtf8()), run.errors.constData());
    QVERIFY2(run.errors.contains("setup-nodes"), run.errors.constData());
}

void TestCommands::anotherServerListens()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>");
        });
    });
    const ProgramRun run = runProgram({u"status"_s, u"--node"_s, u"127.0.0.1:%1"_s.arg(server.serverPort())});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.contains("is no node"), run.errors.constData());
}

void TestCommands::somebodyListensAndNeverAnswers()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const ProgramRun run = runProgram({u"status"_s, u"--node"_s, u"127.0.0.1:%1"_s.arg(silent.serverPort())});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.contains("did not answer"), run.errors.constData());
}

void TestCommands::onlyWritesMayHaveHappened_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("answer"); // empty: the connection is closed instead
    QTest::addColumn<bool>("isWrite");
    const QByteArray badGateway = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
    for (const char *line : {"put k v", "delete k", "put-many", "get k", "lookup k", "status", "get-many"}) {
        const QString words = QString::fromLatin1(line);
        const bool isWrite = words.startsWith("put"_L1) || words.startsWith("delete"_L1);
        QTest::addRow("%s, closed", line) << words.split(u' ') << QByteArray() << isWrite;
        QTest::addRow("%s, 502", line) << words.split(u' ') << badGateway << isWrite;
    }
}

void TestCommands::onlyWritesMayHaveHappened()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, answer);
    QFETCH(bool, isWrite);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&server, &answer] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, &answer] {
            socket->readAll();
            if (answer.isEmpty())
                socket->disconnectFromHost();
            else
                socket->write(answer);
        });
    });
    const QString address = u"127.0.0.1:%1"_s.arg(server.serverPort());
    const ProgramRun run = runProgram(words + QStringList{u"--node"_s, address},
                                      R"({"key": "k")" + QByteArray(isWrite ? R"(, "value": "v"})" : "}"));
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.contains("may have happened") == isWrite, run.errors.constData());
}

namespace {

// A free port.
quint16 freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return probe.serverPort();
}

QProcess *startOriginalForm(const QStringList &words, QObject *parent)
{
    QProcess *process = new QProcess(parent);
    support::endWithParent(*process);
    process->start(support::programPath(), words);
    return process;
}

} // namespace

void TestCommands::originalForm()
{
    QTemporaryDir folder;
    QObject processes;
    const QString first = QString::number(freePort());
    const QString second = QString::number(freePort());
    const QString host = u"127.0.0.1"_s;
    // The mediator of the first is never asked.
    QProcess *one = startOriginalForm({u"1"_s, host, first, host, u"10999"_s, folder.filePath(u"1.log"_s)}, &processes);
    QVERIFY(support::waitFor([&] { return one->canReadLine(); }, 20'000));
    QProcess *two = startOriginalForm({u"2"_s, host, second, host, first, folder.filePath(u"2.log"_s)}, &processes);
    QVERIFY(support::waitFor([&] { return two->canReadLine(); }, 20'000));
    const QString node = host + u':' + first;
    QVERIFY(support::waitFor(
        [&] {
            const ProgramRun chain = runProgram({u"check-chain"_s, u"--node"_s, node});
            return chain.exitCode == 0 && chain.output.contains("born_id=1 ") && chain.output.contains("born_id=2 ");
        },
        20'000));
    for (QProcess *process : {one, two}) {
        process->terminate();
        QVERIFY(support::waitFor([&] { return process->state() == QProcess::NotRunning; }, 20'000));
        QCOMPARE(process->exitCode(), 0);
        QCOMPARE(process->readAllStandardError(), QByteArray());
    }
    QFile log(folder.filePath(u"2.log"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(log.readAll().contains("listens at"));
}

void TestCommands::originalFormWithAFolderForItsLog()
{
    QTemporaryDir folder;
    QObject processes;
    const QString port = QString::number(freePort());
    QProcess *one =
        startOriginalForm({u"1"_s, u"127.0.0.1"_s, port, u"127.0.0.1"_s, u"10999"_s, folder.path() + u'/'}, &processes);
    QVERIFY(support::waitFor([&] { return one->canReadLine(); }, 20'000));
    one->kill();
    one->waitForFinished();
    QVERIFY(QFile::exists(folder.filePath(u"funnelkvs-%1.log"_s.arg(port))));
}

void TestCommands::configFile()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"node.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[node]\nlisten = 127.0.0.1:0\nring-name = from-file\nid-bits = 32\nreplicas = 2\n");
    file.close();
    Daemon first({u"--config"_s, file.fileName(), u"--replicas"_s, u"1"_s});
    QVERIFY2(first.waitUntilReady(), first.log().constData());
    QCOMPARE(first.id().size(), 8);
    const auto document = api::fromJson<api::NodeDocument>(
        runProgram({u"status"_s, u"--json"_s, u"--node"_s, first.addressText()}).output);
    QVERIFY2(document.value, qPrintable(document.error));
    QCOMPARE(document.value->replicas, 1); // the command line goes before the file
    QCOMPARE(document.value->idBits, 32);
}

void TestCommands::advertisesWhatItIsTold()
{
    Daemon node({u"--listen"_s, u"0.0.0.0:0"_s, u"--insecure"_s, u"--advertise"_s, u"localhost:0"_s, u"--id-bits"_s,
                 u"16"_s, u"--id"_s, u"beef"_s});
    QVERIFY2(node.waitUntilReady(), node.log().constData());
    QCOMPARE(node.id(), QByteArray("beef"));
    QCOMPARE(node.address().host, u"localhost"_s);
    QVERIFY(node.address().port != 0);
    QCOMPARE(runProgram({u"check-chain"_s, u"--node"_s, node.addressText()}).exitCode, 0);
}

void TestCommands::logFileThatCannotBeWritten()
{
    const ProgramRun run =
        runProgram({u"node"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--log-file"_s, u"/nonexistent/folder/log"_s});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.errors.contains("cannot write the log"), run.errors.constData());
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
