// SPDX-License-Identifier: GPL-3.0-or-later
//
// put, get, delete and lookup: one key through one node. Keys and values are bytes from end to end.

#include "api/batch.h"
#include "api/json_writer.h"
#include "api/key_text.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/target.h"
#include "files/output_file.h"

#include <QFile>

#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr Option ifMatchOption{"if-match", Option::Kind::Text, "ETAG",
                               "only if the value there has this ETag (or any: \"*\")"};

constexpr std::array putOptions{
    nodeOption,
    Option{"file", Option::Kind::Text, "FILE", "take the value from this file"},
    Option{"ttl", Option::Kind::Number, "SECONDS", "forget the value after this many seconds", "", 1, 3'153'600'000},
    Option{"content-type", Option::Kind::Text, "TYPE", "store this media type with the value"},
    ifMatchOption,
    Option{"if-none-match", Option::Kind::Text, "ETAG", "only if the value there has another ETag (\"*\": none yet)"},
    jsonOption,
};
constexpr std::array getOptions{
    nodeOption,
    Option{"output", Option::Kind::Text, "FILE", "write the value to this file"},
    jsonOption,
};
constexpr std::array deleteOptions{nodeOption, ifMatchOption};
constexpr std::array lookupOptions{nodeOption, jsonOption};

// ETags may be typed without the quotes that belong to them.
QByteArray quotedEtag(const QByteArray &text)
{
    if (text.isEmpty() || text == "*" || text.contains('"'))
        return text;
    return '"' + text + '"';
}

// The value that put is to store, from where its command line says.
std::variant<QByteArray, int> valueToPut(const Arguments &arguments)
{
    const bool hasWord = arguments.positionals().size() > 1;
    if (hasWord == arguments.has("file"))
        return usageFailure(hasWord ? u"The value is given twice: as a word and with --file."_s
                                    : u"The value is missing: give it as a word, with --file FILE, or as - to read "
                                      "standard input."_s,
                            "put");
    if (hasWord && arguments.positionals()[1] != "-")
        return arguments.positionals()[1];
    QFile file;
    QString name = u"standard input"_s;
    bool isOpen = false;
    if (hasWord) {
        isOpen = file.open(stdin, QIODevice::ReadOnly);
    } else {
        name = QFile::decodeName(arguments.text("file"));
        file.setFileName(name);
        isOpen = file.open(QIODevice::ReadOnly);
    }
    QByteArray value;
    if (isOpen)
        value = file.readAll();
    if (!isOpen || file.error() != QFileDevice::NoError)
        return failure(u"put: cannot read %1: %2."_s.arg(name, file.errorString()));
    return value;
}

int put(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "put");
    const auto value = valueToPut(arguments);
    if (const int *code = std::get_if<int>(&value))
        return *code;

    const QByteArray key = arguments.positionals().first();
    client::WriteOptions options;
    options.contentType = arguments.text("content-type");
    if (arguments.has("ttl"))
        options.ttlSeconds = arguments.number("ttl");
    options.ifMatch = quotedEtag(arguments.text("if-match"));
    options.ifNoneMatch = quotedEtag(arguments.text("if-none-match"));

    const net::HostPort node = std::get<net::HostPort>(target);
    client::NodeClient client(node.host, node.port);
    const auto written =
        await<client::Written>([&](auto done) { client.put(key, std::get<QByteArray>(value), options, done); });
    if (!written)
        return nodeFailure(u"put %1"_s.arg(keyText(key)), node, written.failure);
    if (!arguments.has("json")) {
        writeLine((written.value->created ? "created " : "replaced ") + written.value->etag);
        return ExitDone;
    }
    api::JsonWriter json;
    json.beginObject();
    json.name("created");
    json.boolean(written.value->created);
    json.name("etag");
    json.text(QByteArrayView(written.value->etag));
    json.endObject();
    writeLine(json.json());
    return ExitDone;
}

// A line, the same as get-many prints.
QByteArray storedJson(const QByteArray &key, const client::StoredValue &stored)
{
    api::BatchOutcome outcome;
    outcome.status = 200;
    outcome.etag = stored.etag;
    outcome.value = stored.value;
    outcome.contentType = stored.contentType;
    outcome.ttlSeconds = stored.ttlSeconds;
    api::JsonWriter json;
    json.beginObject();
    api::writeKey(json, key);
    api::writeOutcome(json, outcome);
    json.endObject();
    return json.take() + '\n';
}

int get(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "get");
    const net::HostPort node = std::get<net::HostPort>(target);
    const QByteArray key = arguments.positionals().first();

    client::NodeClient client(node.host, node.port);
    const auto stored = await<client::StoredValue>([&](auto done) { client.get(key, done); });
    if (!stored)
        return nodeFailure(u"get %1"_s.arg(keyText(key)), node, stored.failure);
    const QByteArray output = arguments.has("json") ? storedJson(key, *stored.value) : stored.value->value;
    if (!arguments.has("output")) {
        writeOutput(output);
        return ExitDone;
    }
    const QString path = QFile::decodeName(arguments.text("output"));
    const QString problem = files::writeFile(path, output);
    return problem.isEmpty() ? ExitDone : failure(u"get: cannot write %1: %2."_s.arg(path, problem));
}

int remove(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "delete");
    const net::HostPort node = std::get<net::HostPort>(target);
    const QByteArray key = arguments.positionals().first();

    client::WriteOptions options;
    options.ifMatch = quotedEtag(arguments.text("if-match"));
    client::NodeClient client(node.host, node.port);
    const auto done = await<client::Done>([&](auto done) { client.remove(key, options, done); });
    if (!done)
        return nodeFailure(u"delete %1"_s.arg(keyText(key)), node, done.failure);
    return ExitDone;
}

QString hopText(const api::HopEntry &hop)
{
    QString via;
    switch (hop.via) {
    case chord::Hop::Via::Self:
        via = u"asked here"_s;
        break;
    case chord::Hop::Via::Finger:
        via = u"finger %1"_s.arg(hop.finger);
        break;
    case chord::Hop::Via::Successor:
        via = u"successor"_s;
        break;
    case chord::Hop::Via::Cache:
        via = u"cache"_s;
        break;
    }
    return u"  %1  %2  %3"_s.arg(QString::fromUtf8(hop.node.address).leftJustified(21), via.leftJustified(11),
                                 hop.answered ? u"%1 µs"_s.arg(hop.micros) : u"no answer, stepped back over it"_s);
}

void printLookup(const api::LookupDocument &lookup)
{
    writeLine(u"key       %1"_s.arg(keyText(lookup.key)));
    writeLine(u"id        %1"_s.arg(QString::fromLatin1(lookup.id)));
    writeLine(u"owner     %1  %2"_s.arg(QString::fromUtf8(lookup.owner.address).leftJustified(21),
                                        QString::fromLatin1(lookup.owner.id)));
    for (size_t i = 1; i < lookup.replicas.size(); ++i)
        writeLine(u"replica   %1  %2"_s.arg(QString::fromUtf8(lookup.replicas[i].address).leftJustified(21),
                                            QString::fromLatin1(lookup.replicas[i].id)));
    writeLine(u"hops      %1"_s.arg(lookup.hops.size()));
    for (const api::HopEntry &hop : lookup.hops)
        writeLine(hopText(hop));
}

int lookup(const Arguments &arguments)
{
    const auto target = targetNode(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&target))
        return usageFailure(error->text, "lookup");
    const net::HostPort node = std::get<net::HostPort>(target);
    const QByteArray key = arguments.positionals().first();

    client::NodeClient client(node.host, node.port);
    const auto found = await<api::LookupDocument>([&](auto done) { client.lookup(key, done); });
    if (!found)
        return nodeFailure(u"lookup %1"_s.arg(keyText(key)), node, found.failure);
    if (arguments.has("json"))
        writeLine(api::toJson(*found.value));
    else
        printLookup(*found.value);
    return ExitDone;
}

constexpr std::array keyCommandTable{
    Command{"put", "KEY [VALUE | -]", 1, 2, "store a value under a key",
            "The value is a word of the command line, the content of a file (--file), or with - what standard input "
            "has. Prints whether the key was created or replaced, and the value's ETag.",
            "$ funnelkvs put greeting hello\n"
            "$ funnelkvs put logo --file logo.png --content-type image/png\n"
            "$ date | funnelkvs put now - --ttl 60",
            putOptions, put},
    Command{"get", "KEY", 1, 1, "print the value of a key",
            "The bytes are written as they are, nothing is added. With --json, an object with \"value\", \"etag\", "
            "\"contentType\" and, of a value that expires, \"ttl\" (seconds left), as get-many prints it.",
            "$ funnelkvs get greeting\n"
            "$ funnelkvs get logo --output logo.png",
            getOptions, get},
    Command{"delete", "KEY", 1, 1, "remove a key and its value", "", "$ funnelkvs delete greeting", deleteOptions,
            remove},
    Command{"lookup", "KEY", 1, 1, "show which node owns a key, and the way there",
            "Each hop is a node that was asked: what named it, and how long it took to answer.",
            "$ funnelkvs lookup greeting --node 127.0.0.1:11003", lookupOptions, lookup},
};

} // namespace

std::span<const Command> keyCommands()
{
    return keyCommandTable;
}

} // namespace cli
