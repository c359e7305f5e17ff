// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lines of a file of any size, at the cost of their own length: QIODevice::readLine allocates the longest line allowed
// for each line it returns.
#pragma once

#include <QByteArray>
#include <QFile>

#include <array>

namespace cli {

class LineReader {
public:
    LineReader(FILE *stream, qsizetype lineBytesMax)
        : m_stream(stream)
        , m_lineBytesMax(lineBytesMax)
    {
    }

    enum class Result : quint8 { Line, End, TooLong, Failed };
    // The next line, without its end; valid until the next call. The last line need not have an end.
    Result next(QByteArray &line);
    // After Failed.
    QString errorText() const { return m_errorText; }

private:
    bool fill();

    FILE *const m_stream;
    const qsizetype m_lineBytesMax;
    std::array<char, 64 * 1024> m_buffer;
    size_t m_begin = 0;
    size_t m_end = 0;
    QString m_errorText;
};

} // namespace cli
