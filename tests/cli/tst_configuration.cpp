// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where options come from and which goes first, what is said about files that are wrong, what the log looks like.

#include "cli/config_file.h"
#include "cli/node_options.h"
#include "cli/settings_sources.h"
#include "server/log_output.h"
#include "support/program_run.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using support::ProgramRun;
using support::runProgram;

class TestConfiguration : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void values_data();
    void values();
    void malformedLines_data();
    void malformedLines();
    void quotedComesBack();
    void precedence();
    void everyOptionInFileAndEnvironment();
    void effectiveConfigIsAConfig();
    void listsAndSwitches();
    void wrongEnvironment();
    void secretsAreNotShown();
    void logRules();
    void logLines();

private:
    QString write(const QByteArray &content);
    QByteArray printed(const QStringList &words, const QStringList &environment = {});

    QTemporaryDir m_folder;
};

QString TestConfiguration::write(const QByteArray &content)
{
    const QString name = m_folder.filePath(u"node.ini"_s);
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    return name;
}

QByteArray TestConfiguration::printed(const QStringList &words, const QStringList &environment)
{
    const ProgramRun run = runProgram(QStringList{u"node"_s, u"--print-config"_s} + words, {}, environment);
    if (run.exitCode != 0)
        qWarning("%s", run.errors.constData());
    return run.output;
}

void TestConfiguration::values_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArrayList>("values");
    const auto row = [](const char *line, const QByteArrayList &values) {
        QTest::newRow(line) << QByteArray(line) << values;
    };
    row("a = b", {"b"});
    row("a=b", {"b"});
    row("  a\t=  b c  ", {"b c"});
    row("a = b, c ,d", {"b", "c", "d"});
    row("a = \"b, c\"", {"b, c"});
    row("a = \" b \", c", {" b ", "c"});
    row("a = \"b\\\"c\\\\\"", {"b\"c\\"});
    row("a = x=y", {"x=y"});
    row("a = b # c", {"b # c"});
    row("a =", {""});
    row("a = \"\"", {""});
    row("a = b\r", {"b"});
}

void TestConfiguration::values()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArrayList, values);
    const auto parsed = cli::parseConfig("# comment\n; comment\n\n[node]\n" + line + '\n');
    const auto *lines = std::get_if<QList<cli::ConfigLine>>(&parsed);
    QVERIFY(lines);
    QCOMPARE(lines->size(), 1);
    QCOMPARE(lines->first().number, 5);
    QCOMPARE(lines->first().name, QByteArray("a"));
    QCOMPARE(lines->first().values, values);
}

void TestConfiguration::malformedLines_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("no equals sign") << QByteArray("replicas 3\n") << QByteArray("line 1: this is not NAME = VALUE");
    QTest::newRow("no name") << QByteArray("\n= 3\n") << QByteArray("line 2: this is not NAME = VALUE");
    QTest::newRow("another section") << QByteArray("[node]\n[nodes]\n")
                                     << QByteArray("line 2: the options stand under");
    QTest::newRow("open quote") << QByteArray("ring-name = \"a\n")
                                << QByteArray("line 1: a double quote is not closed");
    QTest::newRow("behind a quote") << QByteArray("ring-name = \"a\"b\n") << QByteArray("line 1: a double quote");
    QTest::newRow("unknown") << QByteArray("\n\nreplica = 3\n")
                             << QByteArray("line 3: there is no option replica. Did you mean replicas?");
    QTest::newRow("unlike any") << QByteArray("colour = 3\n")
                                << QByteArray("line 1: there is no option colour. 'funnelkvs node --print-config'");
    QTest::newRow("wrong value") << QByteArray("id-bits = 8\nreplicas = x\n")
                                 << QByteArray("line 2: --replicas takes a number");
    QTest::newRow("twice") << QByteArray("replicas = 3\nreplicas = 4\n")
                           << QByteArray("line 2: --replicas is given twice");
    QTest::newRow("another file") << QByteArray("config = a\n") << QByteArray("line 1: there is no option config.");
    QTest::newRow("switch") << QByteArray("insecure = maybe\n") << QByteArray("line 1: --insecure takes true or false");
    QTest::newRow("list for one") << QByteArray("replicas = 3, 4\n") << QByteArray("line 1: --replicas takes a number");
}

void TestConfiguration::malformedLines()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, said);
    const QString name = write(content);
    const ProgramRun run = runProgram({u"node"_s, u"--config"_s, name});
    QVERIFY2(run.errors.contains(said), run.errors.constData());
    QVERIFY(run.errors.contains(name.toUtf8()));
    QCOMPARE(run.exitCode, 2);
}

void TestConfiguration::quotedComesBack()
{
    for (const QByteArray &value : QByteArrayList{"plain", "", "a b", "a,b", "\"", "\\", " # ", "x=y"}) {
        const auto parsed = cli::parseConfig("a = " + cli::quotedForConfig(value));
        const auto *lines = std::get_if<QList<cli::ConfigLine>>(&parsed);
        QVERIFY2(lines && lines->first().values == QByteArrayList{value}, value.constData());
    }
}

void TestConfiguration::precedence()
{
    const QString name = write("replicas = 4\nring-name = of-file\njoin-timeout = 9\n");
    const QByteArray text = printed({u"--config"_s, name, u"--replicas"_s, u"6"_s},
                                    {u"FUNNELKVS_REPLICAS=5"_s, u"FUNNELKVS_RING_NAME=of-environment"_s});
    QVERIFY2(text.contains("\n# from the command line\nreplicas = 6\n"), text.constData());
    QVERIFY(text.contains("\n# from the environment\nring-name = of-environment\n"));
    QVERIFY(text.contains("\n# from the file\njoin-timeout = 9\n"));
    QVERIFY(text.contains("\n# default\nsuccessors = 8\n"));
    QVERIFY(text.contains("\n# not set\n# advertise =\n"));
    const QByteArray fromVariable = printed({}, {u"FUNNELKVS_CONFIG="_s + name, u"FUNNELKVS_REPLICAS="_s});
    QVERIFY(fromVariable.contains("\n# from the file\nreplicas = 4\n"));
}

// There is no option that only the command line takes, but for those about the configuration itself.
void TestConfiguration::everyOptionInFileAndEnvironment()
{
    const QByteArray defaults = printed({});
    for (const cli::Option &option : cli::nodeOptions()) {
        const QByteArray name = option.name;
        if (name == "config" || name == "print-config")
            continue;
        QVERIFY2(defaults.contains('\n' + name + " = ") || defaults.contains("\n# " + name + " =\n"), option.name);
        QVERIFY(cli::environmentName(option).startsWith("FUNNELKVS_"));
    }
    QCOMPARE(cli::environmentName(cli::Option{"log-level", cli::Option::Kind::Text, "", ""}),
             QByteArray("FUNNELKVS_LOG_LEVEL"));
}

void TestConfiguration::effectiveConfigIsAConfig()
{
    const QByteArray once = printed({u"--join"_s, u"a:1"_s, u"--join"_s, u"b:2"_s, u"--insecure"_s, u"--log-file"_s,
                                     u"a b, \"c\".log"_s, u"--log-filter"_s, u"funnelkvs.net=debug"_s});
    QVERIFY(once.contains("\njoin = a:1\njoin = b:2\n"));
    QVERIFY(once.contains("\ninsecure = true\n"));
    QByteArray twice = printed({u"--config"_s, write(once)});
    const auto withoutOrigins = [](const QByteArray &text) {
        QByteArrayList lines = text.split('\n');
        lines.removeIf([](const QByteArray &line) { return line.startsWith('#'); });
        return lines;
    };
    QCOMPARE(withoutOrigins(twice), withoutOrigins(once));
}

void TestConfiguration::listsAndSwitches()
{
    const QString name = write("join = a:1, b:2\njoin = c:3\ninsecure = yes\n");
    const QByteArray fromFile = printed({u"--config"_s, name});
    QVERIFY2(fromFile.contains("\njoin = a:1\njoin = b:2\njoin = c:3\n"), fromFile.constData());
    QVERIFY(fromFile.contains("\ninsecure = yes\n"));
    const QByteArray fromEnvironment =
        printed({u"--config"_s, name}, {u"FUNNELKVS_JOIN=d:4, e:5"_s, u"FUNNELKVS_INSECURE=0"_s});
    QVERIFY2(fromEnvironment.contains("\njoin = d:4\njoin = e:5\n"), fromEnvironment.constData());
    QVERIFY(!fromEnvironment.contains("a:1"));
    QVERIFY(fromEnvironment.contains("\ninsecure = 0\n"));
}

void TestConfiguration::wrongEnvironment()
{
    const ProgramRun run = runProgram({u"node"_s, u"--print-config"_s}, {}, {u"FUNNELKVS_ID_BITS=many"_s});
    QVERIFY2(run.errors.contains("In the environment variable FUNNELKVS_ID_BITS: --id-bits takes a number"),
             run.errors.constData());
    QCOMPARE(run.exitCode, 2);
}

void TestConfiguration::secretsAreNotShown()
{
    const QString name = m_folder.filePath(u"secret"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("a secret that nobody may see");
    file.close();
    const QByteArray text = printed({u"--ring-secret-file"_s, name, u"--tokens"_s, name});
    QVERIFY(text.contains("ring-secret-file = " + name.toUtf8()));
    QVERIFY(!text.contains("nobody may see"));
}

void TestConfiguration::logRules()
{
    server::LogSettings settings;
    settings.level = "warning";
    settings.filters = {"funnelkvs.net=debug", "funnelkvs.rest.*=error"};
    const QString rules = server::logRules(settings);
    QVERIFY(rules.contains(u"*.info=false\n"_s) && rules.contains(u"*.warning=true\n"_s));
    QVERIFY(rules.contains(u"funnelkvs.net.debug=true\n"_s));
    QVERIFY(rules.contains(u"funnelkvs.rest.*.warning=false\n"_s));
    QVERIFY(rules.contains(u"funnelkvs.rest.*.critical=true\n"_s));
    QVERIFY(server::isLogFilter("funnelkvs.net=debug"));
    for (const char *wrong :
         {"", "=debug", "funnelkvs.net", "funnelkvs.net=", "funnelkvs.net=loud", "a b=debug", "a\nb=debug"})
        QVERIFY2(!server::isLogFilter(wrong), wrong);
}

void TestConfiguration::logLines()
{
    const QByteArray text = server::logLine(false, "info", "funnelkvs.net", u"two\nlines"_s);
    QVERIFY(text.contains("Z info funnelkvs.net: two"));
    const QByteArray json = server::logLine(true, "error", "funnelkvs.net", u"two\nlines \"quoted\""_s);
    QCOMPARE(json.count('\n'), 1);
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    QCOMPARE(object["message"_L1].toString(), u"two\nlines \"quoted\""_s);
    QCOMPARE(object["level"_L1].toString(), u"error"_s);
    QCOMPARE(object["category"_L1].toString(), u"funnelkvs.net"_s);
    QVERIFY(QDateTime::fromString(object["time"_L1].toString(), Qt::ISODateWithMs).isValid());
}

QTEST_GUILESS_MAIN(TestConfiguration)
#include "tst_configuration.moc"
