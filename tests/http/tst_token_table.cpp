// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of tokens: which texts are one, what is said about those that are none, and who holds what.

#include "http/token_table.h"

#include <QTest>

using http::Access;
using http::TokenTable;

class TestTokenTable : public QObject {
    Q_OBJECT

private slots:
    void holders();
    void firstOfFile();
    void rejected_data();
    void rejected();
    void authorization_data();
    void authorization();
};

void TestTokenTable::holders()
{
    QString problem;
    const auto table =
        TokenTable::parse("# for the tests\n\nread abcdefgh monitor\r\n  write\tA-._~+/1= \nadmin zz root", &problem);
    QVERIFY2(table, qPrintable(problem));
    QVERIFY(table->holderOf("abcdefgh")->access == Access::Read);
    QCOMPARE(table->holderOf("abcdefgh")->name, QByteArray("monitor"));
    QVERIFY(table->holderOf("A-._~+/1=")->access == Access::Write);
    QVERIFY(table->holderOf("zz")->access == Access::Admin);
    for (const char *unknown : {"", "abcdefg", "abcdefghi", "ABCDEFGH", "z", "root"})
        QVERIFY2(!table->holderOf(unknown), unknown);
}

void TestTokenTable::firstOfFile()
{
    QCOMPARE(http::firstToken("# read nothing\n\n  read\tabc monitor\nadmin zz"), QByteArray("abc"));
    QCOMPARE(http::firstToken("read\n"), QByteArray());
    QCOMPARE(http::firstToken(""), QByteArray());
}

void TestTokenTable::rejected_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    QTest::newRow("empty") << QByteArray() << "there is no token";
    QTest::newRow("only a comment") << QByteArray("# read abc\n") << "there is no token";
    QTest::newRow("another right") << QByteArray("read a\nowner topsecret\n") << "line 2 does not begin with read";
    QTest::newRow("no token") << QByteArray("read") << "line 1 is not";
    QTest::newRow("too many words") << QByteArray("read topsecret my name") << "line 1 is not";
    QTest::newRow("other characters") << QByteArray("read top\"secret") << "line 1 has a token with";
    QTest::newRow("not ASCII") << QByteArray("read t\xc3\xb6psecret") << "line 1 has a token with";
    QTest::newRow("too long") << QByteArray("read " + QByteArray(1025, 'x')) << "line 1 has a token with";
    QTest::newRow("twice") << QByteArray("read topsecret\n\nadmin topsecret") << "line 3 has a token that";
}

void TestTokenTable::rejected()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, said);
    QString problem;
    QVERIFY(!TokenTable::parse(text, &problem));
    QVERIFY2(problem.contains(said), qPrintable(problem));
    QVERIFY2(!problem.contains("secret"), "it must not quote a token");
}

void TestTokenTable::authorization_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("bearer") << QByteArray("Bearer abc") << QByteArray("abc");
    QTest::newRow("any case, spaces") << QByteArray("bEARER   abc") << QByteArray("abc");
    QTest::newRow("basic") << QByteArray("Basic " + QByteArray("me:abc").toBase64()) << QByteArray("abc");
    QTest::newRow("basic, no user") << QByteArray("Basic " + QByteArray(":abc").toBase64()) << QByteArray("abc");
    QTest::newRow("basic, no colon") << QByteArray("Basic " + QByteArray("abc").toBase64()) << QByteArray();
    QTest::newRow("another scheme") << QByteArray("Digest abc") << QByteArray();
    QTest::newRow("no scheme") << QByteArray("abc") << QByteArray();
    QTest::newRow("nothing behind it") << QByteArray("Bearer") << QByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray();
}

void TestTokenTable::authorization()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, token);
    QCOMPARE(http::tokenOf(value), token);
}

QTEST_APPLESS_MAIN(TestTokenTable)
#include "tst_token_table.moc"
