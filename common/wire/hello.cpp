// SPDX-License-Identifier: GPL-3.0-or-later
//
// Greetings are arrays that begin with a text, so that no message (they begin with a number) passes for one.

#include "wire/hello.h"

#include "wire/cbor.h"
#include "wire/cbor_items.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QtEndian>

#include <algorithm>
#include <limits>

namespace wire {

namespace {

constexpr QByteArrayView helloWord("hello");
constexpr QByteArrayView refusalWord("refusal");
constexpr QByteArrayView proofWord("proof");
constexpr int helloItems = 9;
constexpr int helloItemsWithNonce = 10;
constexpr int refusalItems = 3;
constexpr int proofItems = 2;
// What a proof is made over begins with one of these, so that none is ever made for another purpose.
constexpr char callerLabel[] = "FunnelKVS ring secret, version 1, caller";
constexpr char answererLabel[] = "FunnelKVS ring secret, version 1, answerer";
constexpr int versionItems = 2; // what a hello of any version begins with: its word and its version
constexpr int itemsOfAnyVersionMax = 1000;

template <typename Write>
void appendGreeting(QByteArray &buffer, Write write)
{
    const qsizetype start = buffer.size();
    {
        CborWriter writer(buffer);
        writer.skip(frameHeaderBytes);
        write(writer);
    }
    qToBigEndian(quint32(buffer.size() - start - frameHeaderBytes), buffer.data() + start);
}

QByteArray readBootId(CborReader &reader)
{
    const QByteArrayView bytes = reader.bytes("bootId", 0, bootIdBytes);
    if (!bytes.isEmpty() && bytes.size() != bootIdBytes)
        reader.fail("bootId", QStringLiteral("has %1 bytes instead of 0 or %2").arg(bytes.size()).arg(bootIdBytes));
    return bytes.toByteArray();
}

Hello readHello(CborReader &reader, quint64 count)
{
    Hello hello;
    hello.version = quint32(reader.unsignedInteger("version", std::numeric_limits<quint32>::max()));
    if (reader.failed() || hello.version != protocolVersion)
        return hello;
    if (count != helloItems && count != helloItemsWithNonce) {
        reader.fail("the hello",
                    QStringLiteral("has %1 items instead of %2 or, with a nonce, %3")
                        .arg(count)
                        .arg(helloItems)
                        .arg(helloItemsWithNonce));
        return hello;
    }
    hello.ringName = reader.text("ringName", 1, ringNameBytesMax).toByteArray();
    if (!isVisibleAscii(hello.ringName))
        reader.fail("ringName", QStringLiteral("has characters other than visible ASCII"));
    hello.idBits = int(reader.integer("idBits", chord::idBitsMin, chord::idBitsMax));
    hello.replicas = int(reader.integer("replicas", 1, nodesMax));
    hello.valueBytesMax = int(reader.integer("valueBytesMax", 0, std::numeric_limits<int>::max() - frameExtraBytesMax));
    if (reader.failed())
        return hello;

    reader.array("sender", 3, 3);
    // The identifier's width is a field of the same hello.
    hello.sender.id = readId(reader, "id", hello.idBits);
    hello.sender.address = readAddress(reader, "address");
    hello.sender.incarnation = reader.unsignedInteger("incarnation", std::numeric_limits<quint64>::max());
    hello.ring = reader.unsignedInteger("ring", std::numeric_limits<quint64>::max());
    hello.bootId = readBootId(reader);
    if (count == helloItemsWithNonce)
        hello.nonce = reader.bytes("nonce", nonceBytes, nonceBytes).toByteArray();
    reader.end();
    return hello;
}

// A text from a stranger that ends in a log: no line breaks or control characters, whatever it says.
QString printable(QByteArrayView utf8)
{
    QString text = QString::fromUtf8(utf8);
    for (QChar &c : text) {
        if (!c.isPrint() && !c.isSurrogate())
            c = QChar::ReplacementCharacter;
    }
    return text;
}

Refusal readRefusal(CborReader &reader, quint64 count)
{
    Refusal refusal;
    const quint64 reason = reader.unsignedInteger("reason", std::numeric_limits<quint64>::max());
    if (reason <= quint64(Refusal::Reason::Unreachable))
        refusal.reason = Refusal::Reason(reason);
    const QByteArrayView text = reader.text("text", 0, refusalTextBytesMax);
    if (!text.isValidUtf8())
        reader.fail("text", QStringLiteral("is not UTF-8"));
    refusal.text = printable(text);
    if (count != refusalItems)
        reader.fail("the refusal", QStringLiteral("has %1 items instead of %2").arg(count).arg(refusalItems));
    reader.end();
    return refusal;
}

Proof readProof(CborReader &reader, quint64 count)
{
    Proof proof;
    proof.mac = reader.bytes("mac", proofBytes, proofBytes).toByteArray();
    if (count != proofItems)
        reader.fail("the proof", QStringLiteral("has %1 items instead of %2").arg(count).arg(proofItems));
    reader.end();
    return proof;
}

QString shown(const QByteArray &ascii)
{
    return QString::fromLatin1(ascii);
}

} // namespace

Hello makeHello(const QByteArray &ringName, const chord::Config &config, const chord::NodeRef &self)
{
    return {protocolVersion, ringName, config.idBits, config.replicas, config.valueBytesMax, self};
}

void appendHello(QByteArray &buffer, const Hello &hello)
{
    appendGreeting(buffer, [&](CborWriter &writer) {
        writer.array(hello.nonce.isEmpty() ? helloItems : helloItemsWithNonce);
        writer.text(helloWord);
        writer.unsignedInteger(hello.version);
        writer.text(hello.ringName);
        writer.integer(hello.idBits);
        writer.integer(hello.replicas);
        writer.integer(hello.valueBytesMax);
        writer.array(3);
        writeId(writer, hello.sender.id, hello.idBits);
        writer.text(hello.sender.address);
        writer.unsignedInteger(hello.sender.incarnation);
        writer.unsignedInteger(hello.ring);
        writer.bytes(hello.bootId);
        if (!hello.nonce.isEmpty())
            writer.bytes(hello.nonce);
    });
}

void appendProof(QByteArray &buffer, const Proof &proof)
{
    appendGreeting(buffer, [&](CborWriter &writer) {
        writer.array(proofItems);
        writer.text(proofWord);
        writer.bytes(proof.mac);
    });
}

void appendRefusal(QByteArray &buffer, const Refusal &refusal)
{
    QByteArray text = refusal.text.toUtf8();
    if (text.size() > refusalTextBytesMax) {
        text.truncate(refusalTextBytesMax);
        // Not in the middle of a character: its first byte and what follows go.
        while (!QByteArrayView(text).isValidUtf8())
            text.chop(1);
    }
    appendGreeting(buffer, [&](CborWriter &writer) {
        writer.array(refusalItems);
        writer.text(refusalWord);
        writer.unsignedInteger(quint64(refusal.reason));
        writer.text(text);
    });
}

Greeting decodeGreeting(QByteArrayView content)
{
    CborReader reader(content);
    const quint64 count = reader.array("the greeting", versionItems, itemsOfAnyVersionMax);
    const QByteArrayView word = reader.text("its first item", 0, qMax(helloWord.size(), refusalWord.size()));
    Greeting greeting = Hello{};
    if (word == helloWord)
        greeting = readHello(reader, count);
    else if (word == refusalWord)
        greeting = readRefusal(reader, count);
    else if (word == proofWord)
        greeting = readProof(reader, count);
    else
        reader.fail("its first item", QStringLiteral("is neither \"hello\" nor \"refusal\" nor \"proof\","));
    if (reader.failed())
        return DecodeError{QStringLiteral("The greeting is malformed: %1.").arg(reader.error())};
    return greeting;
}

std::optional<Refusal> check(const Hello &ours, const Hello &theirs)
{
    using Reason = Refusal::Reason;
    if (theirs.version != ours.version) {
        return Refusal{
            Reason::ProtocolVersion,
            QStringLiteral("This node speaks version %1 of the protocol, yours speaks version %2, and one ring cannot "
                           "have both; run the same release of FunnelKVS on all nodes of a ring.")
                .arg(ours.version)
                .arg(theirs.version)};
    }
    // Before the parameters: they are nothing for those who do not know the secret.
    if (!ours.nonce.isEmpty() && theirs.nonce.isEmpty()) {
        return Refusal{Reason::Secret, QStringLiteral("This ring has a secret and your node was started without one.")};
    }
    if (ours.nonce.isEmpty() && !theirs.nonce.isEmpty()) {
        return Refusal{Reason::Secret,
                       QStringLiteral("Your node has a ring secret and this node was started without one.")};
    }
    if (theirs.ringName != ours.ringName) {
        return Refusal{Reason::RingName,
                       QStringLiteral("This node belongs to the ring \"%1\", yours to the ring \"%2\".")
                           .arg(shown(ours.ringName), shown(theirs.ringName))};
    }
    if (theirs.idBits != ours.idBits) {
        return Refusal{Reason::IdBits,
                       QStringLiteral("This ring's identifiers have %1 bits, your node's have %2.")
                           .arg(ours.idBits)
                           .arg(theirs.idBits)};
    }
    if (theirs.replicas != ours.replicas) {
        return Refusal{Reason::Replicas,
                       QStringLiteral("This ring keeps %1 replicas of a key, your node is set to %2.")
                           .arg(ours.replicas)
                           .arg(theirs.replicas)};
    }
    if (theirs.sender == ours.sender)
        return Refusal{Reason::Self,
                       QStringLiteral("The node at %1 has connected to itself; join through another node of the ring.")
                           .arg(shown(ours.sender.address))};
    if (theirs.sender.id == ours.sender.id) {
        return Refusal{Reason::DuplicateId,
                       QStringLiteral("The node at %1 already has the identifier of your node at %2.")
                           .arg(shown(ours.sender.address), shown(theirs.sender.address))};
    }
    if (theirs.sender.address == ours.sender.address) {
        return Refusal{
            Reason::DuplicateAddress,
            QStringLiteral("Your node advertises %1, which is this node's address.").arg(shown(ours.sender.address))};
    }
    return {};
}

Proof proofOf(const QByteArray &secret, Role prover, QByteArrayView callersHello, QByteArrayView answerersHello)
{
    // The frames begin with their lengths, so the three parts cannot be cut in another way.
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, secret);
    code.addData(prover == Role::Caller ? callerLabel : answererLabel);
    code.addData(callersHello.data(), callersHello.size());
    code.addData(answerersHello.data(), answerersHello.size());
    return {code.result()};
}

bool isEqual(const Proof &a, const Proof &b)
{
    quint8 difference = a.mac.size() == b.mac.size() ? 0 : 1;
    for (qsizetype i = 0; i < std::min(a.mac.size(), b.mac.size()); ++i)
        difference |= quint8(a.mac[i]) ^ quint8(b.mac[i]);
    return difference == 0;
}

QString ringNameProblem(QByteArrayView name)
{
    if (name.isEmpty())
        return QStringLiteral("A ring's name must not be empty.");
    if (name.size() > ringNameBytesMax)
        return QStringLiteral("A ring's name has at most %1 characters.").arg(ringNameBytesMax);
    if (!isVisibleAscii(name))
        return QStringLiteral("A ring's name consists of visible ASCII characters, without spaces.");
    return {};
}

} // namespace wire
