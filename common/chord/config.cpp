// SPDX-License-Identifier: GPL-3.0-or-later
//
// What settings are possible: one table of ranges, then the few rules between settings. Code that reads settings from
// people (command line, file, scenario) shows the sentence made here.

#include "chord/config.h"

#include <QStringView>

#include <array>

namespace chord {

namespace {

using namespace Qt::StringLiterals;

// A period may be drawn as 3/2 of its setting and must still fit an int: a week does.
constexpr int durationMsMax = 7 * 24 * 3600 * 1000;
constexpr int bytesMax = 1024 * 1024 * 1024;
constexpr int countMax = 1000 * 1000 * 1000;

struct Setting {
    QStringView name;
    int Config::*value;
    int min;
    int max;
};

constexpr std::array settings{
    Setting{u"idBits", &Config::idBits, idBitsMin, idBitsMax},
    Setting{u"replicas", &Config::replicas, 1, Config::successorListLengthMax},
    Setting{u"successorListLength", &Config::successorListLength, 1, Config::successorListLengthMax},
    Setting{u"requestTimeoutMs", &Config::requestTimeoutMs, 1, durationMsMax},
    Setting{u"dataTimeoutMs", &Config::dataTimeoutMs, 1, durationMsMax},
    Setting{u"deadAfterTimeouts", &Config::deadAfterTimeouts, 1, 1000},
    Setting{u"deadMemoryMs", &Config::deadMemoryMs, 1, durationMsMax},
    Setting{u"stabilizePeriodMs", &Config::stabilizePeriodMs, 1, durationMsMax},
    Setting{u"fixFingersPeriodMs", &Config::fixFingersPeriodMs, 1, durationMsMax},
    Setting{u"joinTimeoutMs", &Config::joinTimeoutMs, 1, durationMsMax},
    Setting{u"leaseMs", &Config::leaseMs, 2, durationMsMax},
    Setting{u"leaseRenewMs", &Config::leaseRenewMs, 1, durationMsMax},
    Setting{u"replaceAfterMs", &Config::replaceAfterMs, 1, durationMsMax},
    Setting{u"mergeDelayMs", &Config::mergeDelayMs, 0, durationMsMax},
    Setting{u"learnersMax", &Config::learnersMax, 1, 1000},
    Setting{u"foundingHoldMs", &Config::foundingHoldMs, 0, durationMsMax},
    Setting{u"collectPeriodMs", &Config::collectPeriodMs, 1, durationMsMax},
    Setting{u"operationTimeoutMs", &Config::operationTimeoutMs, 1, durationMsMax},
    Setting{u"lookupAlternatives", &Config::lookupAlternatives, 1, Config::successorListLengthMax},
    Setting{u"lookupHopsMax", &Config::lookupHopsMax, 1, 1000000},
    Setting{u"ownerCacheMax", &Config::ownerCacheMax, 0, countMax},
    Setting{u"parkedMax", &Config::parkedMax, 0, countMax},
    Setting{u"operationsMax", &Config::operationsMax, 1, countMax},
    Setting{u"watchersMax", &Config::watchersMax, 0, countMax},
    Setting{u"subscriptionsMax", &Config::subscriptionsMax, 0, countMax},
    Setting{u"keepWatchesMs", &Config::keepWatchesMs, 1, durationMsMax},
    Setting{u"watchDoubtMs", &Config::watchDoubtMs, 1, durationMsMax},
    Setting{u"keyBytesMax", &Config::keyBytesMax, 1, 65536},
    Setting{u"valueBytesMax", &Config::valueBytesMax, 1, bytesMax},
    Setting{u"contentTypeBytesMax", &Config::contentTypeBytesMax, 1, 65536},
    Setting{u"transferBytesMax", &Config::transferBytesMax, 1, bytesMax},
    Setting{u"syncEntriesMax", &Config::syncEntriesMax, 2, 1000000},
    Setting{u"retryWindowMs", &Config::retryWindowMs, 1, durationMsMax},
};

} // namespace

QString Config::problem() const
{
    for (const Setting &setting : settings) {
        const int value = this->*setting.value;
        if (value < setting.min || value > setting.max)
            return u"%1 is %2, but must be from %3 to %4: choose a value in that range."_s.arg(setting.name)
                .arg(value)
                .arg(setting.min)
                .arg(setting.max);
    }
    if (replicas > successorListLength)
        return u"replicas is %1, but must not be above successorListLength, which is %2, since replicas are kept on "
               "successors: choose fewer replicas or a longer successor list."_s.arg(replicas)
                   .arg(successorListLength);
    if (leaseRenewMs >= leaseMs)
        return u"leaseRenewMs is %1, but must be below leaseMs, which is %2, or every lease ends before it is renewed: "
               "renew more often or lengthen the lease."_s.arg(leaseRenewMs)
                   .arg(leaseMs);
    if (retryWindowMs <= operationTimeoutMs)
        return u"retryWindowMs is %1, but must be above operationTimeoutMs, which is %2, or a late retry could be "
               "applied twice: lengthen the window or shorten the timeout."_s.arg(retryWindowMs)
                   .arg(operationTimeoutMs);
    return {};
}

} // namespace chord
