// SPDX-License-Identifier: GPL-3.0-or-later
//
// put-test-values and get-test-values: the original's quick check of a ring, 100 keys "0" to "99", each its own value.

#include "cli/command.h"
#include "cli/console.h"
#include "cli/target.h"

#include <QElapsedTimer>

#include <array>
#include <memory>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int valueCount = 100;
constexpr int parallelConnections = 10; // a node answers the requests of one connection one after the other

constexpr std::array getOptions{
    Option{"parallel", Option::Kind::Switch, "", "ask for all values at once instead of one after the other"},
};

std::variant<net::HostPort, int> nodeOf(const Arguments &arguments, const char *command)
{
    QString problem;
    if (auto node = parseNode(arguments.positionals().first(), &problem))
        return *node;
    return usageFailure(u"The node must be HOST:PORT, as 127.0.0.1:11000: %1"_s.arg(problem), command);
}

// What is wrong with the answer for this key; empty if nothing is.
QString problemWith(const QByteArray &key, const client::Result<client::StoredValue> &result)
{
    if (!result)
        return result.failure.text;
    if (result.value->value != key)
        return u"the value is \"%1\" instead of \"%2\""_s.arg(QString::fromUtf8(result.value->value.left(40)),
                                                              QString::fromLatin1(key));
    return {};
}

int summary(const char *what, int good, qint64 elapsedNs)
{
    writeLine(u"%1 of %2 values %3, %4 ms a value"_s.arg(good)
                  .arg(valueCount)
                  .arg(QLatin1StringView(what))
                  .arg(double(elapsedNs) / 1e6 / valueCount, 0, 'f', 3));
    return good == valueCount ? ExitDone : ExitFailed;
}

int putTestValues(const Arguments &arguments)
{
    const auto node = nodeOf(arguments, "put-test-values");
    if (const int *code = std::get_if<int>(&node))
        return *code;
    const net::HostPort address = std::get<net::HostPort>(node);
    client::NodeClient client(address.host, address.port);
    QElapsedTimer clock;
    clock.start();
    int good = 0;
    for (int i = 0; i < valueCount; ++i) {
        const QByteArray key = QByteArray::number(i);
        const auto written = await<client::Written>([&](auto done) { client.put(key, key, {}, done); });
        if (written)
            ++good;
        else if (written.failure.kind == client::Failure::Kind::Unreachable)
            return nodeFailure(u"put-test-values"_s, address, written.failure);
        else
            notice(u"put key=%1 failed: %2"_s.arg(i).arg(written.failure.text));
    }
    return summary("stored", good, clock.nsecsElapsed());
}

// Calls back for every key, in any order.
void getAllAtOnce(const net::HostPort &address,
                  const std::function<void(const QByteArray &, const client::Result<client::StoredValue> &)> &answered)
{
    std::vector<std::unique_ptr<client::NodeClient>> clients;
    for (int i = 0; i < parallelConnections; ++i)
        clients.push_back(std::make_unique<client::NodeClient>(address.host, address.port));
    QEventLoop loop;
    int left = valueCount;
    for (int i = 0; i < valueCount; ++i) {
        const QByteArray key = QByteArray::number(i);
        clients[size_t(i) % clients.size()]->get(key, [&, key](client::Result<client::StoredValue> &&result) {
            answered(key, result);
            if (--left == 0)
                loop.quit();
        });
    }
    loop.exec();
}

int getTestValues(const Arguments &arguments)
{
    const auto node = nodeOf(arguments, "get-test-values");
    if (const int *code = std::get_if<int>(&node))
        return *code;
    const net::HostPort address = std::get<net::HostPort>(node);
    QElapsedTimer clock;
    clock.start();
    int good = 0;
    std::optional<client::Failure> unreachable;
    const auto answered = [&](const QByteArray &key, const client::Result<client::StoredValue> &result) {
        const QString problem = problemWith(key, result);
        if (problem.isEmpty())
            ++good;
        else if (!result && result.failure.kind == client::Failure::Kind::Unreachable)
            unreachable = result.failure;
        else
            notice(u"get key=%1 failed: %2"_s.arg(QString::fromLatin1(key), problem));
    };
    if (arguments.has("parallel")) {
        getAllAtOnce(address, answered);
    } else {
        client::NodeClient client(address.host, address.port);
        for (int i = 0; i < valueCount && !unreachable; ++i) {
            const QByteArray key = QByteArray::number(i);
            answered(key, await<client::StoredValue>([&](auto done) { client.get(key, done); }));
        }
    }
    if (unreachable)
        return nodeFailure(u"get-test-values"_s, address, *unreachable);
    return summary("are there and right", good, clock.nsecsElapsed());
}

constexpr std::array testValueCommandTable{
    Command{"put-test-values",
            "HOST:PORT",
            1,
            1,
            "store 100 test values through a node",
            "The keys are \"0\" to \"99\", each with its key as its value.",
            "$ funnelkvs put-test-values 127.0.0.1:11000",
            {},
            putTestValues},
    Command{"get-test-values", "HOST:PORT", 1, 1, "read the 100 test values through a node and check each",
            "The exit code is 0 only if all of them are there with the right value.",
            "$ funnelkvs get-test-values 127.0.0.1:11005 --parallel", getOptions, getTestValues},
};

} // namespace

std::span<const Command> testValueCommands()
{
    return testValueCommandTable;
}

} // namespace cli
