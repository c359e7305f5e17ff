// SPDX-License-Identifier: GPL-3.0-or-later
//
// put-many, get-many and delete-many: many keys, one JSON object a line (NDJSON), sent in batches. Two batches are
// in progress on one connection, which the node carries out one after the other: so lines about one key take effect in
// their order, and nobody waits for a round trip between batches.

#include "api/batch.h"
#include "api/json_writer.h"
#include "api/key_text.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/line_reader.h"
#include "cli/ring_keys.h"
#include "cli/target.h"
#include "files/text_encoding.h"

#include <QElapsedTimer>

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

using Kind = api::BatchOperation::Kind;

constexpr int batchesUnderWayMax = 2;
// The largest value as base64, and what stands around it. A batch is sent before it grows beyond the other bound.
constexpr qsizetype lineBytesMax = 32 * 1024 * 1024;
constexpr qsizetype batchBytesMax = 4 * 1024 * 1024;
constexpr qint64 progressPeriodMs = 100;
constexpr int failuresTold = 10; // one by one; of the rest only how many

constexpr std::array manyOptions{
    nodeOption,
    Option{"batch", Option::Kind::Number, "N", "lines sent in one request", "500", 1, api::batchOperationsMax},
    jsonOption,
};
constexpr std::array getManyOptions{
    nodeOption,
    Option{"batch", Option::Kind::Number, "N", "lines sent in one request", "500", 1, api::batchOperationsMax},
};

constexpr std::array deleteManyOptions{
    nodeOption,
    Option{"batch", Option::Kind::Number, "N", "keys sent in one request", "500", 1, api::batchOperationsMax},
    Option{"prefix", Option::Kind::Text, "PREFIX", "delete all keys of the ring with this prefix; reads no lines"},
    Option{"yes", Option::Kind::Switch, "", "with --prefix: do it without asking"},
    jsonOption,
};

struct Batch {
    qsizetype bytes = 0; // of keys and values
    std::vector<api::BatchOperation> operations;
    std::vector<qint64> lines; // where each operation stands
    std::optional<client::Result<std::vector<api::BatchOutcome>>> result;
};

// Carries out what standard input says, or deletes the keys of the ring with a prefix.
class ManyRun {
public:
    ManyRun(Kind kind, const char *command, const net::HostPort &node, int batchSize, bool tellsOutcomes);

    void takeKeysFromRing(const QByteArray &prefix) { m_ringKeys = std::make_unique<RingKeys>(m_node, prefix); }

    // Returns an ExitCode.
    int run();

private:
    bool readBatch(Batch &batch);
    bool listBatch(Batch &batch);
    bool isGone(const api::BatchOutcome &outcome) const;
    bool addLine(const QByteArray &line, Batch &batch);
    void send(Batch &&batch);
    bool takeFirst();
    void take(qint64 line, const api::BatchOperation &operation, const api::BatchOutcome &outcome);
    void tellFailure(qint64 line, const api::BatchOperation &operation, const api::BatchOutcome &outcome);
    void showProgress();
    int conclude();

    const Kind m_kind;
    const char *const m_command;
    const net::HostPort m_node;
    const size_t m_batchSize;
    const bool m_tellsOutcomes;
    client::NodeClient m_client;
    std::unique_ptr<RingKeys> m_ringKeys; // none: lines are read
    LineReader m_input{stdin, lineBytesMax};
    QByteArray m_text; // of the line that was read last
    qint64 m_line = 0; // read so far
    QString m_problem; // with the input
    std::deque<std::shared_ptr<Batch>> m_underWay;
    QEventLoop m_loop;
    std::optional<client::Failure> m_failure; // of a whole batch
    qint64 m_done = 0;
    qint64 m_failed = 0;
    bool m_isWritten = true;
    ProgressLine m_progress;
    QElapsedTimer m_clock;
    qint64 m_shownAtMs = 0;
};

ManyRun::ManyRun(Kind kind, const char *command, const net::HostPort &node, int batchSize, bool tellsOutcomes)
    : m_kind(kind)
    , m_command(command)
    , m_node(node)
    , m_batchSize(size_t(batchSize))
    , m_tellsOutcomes(tellsOutcomes)
    , m_client(node.host, node.port)
{
    m_clock.start();
}

int ManyRun::run()
{
    bool hasMore = true;
    while (hasMore && !m_failure && m_isWritten) {
        Batch batch;
        hasMore = m_ringKeys ? listBatch(batch) : readBatch(batch);
        if (!batch.operations.empty())
            send(std::move(batch));
        while (m_underWay.size() >= (hasMore ? batchesUnderWayMax : 1) && takeFirst())
            showProgress();
    }
    m_progress.end();
    return conclude();
}

// Returns false if nothing comes after it.
bool ManyRun::readBatch(Batch &batch)
{
    while (batch.operations.size() < m_batchSize && batch.bytes < batchBytesMax) {
        const LineReader::Result result = m_input.next(m_text);
        if (result == LineReader::Result::Failed)
            m_problem = u"standard input cannot be read: %1."_s.arg(m_input.errorText());
        else if (result == LineReader::Result::TooLong)
            m_problem = u"line %1 of standard input is longer than %2 bytes."_s.arg(m_line + 1).arg(lineBytesMax);
        if (result != LineReader::Result::Line)
            return false;
        ++m_line;
        if (!addLine(m_text, batch))
            return false;
    }
    return true;
}

// Likewise. The keys that follow are listed while these are deleted, which does not disturb the listing.
bool ManyRun::listBatch(Batch &batch)
{
    const auto keys = m_ringKeys->next(int(m_batchSize));
    if (!keys) {
        m_failure = m_ringKeys->failure();
        if (m_failure)
            m_problem = u"listing the keys"_s;
        return false;
    }
    for (const api::RingKey &key : *keys) {
        batch.operations.emplace_back();
        batch.operations.back().kind = Kind::Delete;
        batch.operations.back().key = key.key;
        batch.lines.push_back(++m_line);
    }
    return true;
}

bool ManyRun::addLine(const QByteArray &line, Batch &batch)
{
    if (files::withoutByteOrderMark(line).trimmed().isEmpty())
        return true;
    auto operation = api::batchOperationFromJson(line, m_kind);
    if (!operation.value) {
        m_problem = u"line %1 of standard input: %2"_s.arg(m_line).arg(operation.error);
        return false;
    }
    batch.bytes += operation.value->key.size() + operation.value->value.size();
    batch.operations.push_back(*std::move(operation.value));
    batch.lines.push_back(m_line);
    return true;
}

void ManyRun::send(Batch &&batch)
{
    const auto sent = std::make_shared<Batch>(std::move(batch));
    m_underWay.push_back(sent);
    m_client.batch(sent->operations, [this, sent](client::Result<std::vector<api::BatchOutcome>> &&result) {
        sent->result = std::move(result);
        m_loop.quit();
    });
}

// Waits for the oldest batch. Returns false if there is none left, or nothing more is to be done.
bool ManyRun::takeFirst()
{
    if (m_underWay.empty())
        return false;
    const std::shared_ptr<Batch> batch = m_underWay.front();
    while (!batch->result)
        m_loop.exec();
    m_underWay.pop_front();
    if (!*batch->result) {
        m_failure = batch->result->failure;
        m_problem = u"lines %1 to %2"_s.arg(batch->lines.front()).arg(batch->lines.back());
        return false;
    }
    for (size_t i = 0; i < batch->operations.size(); ++i)
        take(batch->lines[i], batch->operations[i], (*batch->result->value)[i]);
    return m_isWritten;
}

void ManyRun::take(qint64 line, const api::BatchOperation &operation, const api::BatchOutcome &outcome)
{
    if ((outcome.status < 200 || outcome.status > 299) && !isGone(outcome)) {
        ++m_failed;
        tellFailure(line, operation, outcome);
    } else {
        ++m_done;
    }
    if (!m_tellsOutcomes)
        return;
    api::JsonWriter json;
    json.beginObject();
    api::writeKey(json, operation.key);
    api::writeOutcome(json, outcome);
    json.endObject();
    m_isWritten = writeLine(json.take()) && m_isWritten;
}

// It was listed, and deleted by somebody else, or has expired.
bool ManyRun::isGone(const api::BatchOutcome &outcome) const
{
    constexpr int notFound = 404;
    return m_ringKeys && outcome.status == notFound;
}

void ManyRun::tellFailure(qint64 line, const api::BatchOperation &operation, const api::BatchOutcome &outcome)
{
    if (m_tellsOutcomes || m_failed > failuresTold)
        return;
    m_progress.end();
    const QString why = outcome.problem ? outcome.problem->detail : u"It ended with status %1."_s.arg(outcome.status);
    notice(u"line %1: %2: %3"_s.arg(line).arg(keyText(operation.key), why));
}

void ManyRun::showProgress()
{
    if (!errorsGoToTerminal() || m_clock.elapsed() - m_shownAtMs < progressPeriodMs)
        return;
    m_shownAtMs = m_clock.elapsed();
    m_progress.show(u"%1 lines, %2 a second"_s.arg(m_done + m_failed).arg((m_done + m_failed) * 1000 / m_shownAtMs));
}

int ManyRun::conclude()
{
    const QString command = QLatin1StringView(m_command);
    if (m_failure)
        return nodeFailure(u"%1, %2"_s.arg(command, m_problem), m_node, *m_failure);
    if (!m_isWritten)
        return failure(u"%1: cannot write to standard output: %2. Lines sent before that were carried out."_s.arg(
            command, outputProblem()));
    if (!m_problem.isEmpty())
        return failure(u"%1: %2 What stood before it was done."_s.arg(command, m_problem));
    if (!m_tellsOutcomes)
        writeLine(u"%1 %2, %3 failed, in %4 s"_s.arg(m_done)
                      .arg(m_kind == Kind::Delete ? u"deleted"_s : u"stored"_s)
                      .arg(m_failed)
                      .arg(double(m_clock.elapsed()) / 1000, 0, 'f', 2));
    if (m_failed == 0)
        return ExitDone;
    return failure(u"%1: %2 of %3 lines failed."_s.arg(command).arg(m_failed).arg(m_done + m_failed));
}

int runMany(Kind kind, const char *command, const Arguments &arguments, bool tellsOutcomes)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, command);
    return ManyRun(kind, command, std::get<net::HostPort>(target), int(arguments.number("batch")), tellsOutcomes).run();
}

int putMany(const Arguments &arguments)
{
    return runMany(Kind::Put, "put-many", arguments, arguments.has("json"));
}

int restore(const Arguments &arguments)
{
    return runMany(Kind::Put, "restore", arguments, false);
}

int getMany(const Arguments &arguments)
{
    return runMany(Kind::Get, "get-many", arguments, true);
}

int deleteMany(const Arguments &arguments)
{
    if (!arguments.has("prefix"))
        return runMany(Kind::Delete, "delete-many", arguments, arguments.has("json"));
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "delete-many");
    const net::HostPort node = std::get<net::HostPort>(target);
    const QByteArray prefix = arguments.text("prefix");
    const QString question = prefix.isEmpty() ? u"Delete all keys of the ring?"_s
                                              : u"Delete all keys that begin with %1?"_s.arg(keyText(prefix));
    if (!isConfirmed(arguments.has("yes"), u"delete-many"_s, question))
        return ExitFailed;
    ManyRun run(Kind::Delete, "delete-many", node, int(arguments.number("batch")), arguments.has("json"));
    run.takeKeysFromRing(prefix);
    return run.run();
}

constexpr std::array manyCommandTable{
    Command{"put-many", "", 0, 0, "store what standard input lists, one JSON object a line",
            "A line has \"key\" and \"value\", and perhaps \"contentType\", \"ttl\" (seconds), \"ifMatch\", "
            "\"ifNoneMatch\"; bytes that are no UTF-8 are written with \"keyEncoding\": \"percent\" and "
            "\"valueEncoding\": \"base64\". Lines about one key take effect in their order. With --json, a line tells "
            "what became of each.",
            "$ funnelkvs put-many <<END\n"
            "{\"key\": \"greeting\", \"value\": \"hello\"}\n"
            "{\"key\": \"photo\", \"value\": \"/9j/4A==\", \"valueEncoding\": \"base64\"}\n"
            "END",
            manyOptions, putMany},
    Command{
        "restore", "", 0, 0, "store what backup has printed, from standard input",
        "Into a ring that is new, most often: keys that are there already get the value of the backup, keys that it "
        "lacks stay. It may be run again if it was interrupted.",
        "$ funnelkvs restore --node 10.0.0.1:11000 < ring.backup", getManyOptions, restore},
    Command{"get-many", "", 0, 0, "print the values of the keys that standard input lists",
            "A line is the key as a JSON text, or an object with \"key\" (and \"keyEncoding\"). Prints a JSON object a "
            "line, in the same order: \"key\", \"status\" (as HTTP's), \"etag\", \"value\" (with \"valueEncoding\": "
            "\"base64\" if it is no UTF-8).",
            "$ printf '\"greeting\"\\n\"photo\"\\n' | funnelkvs get-many", getManyOptions, getMany},
    Command{
        "delete-many", "", 0, 0, "delete the keys that standard input lists, or those with a prefix",
        "A line is the key as a JSON text, or an object with \"key\" (and \"keyEncoding\"), and perhaps "
        "\"ifMatch\"; lines of keys --json will do. A key that does not exist counts as failed. With --json, a line "
        "tells what became of each. With --prefix, the keys of the ring that begin with it are deleted instead; "
        "--prefix \"\" deletes all.",
        "$ printf '\"greeting\"\\n\"photo\"\\n' | funnelkvs delete-many\n"
        "$ funnelkvs delete-many --prefix tmp/ --yes",
        deleteManyOptions, deleteMany},
};

} // namespace

std::span<const Command> manyCommands()
{
    return manyCommandTable;
}

} // namespace cli
