// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads what there is, so that a line from a pipe is not held back until the buffer is full.

#include "cli/line_reader.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace cli {

LineReader::Result LineReader::next(QByteArray &line)
{
    line.resize(0); // keeps what it has allocated
    while (true) {
        if (m_begin == m_end && !fill()) {
            if (!m_errorText.isEmpty())
                return Result::Failed;
            return line.isEmpty() ? Result::End : Result::Line;
        }
        const char *const begin = m_buffer.data() + m_begin;
        const void *const end = std::memchr(begin, '\n', m_end - m_begin);
        const size_t count = end ? size_t(static_cast<const char *>(end) - begin) : m_end - m_begin;
        if (line.size() + qsizetype(count) > m_lineBytesMax)
            return Result::TooLong;
        line.append(begin, qsizetype(count));
        m_begin += count;
        if (end) {
            ++m_begin;
            return Result::Line;
        }
    }
}

// Returns false at the end and after an error.
bool LineReader::fill()
{
    m_begin = m_end = 0;
#ifdef Q_OS_WIN
    const int count = _read(_fileno(m_stream), m_buffer.data(), unsigned(m_buffer.size()));
#else
    ssize_t count = 0;
    do {
        count = read(fileno(m_stream), m_buffer.data(), m_buffer.size());
    } while (count < 0 && errno == EINTR);
#endif
    if (count < 0)
        m_errorText = qt_error_string(errno);
    m_end = size_t(std::max<qint64>(count, 0));
    return m_end > 0;
}

} // namespace cli
