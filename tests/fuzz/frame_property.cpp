// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each check returns the first thing that is wrong.

#include "frame_property.h"

#include "wire/codec.h"
#include "wire/hello.h"

#include <vector>

namespace {

struct Cut {
    std::vector<QByteArray> frames;
    QString error;
    friend bool operator==(const Cut &, const Cut &) = default;
};

wire::Limits limitsOf(int idBits)
{
    chord::Config config;
    config.idBits = idBits;
    config.keyBytesMax = 100;
    config.valueBytesMax = 1000;
    return wire::Limits(config);
}

QByteArray messageProblem(QByteArrayView content, const wire::Limits &limits)
{
    const wire::Decoded decoded = wire::decode(content, limits);
    if (const auto *error = std::get_if<wire::DecodeError>(&decoded))
        return error->reason.isEmpty() ? "a message is refused without a reason" : "";
    QByteArray frame;
    if (!wire::appendFrame(frame, std::get<chord::Message>(decoded), limits))
        return "a message was read that is outside the limits";
    return QByteArrayView(frame).sliced(wire::frameHeaderBytes) == content ? "" : "a message has two encodings";
}

QByteArray greetingProblem(QByteArrayView content)
{
    const wire::Greeting greeting = wire::decodeGreeting(content);
    const auto *hello = std::get_if<wire::Hello>(&greeting);
    if (!hello || hello->version != wire::protocolVersion)
        return {};
    QByteArray frame;
    wire::appendHello(frame, *hello);
    return QByteArrayView(frame).sliced(wire::frameHeaderBytes) == content ? "" : "a hello has two encodings";
}

Cut cut(QByteArrayView stream, qsizetype piece, const wire::Limits &limits)
{
    wire::FrameReader reader(limits.frameBytesMax());
    Cut result;
    for (qsizetype at = 0; at < stream.size(); at += piece) {
        reader.feed(stream.sliced(at, qMin(piece, stream.size() - at)));
        while (const auto content = reader.next())
            result.frames.push_back(content->toByteArray());
    }
    result.error = reader.error() ? reader.error()->reason : QString();
    return result;
}

} // namespace

QByteArray frameProblem(QByteArrayView input)
{
    if (input.size() < 2)
        return {};
    const int width = quint8(input[0]) % (chord::idBitsMax - chord::idBitsMin + 1);
    const wire::Limits limits = limitsOf(chord::idBitsMin + width);
    const QByteArrayView bytes = input.sliced(2);

    QByteArray problem = messageProblem(bytes, limits);
    if (problem.isEmpty())
        problem = greetingProblem(bytes);
    const Cut inPieces = cut(bytes, 1 + quint8(input[1]), limits);
    if (problem.isEmpty() && inPieces != cut(bytes, qMax<qsizetype>(bytes.size(), 1), limits))
        problem = "a stream is cut in two ways";
    for (const QByteArray &content : inPieces.frames) {
        if (problem.isEmpty())
            problem = messageProblem(content, limits);
    }
    return problem;
}
