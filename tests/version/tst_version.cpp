// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commit that --version prints: found in a repository, left out elsewhere, and written only when it has changed, so
// that a build with nothing to do compiles nothing.

#include "version/version.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

// Standard output without the end of the line.
QByteArray run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s: %s", qPrintable(program), process.readAllStandardError().constData());
    return process.readAllStandardOutput().trimmed();
}

QByteArray git(const QString &folder, const QStringList &arguments)
{
    return run(u"git"_s,
               QStringList{u"-C"_s, folder, u"-c"_s, u"user.name=Tester"_s, u"-c"_s, u"user.email=tester@example.org"_s}
                   + arguments);
}

} // namespace

class TestVersion : public QObject {
    Q_OBJECT

private slots:
    void init();

    void commitOfARepository();
    void noRepository();
    void repositoryWithoutACommit();
    void partOfAnotherRepository();
    void unchangedHeaderIsNotWritten();
    void textOfThisBuild();

private:
    QString source() const { return m_folder->filePath(u"source"_s); }
    QString header() const { return m_folder->filePath(u"commit.h"_s); }
    QByteArray writeCommit() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestVersion::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(source()));
}

// What the header defines.
QByteArray TestVersion::writeCommit() const
{
    run(QStringLiteral(FUNNELKVS_CMAKE),
        {u"-DSOURCE="_s + source(), u"-DOUTPUT="_s + header(), u"-P"_s,
         QStringLiteral(FUNNELKVS_SOURCE_DIR "/common/version/write_commit.cmake")});
    QFile file(header());
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no header was written");
    return file.readAll();
}

void TestVersion::commitOfARepository()
{
    git(source(), {u"init"_s, u"-q"_s});
    git(source(), {u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"First"_s});
    const QByteArray first = git(source(), {u"rev-parse"_s, u"--short=7"_s, u"HEAD"_s});
    QVERIFY(first.size() >= 7);
    QCOMPARE(writeCommit(), "#define FUNNELKVS_COMMIT \"" + first + "\"\n");

    git(source(), {u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"Second"_s});
    const QByteArray second = git(source(), {u"rev-parse"_s, u"--short=7"_s, u"HEAD"_s});
    QVERIFY(first != second);
    QCOMPARE(writeCommit(), "#define FUNNELKVS_COMMIT \"" + second + "\"\n");
}

void TestVersion::noRepository()
{
    QCOMPARE(writeCommit(), "#define FUNNELKVS_COMMIT \"\"\n");
}

void TestVersion::repositoryWithoutACommit()
{
    git(source(), {u"init"_s, u"-q"_s});
    QCOMPARE(writeCommit(), "#define FUNNELKVS_COMMIT \"\"\n");
}

// An archive that was unpacked inside a repository of something else has not that one's commit.
void TestVersion::partOfAnotherRepository()
{
    git(m_folder->path(), {u"init"_s, u"-q"_s});
    git(m_folder->path(), {u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"Other"_s});
    QCOMPARE(writeCommit(), "#define FUNNELKVS_COMMIT \"\"\n");
}

void TestVersion::unchangedHeaderIsNotWritten()
{
    const QByteArray before = writeCommit();
    const QDateTime longAgo = QDateTime::fromSecsSinceEpoch(1'000'000'000);
    QFile file(header());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(longAgo, QFileDevice::FileModificationTime));
    file.close();
    QCOMPARE(writeCommit(), before);
    QCOMPARE(QFileInfo(header()).lastModified(), longAgo);
}

void TestVersion::textOfThisBuild()
{
    static const QRegularExpression form('^' + QRegularExpression::escape(QStringLiteral(FUNNELKVS_VERSION))
                                         + u"( \\([0-9a-f]{7,40}\\))?$"_s);
    const QString text = QString::fromLatin1(version::text());
    QVERIFY2(form.match(text).hasMatch(), qPrintable(text));
    // (Git also refuses a repository of another user.)
    QVERIFY(!text.contains(u'(') || QFileInfo::exists(QStringLiteral(FUNNELKVS_SOURCE_DIR "/.git")));
}

QTEST_APPLESS_MAIN(TestVersion)

#include "tst_version.moc"
