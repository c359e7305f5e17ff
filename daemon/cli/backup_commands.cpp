// SPDX-License-Identifier: GPL-3.0-or-later
//
// backup: every key of a ring with its value, one JSON object a line, in the form that put-many and restore read. It
// runs while the ring is in use. Each value is read from the leader of its range as any client reads it, so it is one
// that the key had during the backup; keys written meanwhile may be missing.

#include "api/json_writer.h"
#include "api/key_text.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/target.h"

#include <array>
#include <map>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int keysAtOnce = 1000; // in one page
constexpr size_t valuesAtOnce = 100; // in one request
constexpr int statusFound = 200;
constexpr int statusGone = 404;

constexpr std::array backupOptions{nodeOption};

using Keys = std::map<QByteArray, std::optional<qint64>>; // with the seconds they have left to live

// One run of the command. Each step returns an ExitCode, and has said what is wrong.
class Backup {
public:
    explicit Backup(const net::HostPort &node)
        : m_node(node)
    {
    }

    int run();

private:
    int listRing();
    int listKeys(const net::HostPort &node);
    int writeValues(Keys::const_iterator first, Keys::const_iterator last);
    bool writeLineOf(const QByteArray &key, const std::optional<qint64> &ttl, const api::BatchOutcome &outcome);

    const net::HostPort m_node;
    Keys m_keys;
    qint64 m_written = 0;
    ProgressLine m_progress;
};

int Backup::run()
{
    if (const int exitCode = listRing(); exitCode != ExitDone)
        return exitCode;
    for (auto first = m_keys.cbegin(); first != m_keys.cend();) {
        auto last = first;
        for (size_t i = 0; i < valuesAtOnce && last != m_keys.cend(); ++i)
            ++last;
        if (const int exitCode = writeValues(first, last); exitCode != ExitDone)
            return exitCode;
        m_progress.show(u"%1 of %2 keys"_s.arg(m_written).arg(m_keys.size()));
        first = last;
    }
    m_progress.end();
    notice(u"backup: %1 keys"_s.arg(m_written));
    return ExitDone;
}

// A key is listed by each node that holds it, so that one whose range moves meanwhile is not missed.
int Backup::listRing()
{
    client::NodeClient client(m_node.host, m_node.port);
    const auto ring = await<api::RingDocument>([&](auto done) { client.ring(done); });
    if (!ring)
        return nodeFailure(u"backup"_s, m_node, ring.failure);
    if (!ring.value->complete)
        return failure(u"backup: the ring is not whole: %1. Repair it first; funnelkvs check-chain tells more."_s.arg(
            ring.value->problems.empty() ? u"a range is not served"_s : ring.value->problems.front()));
    for (const api::RingNode &member : ring.value->nodes) {
        const auto address = net::HostPort::parse(QString::fromUtf8(member.node.address));
        if (!address)
            continue;
        if (const int exitCode = listKeys(*address); exitCode != ExitDone)
            return exitCode;
    }
    return ExitDone;
}

int Backup::listKeys(const net::HostPort &node)
{
    client::NodeClient client(node.host, node.port);
    QByteArray after;
    do {
        const auto page = await<api::KeysPage>([&](auto done) { client.keys(keysAtOnce, after, done); });
        if (!page)
            return nodeFailure(u"backup"_s, node, page.failure);
        for (const api::KeyEntry &entry : page.value->keys)
            m_keys.emplace(entry.key, entry.ttlSeconds);
        after = page.value->next;
        m_progress.show(u"%1 keys listed"_s.arg(m_keys.size()));
    } while (!after.isEmpty());
    return ExitDone;
}

int Backup::writeValues(Keys::const_iterator first, Keys::const_iterator last)
{
    std::vector<api::BatchOperation> operations;
    for (auto it = first; it != last; ++it) {
        operations.emplace_back();
        operations.back().key = it->first;
    }
    client::NodeClient client(m_node.host, m_node.port);
    const auto outcomes = await<std::vector<api::BatchOutcome>>([&](auto done) { client.batch(operations, done); });
    if (!outcomes)
        return nodeFailure(u"backup"_s, m_node, outcomes.failure);
    auto it = first;
    for (const api::BatchOutcome &outcome : *outcomes.value) {
        const auto &[key, ttl] = *it++;
        if (outcome.status == statusGone)
            continue;
        if (outcome.status != statusFound || !outcome.value)
            return failure(u"backup: the key %1 cannot be read: %2"_s.arg(
                QString::fromUtf8(api::percentEncoded(key)),
                outcome.problem ? outcome.problem->detail : u"status %1."_s.arg(outcome.status)));
        if (!writeLineOf(key, ttl, outcome))
            return failure(u"backup: standard output cannot be written: is the disk full or the pipe closed?"_s);
        ++m_written;
    }
    return ExitDone;
}

bool Backup::writeLineOf(const QByteArray &key, const std::optional<qint64> &ttl, const api::BatchOutcome &outcome)
{
    const QByteArray &value = *outcome.value;
    const bool isText = api::isUtf8(value);
    api::JsonWriter json;
    json.beginObject();
    api::writeKey(json, key);
    json.name("value");
    json.text(isText ? value : value.toBase64());
    if (!isText) {
        json.name("valueEncoding");
        json.text("base64");
    }
    if (!outcome.contentType.isEmpty() && api::isUtf8(outcome.contentType)) {
        json.name("contentType");
        json.text(outcome.contentType);
    }
    if (ttl) {
        json.name("ttl");
        json.number(std::max<qint64>(*ttl, 1));
    }
    json.endObject();
    return writeLine(json.take());
}

int backup(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "backup");
    return Backup(std::get<net::HostPort>(target)).run();
}

constexpr std::array backupCommandTable{
    Command{"backup", "", 0, 0, "print all keys and values of the ring, one JSON object a line",
            "The ring goes on meanwhile: each value is one that its key had during the backup. What standard output is "
            "given is complete if the exit code is 0. Lifetimes are kept as the seconds that are left.",
            "$ funnelkvs backup > ring.backup", backupOptions, backup},
};

} // namespace

std::span<const Command> backupCommands()
{
    return backupCommandTable;
}

} // namespace cli
