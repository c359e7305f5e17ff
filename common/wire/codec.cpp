// SPDX-License-Identifier: GPL-3.0-or-later
//
// Encoder and Decoder: the two Ios that walk the descriptions of fields.h. The Encoder holds messages to the same
// limits as the Decoder, so that a node finds out before its peer does.

#include "wire/codec.h"

#include "wire/cbor.h"
#include "wire/cbor_items.h"
#include "wire/fields.h"

#include <QIODevice>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace wire {

namespace {

constexpr int itemsBeforeFields = 3; // the type, the request's identifier and the ring
constexpr int fieldCountMax = 10; // of Execute
constexpr quint64 anyNumber = ~quint64(0);
// A list's memory is taken as its items arrive, but for this many.
constexpr quint64 reserveMax = 64;
// A buffer that has grown beyond this for one long frame is given back once it is empty.
constexpr qsizetype keptCapacityMax = 1024 * 1024;

} // namespace

// In wire rather than in the unnamed namespace, so that the descriptions' calls find each other.
class Encoder {
public:
    static constexpr bool writes = true;

    Encoder(QByteArray &buffer, const Limits &limits)
        : m_writer(buffer)
        , m_limits(limits)
    {
    }

    CborWriter &writer() { return m_writer; }
    bool withinLimits() const { return m_withinLimits; }

    void array(const char *, int count) { m_writer.array(quint64(count)); }
    void number(const char *, quint64 value) { m_writer.unsignedInteger(value); }
    void flag(const char *, bool value) { m_writer.boolean(value); }
    void finger(const char *, qint16 index)
    {
        check(index >= -1 && index < m_limits.space.bits());
        m_writer.integer(index);
    }
    void ttl(const char *, qint64 ttlMs)
    {
        check(ttlMs >= -1);
        m_writer.integer(ttlMs);
    }
    void key(const char *, const QByteArray &key) { bytes(key, 1, m_limits.keyBytesMax); }
    void keyOrNone(const char *, const QByteArray &key) { bytes(key, 0, m_limits.keyBytesMax); }
    void value(const char *, const QByteArray &value) { bytes(value, 0, m_limits.valueBytesMax); }
    void contentType(const char *, const QByteArray &type) { bytes(type, 0, m_limits.contentTypeBytesMax); }
    void address(const char *, const QByteArray &address)
    {
        check(!address.isEmpty() && address.size() <= addressBytesMax);
        m_writer.text(address);
    }

    void id(const char *, const chord::Id &id) { check(writeId(m_writer, id, m_limits.space.bits())); }

    template <typename E>
    void enumeration(const char *, E value, E)
    {
        m_writer.unsignedInteger(quint64(value));
    }

    template <typename T>
    void optional(const char *name, const std::optional<T> &value)
    {
        if (value)
            structure(*this, name, *value);
        else
            m_writer.null();
    }

    template <typename T>
    void list(const char *name, const std::vector<T> &items, int max)
    {
        check(items.size() <= size_t(max));
        m_writer.array(items.size());
        for (const T &item : items)
            structure(*this, name, item);
    }

private:
    void bytes(const QByteArray &bytes, int min, int max)
    {
        if (bytes.size() >= min && bytes.size() <= max)
            m_writer.bytes(bytes);
        else
            m_withinLimits = false;
    }
    void check(bool withinLimits) { m_withinLimits = m_withinLimits && withinLimits; }

    CborWriter m_writer;
    const Limits &m_limits;
    bool m_withinLimits = true;
};

class Decoder {
public:
    static constexpr bool writes = false;

    Decoder(QByteArrayView content, const Limits &limits)
        : m_reader(content)
        , m_limits(limits)
    {
    }

    CborReader &reader() { return m_reader; }

    void array(const char *name, int count) { m_reader.array(name, quint64(count), quint64(count)); }
    template <typename N>
    void number(const char *name, N &value)
    {
        value = N(m_reader.unsignedInteger(name, std::numeric_limits<N>::max()));
    }
    void flag(const char *name, bool &value) { value = m_reader.boolean(name); }
    void finger(const char *name, qint16 &index)
    {
        index = qint16(m_reader.integer(name, -1, m_limits.space.bits() - 1));
    }
    void ttl(const char *name, qint64 &ttlMs)
    {
        ttlMs = m_reader.integer(name, -1, std::numeric_limits<qint64>::max());
    }
    void key(const char *name, QByteArray &key) { key = m_reader.bytes(name, 1, m_limits.keyBytesMax).toByteArray(); }
    void keyOrNone(const char *name, QByteArray &key)
    {
        key = m_reader.bytes(name, 0, m_limits.keyBytesMax).toByteArray();
    }
    void value(const char *name, QByteArray &value)
    {
        value = m_reader.bytes(name, 0, m_limits.valueBytesMax).toByteArray();
    }
    void contentType(const char *name, QByteArray &type)
    {
        type = m_reader.bytes(name, 0, m_limits.contentTypeBytesMax).toByteArray();
    }
    void address(const char *name, QByteArray &address) { address = readAddress(m_reader, name); }
    void id(const char *name, chord::Id &id) { id = readId(m_reader, name, m_limits.space.bits()); }

    template <typename E>
    void enumeration(const char *name, E &value, E last)
    {
        value = E(m_reader.unsignedInteger(name, quint64(last)));
    }

    template <typename T>
    void optional(const char *name, std::optional<T> &value)
    {
        if (!m_reader.takeNull())
            structure(*this, name, value.emplace());
    }

    template <typename T>
    void list(const char *name, std::vector<T> &items, int max)
    {
        const quint64 count = m_reader.array(name, 0, quint64(max));
        items.reserve(std::min(count, reserveMax));
        for (quint64 i = 0; i < count && !m_reader.failed(); ++i)
            structure(*this, name, items.emplace_back());
    }

private:
    CborReader m_reader;
    const Limits &m_limits;
};

namespace {

template <typename Body>
void encodeBody(Encoder &encoder, const chord::Message &message, const Body &body)
{
    constexpr Form bodyForm = form<Body>;
    static_assert(bodyForm.fieldCount <= fieldCountMax);
    encoder.array(bodyForm.name, itemsBeforeFields + bodyForm.fieldCount);
    encoder.number("type", quint64(bodyForm.type));
    encoder.number("requestId", message.requestId);
    encoder.number("ring", message.ring);
    fields(encoder, body);
}

template <>
void encodeBody(Encoder &, const chord::Message &, const chord::Unreachable &)
{
    Q_ASSERT_X(false, "wire::appendFrame", "Unreachable is local and has no form");
}

// Appends room for the frame's length, and its content. Returns whether the content is within the limits.
bool encode(QByteArray &buffer, const chord::Message &message, const Limits &limits)
{
    Encoder encoder(buffer, limits);
    encoder.writer().skip(frameHeaderBytes);
    std::visit([&](const auto &body) { encodeBody(encoder, message, body); }, message.body);
    return encoder.withinLimits();
}

struct BodyReader {
    const char *name = nullptr; // null: no message has this type
    quint64 fieldCount = 0;
    void (*read)(Decoder &, chord::Body &) = nullptr;
};

template <typename Body>
constexpr void addReader(auto &readers)
{
    if constexpr (form<Body>.type != 0) {
        readers[form<Body>.type] = {form<Body>.name, quint64(form<Body>.fieldCount),
                                    [](Decoder &decoder, chord::Body &body) { fields(decoder, body.emplace<Body>()); }};
    }
}

// Indexed by type number. There are gaps; Unreachable, which has no form, has type 0.
constexpr auto bodyReaders = []<typename... Bodies>(std::type_identity<std::variant<Bodies...>>) {
    std::array<BodyReader, size_t(std::max({form<Bodies>.type...})) + 1> readers{};
    (addReader<Bodies>(readers), ...);
    return readers;
}(std::type_identity<chord::Body>{});

DecodeError malformed(const char *name, const CborReader &reader)
{
    return {QStringLiteral("%1 is malformed: %2.").arg(QLatin1String(name), reader.error())};
}

} // namespace

Limits::Limits(const chord::Config &config)
    : space(config.space())
    , keyBytesMax(config.keyBytesMax)
    , valueBytesMax(config.valueBytesMax)
    , contentTypeBytesMax(config.contentTypeBytesMax)
{
}

bool appendFrame(QByteArray &buffer, const chord::Message &message, const Limits &limits)
{
    const qsizetype start = buffer.size();
    const bool withinLimits = encode(buffer, message, limits);
    const qsizetype contentBytes = buffer.size() - start - frameHeaderBytes;
    if (!withinLimits || contentBytes > limits.frameBytesMax()) {
        buffer.resize(start);
        return false;
    }
    qToBigEndian(quint32(contentBytes), buffer.data() + start);
    return true;
}

Decoded decode(QByteArrayView content, const Limits &limits)
{
    Decoded result;
    auto &message = std::get<chord::Message>(result);
    Decoder decoder(content, limits);
    CborReader &reader = decoder.reader();

    const quint64 count = reader.array("the message", itemsBeforeFields, itemsBeforeFields + fieldCountMax);
    const quint64 type = reader.unsignedInteger("type", anyNumber);
    message.requestId = reader.unsignedInteger("requestId", anyNumber);
    message.ring = reader.unsignedInteger("ring", anyNumber);
    if (reader.failed())
        return malformed("A frame", reader);

    if (type >= bodyReaders.size() || !bodyReaders[type].name)
        return DecodeError{QStringLiteral("A frame has the unknown message type %1.").arg(type)};
    const BodyReader &body = bodyReaders[type];
    if (count != itemsBeforeFields + body.fieldCount) {
        return DecodeError{QStringLiteral("%1 is malformed: it has %2 items instead of %3.")
                               .arg(QLatin1String(body.name))
                               .arg(count)
                               .arg(itemsBeforeFields + body.fieldCount)};
    }
    body.read(decoder, message.body);
    reader.end();
    if (reader.failed())
        return malformed(body.name, reader);
    return result;
}

FrameReader::FrameReader(int frameBytesMax)
    : m_frameBytesMax(frameBytesMax)
{
}

void FrameReader::feed(QByteArrayView bytes)
{
    discardRead();
    m_buffer.append(bytes);
}

qint64 FrameReader::feedFrom(QIODevice &device)
{
    constexpr qint64 bytesMax = 1024 * 1024;
    discardRead();
    const qsizetype before = m_buffer.size();
    m_buffer.resize(before + std::min(device.bytesAvailable(), bytesMax));
    const qint64 count = device.read(m_buffer.data() + before, m_buffer.size() - before);
    m_buffer.resize(before + std::max<qint64>(count, 0));
    return count;
}

std::optional<QByteArrayView> FrameReader::next()
{
    const qsizetype available = m_buffer.size() - m_begin;
    if (m_error || available < frameHeaderBytes)
        return {};
    const quint32 length = qFromBigEndian<quint32>(m_buffer.constData() + m_begin);
    if (length == 0 || length > quint32(m_frameBytesMax)) {
        m_error = length == 0 ? DecodeError{QStringLiteral("A frame is empty.")}
                              : DecodeError{QStringLiteral("A frame of %1 bytes is announced, at most %2 are allowed.")
                                                .arg(length)
                                                .arg(m_frameBytesMax)};
        return {};
    }
    if (available - frameHeaderBytes < qsizetype(length))
        return {};
    const QByteArrayView content(m_buffer.constData() + m_begin + frameHeaderBytes, qsizetype(length));
    m_begin += frameHeaderBytes + qsizetype(length);
    return content;
}

void FrameReader::discardRead()
{
    if (m_begin == 0)
        return;
    if (m_begin < m_buffer.size()) {
        m_buffer.remove(0, m_begin);
    } else if (m_buffer.capacity() > keptCapacityMax) {
        m_buffer = QByteArray();
    } else {
        m_buffer.resize(0);
    }
    m_begin = 0;
}

} // namespace wire
