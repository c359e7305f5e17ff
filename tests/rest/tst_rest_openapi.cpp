// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keeps /openapi.json true: it has every route and no other, each of its examples does what it says against a real
// node, and what comes back has exactly the members that it tells.

#include "http_client.h"
#include "json_schema.h"
#include "rest_node.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

class TestRestOpenapi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void checkerCanSayNo_data();
    void checkerCanSayNo();
    void everyRouteIsThere();
    void referencesPointToSomething();
    void identifiersAreUnique();
    void examples_data();
    void examples();
    void failures_data();
    void failures();

private:
    struct Example {
        QByteArray target;
        QByteArray body;
        Fields fields;
    };
    QJsonObject dereferenced(const QJsonValue &value) const;
    Example exampleOf(const QString &path, const QString &method) const;
    void check(const Answer &answer, const QString &path, const QString &method);

    std::unique_ptr<RestNode> m_node; // its successor, below, is there for predecessor and successors to be told
    std::unique_ptr<RestNode> m_other;
    std::unique_ptr<HttpClient> m_client;
    QJsonObject m_document;
};

void TestRestOpenapi::initTestCase()
{
    std::vector<std::unique_ptr<RestNode>> ring = makeRing(2);
    QCOMPARE(ring.size(), size_t(2));
    m_node = std::move(ring[0]);
    m_other = std::move(ring[1]);
    m_client = std::make_unique<HttpClient>(m_node->port());
    const Answer answer = m_client->get("/openapi.json");
    QCOMPARE(answer.status, 200);
    QJsonParseError error;
    m_document = QJsonDocument::fromJson(answer.body, &error).object();
    QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
    QVERIFY(m_document[u"openapi"_s].toString().startsWith(u"3.1."_s));
}

void TestRestOpenapi::cleanupTestCase()
{
    m_client.reset();
    m_node.reset();
    m_other.reset();
}

QJsonObject TestRestOpenapi::dereferenced(const QJsonValue &value) const
{
    const QJsonObject object = value.toObject();
    const QString reference = object[u"$ref"_s].toString();
    return reference.isEmpty() ? object : JsonSchema(m_document).resolved(reference).toObject();
}

void TestRestOpenapi::checkerCanSayNo_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("schema");
    QTest::newRow("type") << QByteArray("[1]") << QByteArray(R"({"items":{"type":"string"}})");
    QTest::newRow("fraction") << QByteArray("[1.5]") << QByteArray(R"({"items":{"type":"integer"}})");
    QTest::newRow("missing") << QByteArray("{}") << QByteArray(R"({"required":["a"]})");
    QTest::newRow("additional") << QByteArray(R"({"b":1})")
                                << QByteArray(R"({"properties":{"a":{}},"additionalProperties":false})");
    QTest::newRow("nested") << QByteArray(R"({"a":[{"b":null}]})")
                            << QByteArray(R"({"properties":{"a":{"items":{"properties":{"b":{"type":"string"}}}}}})");
    QTest::newRow("enum") << QByteArray(R"(["c"])") << QByteArray(R"({"items":{"enum":["a","b"]}})");
    QTest::newRow("pattern") << QByteArray(R"(["xyz"])") << QByteArray(R"({"items":{"pattern":"^[0-9]+$"}})");
    QTest::newRow("range") << QByteArray("[-1]") << QByteArray(R"({"items":{"minimum":0}})");
    QTest::newRow("count") << QByteArray("[1,2]") << QByteArray(R"({"maxItems":1})");
    QTest::newRow("none of two") << QByteArray("[true]")
                                 << QByteArray(R"({"items":{"oneOf":[{"type":"null"},{"type":"string"}]}})");
    QTest::newRow("both of two") << QByteArray("[1]")
                                 << QByteArray(R"({"items":{"oneOf":[{"type":"integer"},{"type":"number"}]}})");
    QTest::newRow("unknown keyword") << QByteArray("[1]") << QByteArray(R"({"items":{"multipleOf":1}})");
    QTest::newRow("reference to nothing") << QByteArray("[1]") << QByteArray(R"({"items":{"$ref":"#/none"}})");
}

void TestRestOpenapi::checkerCanSayNo()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, schema);
    const QJsonDocument document = QJsonDocument::fromJson(value);
    const QJsonValue root = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    QVERIFY(!JsonSchema({}).mismatch(root, QJsonDocument::fromJson(schema).object()).isEmpty());
    QCOMPARE(JsonSchema({}).mismatch(root, {}), QString());
}

void TestRestOpenapi::everyRouteIsThere()
{
    QSet<QString> routes;
    const QRegularExpression line(u"^([A-Z]+) +(/\\S*)"_s, QRegularExpression::MultilineOption);
    auto found = line.globalMatch(QString::fromUtf8(m_client->get("/").body));
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        routes.insert(match.captured(1) + u' ' + match.captured(2));
    }
    QVERIFY(routes.size() > 15);
    QSet<QString> told;
    const QJsonObject paths = m_document[u"paths"_s].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        for (const QString &method : path.value().toObject().keys())
            told.insert(method.toUpper() + u' ' + path.key());
    }
    QCOMPARE(QStringList((routes - told).values()), QStringList());
    QCOMPARE(QStringList((told - routes).values()), QStringList());
}

void TestRestOpenapi::referencesPointToSomething()
{
    const QString text = QString::fromUtf8(QJsonDocument(m_document).toJson());
    const QRegularExpression reference(u"\"\\$ref\": \"([^\"]+)\""_s);
    QSet<QString> used;
    for (auto found = reference.globalMatch(text); found.hasNext();) {
        used.insert(found.next().captured(1));
    }
    for (const QString &one : used)
        QVERIFY2(!JsonSchema(m_document).resolved(one).isUndefined(), qPrintable(one));
    for (const QString &kind : {u"schemas"_s, u"responses"_s, u"parameters"_s}) {
        for (const QString &name : m_document[u"components"_s][kind].toObject().keys())
            QVERIFY2(used.contains(u"#/components/%1/%2"_s.arg(kind, name)), qPrintable(name + u" is not used"_s));
    }
}

void TestRestOpenapi::identifiersAreUnique()
{
    QSet<QString> seen;
    for (const QJsonValue &path : m_document[u"paths"_s].toObject()) {
        for (const QJsonValue &operation : path.toObject()) {
            const QString id = operation[u"operationId"_s].toString();
            QVERIFY2(!id.isEmpty() && !seen.contains(id), qPrintable(id));
            seen.insert(id);
            QVERIFY(!operation[u"summary"_s].toString().isEmpty());
        }
    }
}

// Writes before reads before deletions, so that there is something to read; leaving is last.
void TestRestOpenapi::examples_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("method");
    const QJsonObject paths = m_document[u"paths"_s].toObject();
    const auto turnOf = [](const QString &path, const QString &method) {
        if (path == u"/v1/node/leave"_s)
            return 5;
        if (path.startsWith(u"/global_delete"_s))
            return 4; // also if there is nothing to delete, its status is 200
        if (method == u"put"_s || path.startsWith(u"/global_put"_s))
            return 1;
        return method == u"delete"_s ? 3 : 2;
    };
    for (int turn = 1; turn <= 5; ++turn) {
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            for (const QString &method : path.value().toObject().keys()) {
                if (turnOf(path.key(), method) == turn)
                    QTest::newRow(qPrintable(method + u' ' + path.key())) << path.key() << method;
            }
        }
    }
}

TestRestOpenapi::Example TestRestOpenapi::exampleOf(const QString &path, const QString &method) const
{
    const QJsonObject operation = m_document[u"paths"_s][path][method].toObject();
    Example example;
    QString target = path;
    QStringList query;
    for (const QJsonValue &entry : operation[u"parameters"_s].toArray()) {
        const QJsonObject parameter = dereferenced(entry);
        if (!parameter.contains(u"example"_s))
            continue;
        const QString name = parameter[u"name"_s].toString();
        const QString value = parameter[u"example"_s].toVariant().toString();
        if (parameter[u"in"_s] == u"path"_s)
            target.replace(u'{' + name + u'}', value);
        else if (parameter[u"in"_s] == u"query"_s)
            query.append(name + u'=' + value);
    }
    example.target = (query.isEmpty() ? target : target + u'?' + query.join(u'&')).toLatin1();
    const QJsonObject contents = operation[u"requestBody"_s][u"content"_s].toObject();
    for (auto content = contents.begin(); content != contents.end(); ++content) {
        const QJsonValue body = content.value()[u"example"_s];
        if (body.isUndefined())
            continue;
        example.fields.append({"Content-Type", content.key().toLatin1()});
        if (content.key() == u"application/json"_s) {
            example.body = QJsonDocument(QJsonArray{body}).toJson(QJsonDocument::Compact).sliced(1).chopped(1);
        } else if (body.isObject()) {
            QStringList items;
            for (const QString &name : body.toObject().keys())
                items.append(name + u'=' + body[name].toString());
            example.body = items.join(u'&').toLatin1();
        } else {
            example.body = body.toString().toUtf8();
        }
        break;
    }
    return example;
}

// Is the answer one that the document tells of?
void TestRestOpenapi::check(const Answer &answer, const QString &path, const QString &method)
{
    const QJsonObject responses = m_document[u"paths"_s][path][method][u"responses"_s].toObject();
    const QString status = QString::number(answer.status);
    QVERIFY2(responses.contains(status), qPrintable(status + u": "_s + QString::fromUtf8(answer.body)));
    const QJsonObject response = dereferenced(responses[status]);
    const QStringList mayBeMissing{u"Link"_s, u"TTL"_s};
    for (const QString &field : response[u"headers"_s].toObject().keys())
        QVERIFY2(answer.has(field.toLatin1()) || mayBeMissing.contains(field) || answer.status == 412,
                 qPrintable(field));
    const QJsonObject contents = response[u"content"_s].toObject();
    const QString type = QString::fromLatin1(answer.field("Content-Type")).section(u';', 0, 0);
    if (contents.isEmpty()) {
        QCOMPARE(answer.body, QByteArray());
        return;
    }
    QVERIFY2(contents.contains(type) || contents.contains(u"*/*"_s), qPrintable(type));
    if (!type.endsWith(u"json"_s) || !contents.contains(type))
        return;
    const QJsonObject schema = contents[type][u"schema"_s].toObject();
    const QJsonDocument body = QJsonDocument::fromJson(answer.body);
    const QJsonValue value = body.isArray() ? QJsonValue(body.array()) : QJsonValue(body.object());
    const QString mismatch = JsonSchema(m_document).mismatch(value, schema);
    QVERIFY2(mismatch.isEmpty(), qPrintable(mismatch + u"\n"_s + QString::fromUtf8(answer.body)));
}

void TestRestOpenapi::examples()
{
    QFETCH(QString, path);
    QFETCH(QString, method);
    const Example example = exampleOf(path, method);
    QVERIFY2(!example.target.contains('{'), "a path parameter has no example");
    const Answer answer = m_client->ask(method.toUpper().toLatin1(), example.target, example.body, example.fields);
    check(answer, path, method);
    // The form's example cannot have the right token, and nobody here is to be declared dead; everything else succeeds.
    const bool mayFail = path == u"/page/key"_s || path == u"/v1/declare-dead"_s;
    QVERIFY2(answer.status < 300 || mayFail, answer.body.constData());
    const QJsonObject body = m_document[u"paths"_s][path][method][u"requestBody"_s].toObject();
    const QJsonObject json = body[u"content"_s][u"application/json"_s].toObject();
    if (!json.isEmpty())
        QCOMPARE(JsonSchema(m_document).mismatch(json[u"example"_s], json[u"schema"_s].toObject()), QString());
}

void TestRestOpenapi::failures_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<int>("status");
    const QString kv = u"/v1/kv/{key}"_s;
    const QByteArray json = "application/json";
    QTest::newRow("404") << kv << QByteArray("GET") << QByteArray("/v1/kv/none") << QByteArray() << Fields() << 404;
    QTest::newRow("400") << kv << QByteArray("GET") << QByteArray("/v1/kv/%zz") << QByteArray() << Fields() << 400;
    QTest::newRow("414") << kv << QByteArray("DELETE") << "/v1/kv/" + QByteArray(1025, 'k') << QByteArray() << Fields()
                         << 414;
    QTest::newRow("412") << kv << QByteArray("PUT") << QByteArray("/v1/kv/greeting") << QByteArray("v")
                         << Fields{{"If-Match", "\"1a2b\""}, {"Content-Type", "a/b"}} << 412;
    QTest::newRow("batch 400") << u"/v1/batch"_s << QByteArray("POST") << QByteArray("/v1/batch") << QByteArray("[1]")
                               << Fields{{"Content-Type", json}} << 400;
    QTest::newRow("batch 413") << u"/v1/batch"_s << QByteArray("POST") << QByteArray("/v1/batch")
                               << QByteArray('[' + QByteArray("1,").repeated(10'000) + "1]")
                               << Fields{{"Content-Type", json}} << 413;
    QTest::newRow("batch 415") << u"/v1/batch"_s << QByteArray("POST") << QByteArray("/v1/batch") << QByteArray("[]")
                               << Fields{{"Content-Type", "text/plain"}} << 415;
    QTest::newRow("keys 400") << u"/v1/node/keys"_s << QByteArray("GET") << QByteArray("/v1/node/keys?limit=0")
                              << QByteArray() << Fields() << 400;
    QTest::newRow("ring keys 400") << u"/v1/keys"_s << QByteArray("GET") << QByteArray("/v1/keys?after=x")
                                   << QByteArray() << Fields() << 400;
    QTest::newRow("page file 404") << u"/page/{file}"_s << QByteArray("GET") << QByteArray("/page/none") << QByteArray()
                                   << Fields() << 404;
    QTest::newRow("original 400") << u"/global_get_simple"_s << QByteArray("GET") << QByteArray("/global_get_simple")
                                  << QByteArray() << Fields() << 400;
    QTest::newRow("original not found") << u"/global_get_simple"_s << QByteArray("GET")
                                        << QByteArray("/global_get_simple?key=none") << QByteArray() << Fields() << 200;
}

void TestRestOpenapi::failures()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(Fields, fields);
    QFETCH(int, status);
    const Answer answer = m_client->ask(method, target, body, fields);
    QCOMPARE(answer.status, status);
    check(answer, path, QString::fromLatin1(method).toLower());
}

QTEST_GUILESS_MAIN(TestRestOpenapi)
#include "tst_rest_openapi.moc"
