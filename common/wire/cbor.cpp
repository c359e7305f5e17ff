// SPDX-License-Identifier: GPL-3.0-or-later
//
// Heads of CBOR items (RFC 8949, section 3): three bits of major type, five bits that are the value up to 23 or say in
// how many bytes it follows.

#include "wire/cbor.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <limits>

namespace wire {

namespace {

constexpr quint8 oneByte = 24; // the value is in the next byte; 25, 26, 27: in the next two, four, eight
constexpr quint8 eightBytes = 27;
constexpr quint8 indefinite = 31;
constexpr quint8 falseByte = 0xf4;
constexpr quint8 trueByte = 0xf5;
constexpr quint8 nullByte = 0xf6;
constexpr qsizetype headBytesMax = 9;
constexpr qsizetype capacityMin = 512; // a few small frames

const char *nameOf(quint8 first)
{
    switch (first >> 5) {
    case 0:
        return "an unsigned integer";
    case 1:
        return "a negative integer";
    case 2:
        return "a byte string";
    case 3:
        return "a text string";
    case 4:
        return "an array";
    case 5:
        return "a map";
    case 6:
        return "a tag";
    default:
        break;
    }
    if (first == falseByte || first == trueByte)
        return "a boolean";
    return first == nullByte ? "null" : "a simple value or float";
}

} // namespace

CborWriter::CborWriter(QByteArray &buffer)
    : m_buffer(buffer)
{
    const qsizetype size = buffer.size();
    m_at = buffer.data() + size;
    m_end = m_at;
}

CborWriter::~CborWriter()
{
    m_buffer.resize(m_at - m_buffer.constData());
}

void CborWriter::integer(qint64 value)
{
    if (value >= 0)
        head(CborMajor::Unsigned, quint64(value));
    else
        head(CborMajor::Negative, quint64(-1 - value));
}

void CborWriter::boolean(bool value)
{
    ensure(1);
    *m_at++ = char(value ? trueByte : falseByte);
}

void CborWriter::null()
{
    ensure(1);
    *m_at++ = char(nullByte);
}

void CborWriter::skip(qsizetype count)
{
    ensure(count);
    m_at += count;
}

void CborWriter::wideHead(CborMajor major, quint64 value)
{
    ensure(headBytesMax);
    const quint8 type = quint8(quint8(major) << 5);
    if (value <= cborInHeadMax) {
        *m_at++ = char(type | value);
    } else if (value <= 0xff) {
        *m_at++ = char(type | oneByte);
        *m_at++ = char(value);
    } else if (value <= 0xffff) {
        *m_at++ = char(type | (oneByte + 1));
        qToBigEndian(quint16(value), m_at);
        m_at += 2;
    } else if (value <= 0xffffffff) {
        *m_at++ = char(type | (oneByte + 2));
        qToBigEndian(quint32(value), m_at);
        m_at += 4;
    } else {
        *m_at++ = char(type | eightBytes);
        qToBigEndian(value, m_at);
        m_at += 8;
    }
}

void CborWriter::string(CborMajor major, QByteArrayView value)
{
    ensure(headBytesMax + value.size());
    head(major, quint64(value.size()));
    if (!value.isEmpty())
        std::memcpy(m_at, value.data(), size_t(value.size()));
    m_at += value.size();
}

void CborWriter::ensure(qsizetype count)
{
    if (m_end - m_at < count)
        grow(count);
}

void CborWriter::grow(qsizetype count)
{
    const qsizetype used = m_at - m_buffer.constData();
    if (m_buffer.capacity() < used + count)
        m_buffer.reserve(std::max({used + count, 2 * m_buffer.capacity(), capacityMin}));
    m_buffer.resize(m_buffer.capacity());
    m_at = m_buffer.data() + used;
    m_end = m_buffer.data() + m_buffer.size();
}

CborReader::CborReader(QByteArrayView bytes)
    : m_begin(bytes.data())
    , m_at(bytes.data())
    , m_end(bytes.data() + bytes.size())
{
}

quint64 CborReader::unsignedInteger(const char *name, quint64 max)
{
    quint64 value = 0;
    if (!head(name, CborMajor::Unsigned, value))
        return 0;
    if (value > max) {
        fail(name, QStringLiteral("is %1, at most %2 is allowed,").arg(value).arg(max));
        return 0;
    }
    return value;
}

qint64 CborReader::integer(const char *name, qint64 min, qint64 max)
{
    const bool negative = m_at < m_end && quint8(*m_at) >> 5 == quint8(CborMajor::Negative);
    quint64 value = 0;
    if (!head(name, negative ? CborMajor::Negative : CborMajor::Unsigned, value))
        return 0;
    const bool fits = value <= quint64(std::numeric_limits<qint64>::max());
    const qint64 result = !fits ? 0 : negative ? -1 - qint64(value) : qint64(value);
    if (!fits || result < min || result > max) {
        fail(name, QStringLiteral("is outside %1 to %2").arg(min).arg(max));
        return 0;
    }
    return result;
}

bool CborReader::boolean(const char *name)
{
    const quint8 first = m_at < m_end ? quint8(*m_at) : 0;
    if (first == falseByte || first == trueByte) {
        ++m_at;
        return first == trueByte;
    }
    if (m_at == m_end)
        fail(name, QStringLiteral("is missing: the frame ends"));
    else
        fail(name, QStringLiteral("should be a boolean and is %1").arg(QLatin1String(nameOf(first))));
    return false;
}

bool CborReader::takeNull()
{
    if (m_at == m_end || quint8(*m_at) != nullByte)
        return false;
    ++m_at;
    return true;
}

quint64 CborReader::array(const char *name, quint64 min, quint64 max)
{
    quint64 count = 0;
    if (!head(name, CborMajor::Array, count))
        return 0;
    if (count < min || count > max) {
        fail(name,
             min == max ? QStringLiteral("has %1 items instead of %2").arg(count).arg(min)
                        : QStringLiteral("has %1 items, %2 to %3 are allowed,").arg(count).arg(min).arg(max));
        return 0;
    }
    if (count > quint64(m_end - m_at)) {
        fail(name, QStringLiteral("announces %1 items, only %2 bytes are left").arg(count).arg(m_end - m_at));
        return 0;
    }
    return count;
}

void CborReader::end()
{
    if (m_at != m_end)
        fail("the frame", QStringLiteral("goes on for %1 bytes after its message").arg(m_end - m_at));
}

void CborReader::fail(const char *name, const QString &problem)
{
    if (m_failed)
        return;
    m_failed = true;
    m_error = QStringLiteral("%1 %2 at byte %3").arg(QLatin1String(name), problem).arg(m_at - m_begin);
    m_at = m_end;
}

bool CborReader::wideHead(const char *name, CborMajor major, quint64 &value)
{
    if (m_at == m_end) {
        fail(name, QStringLiteral("is missing: the frame ends"));
        return false;
    }
    const quint8 first = quint8(*m_at);
    const quint8 info = first & 0x1f;
    if (first >> 5 != quint8(major)) {
        failType(name, major, first);
        return false;
    }
    if (info > eightBytes) {
        fail(name,
             info == indefinite ? QStringLiteral("has an indefinite length")
                                : QStringLiteral("has a reserved length code"));
        return false;
    }
    const qsizetype width = qsizetype(1) << (info - oneByte);
    if (m_end - m_at < 1 + width) {
        fail(name, QStringLiteral("is cut off: the frame ends"));
        return false;
    }
    value = 0;
    for (qsizetype i = 1; i <= width; ++i)
        value = value << 8 | quint8(m_at[i]);
    // The shortest form: a value in 2w bytes must not fit in w.
    const quint64 below = width == 1 ? cborInHeadMax : ~quint64(0) >> (64 - 4 * width);
    if (value <= below) {
        fail(name, QStringLiteral("is not in the shortest form"));
        return false;
    }
    m_at += 1 + width;
    return true;
}

void CborReader::failType(const char *name, CborMajor wanted, quint8 first)
{
    fail(name,
         QStringLiteral("should be %1 and is %2")
             .arg(QLatin1String(nameOf(quint8(quint8(wanted) << 5))), QLatin1String(nameOf(first))));
}

QByteArrayView CborReader::string(CborMajor major, const char *name, qsizetype min, qsizetype max)
{
    quint64 size = 0;
    if (!head(name, major, size))
        return {};
    if (size < quint64(min) || size > quint64(max)) {
        fail(name,
             min == max ? QStringLiteral("has %1 bytes instead of %2").arg(size).arg(min)
                        : QStringLiteral("has %1 bytes, %2 to %3 are allowed,").arg(size).arg(min).arg(max));
        return {};
    }
    if (size > quint64(m_end - m_at)) {
        fail(name, QStringLiteral("announces %1 bytes, only %2 are left").arg(size).arg(m_end - m_at));
        return {};
    }
    const QByteArrayView view(m_at, qsizetype(size));
    m_at += size;
    return view;
}

} // namespace wire
