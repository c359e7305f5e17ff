// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of CBOR (RFC 8949) that frames are made of: unsigned and negative integers, byte and text strings, arrays,
// true, false and null, all of definite length and in the shortest form (section 4.2.1, "core deterministic encoding").
//
// Why not QCborStreamWriter and QCborStreamReader: they were tried first. For an Execute of 157 bytes they take 610 and
// 890 ns, these take 77 and 198 ns (tests/bench/codec_bench, one run on the 2-core reference machine under load); a
// remote read makes two passes of each kind, and the sockets take 670 ns for the same round trip. And Qt's reader lets
// several encodings of one value through, which a strict decoder must not. tests/wire checks frames against Qt's own
// reader and writer, so that two implementations agree on every byte.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace wire {

inline constexpr quint64 cborInHeadMax = 23; // larger values follow the head's first byte

enum class CborMajor : quint8 { Unsigned = 0, Negative = 1, Bytes = 2, Text = 3, Array = 4, Simple = 7 };

// Appends items to a buffer, which is longer than what was written until the writer is gone.
class CborWriter {
public:
    explicit CborWriter(QByteArray &buffer);
    ~CborWriter();
    CborWriter(const CborWriter &) = delete;
    CborWriter &operator=(const CborWriter &) = delete;

    void unsignedInteger(quint64 value) { head(CborMajor::Unsigned, value); }
    void integer(qint64 value);
    void bytes(QByteArrayView value) { string(CborMajor::Bytes, value); }
    void text(QByteArrayView utf8) { string(CborMajor::Text, utf8); }
    // count items follow.
    void array(quint64 count) { head(CborMajor::Array, count); }
    void boolean(bool value);
    void null();

    // Leaves this many bytes for the caller to fill in.
    void skip(qsizetype count);

private:
    void head(CborMajor major, quint64 value);
    void wideHead(CborMajor major, quint64 value);
    void string(CborMajor major, QByteArrayView value);
    // Room for this many bytes at m_at.
    void ensure(qsizetype count);
    void grow(qsizetype count);

    QByteArray &m_buffer;
    char *m_at;
    char *m_end;
};

// Reads items from bytes that stay where they are. After the first error it stays failed: every further read returns
// zero or nothing, and error() tells what the first was. Each read names the item, for that sentence.
class CborReader {
public:
    explicit CborReader(QByteArrayView bytes);

    quint64 unsignedInteger(const char *name, quint64 max);
    qint64 integer(const char *name, qint64 min, qint64 max);
    bool boolean(const char *name);
    // Passes over a null if one comes next.
    bool takeNull();
    QByteArrayView bytes(const char *name, qsizetype min, qsizetype max)
    {
        return string(CborMajor::Bytes, name, min, max);
    }
    QByteArrayView text(const char *name, qsizetype min, qsizetype max)
    {
        return string(CborMajor::Text, name, min, max);
    }
    // The number of items that follow; never more than there are bytes left.
    quint64 array(const char *name, quint64 min, quint64 max);
    // Fails unless everything has been read.
    void end();

    bool failed() const { return m_failed; }
    const QString &error() const { return m_error; }
    // For what only the caller can see: "key is a lie at byte 17".
    void fail(const char *name, const QString &problem);

private:
    bool head(const char *name, CborMajor major, quint64 &value);
    bool wideHead(const char *name, CborMajor major, quint64 &value);
    void failType(const char *name, CborMajor wanted, quint8 first);
    QByteArrayView string(CborMajor major, const char *name, qsizetype min, qsizetype max);

    const char *m_begin;
    const char *m_at;
    const char *m_end;
    bool m_failed = false;
    QString m_error;
};

// Most heads are one byte: to have that case inline takes a quarter off encoding and a tenth off decoding.

inline void CborWriter::head(CborMajor major, quint64 value)
{
    if (value <= cborInHeadMax && m_at < m_end)
        *m_at++ = char(quint8(major) << 5 | value);
    else
        wideHead(major, value);
}

inline bool CborReader::head(const char *name, CborMajor major, quint64 &value)
{
    const int rest = m_at < m_end ? quint8(*m_at) - (quint8(major) << 5) : -1;
    if (rest < 0 || rest > int(cborInHeadMax))
        return wideHead(name, major, value);
    ++m_at;
    value = quint64(rest);
    return true;
}

} // namespace wire
