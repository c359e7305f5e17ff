// SPDX-License-Identifier: GPL-3.0-or-later
//
// frame_property for a moment in every run of the suite: good messages and streams with a few bytes changed, cut out,
// doubled or made up, from fixed seeds, so that a failure can be had again.

#include "frame_property.h"
#include "message_samples.h"
#include "wire/codec.h"
#include "wire/hello.h"

#include <QTest>

using samples::Random;

namespace {

constexpr int inputsPerSeed = 4000;

QByteArray goodInput(Random &random)
{
    chord::Config config;
    const quint8 width = quint8(random.below(chord::idBitsMax - chord::idBitsMin + 1));
    config.idBits = chord::idBitsMin + width;
    const wire::Limits limits(config);
    QByteArray input;
    input += char(width);
    input += char(random.next());
    const qsizetype start = input.size();
    if (random.below(10) == 0) {
        wire::appendHello(input, wire::makeHello("ring", config, {config.space().hash("a"), "a:1", random.number()}));
        return input.remove(start, wire::frameHeaderBytes);
    }
    const bool stream = random.coin();
    for (quint64 count = stream ? random.below(4) : 1; count > 0; --count)
        wire::appendFrame(input, samples::message(random.below(samples::messageTypes), random, config), limits);
    return stream ? input : input.remove(start, wire::frameHeaderBytes);
}

void spoil(QByteArray &input, Random &random)
{
    const qsizetype at = qsizetype(random.below(quint64(input.size())));
    const qsizetype count = qsizetype(random.below(9));
    switch (random.below(5)) {
    case 0:
        input[at] = char(input[at] ^ (1 << random.below(8)));
        break;
    case 1:
        input.remove(at, count);
        break;
    case 2:
        input.insert(at, random.bytes(1, 8));
        break;
    case 3:
        input.insert(at, input.mid(at, count));
        break;
    case 4:
        input.truncate(at);
        break;
    }
}

} // namespace

class TestCodecFuzzed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spoiledInputs_data();
    void spoiledInputs();
};

void TestCodecFuzzed::spoiledInputs_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 5; ++seed)
        QTest::addRow("seed %llu", seed) << seed;
}

void TestCodecFuzzed::spoiledInputs()
{
    QFETCH(quint64, seed);
    Random random(seed);
    for (int i = 0; i < inputsPerSeed; ++i) {
        QByteArray input = goodInput(random);
        for (quint64 changes = random.below(4); changes > 0 && !input.isEmpty(); --changes)
            spoil(input, random);
        const QByteArray problem = frameProblem(input);
        QVERIFY2(problem.isEmpty(), problem + ": " + input.toHex());
    }
}

QTEST_APPLESS_MAIN(TestCodecFuzzed)

#include "tst_codec_fuzzed.moc"
