// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every text of the monitor is there in Japanese: Qt's own tool gathers the texts from the sources into a copy of the
// translations, and none may be new, empty or without its placeholders.

#include <QDomDocument>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString source = QStringLiteral(FUNNELKVS_SOURCE_DIR);

QStringList placeholders(const QString &text)
{
    static const QRegularExpression pattern(u"%(\\d|n|v|m)"_s);
    QStringList found;
    for (auto matches = pattern.globalMatch(text); matches.hasNext();)
        found << matches.next().captured();
    found.removeDuplicates();
    found.sort();
    return found;
}

// What is wrong with the messages of a translation file.
QStringList problems(const QString &path)
{
    QFile file(path);
    QDomDocument document;
    if (!file.open(QIODevice::ReadOnly) || !document.setContent(&file))
        return {u"%1 cannot be read"_s.arg(path)};
    QStringList found;
    const QDomNodeList messages = document.elementsByTagName(u"message"_s);
    for (int i = 0; i < messages.size(); ++i) {
        const QDomElement message = messages.at(i).toElement();
        const QString text = message.firstChildElement(u"source"_s).text();
        const QDomElement translation = message.firstChildElement(u"translation"_s);
        if (translation.hasAttribute(u"type"_s) || translation.text().trimmed().isEmpty() != text.trimmed().isEmpty())
            found << u"not translated: %1"_s.arg(text);
        else if (placeholders(text) != placeholders(translation.text()))
            found << u"other placeholders: %1"_s.arg(text);
    }
    if (messages.isEmpty())
        found << u"no messages"_s;
    return found;
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsUntranslated_data();
    void nothingIsUntranslated();
    void aNewTextIsNoticed();
};

void TestTranslations::nothingIsUntranslated_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("Japanese") << u"funnelkvs_monitor_ja.ts"_s << QStringList();
    QTest::newRow("English plurals") << u"funnelkvs_monitor_en.ts"_s << QStringList(u"-pluralonly"_s);
}

void TestTranslations::nothingIsUntranslated()
{
    QFETCH(QString, name);
    QFETCH(QStringList, options);
    QTemporaryDir folder;
    const QString copy = folder.filePath(name);
    QVERIFY(QFile::copy(source + u"/resources/translations/"_s + name, copy));
    QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    QProcess lupdate;
    lupdate.start(QStringLiteral(FUNNELKVS_LUPDATE),
                  options + QStringList{u"-silent"_s, u"-no-obsolete"_s, source + u"/monitor"_s, u"-ts"_s, copy});
    QVERIFY(lupdate.waitForFinished(60'000));
    QCOMPARE(lupdate.exitCode(), 0);
    const QStringList found = problems(copy);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void TestTranslations::aNewTextIsNoticed()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"a.ts"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("<TS><context><message><source>new</source><translation type=\"unfinished\"/></message>"
               "<message><source>%1 keys</source><translation>without</translation></message></context></TS>");
    file.close();
    QCOMPARE(problems(path).size(), 2);
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
