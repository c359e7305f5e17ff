// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench: how many operations a second, and how long they take.

#include "api/json_writer.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/load_generator.h"
#include "cli/target.h"

#include <array>
#include <cmath>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array benchOptions{
    Option{"node", Option::Kind::NodeAddress, "HOST:PORT",
           "a node to send to (default: FUNNELKVS_NODE, or 127.0.0.1:11000); connections are spread over all", "", 0, 0,
           true},
    Option{"connections", Option::Kind::Number, "N", "connections in all", "32", 1, 10'000},
    Option{"pipeline", Option::Kind::Number, "N", "requests in progress on each connection", "1", 1, 1000},
    Option{"seconds", Option::Kind::Number, "S", "how long to measure", "10", 1, 86'400},
    Option{"count", Option::Kind::Number, "N", "measure this many operations instead", "", 1, 1'000'000'000},
    Option{"keys", Option::Kind::Number, "N", "different keys (bench-0000000000 and so on)", "10000", 1, 100'000'000},
    Option{"value-bytes", Option::Kind::Number, "BYTES", "size of a value", "100", 0, 256 * 1024 * 1024},
    Option{"reads", Option::Kind::Number, "PERCENT", "share of reads, the rest are writes", "90", 0, 100},
    Option{"sweep", Option::Kind::Switch, "", "read or write each key once, in order, instead of any at random"},
    Option{"preload", Option::Kind::Switch, "", "store all keys before measuring"},
    Option{"batch", Option::Kind::Number, "N", "send N operations in one request (POST /v1/batch)", "", 1,
           api::batchOperationsMax},
    jsonOption,
};

struct Row {
    const char *name;
    const LoadCount *count;
};

QString milliseconds(qint64 nanoseconds)
{
    return QString::number(double(nanoseconds) / 1e6, 'f', 3);
}

void printTable(const LoadResult &result, const std::vector<Row> &rows)
{
    writeLine(u"%1 %2 %3 %4 %5 %6 %7 %8 %9"_s.arg(u"operation"_s, -9)
                  .arg(u"count"_s, 10)
                  .arg(u"ops/s"_s, 10)
                  .arg(u"p50 ms"_s, 9)
                  .arg(u"p99 ms"_s, 9)
                  .arg(u"p99.9 ms"_s, 9)
                  .arg(u"max ms"_s, 9)
                  .arg(u"missing"_s, 9)
                  .arg(u"failed"_s, 8));
    for (const Row &row : rows) {
        const LatencyHistogram &latency = row.count->latency;
        writeLine(u"%1 %2 %3 %4 %5 %6 %7 %8 %9"_s.arg(QLatin1StringView(row.name), -9)
                      .arg(latency.count(), 10)
                      .arg(std::lround(double(latency.count()) / result.seconds), 10)
                      .arg(milliseconds(latency.quantileNs(0.5)), 9)
                      .arg(milliseconds(latency.quantileNs(0.99)), 9)
                      .arg(milliseconds(latency.quantileNs(0.999)), 9)
                      .arg(milliseconds(latency.maxNs()), 9)
                      .arg(row.count->missing, 9)
                      .arg(row.count->failed, 8));
    }
    writeLine(u"in %1 s"_s.arg(result.seconds, 0, 'f', 2));
}

void printJson(const LoadResult &result, const std::vector<Row> &rows)
{
    api::JsonWriter json;
    json.beginObject();
    json.name("milliseconds");
    json.number(qint64(result.seconds * 1000));
    for (const Row &row : rows) {
        const LatencyHistogram &latency = row.count->latency;
        json.name(row.name);
        json.beginObject();
        json.name("count");
        json.number(latency.count());
        json.name("perSecond");
        json.number(qint64(std::llround(double(latency.count()) / result.seconds)));
        json.name("p50Micros");
        json.number(latency.quantileNs(0.5) / 1000);
        json.name("p99Micros");
        json.number(latency.quantileNs(0.99) / 1000);
        json.name("p999Micros");
        json.number(latency.quantileNs(0.999) / 1000);
        json.name("maxMicros");
        json.number(latency.maxNs() / 1000);
        json.name("valueBytes");
        json.number(row.count->bytes);
        json.name("missing");
        json.number(row.count->missing);
        json.name("failed");
        json.number(row.count->failed);
        json.endObject();
    }
    json.endObject();
    writeLine(json.json());
}

LoadPlan planOf(const Arguments &arguments)
{
    LoadPlan plan;
    plan.connections = int(arguments.number("connections"));
    plan.pipeline = int(arguments.number("pipeline"));
    plan.operations = arguments.number("count");
    plan.seconds = arguments.number("seconds");
    plan.keys = int(arguments.number("keys"));
    plan.valueBytes = int(arguments.number("value-bytes"));
    plan.readPercent = int(arguments.number("reads"));
    plan.batch = int(arguments.number("batch"));
    if (arguments.has("sweep")) {
        plan.inKeyOrder = true;
        plan.operations = plan.keys;
    }
    return plan;
}

// Asks each node for itself, so that a wrong address is an error and not a table of failures.
std::optional<int> checkNodes(const QList<net::HostPort> &nodes)
{
    for (const net::HostPort &node : nodes) {
        client::NodeClient client(node.host, node.port);
        const auto document = await<api::NodeDocument>([&](auto done) { client.node(done); });
        if (!document)
            return nodeFailure(u"bench"_s, node, document.failure);
    }
    return std::nullopt;
}

// Returns what went wrong, if anything did.
QString preload(LoadPlan plan)
{
    plan.readPercent = 0;
    plan.operations = plan.keys;
    plan.inKeyOrder = true;
    const LoadResult result = LoadGenerator(plan).run();
    return result.firstFailure;
}

int bench(const Arguments &arguments)
{
    LoadPlan plan = planOf(arguments);
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "bench");
    for (const QByteArray &text : arguments.texts("node"))
        plan.nodes.append(*parseNode(text));
    if (plan.nodes.isEmpty())
        plan.nodes.append(std::get<net::HostPort>(target));
    if (const std::optional<int> code = checkNodes(plan.nodes))
        return *code;
    if (arguments.has("preload")) {
        if (const QString problem = preload(plan); !problem.isEmpty())
            return failure(u"bench: the keys could not be stored: %1."_s.arg(problem));
    }

    const LoadResult result = LoadGenerator(plan).run();
    std::vector<Row> rows;
    if (plan.readPercent > 0)
        rows.push_back({"get", &result.reads});
    if (plan.readPercent < 100)
        rows.push_back({"put", &result.writes});
    if (arguments.has("json"))
        printJson(result, rows);
    else
        printTable(result, rows);
    if (result.firstFailure.isEmpty())
        return ExitDone;
    return failure(u"bench: %1 operations failed; the first: %2."_s.arg(result.reads.failed + result.writes.failed)
                       .arg(result.firstFailure));
}

constexpr std::array benchCommandTable{
    Command{
        "bench", "", 0, 0, "measure operations a second and how long they take",
        "Each connection sends its next request when one was answered, and a node answers the requests of one "
        "connection in order. \"missing\" counts reads that found no value: --preload stores all keys first. This "
        "command itself needs about a sixth of a core for each 10,000 operations a second. With --batch, --pipeline "
        "counts batches, and an operation counts as taking as long as its batch.",
        "$ funnelkvs bench --seconds 5 --preload\n"
        "$ funnelkvs bench --batch 100 --connections 4\n"
        "$ funnelkvs bench --node 127.0.0.1:11000 --node 127.0.0.1:11001 --reads 0 --json",
        benchOptions, bench},
};

} // namespace

std::span<const Command> benchCommands()
{
    return benchCommandTable;
}

} // namespace cli
