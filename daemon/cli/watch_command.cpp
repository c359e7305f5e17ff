// SPDX-License-Identifier: GPL-3.0-or-later
//
// watch: what happens to one key, a line for each event.

#include "api/key_text.h"
#include "api/watch.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/target.h"
#include "client/key_watch.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

using Event = api::WatchDocument::Event;

constexpr std::array watchOptions{
    nodeOption,
    Option{"after", Option::Kind::Text, "ID", "resume behind the event with this \"id\" (see --json)"},
    Option{"events", Option::Kind::Number, "N", "end after so many events (0: never)", "0", 0, 1'000'000'000},
    jsonOption,
};

bool isPrintable(const QByteArray &value)
{
    return api::isUtf8(value)
        && std::none_of(value.begin(), value.end(), [](char c) { return uchar(c) < 0x20 || c == 0x7f; });
}

// For people: the event, the ETag, and the value if it fits a line.
QByteArray eventLine(const api::WatchDocument &event)
{
    QByteArray line = QByteArray(api::watchEventText(event.event)).leftJustified(9);
    if (!event.etag.isEmpty())
        line += "  " + event.etag;
    if (event.value)
        line += "  "
            + (isPrintable(*event.value) ? *event.value : '(' + QByteArray::number(event.value->size()) + " bytes)");
    if (event.mayHaveSkipped)
        line += "  (changes before this may have been skipped)";
    while (line.endsWith(' '))
        line.chop(1);
    return line;
}

int watch(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "watch");
    const net::HostPort node = std::get<net::HostPort>(target);
    const QByteArray key = arguments.positionals().first();
    const QString what = u"watch %1"_s.arg(keyText(key));
    const bool isJson = arguments.has("json");
    qint64 left = arguments.number("events");
    int code = ExitDone;
    bool isLost = false; // told
    QEventLoop loop;
    client::KeyWatch keyWatch(node.host, node.port, key, arguments.text("after"));
    QObject::connect(&keyWatch, &client::KeyWatch::told, &loop, [&](const api::WatchDocument &event) {
        isLost = false;
        if (left < 0)
            return;
        const bool isWritten = writeLine(isJson ? api::toJson(event) : eventLine(event));
        if (!isWritten || left == 1) {
            left = -1;
            loop.quit();
        }
        left -= left > 1 ? 1 : 0;
    });
    QObject::connect(&keyWatch, &client::KeyWatch::lost, &loop, [&](const client::Failure &failure, bool isFinal) {
        if (isFinal) {
            code = nodeFailure(what, node, failure);
            loop.quit();
        } else if (!std::exchange(isLost, true)) {
            notice(u"%1: the connection was lost (%2); trying again"_s.arg(what, failure.text));
        }
    });
    keyWatch.start();
    loop.exec();
    return code;
}

constexpr std::array commands{
    Command{
        "watch", "KEY", 1, 1, "print the value of a key, and each change",
        "A line for each event: present or absent (the state that is there), put, deleted, expired, unchanged "
        "(after a doubt, or with --after), uncertain (no node can vouch for the state at the moment), ended. If "
        "changes may have been skipped, for instance because the node was restarted, the line of the state says "
        "so. When the connection is lost, it is opened again and the events go on. With --json, an object with "
        "\"event\", \"id\", \"etag\", \"value\", \"contentType\", \"ttl\" and \"mayHaveSkipped\", as the node sends "
        "them. Ends with Ctrl+C.",
        "$ funnelkvs watch greeting\n"
        "$ funnelkvs watch greeting --json --events 1",
        watchOptions, watch},
};

} // namespace

std::span<const Command> watchCommands()
{
    return commands;
}

} // namespace cli
