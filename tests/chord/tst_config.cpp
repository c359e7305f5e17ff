// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every setting is refused below and above its range, with a sentence that names it, and so are combinations that
// cannot work.

#include "chord/config.h"

#include <QTest>

#include <limits>

using namespace chord;

namespace {

struct Bounds {
    const char *name;
    int Config::*value;
    int min;
};

constexpr std::array settings{
    Bounds{"idBits", &Config::idBits, 3},
    Bounds{"replicas", &Config::replicas, 1},
    Bounds{"successorListLength", &Config::successorListLength, 1},
    Bounds{"requestTimeoutMs", &Config::requestTimeoutMs, 1},
    Bounds{"dataTimeoutMs", &Config::dataTimeoutMs, 1},
    Bounds{"deadAfterTimeouts", &Config::deadAfterTimeouts, 1},
    Bounds{"deadMemoryMs", &Config::deadMemoryMs, 1},
    Bounds{"stabilizePeriodMs", &Config::stabilizePeriodMs, 1},
    Bounds{"fixFingersPeriodMs", &Config::fixFingersPeriodMs, 1},
    Bounds{"joinTimeoutMs", &Config::joinTimeoutMs, 1},
    Bounds{"leaseMs", &Config::leaseMs, 2},
    Bounds{"leaseRenewMs", &Config::leaseRenewMs, 1},
    Bounds{"replaceAfterMs", &Config::replaceAfterMs, 1},
    Bounds{"mergeDelayMs", &Config::mergeDelayMs, 0},
    Bounds{"learnersMax", &Config::learnersMax, 1},
    Bounds{"foundingHoldMs", &Config::foundingHoldMs, 0},
    Bounds{"collectPeriodMs", &Config::collectPeriodMs, 1},
    Bounds{"operationTimeoutMs", &Config::operationTimeoutMs, 1},
    Bounds{"lookupAlternatives", &Config::lookupAlternatives, 1},
    Bounds{"lookupHopsMax", &Config::lookupHopsMax, 1},
    Bounds{"ownerCacheMax", &Config::ownerCacheMax, 0},
    Bounds{"parkedMax", &Config::parkedMax, 0},
    Bounds{"operationsMax", &Config::operationsMax, 1},
    Bounds{"keyBytesMax", &Config::keyBytesMax, 1},
    Bounds{"valueBytesMax", &Config::valueBytesMax, 1},
    Bounds{"contentTypeBytesMax", &Config::contentTypeBytesMax, 1},
    Bounds{"transferBytesMax", &Config::transferBytesMax, 1},
    Bounds{"syncEntriesMax", &Config::syncEntriesMax, 2},
    Bounds{"retryWindowMs", &Config::retryWindowMs, 1},
    Bounds{"watchersMax", &Config::watchersMax, 0},
    Bounds{"subscriptionsMax", &Config::subscriptionsMax, 0},
    Bounds{"keepWatchesMs", &Config::keepWatchesMs, 1},
    Bounds{"watchDoubtMs", &Config::watchDoubtMs, 1},
};

QString outOfRange(const Bounds &setting, int value)
{
    return QStringLiteral("%1 is %2, but must be from ").arg(QLatin1String(setting.name)).arg(value);
}

bool isSentence(const QString &text)
{
    return text.endsWith(u'.') && text.contains(u": ") && !text.contains(u'%');
}

} // namespace

class TestConfig : public QObject {
    Q_OBJECT

private slots:
    void defaultsAreFine();
    void paperSettingsAreFine();
    void smallestRingIsFine();
    void refusesOutOfRange_data();
    void refusesOutOfRange();
    void tableNamesEverySetting();
    void refusesMoreReplicasThanSuccessors();
    void refusesLeasesThatEndBeforeRenewal();
    void refusesRetriesThatOutliveTheirWindow();
    void saysValueAndRange();
};

void TestConfig::defaultsAreFine()
{
    QCOMPARE(Config().problem(), QString());
    QCOMPARE(Config().space().bits(), 160);
}

// TON, section VI-C: 500 ms timeout, stabilization every 30 s on average, successor list of 20.
void TestConfig::paperSettingsAreFine()
{
    Config config;
    config.requestTimeoutMs = 500;
    config.stabilizePeriodMs = 30000;
    config.fixFingersPeriodMs = 30000;
    config.successorListLength = 20;
    QCOMPARE(config.problem(), QString());
}

void TestConfig::smallestRingIsFine()
{
    Config config;
    config.idBits = 3;
    config.replicas = 1;
    config.successorListLength = 1;
    config.ownerCacheMax = 0;
    QCOMPARE(config.problem(), QString());
    QCOMPARE(config.space().bits(), 3);
}

void TestConfig::refusesOutOfRange_data()
{
    QTest::addColumn<int>("index");
    for (size_t i = 0; i < settings.size(); ++i)
        QTest::newRow(settings[i].name) << int(i);
}

void TestConfig::refusesOutOfRange()
{
    QFETCH(int, index);
    const Bounds &setting = settings[size_t(index)];
    for (const int value : {setting.min - 1, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}) {
        Config config;
        config.*setting.value = value;
        const QString problem = config.problem();
        QVERIFY2(problem.startsWith(outOfRange(setting, value)), qPrintable(problem));
        QVERIFY2(isSentence(problem), qPrintable(problem));
    }
    // At its least it is not to blame, whatever it does to its neighbours.
    Config config;
    config.*setting.value = setting.min;
    QVERIFY(!config.problem().startsWith(outOfRange(setting, setting.min)));
}

// A Config is its settings, two flags (each as large as an int by its place) and a seed: a new number needs a range.
void TestConfig::tableNamesEverySetting()
{
    QCOMPARE(sizeof(Config),
             ((settings.size() + 2) * sizeof(int) + alignof(Config) - 1) / alignof(Config) * alignof(Config)
                 + sizeof(quint64));
}

void TestConfig::refusesMoreReplicasThanSuccessors()
{
    Config config;
    config.replicas = 9;
    config.successorListLength = 8;
    QVERIFY(config.problem().startsWith(u"replicas is 9"));
    QVERIFY(config.problem().contains(u"successorListLength, which is 8"));
    QVERIFY(isSentence(config.problem()));
    config.successorListLength = 9;
    QCOMPARE(config.problem(), QString());
}

void TestConfig::refusesLeasesThatEndBeforeRenewal()
{
    Config config;
    config.leaseMs = 750;
    config.leaseRenewMs = 750;
    QVERIFY(config.problem().startsWith(u"leaseRenewMs is 750"));
    QVERIFY(isSentence(config.problem()));
    config.leaseRenewMs = config.leaseMs - 1;
    QCOMPARE(config.problem(), QString());
}

void TestConfig::refusesRetriesThatOutliveTheirWindow()
{
    Config config;
    config.operationTimeoutMs = 5000;
    config.retryWindowMs = 5000;
    QVERIFY(config.problem().startsWith(u"retryWindowMs is 5000"));
    QVERIFY(isSentence(config.problem()));
    config.retryWindowMs = config.operationTimeoutMs + 1;
    QCOMPARE(config.problem(), QString());
}

void TestConfig::saysValueAndRange()
{
    Config config;
    config.idBits = 161;
    QCOMPARE(config.problem(), u"idBits is 161, but must be from 3 to 160: choose a value in that range.");
}

QTEST_APPLESS_MAIN(TestConfig)
#include "tst_config.moc"
