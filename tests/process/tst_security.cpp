// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who may come in, with real nodes and the real command line: ring secrets, tokens, TLS, what is read again on SIGHUP,
// and that nothing secret is logged.

#include "client/security_files.h"
#include "support/daemon.h"
#include "support/program_run.h"

#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using support::Daemon;
using support::ProgramRun;
using support::runProgram;
using support::waitFor;

namespace {

constexpr int patienceMs = 20'000;

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QString certificate(const char *name)
{
    return QStringLiteral(FUNNELKVS_SOURCE_DIR "/tests/certificates/") + QLatin1String(name);
}

} // namespace

class TestSecurity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void ringSecret();
    void ringSecretFilesThatAreNone_data();
    void ringSecretFilesThatAreNone();
    void secretsOfServiceManagers_data();
    void secretsOfServiceManagers();
    void beyondThisMachine_data();
    void beyondThisMachine();
    void tokens();
    void tokensOfRoutesWhoseBodyDecides();
    void tokensAreReadAgain();
    void tls();
    void tlsBetweenNodes();
    void certificateIsReadAgain();
    void wrongTlsFiles_data();
    void wrongTlsFiles();
    void foreignPages();
    void jsonLog();
    void serviceManager();
    void fileLimit();
    void keepAliveTimeout();
    void health();

private:
    QString write(const char *name, const QByteArray &content, bool isPrivate = true);
    static bool hasLogged(const Daemon &daemon, const QByteArray &text);

    QTemporaryDir m_folder;
    QString m_secret;
    QString m_tokens;
};

QString TestSecurity::write(const char *name, const QByteArray &content, bool isPrivate)
{
    const QString path = m_folder.filePath(QLatin1String(name));
    QFile::remove(path);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", name);
    file.setPermissions(isPrivate ? QFile::ReadOwner | QFile::WriteOwner
                                  : QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
    constexpr uid_t somebody = 65534;
    if (!isPrivate && geteuid() == 0 && chown(QFile::encodeName(path).constData(), somebody, somebody) != 0)
        qFatal("cannot give %s away", name); // root's may be readable by a group
    return path;
}

bool TestSecurity::hasLogged(const Daemon &daemon, const QByteArray &text)
{
    return waitFor([&] { return daemon.log().contains(text); }, patienceMs);
}

void TestSecurity::initTestCase()
{
    m_secret = write("secret", "0123456789abcdef-of-the-ring\n");
    m_tokens = write(
        "tokens",
        "\xef\xbb\xbf# for tests\nread token-that-reads viewer\nwrite token-that-writes\nadmin token-of-the-boss\n");
}

void TestSecurity::ringSecret()
{
    Daemon first({u"--ring-secret-file"_s, m_secret, u"--log-level"_s, u"debug"_s});
    QVERIFY(first.waitUntilReady());
    Daemon second({u"--ring-secret-file"_s, m_secret, u"--join"_s, first.addressText()});
    QVERIFY2(second.waitUntilReady(), second.log());
    QCOMPARE(runProgram({u"put"_s, u"k"_s, u"v"_s, u"--node"_s, second.addressText()}).exitCode, 0);
    QCOMPARE(runProgram({u"get"_s, u"k"_s, u"--node"_s, first.addressText()}).output, QByteArray("v"));

    const std::pair<QStringList, QByteArray> strangers[] = {
        {{}, "started without one"},
        {{u"--ring-secret-file"_s, write("other", "0123456789abcdef-of-another\n")}, "ring secret is not this ring's"}};
    for (const auto &[words, said] : strangers) {
        Daemon stranger(words + QStringList{u"--join"_s, first.addressText()});
        QVERIFY(stranger.waitUntilEnded());
        QCOMPARE(stranger.exitCode(), 1);
        QVERIFY2(stranger.log().contains(said), stranger.log());
    }
    Daemon open(QStringList{});
    QVERIFY(open.waitUntilReady());
    Daemon secretive({u"--ring-secret-file"_s, m_secret, u"--join"_s, open.addressText()});
    QVERIFY(secretive.waitUntilEnded());
    QVERIFY2(secretive.log().contains("Your node has a ring secret"), secretive.log());
    QVERIFY(!first.log().contains("of-the-ring"));
}

void TestSecurity::ringSecretFilesThatAreNone_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("isPrivate");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("short") << QByteArray("12345\n") << true << QByteArray("is shorter than 16 characters");
    QTest::newRow("empty") << QByteArray() << true << QByteArray("is shorter than 16 characters");
    QTest::newRow("others may read it") << QByteArray(32, 's') << false << QByteArray("run: chmod 600");
}

void TestSecurity::ringSecretFilesThatAreNone()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, isPrivate);
    QFETCH(QByteArray, said);
    const QString file = write("none", content, isPrivate);
    for (const QString &option : {u"--ring-secret-file"_s, u"--tokens"_s}) {
        if (option == "--tokens"_L1 && isPrivate)
            continue;
        const ProgramRun run = runProgram({u"node"_s, u"--listen"_s, u"127.0.0.1:0"_s, option, file});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.errors.contains(said) && run.errors.contains(option.toUtf8()), run.errors.constData());
    }
    QFile::remove(file);
    const ProgramRun run = runProgram({u"node"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--ring-secret-file"_s, file});
    QVERIFY2(run.errors.contains("cannot read the file"), run.errors.constData());
}

void TestSecurity::secretsOfServiceManagers_data()
{
    QTest::addColumn<uint>("owner");
    QTest::addColumn<int>("mode"); // as chmod takes it, in hexadecimal digits, which is how QFile has it
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("own") << 1000U << 0x600 << true;
    QTest::newRow("own, read only") << 1000U << 0x400 << true;
    QTest::newRow("own, group") << 1000U << 0x640 << false;
    QTest::newRow("own, group may read") << 1000U << 0x440 << false;
    QTest::newRow("own, all") << 1000U << 0x444 << false;
    QTest::newRow("systemd, DynamicUser") << 0U << 0x440 << true;
    QTest::newRow("Kubernetes, fsGroup") << 0U << 0x440 << true;
    QTest::newRow("root's, group") << 0U << 0x640 << true;
    QTest::newRow("root's, group may write") << 0U << 0x660 << false;
    QTest::newRow("root's, all") << 0U << 0x644 << false;
    QTest::newRow("Kubernetes, without a mode") << 0U << 0x644 << false;
}

void TestSecurity::secretsOfServiceManagers()
{
    QFETCH(uint, owner);
    QFETCH(int, mode);
    QFETCH(bool, isTaken);
    // QFile has the owner's permissions in the highest digit, and again for the user, if he is the owner.
    const auto owners = QFileDevice::Permissions::fromInt((mode & 0xf00) << 4);
    const auto others = QFileDevice::Permissions::fromInt(mode & 0xff);
    QCOMPARE(client::mayHoldSecret(owner, owners | others), isTaken);
    if (owner != geteuid())
        return;
    const QByteArray file = QFile::encodeName(write("managed", "0123456789abcdef-of-the-ring\n"));
    QCOMPARE(chmod(file.constData(), mode_t(((mode >> 8) & 7) * 64 + ((mode >> 4) & 7) * 8 + (mode & 7))), 0);
    Daemon node({u"--ring-secret-file"_s, QFile::decodeName(file)});
    QCOMPARE(node.waitUntilReady(), isTaken);
}

void TestSecurity::beyondThisMachine_data()
{
    QTest::addColumn<QString>("listen");
    QTest::newRow("all addresses") << u"0.0.0.0:0"_s;
    QTest::newRow("all addresses, IPv6") << u"[::]:0"_s;
    QTest::newRow("an address") << u"192.0.2.1:0"_s; // RFC 5737: nobody's
}

// It is refused before anything is opened.
void TestSecurity::beyondThisMachine()
{
    QFETCH(QString, listen);
    const QStringList words{u"node"_s, u"--listen"_s, listen, u"--advertise"_s, u"127.0.0.1:1"_s};
    const ProgramRun run = runProgram(words);
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.errors.contains("there is no ring secret"), run.errors.constData());
    QVERIFY(run.errors.contains("--ring-secret-file") && run.errors.contains("--insecure"));
    // With either of them the next step is to listen, which this address does not allow.
    if (listen.startsWith("192"_L1)) {
        for (const QStringList &more : {QStringList{u"--insecure"_s}, QStringList{u"--ring-secret-file"_s, m_secret}})
            QVERIFY(runProgram(words + more).errors.contains("cannot listen at"));
    }
}

void TestSecurity::tokens()
{
    Daemon node({u"--tokens"_s, m_tokens, u"--log-level"_s, u"debug"_s});
    QVERIFY(node.waitUntilReady());
    const QStringList to{u"--node"_s, node.addressText()};
    const auto tokenFile = [this](const QByteArray &token) {
        return QStringList{u"--token-file"_s, write("token", token + '\n')};
    };
    const QStringList put = QStringList{u"put"_s, u"k"_s, u"v"_s} + to;
    const QStringList get = QStringList{u"get"_s, u"k"_s} + to;

    const ProgramRun none = runProgram(put);
    QCOMPARE(none.exitCode, 1);
    QVERIFY2(none.errors.contains("--token-file"), none.errors.constData());
    const ProgramRun weak = runProgram(put + tokenFile("token-that-reads"));
    QCOMPARE(weak.exitCode, 1);
    QVERIFY2(weak.errors.contains("a token with the right \"write\""), weak.errors.constData());
    QCOMPARE(runProgram(put + tokenFile("token-that-writes")).exitCode, 0);
    QCOMPARE(runProgram(get + tokenFile("token-that-reads")).output, QByteArray("v"));
    QCOMPARE(runProgram(get, {}, {u"FUNNELKVS_TOKEN=token-of-the-boss"_s}).output, QByteArray("v"));
    QCOMPARE(runProgram(get, {}, {u"FUNNELKVS_TOKEN=token-of-nobody"_s}).exitCode, 1);
    QCOMPARE(runProgram(QStringList{u"check-chain"_s} + to + tokenFile("token-that-reads")).exitCode, 0);
    QVERIFY(runProgram(get + QStringList{u"--token-file"_s, write("token", "x", false)}).errors.contains("chmod 600"));

    QVERIFY(hasLogged(node, "viewer")); // the name, with each request
    for (const char *token : {"token-that-reads", "token-that-writes", "token-of-the-boss", "token-of-nobody"})
        QVERIFY2(!node.log().contains(token), token);
}

// A batch of gets and the page's form that reads are content with a token that reads.
void TestSecurity::tokensOfRoutesWhoseBodyDecides()
{
    Daemon node({u"--tokens"_s, m_tokens});
    QVERIFY(node.waitUntilReady());
    const QStringList to{u"--node"_s, node.addressText()};
    const QStringList reader{u"FUNNELKVS_TOKEN=token-that-reads"_s};
    const QStringList writer{u"FUNNELKVS_TOKEN=token-that-writes"_s};
    const QByteArray line = R"({"key": "k", "value": "v"})";
    const ProgramRun weak = runProgram(QStringList{u"put-many"_s} + to, line, reader);
    QCOMPARE(weak.exitCode, 1);
    QVERIFY2(weak.errors.contains("a token with the right \"write\""), weak.errors.constData());
    QCOMPARE(runProgram(QStringList{u"put-many"_s} + to, line, writer).exitCode, 0);
    const ProgramRun got = runProgram(QStringList{u"get-many"_s} + to, "\"k\"", reader);
    QVERIFY2(got.exitCode == 0 && got.output.contains(R"("value":"v")"), got.errors.constData());
    QCOMPARE(runProgram(QStringList{u"get-many"_s} + to, "\"k\"").exitCode, 1);

    const auto ask = [&node](const QByteArray &lines, const QByteArray &body) {
        QTcpSocket socket;
        socket.connectToHost(node.address().host, node.address().port);
        socket.write(lines + " HTTP/1.1\r\nConnection: close\r\nAuthorization: Bearer token-that-reads\r\nHost: "
                     + node.addressText().toUtf8() + "\r\nAccept: text/html\r\nContent-Type: "
                     + (body.startsWith('[') ? "application/json" : "application/x-www-form-urlencoded")
                     + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        waitFor([&socket] { return socket.state() == QTcpSocket::UnconnectedState; }, patienceMs);
        return socket.readAll();
    };
    const QByteArray batch = ask("POST /v1/batch", R"([{"op":"get","key":"k"},{"op":"delete","key":"k"}])");
    QVERIFY2(batch.startsWith("HTTP/1.1 403 ") && batch.contains("insufficient_scope"), batch);

    const QByteArray page = ask("GET /", "");
    const QByteArray mark = "name=\"token\" value=\"";
    const QByteArray formToken = page.mid(page.indexOf(mark) + mark.size(), 32);
    const QByteArray form = "token=" + formToken + "&key=k&value=w&do=";
    for (const auto &[action, status] :
         {std::pair<QByteArray, QByteArray>{"get", "200"}, {"lookup", "200"}, {"put", "403"}, {"delete", "403"}}) {
        const QByteArray answer = ask("POST /page/key", form + action);
        QVERIFY2(answer.startsWith("HTTP/1.1 " + status + ' '), action + ": " + answer);
        QCOMPARE(answer.count("X-Content-Type-Options"), 1);
    }
    QCOMPARE(runProgram(QStringList{u"get"_s, u"k"_s} + to, {}, reader).output, QByteArray("v"));
}

void TestSecurity::tokensAreReadAgain()
{
    const QString file = write("changing", "read first-token\n");
    Daemon node({u"--tokens"_s, file});
    QVERIFY(node.waitUntilReady());
    const auto exitCodeWith = [&node](const QString &token) {
        return runProgram({u"status"_s, u"--node"_s, node.addressText()}, {}, {u"FUNNELKVS_TOKEN="_s + token}).exitCode;
    };
    QCOMPARE(exitCodeWith(u"first-token"_s), 0);
    write("changing", "read second-token\n");
    node.signalProcess(SIGHUP);
    QVERIFY(hasLogged(node, "were read again"));
    QCOMPARE(exitCodeWith(u"first-token"_s), 1);
    QCOMPARE(exitCodeWith(u"second-token"_s), 0);
    write("changing", "nonsense\n");
    node.signalProcess(SIGHUP);
    QVERIFY2(hasLogged(node, "line 1 does not begin with read, write or admin"), node.log());
    QCOMPARE(exitCodeWith(u"second-token"_s), 0);
    QVERIFY(node.isRunning());
}

void TestSecurity::tls()
{
    Daemon node({u"--tls-cert"_s, certificate("node.pem"), u"--tls-key"_s, certificate("node.key")});
    QVERIFY2(node.waitUntilReady(), node.log());
    QVERIFY2(node.output().contains(" https://127.0.0.1:"), node.output());
    const QString url = u"https://"_s + node.addressText();
    const QStringList trust{u"--ca"_s, certificate("ca.pem")};
    QCOMPARE(runProgram(QStringList{u"put"_s, u"k"_s, u"v"_s, u"--node"_s, url} + trust).exitCode, 0);
    QCOMPARE(runProgram(QStringList{u"get"_s, u"k"_s, u"--tls"_s, u"--node"_s, node.addressText()} + trust).output,
             QByteArray("v"));
    QCOMPARE(runProgram({u"get"_s, u"k"_s}, {}, {u"FUNNELKVS_NODE="_s + url, u"FUNNELKVS_CA="_s + trust[1]}).output,
             QByteArray("v"));
    QCOMPARE(runProgram(QStringList{u"check-chain"_s, u"--node"_s, url} + trust).exitCode, 0);
    QCOMPARE(runProgram(QStringList{u"put-test-values"_s, url} + trust).exitCode, 0);

    const ProgramRun untrusted = runProgram({u"get"_s, u"k"_s, u"--node"_s, url});
    QCOMPARE(untrusted.exitCode, 1);
    QVERIFY2(untrusted.errors.contains("its certificate is not trusted"), untrusted.errors.constData());
    QVERIFY(untrusted.errors.contains("--ca FILE"));
    const ProgramRun plain = runProgram({u"get"_s, u"k"_s, u"--node"_s, node.addressText()});
    QCOMPARE(plain.exitCode, 1);
    QVERIFY2(plain.errors.contains("--tls"), plain.errors.constData());
    QVERIFY2(hasLogged(node, "It speaks plain text"), node.log());
    const ProgramRun noCa = runProgram({u"get"_s, u"k"_s, u"--node"_s, url, u"--ca"_s, m_tokens});
    QCOMPARE(noCa.exitCode, 2);
    QVERIFY2(noCa.errors.contains("holds no certificate"), noCa.errors.constData());

    Daemon without(QStringList{});
    QVERIFY(without.waitUntilReady());
    const ProgramRun noTls = runProgram({u"get"_s, u"k"_s, u"--node"_s, u"https://"_s + without.addressText()});
    QCOMPARE(noTls.exitCode, 1);
    QVERIFY2(noTls.errors.contains("perhaps it speaks plain HTTP"), noTls.errors.constData());
    QVERIFY2(hasLogged(without, "It speaks TLS"), without.log());
}

void TestSecurity::tlsBetweenNodes()
{
    const QStringList tls{u"--tls-cert"_s, certificate("node.pem"), u"--tls-key"_s,          certificate("node.key"),
                          u"--tls-ca"_s,   certificate("ca.pem"),   u"--ring-secret-file"_s, m_secret};
    Daemon first(tls);
    QVERIFY2(first.waitUntilReady(), first.log());
    Daemon second(tls + QStringList{u"--join"_s, first.addressText()});
    QVERIFY2(second.waitUntilReady(), second.log());
    const QStringList trust{u"--ca"_s, certificate("ca.pem"), u"--node"_s};
    QFile file(m_folder.filePath(u"large"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray value(3'000'000, 'v');
    file.write(value);
    file.close();
    QCOMPARE(runProgram(QStringList{u"put"_s, u"k"_s, u"--file"_s, file.fileName()} + trust
                        + QStringList{u"https://"_s + first.addressText()})
                 .exitCode,
             0);
    QVERIFY(runProgram(QStringList{u"get"_s, u"k"_s} + trust + QStringList{u"https://"_s + second.addressText()}).output
            == value);

    // Who does not trust the ring's authority, or speaks no TLS, does not come in.
    Daemon untrusting(tls.first(4) + tls.last(2) + QStringList{u"--join"_s, first.addressText()});
    QVERIFY(untrusting.waitUntilEnded());
    QVERIFY2(untrusting.log().contains("Its certificate is not trusted"), untrusting.log());
    Daemon plain({u"--ring-secret-file"_s, m_secret, u"--join-timeout"_s, u"1"_s, u"--join"_s, first.addressText()});
    QVERIFY(plain.waitUntilEnded());
    QCOMPARE(plain.exitCode(), 1);

    second.signalProcess(SIGTERM);
    QVERIFY(second.waitUntilEnded());
    QCOMPARE(second.exitCode(), 0);
}

void TestSecurity::certificateIsReadAgain()
{
    const auto contentOf = [](const char *name) {
        QFile file(certificate(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QString pem = write("renewed.pem", contentOf("rsa.pem"));
    const QString key = write("renewed.key", contentOf("rsa.key"));
    Daemon node({u"--tls-cert"_s, pem, u"--tls-key"_s, key});
    QVERIFY2(node.waitUntilReady(), node.log());
    const auto exitCodeTrusting = [&node](const char *authority) {
        return runProgram(
                   {u"status"_s, u"--node"_s, u"https://"_s + node.addressText(), u"--ca"_s, certificate(authority)})
            .exitCode;
    };
    QCOMPARE(exitCodeTrusting("rsa.pem"), 0);
    write("renewed.pem", contentOf("other.pem"));
    node.signalProcess(SIGHUP);
    QVERIFY2(hasLogged(node, "does not belong to the certificate"), node.log());
    QCOMPARE(exitCodeTrusting("rsa.pem"), 0);
    write("renewed.key", contentOf("other.key"));
    const qsizetype before = node.log().count("were read again");
    node.signalProcess(SIGHUP);
    QVERIFY(waitFor([&] { return node.log().count("were read again") > before; }, patienceMs));
    QCOMPARE(exitCodeTrusting("rsa.pem"), 1);
    QCOMPARE(exitCodeTrusting("ca.pem"), 0);
}

void TestSecurity::wrongTlsFiles_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("said");
    const QString node = certificate("node.pem");
    const QString key = certificate("node.key");
    const auto row = [](const char *name, const QStringList &words, const char *said) {
        QTest::newRow(name) << words << QByteArray(said);
    };
    row("no key", {u"--tls-cert"_s, node}, "--tls-key is missing");
    row("no certificate", {u"--tls-key"_s, key}, "--tls-cert is missing");
    row("authorities alone", {u"--tls-ca"_s, certificate("ca.pem")}, "--tls-ca is of no use");
    row("no such file", {u"--tls-cert"_s, u"/nonexistent"_s, u"--tls-key"_s, key}, "cannot read the file /nonexistent");
    row("a key for a certificate", {u"--tls-cert"_s, key, u"--tls-key"_s, key}, "holds no certificate");
    row("a certificate for a key", {u"--tls-cert"_s, node, u"--tls-key"_s, node}, "holds no private key");
    row("another's key", {u"--tls-cert"_s, node, u"--tls-key"_s, certificate("other.key")}, "does not belong to");
    row("another kind of key", {u"--tls-cert"_s, node, u"--tls-key"_s, certificate("rsa.key")}, "does not belong to");
    row("no authorities", {u"--tls-cert"_s, node, u"--tls-key"_s, key, u"--tls-ca"_s, key}, "holds no certificate");
}

void TestSecurity::wrongTlsFiles()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, said);
    const ProgramRun run = runProgram(QStringList{u"node"_s, u"--listen"_s, u"127.0.0.1:0"_s} + words);
    QVERIFY(run.exitCode == 1 || run.exitCode == 2);
    QVERIFY2(run.errors.contains(said), run.errors.constData());
}

// The guard's tests have the table; here it is that the program asks at all.
void TestSecurity::foreignPages()
{
    Daemon node({u"--allowed-host"_s, u"kvs.example.org"_s, u"--cors-origin"_s, u"https://app.example.org"_s});
    QVERIFY(node.waitUntilReady());
    const auto statusOf = [&node](const QByteArray &lines) {
        QTcpSocket socket;
        socket.connectToHost(node.address().host, node.address().port);
        socket.write("GET /global_put_simple?key=a&val=b HTTP/1.1\r\nConnection: close\r\n" + lines + "\r\n");
        return waitFor([&socket] { return socket.bytesAvailable() > 12; }, patienceMs) ? socket.read(12).last(3) : "";
    };
    const QByteArray own = "Host: " + node.addressText().toUtf8() + "\r\n";
    QCOMPARE(statusOf(own), QByteArray("200"));
    QCOMPARE(statusOf(own + "Sec-Fetch-Site: none\r\n"), QByteArray("200"));
    QCOMPARE(statusOf(own + "Sec-Fetch-Site: cross-site\r\n"), QByteArray("403"));
    QCOMPARE(statusOf(own + "Origin: https://app.example.org\r\n"), QByteArray("200"));
    QCOMPARE(statusOf("Host: kvs.example.org\r\n"), QByteArray("200"));
    QCOMPARE(statusOf("Host: evil.example.org\r\n"), QByteArray("421"));
}

void TestSecurity::jsonLog()
{
    Daemon node({u"--log-format"_s, u"json"_s, u"--log-filter"_s, u"funnelkvs.rest.request=debug"_s});
    QVERIFY(node.waitUntilReady());
    QCOMPARE(runProgram({u"status"_s, u"--node"_s, node.addressText()}).exitCode, 0);
    QVERIFY2(hasLogged(node, "GET /v1/node 200"), node.log());
    node.signalProcess(SIGTERM);
    QVERIFY(node.waitUntilEnded());
    for (const QByteArray &line : node.log().trimmed().split('\n'))
        QVERIFY2(QJsonDocument::fromJson(line).isObject(), line);
    QVERIFY(!node.log().contains("\"level\":\"debug\",\"message\":\"from")); // other categories stay as they were
}

void TestSecurity::serviceManager()
{
    const QByteArray name = m_folder.filePath(u"notify"_s).toUtf8();
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    QVERIFY(name.size() < qsizetype(sizeof address.sun_path));
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    QCOMPARE(bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    const auto isTold = [descriptor](const QByteArray &wanted) {
        return waitFor(
            [&] {
                char text[256];
                const ssize_t size = recv(descriptor, text, sizeof text, 0);
                return size > 0 && QByteArray(text, size) == wanted;
            },
            patienceMs);
    };
    Daemon node({}, {u"NOTIFY_SOCKET="_s + QString::fromUtf8(name)});
    QVERIFY(isTold("READY=1"));
    node.signalProcess(SIGTERM);
    QVERIFY(isTold("STOPPING=1"));
    QVERIFY(node.waitUntilEnded());
    close(descriptor);
}

void TestSecurity::fileLimit()
{
    Daemon node({u"--connections-max"_s, u"1500"_s});
    QVERIFY(node.waitUntilReady());
    rlimit limit = {};
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_NOFILE, nullptr, &limit), 0);
    QVERIFY2(limit.rlim_cur >= std::min<rlim_t>(limit.rlim_max, 2750), qPrintable(QString::number(limit.rlim_cur)));
}

void TestSecurity::keepAliveTimeout()
{
    Daemon node({u"--keep-alive-timeout"_s, u"1"_s});
    QVERIFY(node.waitUntilReady());
    QTcpSocket client;
    client.connectToHost(node.address().host, node.address().port);
    QVERIFY(client.waitForConnected());
    client.write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QElapsedTimer clock;
    clock.start();
    QVERIFY(waitFor([&] { return client.state() == QAbstractSocket::UnconnectedState; }, patienceMs));
    QVERIFY2(clock.elapsed() >= 900 && clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
}

// The check of a container knows nothing of the node but that it runs there.
void TestSecurity::health()
{
    const QString config = write("node.ini", "[node]\ntls-ca = " + certificate("ca.pem").toUtf8() + "\n");
    Daemon node({u"--config"_s, config, u"--listen"_s, u"127.0.0.1:%1"_s.arg(freePort()), u"--tls-cert"_s,
                 certificate("node.pem"), u"--ring-secret-file"_s, m_secret},
                {u"FUNNELKVS_TOKENS="_s + m_tokens, u"FUNNELKVS_TLS_KEY="_s + certificate("node.key")});
    QVERIFY2(node.waitUntilReady(), node.log());
    const QStringList check{u"health"_s, u"--pid"_s, QString::number(node.pid())};
    for (const QStringList &more : {QStringList(), QStringList{u"--ready"_s}}) {
        const ProgramRun run = runProgram(check + more);
        QVERIFY2(run.exitCode == 0, run.errors.constData());
        QVERIFY(run.output.startsWith(node.addressText().toUtf8()));
    }
    QCOMPARE(runProgram({u"health"_s, u"https://"_s + node.addressText()}).exitCode, 0);
    QCOMPARE(runProgram({u"health"_s, node.addressText()}).exitCode, 1);
    node.signalProcess(SIGSTOP);
    QCOMPARE(runProgram(check).exitCode, 1);
    node.signalProcess(SIGCONT);
    const ProgramRun none = runProgram({u"health"_s, u"--pid"_s, QString::number(QCoreApplication::applicationPid())});
    QCOMPARE(none.exitCode, 1);
    QVERIFY2(none.errors.contains("no node runs here"), none.errors.constData());
}

QTEST_GUILESS_MAIN(TestSecurity)
#include "tst_security.moc"
