// SPDX-License-Identifier: GPL-3.0-or-later
//
// One table of settings, each with its reader and its writer, so that the two cannot drift apart.

#include "sim/scenario_text.h"

#include "files/text_encoding.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace sim {

namespace {

struct Word {
    QByteArray text;
    int column = 0;
};
using Words = std::vector<Word>;

// Thrown within parsing only: where, and what is wrong.
struct Trouble {
    int column;
    QByteArray message;
};

[[noreturn]] void fail(const Word &word, const QByteArray &message)
{
    throw Trouble{word.column, message};
}

constexpr qint64 numberMax = std::numeric_limits<qint64>::max();

qint64 readNumber(const Word &word, qint64 least, qint64 most)
{
    bool ok = false;
    const qint64 value = word.text.toLongLong(&ok);
    if (!ok || value < least || value > most)
        fail(word,
             "\"" + word.text + "\" is not a whole number from " + QByteArray::number(least) + " to "
                 + QByteArray::number(most));
    return value;
}

double readDouble(const Word &word)
{
    bool ok = false;
    const double value = word.text.toDouble(&ok);
    if (!ok || !std::isfinite(value) || value < 0)
        fail(word, "\"" + word.text + "\" is not a number of 0 or more");
    return value;
}

Time readTime(const Word &word)
{
    const std::optional<Time> time = parseTime(word.text);
    if (!time)
        fail(word, "\"" + word.text + "\" is not a time such as 20ms, 1.5s or 2m");
    return *time;
}

bool readBool(const Word &word)
{
    if (word.text != "yes" && word.text != "no")
        fail(word, "\"" + word.text + "\" is neither yes nor no");
    return word.text == "yes";
}

int readHost(const Word &word)
{
    if (word.text == "any")
        return Action::anyMember;
    bool ok = false;
    const int host = word.text.startsWith('n') ? word.text.mid(1).toInt(&ok) : -1;
    if (!ok || host < 0)
        fail(word, "\"" + word.text + "\" is not a host such as n3, or any");
    return host;
}

std::vector<int> readHosts(const Word &word)
{
    std::vector<int> hosts;
    int column = word.column;
    for (const QByteArray &text : word.text.split(',')) {
        hosts.push_back(readHost({text, column}));
        if (hosts.back() == Action::anyMember)
            fail({text, column}, "a set of hosts is a list such as n0,n2");
        column += int(text.size()) + 1;
    }
    return hosts;
}

Delay readDelay(const Words &words)
{
    std::vector<QByteArray> texts;
    for (size_t i = 1; i < words.size(); ++i)
        texts.push_back(words[i].text);
    const std::optional<Delay> delay = parseDelay(texts);
    if (!delay)
        fail(words.front(), "a delay is constant TIME, uniform LEAST MOST or exponential MEAN");
    return *delay;
}

QByteArray numberText(double value)
{
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

QByteArray hostText(int host)
{
    return host == Action::anyMember ? QByteArray("any") : 'n' + QByteArray::number(host);
}

QByteArray hostsText(const std::vector<int> &hosts)
{
    QByteArray text;
    for (int host : hosts)
        text += (text.isEmpty() ? "" : ",") + hostText(host);
    return text;
}

// --- Settings

struct Setting {
    const char *name;
    int arguments; // -1: any number
    void (*read)(const Words &words, Scenario &scenario);
    QByteArray (*write)(const Scenario &scenario);
};

template <int chord::Config::*Member>
constexpr Setting count(const char *name)
{
    return {name, 1, [](const Words &w, Scenario &s) { s.cluster.config.*Member = int(readNumber(w[1], 1, 1 << 30)); },
            [](const Scenario &s) { return QByteArray::number(s.cluster.config.*Member); }};
}

template <int chord::Config::*Member>
constexpr Setting period(const char *name)
{
    return {name, 1,
            [](const Words &w, Scenario &s) {
                const Time time = readTime(w[1]);
                if (time < 1000 || time > Time(1 << 30) * 1000)
                    fail(w[1], "this time must be at least 1ms and at most 12 days");
                s.cluster.config.*Member = int(time / 1000);
            },
            [](const Scenario &s) { return timeText(Time(s.cluster.config.*Member) * 1000); }};
}

template <double Scenario::*Member>
constexpr Setting rate(const char *name)
{
    return {name, 1, [](const Words &w, Scenario &s) { s.*Member = readDouble(w[1]); },
            [](const Scenario &s) { return numberText(s.*Member); }};
}

template <Time Scenario::*Member>
constexpr Setting span(const char *name)
{
    return {name, 1, [](const Words &w, Scenario &s) { s.*Member = readTime(w[1]); },
            [](const Scenario &s) { return timeText(s.*Member); }};
}

constexpr std::array startNames{"ideal", "storm", "chain"};

void readNodes(const Words &words, Scenario &scenario)
{
    scenario.nodes = int(readNumber(words[1], 1, 1 << 24));
    const auto *name = std::find(startNames.begin(), startNames.end(), words[2].text);
    if (name == startNames.end())
        fail(words[2], "a ring starts ideal, storm (all join at once) or chain (one after the other)");
    scenario.start = Scenario::Start(name - startNames.begin());
}

constexpr std::array mixNames{"get", "put", "delete", "conditional"};
constexpr std::array mixMembers{&WorkloadSettings::gets, &WorkloadSettings::puts, &WorkloadSettings::deletes,
                                &WorkloadSettings::conditionals};

void readMix(const Words &words, Scenario &scenario)
{
    for (size_t i = 0; i < mixNames.size(); ++i) {
        const Word &word = words[i + 1];
        const QByteArray start = mixNames[i] + QByteArray("=");
        if (!word.text.startsWith(start))
            fail(word, "the shares of operations are get=N put=N delete=N conditional=N");
        scenario.workload.*mixMembers[i] =
            int(readNumber({word.text.mid(start.size()), word.column + int(start.size())}, 0, 1'000'000));
    }
}

QByteArray writeMix(const Scenario &scenario)
{
    QByteArray text;
    for (size_t i = 0; i < mixNames.size(); ++i)
        text +=
            (i > 0 ? " " : "") + QByteArray(mixNames[i]) + '=' + QByteArray::number(scenario.workload.*mixMembers[i]);
    return text;
}

using chord::Config;

const std::array settings{
    Setting{"seed", 1, [](const Words &w, Scenario &s) { s.cluster.seed = quint64(readNumber(w[1], 0, numberMax)); },
            [](const Scenario &s) { return QByteArray::number(s.cluster.seed); }},
    Setting{"nodes", 2, readNodes,
            [](const Scenario &s) { return QByteArray::number(s.nodes) + ' ' + startNames[size_t(s.start)]; }},
    count<&Config::idBits>("id-bits"),
    count<&Config::replicas>("replicas"),
    count<&Config::successorListLength>("successors"),
    period<&Config::requestTimeoutMs>("request-timeout"),
    period<&Config::stabilizePeriodMs>("stabilize-every"),
    period<&Config::fixFingersPeriodMs>("fix-fingers-every"),
    period<&Config::joinTimeoutMs>("join-timeout"),
    period<&Config::leaseMs>("lease"),
    period<&Config::leaseRenewMs>("lease-renew-every"),
    period<&Config::operationTimeoutMs>("operation-timeout"),
    period<&Config::replaceAfterMs>("replace-after"),
    period<&Config::mergeDelayMs>("merge-delay"),
    period<&Config::foundingHoldMs>("founding-hold"),
    period<&Config::retryWindowMs>("retry-window"),
    period<&Config::collectPeriodMs>("collect-every"),
    Setting{"reads", 1,
            [](const Words &w, Scenario &s) {
                if (w[1].text != "lease" && w[1].text != "quorum")
                    fail(w[1], "reads rely on a lease or ask a quorum");
                s.cluster.config.quorumReads = w[1].text == "quorum";
            },
            [](const Scenario &s) { return QByteArray(s.cluster.config.quorumReads ? "quorum" : "lease"); }},
    count<&Config::syncEntriesMax>("sync-entries"),
    count<&Config::transferBytesMax>("transfer-bytes"),
    Setting{"delay", -1, [](const Words &w, Scenario &s) { s.cluster.network.delay = readDelay(w); },
            [](const Scenario &s) { return delayText(s.cluster.network.delay); }},
    Setting{"loss", 1, [](const Words &w, Scenario &s) { s.cluster.network.loss = readDouble(w[1]); },
            [](const Scenario &s) { return numberText(s.cluster.network.loss); }},
    Setting{"duplication", 1, [](const Words &w, Scenario &s) { s.cluster.network.duplication = readDouble(w[1]); },
            [](const Scenario &s) { return numberText(s.cluster.network.duplication); }},
    Setting{"ordered", 1, [](const Words &w, Scenario &s) { s.cluster.network.ordered = readBool(w[1]); },
            [](const Scenario &s) { return QByteArray(s.cluster.network.ordered ? "yes" : "no"); }},
    Setting{"refuses", 1, [](const Words &w, Scenario &s) { s.cluster.network.refuses = readBool(w[1]); },
            [](const Scenario &s) { return QByteArray(s.cluster.network.refuses ? "yes" : "no"); }},
    Setting{"one-machine", 1, [](const Words &w, Scenario &s) { s.cluster.network.oneMachine = readBool(w[1]); },
            [](const Scenario &s) { return QByteArray(s.cluster.network.oneMachine ? "yes" : "no"); }},
    Setting{"disks", -1, [](const Words &w, Scenario &s) { s.cluster.disks = readDelay(w); },
            [](const Scenario &s) { return s.cluster.disks ? delayText(*s.cluster.disks) : QByteArray(); }},
    Setting{"drift-ppm", 1,
            [](const Words &w, Scenario &s) { s.cluster.clockDriftMaxPpm = int(readNumber(w[1], 0, 100'000)); },
            [](const Scenario &s) { return QByteArray::number(s.cluster.clockDriftMaxPpm); }},
    Setting{"clients", 1, [](const Words &w, Scenario &s) { s.workload.clients = int(readNumber(w[1], 0, 1'000'000)); },
            [](const Scenario &s) { return QByteArray::number(s.workload.clients); }},
    Setting{"listers", 1, [](const Words &w, Scenario &s) { s.workload.listers = int(readNumber(w[1], 0, 1000)); },
            [](const Scenario &s) { return QByteArray::number(s.workload.listers); }},
    Setting{"keys", 1, [](const Words &w, Scenario &s) { s.workload.keys = int(readNumber(w[1], 1, 1 << 30)); },
            [](const Scenario &s) { return QByteArray::number(s.workload.keys); }},
    Setting{"zipf", 1, [](const Words &w, Scenario &s) { s.workload.zipf = readDouble(w[1]); },
            [](const Scenario &s) { return numberText(s.workload.zipf); }},
    Setting{"mix", 4, readMix, writeMix},
    Setting{"think", -1, [](const Words &w, Scenario &s) { s.workload.thinkTime = readDelay(w); },
            [](const Scenario &s) { return delayText(s.workload.thinkTime); }},
    Setting{"value-bytes", 1,
            [](const Words &w, Scenario &s) { s.workload.valueBytes = int(readNumber(w[1], 0, 1 << 24)); },
            [](const Scenario &s) { return QByteArray::number(s.workload.valueBytes); }},
    Setting{"ttl", 2,
            [](const Words &w, Scenario &s) {
                s.workload.ttl = readTime(w[1]);
                s.workload.ttlShare = readDouble(w[2]);
            },
            [](const Scenario &s) { return timeText(s.workload.ttl) + ' ' + numberText(s.workload.ttlShare); }},
    Setting{"watchers", 1, [](const Words &w, Scenario &s) { s.workload.watchers = int(readNumber(w[1], 0, 100'000)); },
            [](const Scenario &s) { return QByteArray::number(s.workload.watchers); }},
    rate<&Scenario::joinsPerSecond>("joins-per-second"),
    rate<&Scenario::leavesPerSecond>("leaves-per-second"),
    rate<&Scenario::crashesPerSecond>("crashes-per-second"),
    Setting{"keep-members", 1, [](const Words &w, Scenario &s) { s.membersMin = int(readNumber(w[1], 0, 1 << 24)); },
            [](const Scenario &s) { return QByteArray::number(s.membersMin); }},
    span<&Scenario::duration>("duration"),
    span<&Scenario::startMax>("start-within"),
    span<&Scenario::settleMax>("settle-within"),
    Setting{"settle-delay", -1, [](const Words &w, Scenario &s) { s.settleDelay = readDelay(w); },
            [](const Scenario &s) { return s.settleDelay ? delayText(*s.settleDelay) : QByteArray(); }},
    span<&Scenario::surveyEvery>("survey-every"),
    Setting{"messages-per-second-most", 1,
            [](const Words &w, Scenario &s) { s.bounds.messagesPerSecond = readDouble(w[1]); },
            [](const Scenario &s) { return numberText(s.bounds.messagesPerSecond); }},
    Setting{"node-bytes-most", 1,
            [](const Words &w, Scenario &s) { s.bounds.nodeBytes = readNumber(w[1], 0, numberMax); },
            [](const Scenario &s) { return QByteArray::number(s.bounds.nodeBytes); }},
    Setting{"queued-most", 1, [](const Words &w, Scenario &s) { s.bounds.queued = readNumber(w[1], 0, numberMax); },
            [](const Scenario &s) { return QByteArray::number(s.bounds.queued); }},
};

// --- Actions: the words after "at TIME"

struct ActionForm {
    const char *name;
    Action::Kind kind;
    // H host, O other host, S set of hosts, T "|" and the other set if it is told, A amount, F "for" and a time; W and
    // R "one-way" and "as-started" if they are told.
    const char *shape;
};

constexpr std::array actionForms{
    ActionForm{"join", Action::Kind::Join, ""},
    ActionForm{"restart", Action::Kind::Restart, "HR"},
    ActionForm{"crash", Action::Kind::Crash, "H"},
    ActionForm{"leave", Action::Kind::Leave, "H"},
    ActionForm{"pause", Action::Kind::Pause, "HF"},
    ActionForm{"slow", Action::Kind::Slow, "HAF"},
    ActionForm{"cut", Action::Kind::Cut, "HOF"},
    ActionForm{"cut-sets", Action::Kind::CutSets, "STWF"},
    ActionForm{"stall-disk", Action::Kind::StallDisk, "HF"},
    ActionForm{"split", Action::Kind::Split, "HF"},
    ActionForm{"bridge", Action::Kind::Bridge, "HF"},
    ActionForm{"isolate", Action::Kind::CutSets, "IF"}, // read only: cut-sets writes the same
};

Action readAction(const Words &words)
{
    if (words.size() < 3)
        fail(words.front(), "after at come a time and what happens then");
    Action action;
    action.at = readTime(words[1]);
    const auto *form = std::find_if(actionForms.begin(), actionForms.end(),
                                    [&](const ActionForm &known) { return words[2].text == known.name; });
    if (form == actionForms.end())
        fail(words[2],
             "\"" + words[2].text
                 + "\" is none of join, restart, crash, leave, pause, slow, stall-disk, cut, cut-sets, isolate, split "
                   "and bridge");
    action.kind = form->kind;
    size_t next = 3;
    const auto take = [&](const char *what) {
        if (next >= words.size())
            fail(words.back(), QByteArray(form->name) + " lacks " + what);
        return words[next++];
    };
    const auto takeIf = [&](const char *word) {
        const bool isNext = next < words.size() && words[next].text == word;
        next += isNext ? 1 : 0;
        return isNext;
    };
    for (const char *shape = form->shape; *shape; ++shape) {
        switch (*shape) {
        case 'H':
            action.host = readHost(take("a host"));
            break;
        case 'O':
            action.other = readHost(take("a second host"));
            break;
        case 'I':
            action.hosts = readHosts(take("a host"));
            break;
        case 'S':
            action.hosts = readHosts(take("a set of hosts"));
            break;
        case 'T':
            if (takeIf("|"))
                action.others = readHosts(take("a second set of hosts"));
            break;
        case 'W':
            action.oneWay = takeIf("one-way");
            break;
        case 'R':
            action.asStarted = takeIf("as-started");
            break;
        case 'A':
            action.amount = readTime(take("a time for each message"));
            break;
        default:
            if (take("for and a time").text != "for")
                fail(words[next - 1], "here comes for and a time");
            action.lasts = readTime(take("a time"));
        }
    }
    if (next < words.size())
        fail(words[next], "\"" + words[next].text + "\" is more than " + form->name + " takes");
    return action;
}

QByteArray writeAction(const Action &action)
{
    const auto *form = std::find_if(actionForms.begin(), actionForms.end(),
                                    [&](const ActionForm &known) { return known.kind == action.kind; });
    QByteArray text = "at " + timeText(action.at) + ' ' + form->name;
    for (const char *shape = form->shape; *shape; ++shape) {
        switch (*shape) {
        case 'H':
            text += ' ' + hostText(action.host);
            break;
        case 'O':
            text += ' ' + hostText(action.other);
            break;
        case 'S':
            text += ' ' + hostsText(action.hosts);
            break;
        case 'T':
            text += action.others.empty() ? QByteArray() : " | " + hostsText(action.others);
            break;
        case 'W':
            text += action.oneWay ? " one-way" : "";
            break;
        case 'R':
            text += action.asStarted ? " as-started" : "";
            break;
        case 'A':
            text += ' ' + timeText(action.amount);
            break;
        default:
            text += " for " + timeText(action.lasts);
        }
    }
    return text;
}

const QByteArray expectable =
    "members NUMBER, answered-least NUMBER, lost-least NUMBER, lost-most NUMBER and violation CHECKER";

void readExpectation(const Words &words, Expectations &expect)
{
    if (words.size() != 3)
        fail(words.front(), "expected are " + expectable);
    const QByteArray &what = words[1].text;
    if (what == "members")
        expect.members = int(readNumber(words[2], 0, 1 << 24));
    else if (what == "answered-least")
        expect.answeredLeast = readNumber(words[2], 0, numberMax);
    else if (what == "lost-least")
        expect.lostLeast = readNumber(words[2], 0, numberMax);
    else if (what == "lost-most")
        expect.lostMost = readNumber(words[2], 0, numberMax);
    else if (what == "violation")
        expect.violation = words[2].text;
    else
        fail(words[1], "\"" + what + "\" cannot be expected; what can are " + expectable);
}

Words wordsOf(QByteArrayView line)
{
    Words words;
    qsizetype at = 0;
    while (at < line.size() && line[at] != '#') {
        if (line[at] == ' ' || line[at] == '\t' || line[at] == '\r') {
            ++at;
            continue;
        }
        const qsizetype begin = at;
        while (at < line.size() && line[at] != ' ' && line[at] != '\t' && line[at] != '\r' && line[at] != '#')
            ++at;
        words.push_back({line.sliced(begin, at - begin).toByteArray(), int(begin) + 1});
    }
    return words;
}

void readLine(const Words &words, ScenarioText &out)
{
    const QByteArray &name = words.front().text;
    if (name == "at") {
        out.scenario.actions.push_back(readAction(words));
        return;
    }
    if (name == "expect") {
        readExpectation(words, out.expect);
        return;
    }
    const auto *setting =
        std::find_if(settings.begin(), settings.end(), [&](const Setting &known) { return name == known.name; });
    if (setting == settings.end())
        fail(words.front(), "\"" + name + "\" is not a setting");
    if (setting->arguments >= 0 && int(words.size()) != setting->arguments + 1)
        fail(words.back(),
             name + " takes " + QByteArray::number(setting->arguments)
                 + (setting->arguments == 1 ? " value" : " values"));
    setting->read(words, out.scenario);
}

} // namespace

Problems Expectations::differences(const RunResult &result) const
{
    Problems problems;
    const QByteArray found = result.violations.empty() ? QByteArray() : result.violations.front().checker;
    if (found != violation)
        problems.push_back(violation.isEmpty() ? "a violation was found: " + result.violations.front().text
                                               : "a violation of " + violation + " was expected, found was "
                                   + (found.isEmpty() ? QByteArray("none") : found));
    if (members && *members != result.members)
        problems.push_back(QByteArray::number(result.members) + " members are left, expected were "
                           + QByteArray::number(*members));
    if (answeredLeast && qint64(result.answers.done) < *answeredLeast)
        problems.push_back(QByteArray::number(result.answers.done) + " operations were answered, expected were "
                           + QByteArray::number(*answeredLeast) + " or more");
    if (lostLeast && qint64(result.lostKeys) < *lostLeast)
        problems.push_back(QByteArray::number(result.lostKeys)
                           + " keys are in ranges that were recovered with a loss, expected were "
                           + QByteArray::number(*lostLeast) + " or more");
    if (lostMost && qint64(result.lostKeys) > *lostMost)
        problems.push_back(QByteArray::number(result.lostKeys)
                           + " keys are in ranges that were recovered with a loss, expected were "
                           + QByteArray::number(*lostMost) + " or fewer");
    return problems;
}

QByteArray ScenarioError::text(const QByteArray &file) const
{
    return file + ':' + QByteArray::number(line) + ':' + QByteArray::number(column) + ": " + message;
}

std::variant<ScenarioText, ScenarioError> parseScenario(QByteArrayView text)
{
    if (const QString problem = files::encodingProblem(text); !problem.isEmpty())
        return ScenarioError{1, 1, problem.toUtf8()};
    ScenarioText out;
    int number = 0;
    for (const QByteArray &line : files::withoutByteOrderMark(text).toByteArray().split('\n')) {
        ++number;
        const Words words = wordsOf(line);
        if (words.empty())
            continue;
        try {
            readLine(words, out);
        } catch (const Trouble &trouble) {
            return ScenarioError{number, trouble.column, trouble.message};
        }
    }
    std::stable_sort(out.scenario.actions.begin(), out.scenario.actions.end(),
                     [](const Action &a, const Action &b) { return a.at < b.at; });
    if (const QByteArray problem = out.scenario.problem(); !problem.isEmpty())
        return ScenarioError{number, 1, problem};
    return out;
}

// Only what differs from a scenario that was just made, so that the reader sees what matters; the seed always.
QByteArray toText(const Scenario &scenario, const Expectations &expect)
{
    const Scenario plain;
    QByteArray text;
    for (const Setting &setting : settings) {
        const QByteArray value = setting.write(scenario);
        if (value != setting.write(plain) || &setting == settings.data())
            text += setting.name + QByteArray(" ") + value + '\n';
    }
    for (const Action &action : scenario.actions)
        text += writeAction(action) + '\n';
    if (!expect.violation.isEmpty())
        text += "expect violation " + expect.violation + '\n';
    if (expect.members)
        text += "expect members " + QByteArray::number(*expect.members) + '\n';
    if (expect.answeredLeast)
        text += "expect answered-least " + QByteArray::number(*expect.answeredLeast) + '\n';
    if (expect.lostLeast)
        text += "expect lost-least " + QByteArray::number(*expect.lostLeast) + '\n';
    if (expect.lostMost)
        text += "expect lost-most " + QByteArray::number(*expect.lostMost) + '\n';
    return text;
}

QByteArray timeText(Time time)
{
    struct Unit {
        const char *name;
        Time size;
    };
    for (const Unit &unit : {Unit{"m", 60'000'000}, Unit{"s", 1'000'000}, Unit{"ms", 1000}}) {
        if (time != 0 && time % unit.size == 0)
            return QByteArray::number(time / unit.size) + unit.name;
    }
    return QByteArray::number(time) + "us";
}

std::optional<Time> parseTime(QByteArrayView text)
{
    qsizetype end = 0;
    while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == '.'))
        ++end;
    bool ok = false;
    const double number = text.first(end).toByteArray().toDouble(&ok);
    const QByteArray unit = text.sliced(end).toByteArray();
    const double size = unit == "us" ? 1 : unit == "ms" ? 1e3 : unit == "s" ? 1e6 : unit == "m" ? 60e6 : 0;
    if (!ok || size == 0 || number * size > 1e15)
        return std::nullopt;
    return Time(std::llround(number * size));
}

std::optional<Delay> parseDelay(const std::vector<QByteArray> &words)
{
    if (words.size() < 2)
        return std::nullopt;
    const std::optional<Time> a = parseTime(words[1]);
    if (!a)
        return std::nullopt;
    if (words[0] == "constant" && words.size() == 2)
        return Delay::constant(*a);
    if (words[0] == "exponential" && words.size() == 2)
        return Delay::exponential(*a);
    if (words[0] != "uniform" || words.size() != 3)
        return std::nullopt;
    const std::optional<Time> b = parseTime(words[2]);
    if (!b || *b < *a)
        return std::nullopt;
    return Delay::uniform(*a, *b);
}

QByteArray delayText(const Delay &delay)
{
    switch (delay.kind) {
    case Delay::Kind::Constant:
        return "constant " + timeText(delay.a);
    case Delay::Kind::Uniform:
        return "uniform " + timeText(delay.a) + ' ' + timeText(delay.b);
    case Delay::Kind::Exponential:
        return "exponential " + timeText(delay.a);
    }
    return {};
}

} // namespace sim
