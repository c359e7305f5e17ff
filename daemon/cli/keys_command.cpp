// SPDX-License-Identifier: GPL-3.0-or-later
//
// keys: the keys of the whole ring, a line each.

#include "api/json_writer.h"
#include "api/key_text.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/ring_keys.h"
#include "cli/target.h"

#include <algorithm>
#include <array>
#include <limits>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageKeysMax = 1000; // in one page

constexpr std::array keysOptions{
    nodeOption,
    Option{"limit", Option::Kind::Number, "N", "stop after so many keys (default: all)", "", 1, 1'000'000'000'000},
    jsonOption,
};

bool isControl(char c)
{
    return uchar(c) < 0x20 || c == 0x7f;
}

// A key is a line, and a terminal must not act on it.
QByteArray keyLine(const QByteArray &key)
{
    const bool isPlain = api::isUtf8(key) && std::none_of(key.begin(), key.end(), isControl);
    return isPlain ? key : api::percentEncoded(key);
}

QByteArray keyJson(const api::RingKey &key)
{
    api::JsonWriter json;
    api::writeRingKey(json, key);
    return json.take();
}

int printKeys(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "keys");
    const net::HostPort node = std::get<net::HostPort>(target);
    const bool asJson = arguments.has("json");
    RingKeys ring(node, arguments.positionals().isEmpty() ? QByteArray() : arguments.positionals().first());
    qint64 left = arguments.has("limit") ? arguments.number("limit") : std::numeric_limits<qint64>::max();
    bool isWritten = true;
    while (left > 0 && isWritten) {
        const auto page = ring.next(int(std::min<qint64>(left, pageKeysMax)));
        if (!page)
            break;
        QByteArray lines;
        for (const api::RingKey &key : *page)
            lines += (asJson ? keyJson(key) : keyLine(key.key)) + '\n';
        left -= qint64(page->size());
        isWritten = writeOutput(lines);
    }
    if (ring.failure())
        return nodeFailure(u"keys (not all are listed)"_s, node, *ring.failure());
    return ExitDone;
}

constexpr std::array keysCommandTable{
    Command{
        "keys", "[PREFIX]", 0, 1, "print the keys of the ring, one a line",
        "In the order of their identifiers. A key that is there all the while is printed once; one that is stored or "
        "deleted meanwhile may be. A key with control characters, or that is no UTF-8, is printed percent-encoded. "
        "With --json, a line is an object with \"key\" (and \"keyEncoding\": \"percent\" if it is no UTF-8), \"id\", "
        "\"bytes\" of the value, \"etag\", and \"ttl\" (seconds left) if it expires; get-many and delete-many read "
        "such lines. If a range cannot be listed, its bounds are told and the exit code is 1.",
        "$ funnelkvs keys\n"
        "$ funnelkvs keys tmp/ --json | funnelkvs delete-many",
        keysOptions, printKeys},
};

} // namespace

std::span<const Command> keysCommands()
{
    return keysCommandTable;
}

} // namespace cli
