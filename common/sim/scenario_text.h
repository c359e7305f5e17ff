// SPDX-License-Identifier: GPL-3.0-or-later
//
// Scenarios as text, for people to write and for failing runs to be kept in: one setting a line, faults and changes on
// lines that begin with "at", expected results on lines that begin with "expect", "#" before a remark. Times have
// units (us, ms, s, m). A setting that is left out has the value of a Scenario that was just made. common/sim/README.md
// shows every line there is; what toText writes, parse reads back as the same scenario.
#pragma once

#include "sim/scenario.h"

#include <QString>

#include <optional>
#include <variant>

namespace sim {

struct Expectations {
    std::optional<int> members; // in the end
    std::optional<qint64> answeredLeast; // operations
    std::optional<qint64> lostLeast; // keys in ranges that were recovered with a loss
    std::optional<qint64> lostMost;
    QByteArray violation; // of this checker; empty: none

    // What is not as expected, as sentences.
    Problems differences(const RunResult &result) const;
    friend bool operator==(const Expectations &, const Expectations &) = default;
};

struct ScenarioText {
    Scenario scenario;
    Expectations expect;
};

struct ScenarioError {
    int line = 0; // from 1
    int column = 0; // from 1, in bytes
    QByteArray message; // a sentence

    // "FILE:LINE:COLUMN: message".
    QByteArray text(const QByteArray &file) const;
};

std::variant<ScenarioText, ScenarioError> parseScenario(QByteArrayView text);
QByteArray toText(const Scenario &scenario, const Expectations &expect = {});
// "1.5s", "400ms", "17us": exact.
QByteArray timeText(Time time);
// 20ms, 1.5s, 2m; nothing if it is no time.
std::optional<Time> parseTime(QByteArrayView text);
// constant 5ms, uniform 1ms 5ms, exponential 20ms; nothing if it is none of these.
std::optional<Delay> parseDelay(const std::vector<QByteArray> &words);
QByteArray delayText(const Delay &delay);

} // namespace sim
