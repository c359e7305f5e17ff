// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a frame costs to write and to read: nanoseconds for each, and the same Execute with Qt's CBOR classes for
// comparison (wire/cbor.h says why they are not used). The best of many short rounds, since other programs only ever
// make a round slower.

#include "wire/cbor.h"
#include "wire/codec.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>

using namespace chord;
using namespace wire;

namespace {

volatile quint64 sink = 0; // keeps the compiler from leaving the work out

template <typename Work>
double bestNanoseconds(int repetitions, Work work)
{
    constexpr int rounds = 300;
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < repetitions; ++i)
            work();
        const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
        best = std::min(best, time.count() / repetitions);
    }
    return best;
}

void measure(const char *name, const Body &body, int repetitions)
{
    const Config config;
    const Limits limits(config);
    const Message message{12345, 1, body};
    QByteArray buffer;
    const double encode = bestNanoseconds(repetitions, [&] {
        buffer.resize(0);
        sink = sink + appendFrame(buffer, message, limits);
    });
    const QByteArrayView content = QByteArrayView(buffer).sliced(frameHeaderBytes);
    const double decoded = bestNanoseconds(repetitions, [&] { sink = sink + decode(content, limits).index(); });
    std::printf("%-34s %9lld %10.0f %10.0f\n", name, static_cast<long long>(buffer.size()), encode, decoded);
}

NodeRef node(int number)
{
    const QByteArray address = "10.0.0." + QByteArray::number(number) + ":11000";
    return {IdSpace().hash(address), address, 0x1234567890abcdef};
}

Execute execute(qsizetype valueBytes)
{
    Execute message;
    message.operation = {0x1234567890abcdef, 77};
    message.kind = OperationKind::Put;
    message.key = "user:1234567890a";
    message.value = QByteArray(valueBytes, 'v');
    message.contentType = "text/plain";
    return message;
}

ExecuteReply executeReply(qsizetype valueBytes)
{
    ExecuteReply message;
    message.status = ExecuteStatus::Done;
    message.value = QByteArray(valueBytes, 'v');
    message.contentType = "text/plain";
    message.version = {0x1234567890abcdef};
    message.descriptor = Descriptor{77, {node(1).id, node(2).id}, node(2), {{0, 3, 0x1234567890abcdef}, 1234567}, {}};
    return message;
}

Accept accept(size_t count)
{
    Accept message;
    message.group = 77;
    message.ballot = {0, 3, 0x1234567890abcdef};
    for (size_t i = 0; i < count; ++i) {
        Transfer record;
        record.key = "user:" + QByteArray::number(qulonglong(100000000000 + i));
        record.value = QByteArray(100, 'v');
        record.contentType = "text/plain";
        record.stamp = {message.ballot, 1234567};
        record.version = {0x1234567890abcdef};
        message.records.push_back(std::move(record));
    }
    return message;
}

FindNextReply findNextReply()
{
    FindNextReply message;
    message.finger = 157;
    message.next = {node(1), node(2), node(3), node(4)};
    return message;
}

Neighbours neighbours()
{
    Neighbours message;
    message.state = NodeState::Ready;
    message.predecessor = node(1);
    for (int i = 2; i < 10; ++i)
        message.successors.push_back(node(i));
    message.primaryKeys = 100000;
    return message;
}

// The same items as ours; the checks are the few that the classes make easy.
void qtWrite(QCborStreamWriter &writer, const Execute &message)
{
    writer.startArray(9);
    writer.append(22);
    writer.append(quint64(12345));
    writer.startArray(2);
    writer.append(message.operation.origin);
    writer.append(message.operation.number);
    writer.endArray();
    writer.append(int(message.kind));
    writer.append(message.key);
    writer.append(message.value);
    writer.append(message.contentType);
    writer.append(message.ttlMs);
    writer.startArray(3);
    writer.append(int(message.condition.kind));
    writer.append(message.condition.any);
    writer.startArray(0);
    writer.endArray();
    writer.endArray();
    writer.endArray();
}

qsizetype qtReadString(QCborStreamReader &reader)
{
    QByteArray text;
    auto piece = reader.readByteArray();
    while (piece.status == QCborStreamReader::Ok) {
        text += piece.data;
        piece = reader.readByteArray();
    }
    return text.size();
}

// Walks every item and makes each string, as a decoder must.
quint64 qtRead(QCborStreamReader &reader)
{
    quint64 sum = 0;
    while (reader.lastError() == QCborError::NoError && reader.hasNext()) {
        if (reader.isArray()) {
            reader.enterContainer();
            sum += qtRead(reader);
            reader.leaveContainer();
        } else if (reader.isByteArray()) {
            sum += quint64(qtReadString(reader));
        } else {
            sum += reader.isUnsignedInteger() ? reader.toUnsignedInteger() : 1;
            reader.next();
        }
    }
    return sum;
}

void measureQt()
{
    const Execute message = execute(100);
    QByteArray buffer;
    const double encode = bestNanoseconds(2000, [&] {
        buffer.resize(0);
        QCborStreamWriter writer(&buffer);
        qtWrite(writer, message);
    });
    const double decoded = bestNanoseconds(2000, [&] {
        QCborStreamReader reader(buffer);
        sink = sink + qtRead(reader);
    });
    std::printf("%-34s %9lld %10.0f %10.0f\n", "Execute, 100 bytes, Qt's classes",
                static_cast<long long>(buffer.size()), encode, decoded);
}

} // namespace

int main()
{
    constexpr int many = 2000;
    constexpr int few = 2;
    std::printf("%-34s %9s %10s %10s\n", "message", "bytes", "encode ns", "decode ns");
    measure("Ping", Ping{}, many);
    measure("FindNext", FindNext{node(1).id}, many);
    measure("FindNextReply, 4 nodes", findNextReply(), many);
    measure("Neighbours, 8 successors", neighbours(), many);
    measure("Execute, 100 bytes", execute(100), many);
    measureQt();
    measure("ExecuteReply, 100 bytes", executeReply(100), many);
    measure("Accept, 1 record of 100 bytes", accept(1), many);
    measure("Accept, 1000 of 100 bytes", accept(1000), few);
    measure("Execute, 1 MiB", execute(1024 * 1024), few);
    measure("ExecuteReply, 1 MiB", executeReply(1024 * 1024), few);
    return 0;
}
