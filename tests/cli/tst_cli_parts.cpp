// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the commands are made of: the check of a chain must say no to broken ones, percentiles must be right, HTTP
// answers are read however their bytes are cut.

#include "cli/chain.h"
#include "cli/latency_histogram.h"
#include "cli/node_error_text.h"
#include "client/response_parser.h"

#include <QtTest>

using cli::ChainLink;
using cli::LatencyHistogram;
using client::HttpResponse;
using client::ResponseParser;

namespace {

api::NodeLabel label(const char *id)
{
    return {id, QByteArray("host-") + id + ":1"};
}

ChainLink link(const char *id, const char *predecessor, const char *successor)
{
    ChainLink link;
    link.node.node = label(id);
    link.node.state = chord::NodeState::Ready;
    if (predecessor)
        link.node.predecessor = label(predecessor);
    link.node.successors = {label(successor)};
    return link;
}

std::vector<ChainLink> wholeChain()
{
    return {link("30", "10", "e0"), link("e0", "30", "10"), link("10", "e0", "30")};
}

QByteArray contentOf(const std::vector<HttpResponse> &responses)
{
    QByteArray content;
    for (const HttpResponse &response : responses)
        content += QByteArray::number(response.status) + ' ' + response.body + ';';
    return content;
}

} // namespace

class TestCliParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wholeChainHasNoProblems();
    void chainProblems_data();
    void chainProblems();
    void rangeProblems_data();
    void rangeProblems();
    void quantiles();
    void responsesAtEverySplit();
    void responseThatEndsWithTheConnection();
    void responsesThatAreNone_data();
    void responsesThatAreNone();
    void nodeErrors_data();
    void nodeErrors();
    void refusedJoins();
};

void TestCliParts::wholeChainHasNoProblems()
{
    QVERIFY(cli::linkProblems(wholeChain()).empty());
    ChainLink alone = link("42", nullptr, "42");
    alone.node.successors.clear();
    QVERIFY(cli::linkProblems({alone}).empty());
}

void TestCliParts::chainProblems_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("said");
    QTest::newRow("wrong predecessor") << 0 << QStringLiteral("takes host-10:1 for its predecessor");
    QTest::newRow("no predecessor") << 1 << QStringLiteral("knows no predecessor");
    QTest::newRow("joining") << 2 << QStringLiteral("still joining");
    QTest::newRow("out of order") << 3 << QStringLiteral("winds around the ring 2 times");
}

void TestCliParts::chainProblems()
{
    QFETCH(int, which);
    QFETCH(QString, said);
    std::vector<ChainLink> links = wholeChain();
    if (which == 0)
        links[1].node.predecessor = label("10");
    else if (which == 1)
        links[1].node.predecessor.reset();
    else if (which == 2)
        links[1].node.state = chord::NodeState::Joining;
    else
        links = {link("10", "40", "30"), link("30", "10", "20"), link("20", "30", "40"), link("40", "20", "10")};
    const std::vector<QString> problems = cli::linkProblems(links);
    QCOMPARE(problems.size(), size_t(1));
    QVERIFY2(problems.front().contains(said), qPrintable(problems.front()));
}

void TestCliParts::rangeProblems_data()
{
    QTest::addColumn<chord::GroupState>("state");
    QTest::addColumn<QString>("said"); // empty: nothing
    QTest::newRow("served") << chord::GroupState::Serving << QString();
    QTest::newRow("no leader") << chord::GroupState::Electing
                               << QStringLiteral("The range from 10 to 30 has no leader at the moment; its voters are "
                                                 "host-30:1, host-e0:1.");
    QTest::newRow("no quorum") << chord::GroupState::NoQuorum
                               << QStringLiteral("The range from 10 to 30 has no quorum: a majority of its voters "
                                                 "(host-30:1, host-e0:1) does not answer.");
    QTest::newRow("new leader") << chord::GroupState::Recovering << QStringLiteral("comparing the replicas");
}

void TestCliParts::rangeProblems()
{
    QFETCH(chord::GroupState, state);
    QFETCH(QString, said);
    api::RangeEntry range{"10", "30", label("30"), {label("30"), label("e0")}, "0.1.1", state, 0};
    const api::RangeEntry served{"30", "10", label("e0"), {label("e0")}, "0.1.2", chord::GroupState::Serving, 0};
    const std::vector<QString> problems = cli::rangeProblems({range, served});
    QCOMPARE(problems.size(), size_t(said.isEmpty() ? 0 : 1));
    if (!said.isEmpty())
        QVERIFY2(problems.front().contains(said), qPrintable(problems.front()));
}

void TestCliParts::quantiles()
{
    LatencyHistogram histogram;
    QCOMPARE(histogram.quantileNs(0.5), 0);
    for (qint64 i = 1; i <= 100'000; ++i)
        histogram.record(i * 1000);
    for (const double share : {0.001, 0.5, 0.99, 0.999}) {
        const double exact = share * 1e8;
        QVERIFY(std::abs(double(histogram.quantileNs(share)) - exact) <= exact * 0.016);
    }
    QCOMPARE(histogram.quantileNs(1), 100'000'000);
    QCOMPARE(histogram.maxNs(), 100'000'000);
    QCOMPARE(histogram.count(), quint64(100'000));
    LatencyHistogram extremes;
    extremes.record(-5);
    extremes.record(std::numeric_limits<qint64>::max());
    QCOMPARE(extremes.quantileNs(0.5), 0);
    QCOMPARE(extremes.quantileNs(1), std::numeric_limits<qint64>::max());
}

void TestCliParts::responsesAtEverySplit()
{
    const QByteArray bytes =
        "HTTP/1.1 100 Continue\r\n\r\n"
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nETag: \"1\"\r\n\r\nhello"
        "HTTP/1.1 204 No Content\r\n\r\n"
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nT: 1\r\n\r\n"
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        ResponseParser parser;
        std::vector<HttpResponse> responses;
        for (const QByteArray &piece : {bytes.first(cut), bytes.sliced(cut)}) {
            parser.feed(piece);
            while (std::optional<HttpResponse> response = parser.next(false))
                responses.push_back(std::move(*response));
        }
        QCOMPARE(parser.problem(), QString());
        QCOMPARE(contentOf(responses), QByteArray("200 hello;204 ;200 Wikipedia;404 ;"));
        QCOMPARE(responses[0].field("etag"), QByteArray("\"1\""));
        QVERIFY(!parser.hasBegun());
    }
}

void TestCliParts::responseThatEndsWithTheConnection()
{
    ResponseParser parser;
    parser.feed("HTTP/1.0 200 OK\r\n\r\nall that");
    QVERIFY(!parser.next(false));
    parser.feed(" comes");
    QVERIFY(!parser.next(false));
    const std::optional<HttpResponse> response = parser.finish();
    QVERIFY(response);
    QCOMPARE(response->body, QByteArray("all that comes"));
    // A head alone is no answer.
    ResponseParser early;
    early.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
    QVERIFY(!early.next(false));
    QVERIFY(!early.finish());
}

void TestCliParts::responsesThatAreNone_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("no status") << QByteArray("HTTP/1.1 OK\r\n\r\n");
    QTest::newRow("negative length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
    QTest::newRow("huge length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n");
    QTest::newRow("bad chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    QTest::newRow("unknown coding") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n");
    QTest::newRow("endless header") << "HTTP/1.1 200 OK\r\n" + QByteArray(100'000, 'x');
}

void TestCliParts::responsesThatAreNone()
{
    QFETCH(QByteArray, bytes);
    ResponseParser parser;
    parser.feed(bytes);
    QVERIFY(!parser.next(false));
    QVERIFY(!parser.problem().isEmpty());
}

void TestCliParts::nodeErrors_data()
{
    using Kind = server::NodeError::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArrayList>("parts");
    QTest::newRow("certificate") << Kind::BadCertificate << QByteArrayList{"--tls-cert", "--tls-key", "DETAIL"};
    QTest::newRow("tokens") << Kind::BadTokens << QByteArrayList{"--tokens: DETAIL"};
    QTest::newRow("ring secret") << Kind::BadRingSecret << QByteArrayList{"--ring-secret-file: DETAIL"};
    QTest::newRow("name") << Kind::NameNotResolved << QByteArrayList{"cannot listen at SUBJECT", "DETAIL", "--listen"};
    QTest::newRow("in use") << Kind::AddressInUse << QByteArrayList{"SUBJECT: DETAIL.", "--listen HOST:PORT", "port 0"};
    QTest::newRow("no address") << Kind::CannotListen << QByteArrayList{"SUBJECT: DETAIL.", "--listen HOST:PORT"};
    QTest::newRow("open") << Kind::OpenWithoutSecret
                          << QByteArrayList{"--listen SUBJECT", "--ring-secret-file", "--insecure"};
    QTest::newRow("itself") << Kind::JoinsItself << QByteArrayList{"--join", "SUBJECT"};
    QTest::newRow("no join") << Kind::CannotJoin << QByteArrayList{"cannot join the ring: DETAIL"};
    QTest::newRow("left") << Kind::LeftIncompletely << QByteArrayList{"DETAIL. The other replicas"};
}

// What failed, why, and which option helps.
void TestCliParts::nodeErrors()
{
    QFETCH(server::NodeError::Kind, kind);
    QFETCH(QByteArrayList, parts);
    const QByteArray text = cli::nodeErrorText({kind, QStringLiteral("SUBJECT"), QStringLiteral("DETAIL")}).toUtf8();
    for (const QByteArray &part : parts)
        QVERIFY2(text.contains(part), text.constData());
}

// Each piece of advice once, behind the reasons.
void TestCliParts::refusedJoins()
{
    using Reason = wire::Refusal::Reason;
    server::NodeError error{server::NodeError::Kind::CannotJoin, {}, QStringLiteral("a: No."), {Reason::Secret}};
    QCOMPARE(cli::nodeErrorText(error),
             QStringLiteral("cannot join the ring: a: No. Start all nodes of a ring with the same "
                            "--ring-secret-file."));
    error.detail = QStringLiteral("a: No.\n  b: No.");
    error.refusals = {Reason::Malformed, Reason::IdBits, Reason::DuplicateId};
    QCOMPARE(cli::nodeErrorText(error),
             QStringLiteral("cannot join the ring: a: No.\n  b: No.\n  Set --id-bits to the same value on all nodes of "
                            "a ring.\n  Start this node with another --id, or without one."));
}

QTEST_GUILESS_MAIN(TestCliParts)
#include "tst_cli_parts.moc"
