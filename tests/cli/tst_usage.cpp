// SPDX-License-Identifier: GPL-3.0-or-later
//
// Command lines that are wrong, one a row: exit code 2, what is wrong on standard error, nothing on standard output.
// And the ones that ask for help.

#include "cli/command.h"
#include "cli/program.h"
#include "support/program_run.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using support::ProgramRun;
using support::runProgram;

class TestUsage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wrongWords_data();
    void wrongWords();
    void wrongEnvironment();
    void wrongConfigFile_data();
    void wrongConfigFile();
    void noWords();
    void help();
    void helpOfEachCommand_data();
    void helpOfEachCommand();
    void helpOfFamily();
    void version();
};

void TestUsage::wrongWords_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *line, const char *said) {
        QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(said);
    };
    row("chekc-chain", "Did you mean check-chain?");
    row("frobnicate", "no command \"frobnicate\"");
    row("--frobnicate", "A command comes first");
    row("help frobnicate", "no command \"frobnicate\"");
    row("get k --nod 127.0.0.1:1", "Did you mean --node?");
    row("get k -x", "options begin with two dashes");
    row("put k -5", "put -- before it: -- -5");
    row("put k --5-below", "put -- before it: -- --5-below");
    row("node --keep-alive-timeout 0", "--keep-alive-timeout takes a number from 1");
    row("get", "get KEY");
    row("get a b", "\"b\" is one word too many");
    row("get k --node", "--node needs a value");
    row("get k --node nonsense", "--node takes HOST:PORT");
    row("get k --node 127.0.0.1", "--node takes HOST:PORT");
    row("get k --node 127.0.0.1:0", "--node takes HOST:PORT");
    row("get k --node 127.0.0.1:65536", "--node takes HOST:PORT");
    row("get k --node ::1:11000", "--node takes HOST:PORT");
    row("get k --node a:1 --node b:1", "--node is given twice");
    row("put", "put KEY");
    row("put k", "The value is missing");
    row("put k v --file f", "The value is given twice");
    row("put k v --ttl 0", "--ttl takes a number from 1");
    row("put k v --ttl soon", "--ttl takes a number from 1");
    row("put k v --json=yes", "--json takes no value");
    row("delete", "delete KEY");
    row("lookup", "lookup KEY");
    row("status extra", "one word too many");
    row("check-chain extra", "one word too many");
    row("declare-dead", "declare-dead HOST:PORT");
    row("declare-dead nonsense", "must be HOST:PORT");
    row("declare-dead 127.0.0.1:1 127.0.0.1:2", "one word too many");
    row("recover-range", "recover-range HEXID");
    row("recover-range xyz", "must be lower-case hexadecimal digits");
    row("recover-range 1A", "must be lower-case hexadecimal digits");
    row("put-test-values", "put-test-values HOST:PORT");
    row("put-test-values nonsense", "must be HOST:PORT");
    row("get-test-values 127.0.0.1", "must be HOST:PORT");
    row("setup-nodes", "setup-nodes N");
    row("setup-nodes zero", "from 1 to");
    row("setup-nodes 0", "from 1 to");
    row("setup-nodes 5 --base-port 65534", "ports end at 65535");
    row("setup-nodes 5 --base-port 0", "--base-port takes a number from 1 to 65535");
    row("stop-nodes now", "one word too many");
    row("bench --reads 101", "--reads takes a number from 0 to 100");
    row("bench --connections 0", "--connections takes a number from 1");
    row("bench --count many", "--count takes a number");
    row("node extra", "one word too many");
    row("node --listen 127.0.0.1", "--listen takes HOST:PORT");
    row("node --listen 0.0.0.0:0", "--advertise HOST:PORT");
    row("node --listen [::]:0", "--advertise HOST:PORT");
    row("node --advertise 0.0.0.0:1", "no address that others could reach");
    row("node --join 127.0.0.1", "--join takes HOST:PORT");
    row("node --id xyz", "hexadecimal digits");
    row("node --id-bits 8 --id fff", "hexadecimal digits");
    row("node --id-bits 2", "--id-bits takes a number from 3 to 160");
    row("node --id-bits 161", "--id-bits takes a number from 3 to 160");
    row("node --replicas 0", "--replicas takes a number from 1");
    row("node --replicas 9 --successors 8", "replicas");
    row("node --reads often", "--reads takes one of lease, quorum");
    row("node --log-level loud", "debug, info, warning, error");
    row("node --value-bytes-max 0", "--value-bytes-max takes a number");
    row("node --tls-cert a.pem", "--tls-key is missing");
    row("node --tls-key a.key", "--tls-cert is missing");
    row("node --tls-ca a.pem", "--tls-ca is of no use");
    row("node --allowed-host example.org:80", "--allowed-host takes a name or address without a port");
    row("node --allowed-host http://example.org", "--allowed-host takes a name");
    row("node --cors-origin *", "--cors-origin takes an origin");
    row("node --cors-origin https://example.org/", "--cors-origin takes an origin");
    row("node --log-filter funnelkvs.net", "--log-filter takes CATEGORY=LEVEL");
    row("node --log-filter funnelkvs.net=loud", "--log-filter takes CATEGORY=LEVEL");
    row("node --log-format xml", "--log-format takes one of text, json");
    row("node --listen 0.0.0.0:0 --advertise 127.0.0.1:1", "--insecure");
    row("node --connections-max 0", "--connections-max takes a number from 1");
    row("get k --node ftp://127.0.0.1:1", "--node takes HOST:PORT or https://HOST:PORT");
    row("get k --node https://127.0.0.1", "--node takes HOST:PORT");
    row("get k --tls --ca /nonexistent/ca.pem", "--ca: cannot read the file");
    row("get k --token-file /nonexistent/token", "--token-file: cannot read the file");
    row("node --config /nonexistent/funnelkvs.ini", "cannot read the file");
    row("sim", "sim takes run, explore, paper");
    row("sim frobnicate", "sim takes run, explore, paper");
    row("sim paper", "sim paper EXPERIMENT");
    row("sim paper frobnicate", "churn, balance or virtual-nodes");
    row("sim paper failures --lookups 0", "--lookups takes a number from 1");
    row("1", "BORN_ID BIND_ADDR BIND_PORT");
    row("1 127.0.0.1 0 127.0.0.1 1 /tmp", "BIND_PORT must be");
    row("0 127.0.0.1 1 127.0.0.1 1 /tmp", "BORN_ID must be");
    row("2 127.0.0.1 1 127.0.0.1 99999 /tmp", "MEDIATOR_PORT must be");
    row("1 127.0.0.1 1 127.0.0.1 1 /tmp more", "BORN_ID BIND_ADDR BIND_PORT");
}

void TestUsage::wrongWords()
{
    QFETCH(QString, line);
    QFETCH(QString, said);
    const ProgramRun run = runProgram(line.split(u' '));
    QVERIFY2(QString::fromUtf8(run.errors).contains(said), run.errors.constData());
    QVERIFY2(run.errors.contains("--help"), "it must say where to read more");
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.output, QByteArray());
}

void TestUsage::wrongEnvironment()
{
    const ProgramRun run = runProgram({u"status"_s}, {}, {u"FUNNELKVS_NODE=here"_s});
    QVERIFY2(run.errors.contains("FUNNELKVS_NODE must be HOST:PORT"), run.errors.constData());
    QCOMPARE(run.exitCode, 2);
}

void TestUsage::wrongConfigFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("unknown option") << QByteArray("[node]\nreplica = 3\n") << QByteArray("Did you mean replicas?");
    QTest::newRow("wrong value") << QByteArray("[node]\nreplicas = many\n") << QByteArray("--replicas takes a number");
    QTest::newRow("another file") << QByteArray("config = other.ini\n") << QByteArray("no option config");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe[\0n\0", 6) << QByteArray("UTF-16 or UTF-32; save it as UTF-8");
    QTest::newRow("no INI file") << QByteArray("%PDF-1.4\n[[[\n=\n") << QByteArray("funnelkvs");
}

void TestUsage::wrongConfigFile()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, said);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"node.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const ProgramRun run = runProgram({u"node"_s, u"--config"_s, file.fileName()});
    QVERIFY2(run.errors.contains(said), run.errors.constData());
    QCOMPARE(run.exitCode, 2);
}

void TestUsage::noWords()
{
    const ProgramRun run = runProgram({});
    QVERIFY(run.errors.contains("Usage: funnelkvs COMMAND"));
    QCOMPARE(run.exitCode, 2);
}

void TestUsage::help()
{
    for (const QString &word : {u"help"_s, u"--help"_s}) {
        const ProgramRun run = runProgram({word});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.errors.isEmpty());
        for (const cli::Command *command : cli::allCommands())
            QVERIFY2(run.output.contains(command->name), command->name);
        QVERIFY(run.output.contains("BORN_ID BIND_ADDR"));
    }
}

void TestUsage::helpOfEachCommand_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < cli::allCommands().size(); ++i)
        QTest::newRow(cli::allCommands()[i]->name) << i;
}

void TestUsage::helpOfEachCommand()
{
    QFETCH(int, index);
    const cli::Command &command = *cli::allCommands()[index];
    const QString name = QString::fromLatin1(command.name);
    const ProgramRun run = runProgram(name.split(u' ') + QStringList{u"--help"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.errors.isEmpty());
    QVERIFY(run.output.startsWith("Usage: funnelkvs " + name.toUtf8()));
    QVERIFY(run.output.contains("Example:\n  $ "));
    for (const cli::Option &option : command.options)
        QVERIFY2(run.output.contains(QByteArray("--") + option.name), option.name);
    for (const QByteArray &line : run.output.split('\n'))
        QVERIFY2(line.size() <= 100, line.constData());
    QCOMPARE(runProgram(QStringList{u"help"_s} + name.split(u' ')).output, run.output);
}

void TestUsage::helpOfFamily()
{
    for (const QStringList &words : {QStringList{u"sim"_s, u"--help"_s}, QStringList{u"help"_s, u"sim"_s}}) {
        const ProgramRun run = runProgram(words);
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.errors.isEmpty());
        for (const char *name : {"sim run", "sim explore", "sim paper"})
            QVERIFY2(run.output.contains(name), name);
    }
}

void TestUsage::version()
{
    const ProgramRun run = runProgram({u"--version"_s});
    static const QRegularExpression form(u"^funnelkvs %1( \\([0-9a-f]{7,40}\\))?\n$"_s.arg(
        QRegularExpression::escape(QStringLiteral(FUNNELKVS_VERSION))));
    QVERIFY2(form.match(QString::fromUtf8(run.output)).hasMatch(), run.output);
    QCOMPARE(run.exitCode, 0);
}

QTEST_GUILESS_MAIN(TestUsage)
#include "tst_usage.moc"
