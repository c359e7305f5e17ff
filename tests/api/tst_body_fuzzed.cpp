// SPDX-License-Identifier: GPL-3.0-or-later
//
// body_property for a moment in every run of the suite: a good document of each kind with a few bytes changed, cut out,
// doubled or made up, from fixed seeds, so that a failure can be had again.

#include "api/batch.h"
#include "body_property.h"
#include "message_samples.h"

#include <QTest>

using samples::Random;

namespace {

constexpr int inputsPerKind = 3000;

QByteArray cborBatch()
{
    api::BatchOperation put;
    put.kind = api::BatchOperation::Kind::Put;
    put.key = "k";
    put.value = QByteArray("v\0\xff", 3);
    put.contentType = "a/b";
    put.ttlSeconds = 60;
    put.ifMatch = "*";
    api::BatchOperation get;
    get.key = "\xff";
    get.ifNoneMatch = "";
    return api::batchToCbor(std::vector{put, get});
}

QByteArray cborOutcomes()
{
    api::BatchOutcome found;
    found.status = 200;
    found.etag = "\"1.1.0\"";
    found.value = QByteArray("v\xff");
    found.contentType = "\xff";
    api::BatchOutcome failed;
    failed.status = 503;
    failed.problem = api::Problem{};
    failed.problem->mayHaveHappened = true;
    return api::batchToCbor(std::vector{found, failed});
}

// In the order of bodyProblem's kinds.
QByteArray goodDocument(int kind)
{
    static const QByteArrayList documents{
        R"([{"op":"put","key":"k","value":"AP8=","valueEncoding":"base64","ttl":1},{"op":"get","key":"%00","keyEncoding":"percent"}])",
        cborBatch(),
        R"({"key":"k","value":"\u00e9\ud83d\ude00","contentType":"a/b"})",
        R"("k\u0000")",
        cborOutcomes(),
        R"({"key_str":"k","val_str":"v"})",
        R"("k\"\\")",
        R"({"id":"0f","address":"a:1","state":"ready","idBits":8,"replicas":3,"predecessor":{"id":"00","address":"b:1"},)"
        R"("ring":"000000000000001f","ranges":[{"low":"00","high":"0f","leader":{"id":"0f","address":"a:1"},)"
        R"("voters":[{"id":"0f","address":"a:1"}],"ballot":"0.1.1f","state":"serving","lossEpoch":0}],)"
        R"("successors":[{"id":"00","address":"b:1"}],"fingers":[{"index":7,"start":"8f","node":{"id":"00","address":"b:1"}}],)"
        R"("keys":{"primary":1,"replica":2,"bytes":3},"uptimeSeconds":4,"version":"0.1.0","counters":{}})",
        R"({"keys":[{"key":"%ff","keyEncoding":"percent","id":"00","role":"replica","bytes":1,"version":"5d6f3a"}],"next":"a2s"})",
        R"({"nodes":[{"id":"00","address":"b:1","predecessor":null,"successor":{"id":"00","address":"b:1"},"keys":1}],)"
        R"("ranges":[{"low":"00","high":"00","leader":null,"voters":[],"ballot":"1.0.0","state":"noQuorum","lossEpoch":1}],)"
        R"("complete":false,"problems":["p"]})",
        R"({"key":"k","id":"00","owner":{"id":"00","address":"b:1"},"replicas":[{"id":"00","address":"b:1"}],)"
        R"("hops":[{"node":{"id":"00","address":"b:1"},"via":"finger 3","micros":1}]})",
        "a%2Fb%00",
        R"({"done":false,"certain":true,"range":{"low":"00","high":"0f"},"present":[{"id":"0f","address":"a:1"}],)"
        R"("missing":[],"text":"t"})",
    };
    return documents[kind];
}

void spoil(QByteArray &body, Random &random)
{
    const qsizetype at = qsizetype(random.below(quint64(body.size() + 1)));
    const qsizetype count = qsizetype(random.below(9));
    switch (random.below(6)) {
    case 0:
        if (at < body.size())
            body[at] = char(body[at] ^ (1 << random.below(8)));
        break;
    case 1:
        body.remove(at, count);
        break;
    case 2:
        body.insert(at, random.bytes(1, 8));
        break;
    case 3:
        body.insert(at, body.mid(at, count));
        break;
    case 4:
        body.insert(at, "\"\\,:[]{}-1e"[random.below(11)]);
        break;
    case 5:
        body.truncate(at);
        break;
    }
}

} // namespace

class TestBodyFuzzed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodDocuments();
    void spoiledDocuments_data();
    void spoiledDocuments();
};

void TestBodyFuzzed::goodDocuments()
{
    for (int kind = 0; kind < bodyKinds; ++kind) {
        const QByteArray problem = bodyProblem(char(kind) + goodDocument(kind));
        QVERIFY2(problem.isEmpty(), problem);
    }
}

void TestBodyFuzzed::spoiledDocuments_data()
{
    QTest::addColumn<int>("kind");
    for (int kind = 0; kind < bodyKinds; ++kind)
        QTest::addRow("kind %d", kind) << kind;
}

void TestBodyFuzzed::spoiledDocuments()
{
    QFETCH(int, kind);
    Random random(quint64(kind) + 1);
    for (int i = 0; i < inputsPerKind; ++i) {
        QByteArray body = goodDocument(kind);
        for (quint64 changes = 1 + random.below(4); changes > 0; --changes)
            spoil(body, random);
        const QByteArray problem = bodyProblem(char(kind) + body);
        QVERIFY2(problem.isEmpty(), problem + ": " + body.toHex());
    }
}

QTEST_APPLESS_MAIN(TestBodyFuzzed)

#include "tst_body_fuzzed.moc"
