// SPDX-License-Identifier: GPL-3.0-or-later
//
// One function a state; step() says whether there is more to do with the bytes at hand.

#include "client/response_parser.h"

#include <utility>

namespace client {

using namespace Qt::StringLiterals;

void ResponseParser::feed(const QByteArray &bytes)
{
    if (m_position == m_buffer.size()) {
        m_buffer = bytes;
        m_position = 0;
    } else {
        compact();
        m_buffer += bytes;
    }
}

std::optional<HttpResponse> ResponseParser::next(bool toHead)
{
    while (m_problem.isEmpty() && !m_complete && step(toHead)) { }
    if (!m_complete)
        return std::nullopt;
    return complete();
}

std::optional<HttpResponse> ResponseParser::finish()
{
    if (m_state == State::UntilClose && m_problem.isEmpty())
        return complete();
    return std::nullopt;
}

bool ResponseParser::step(bool toHead)
{
    switch (m_state) {
    case State::Head:
        return parseHead(toHead);
    case State::Body:
    case State::Chunk:
    case State::UntilClose:
        return takeBody();
    case State::ChunkSize:
        return takeChunkSize();
    case State::ChunkEnd:
        return takeChunkEnd();
    case State::Trailer:
        return takeTrailer();
    }
    return false;
}

bool ResponseParser::parseHead(bool toHead)
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n", m_position);
    const qsizetype length = (end < 0 ? m_buffer.size() : end) - m_position;
    if (length > headBytesMax)
        return fail(u"the answer's header is too long"_s);
    if (end < 0) {
        static constexpr QByteArrayView start = "HTTP/1.";
        const QByteArrayView seen = QByteArrayView(m_buffer).sliced(m_position);
        const qsizetype known = std::min(seen.size(), start.size());
        return seen.first(known) == start.first(known) ? false : fail(u"the answer is not HTTP"_s);
    }
    const qsizetype lineEnd = m_buffer.indexOf("\r\n", m_position);
    const QByteArrayView line = QByteArrayView(m_buffer).sliced(m_position, lineEnd - m_position);
    bool isNumber = false;
    const int status = line.size() >= 12 ? line.sliced(9, 3).toInt(&isNumber) : 0;
    if (!line.startsWith("HTTP/1.") || !isNumber || status < 100 || status > 599)
        return fail(u"the answer is not HTTP"_s);

    m_response.outcome = HttpResponse::Outcome::Answered;
    m_response.status = status;
    m_closesAfter = line.at(7) == '0';
    m_response.head = m_buffer.sliced(lineEnd + 2, std::max<qsizetype>(0, end - lineEnd));
    m_position = end + 4;
    if (status < 200) { // 100 Continue and its like come before the answer
        m_response = {};
        return true;
    }
    return readFields(toHead);
}

bool ResponseParser::readFields(bool toHead)
{
    const QByteArray connection = m_response.field("Connection");
    if (connection.compare("close", Qt::CaseInsensitive) == 0)
        m_closesAfter = true;
    if (toHead || m_response.status == 204 || m_response.status == 304) {
        m_complete = true;
        return true;
    }
    const QByteArray coding = m_response.field("Transfer-Encoding");
    if (coding.compare("chunked", Qt::CaseInsensitive) == 0) {
        m_state = State::ChunkSize;
        return true;
    }
    if (!coding.isNull())
        return fail(u"the answer is in a transfer coding that this program does not know"_s);
    const QByteArray lengthText = m_response.field("Content-Length");
    if (lengthText.isNull()) {
        m_closesAfter = true;
        m_state = State::UntilClose;
        m_bodyLeft = bodyBytesMax;
        return true;
    }
    bool isNumber = false;
    m_bodyLeft = lengthText.toLongLong(&isNumber);
    if (!isNumber || m_bodyLeft < 0 || m_bodyLeft > bodyBytesMax)
        return fail(u"the answer's Content-Length makes no sense"_s);
    m_state = State::Body;
    m_response.body.reserve(m_bodyLeft);
    return true;
}

// Of State::Body, Chunk and UntilClose.
bool ResponseParser::takeBody()
{
    const qsizetype taken = std::min(m_bodyLeft, m_buffer.size() - m_position);
    m_response.body.append(QByteArrayView(m_buffer).sliced(m_position, taken));
    m_position += taken;
    m_bodyLeft -= taken;
    if (m_state == State::UntilClose)
        return m_bodyLeft > 0 ? false : fail(u"the answer is too long"_s);
    if (m_bodyLeft > 0)
        return false;
    if (m_state == State::Chunk)
        m_state = State::ChunkEnd;
    else
        m_complete = true;
    return true;
}

bool ResponseParser::takeChunkSize()
{
    const std::optional<QByteArrayView> line = takeLine();
    if (!line)
        return false;
    const qsizetype semicolon = line->indexOf(';');
    const QByteArrayView digits = (semicolon < 0 ? *line : line->first(semicolon)).trimmed();
    bool isNumber = false;
    const qlonglong size = digits.toLongLong(&isNumber, 16);
    if (!isNumber || size < 0 || size > bodyBytesMax - m_response.body.size())
        return fail(u"the answer's chunks make no sense"_s);
    m_bodyLeft = size;
    m_state = size == 0 ? State::Trailer : State::Chunk;
    return true;
}

bool ResponseParser::takeChunkEnd()
{
    const std::optional<QByteArrayView> line = takeLine();
    if (!line)
        return false;
    if (!line->isEmpty())
        return fail(u"the answer's chunks make no sense"_s);
    m_state = State::ChunkSize;
    return true;
}

bool ResponseParser::takeTrailer()
{
    const std::optional<QByteArrayView> line = takeLine();
    if (!line)
        return false;
    m_complete = line->isEmpty();
    return true;
}

std::optional<QByteArrayView> ResponseParser::takeLine()
{
    const qsizetype end = m_buffer.indexOf("\r\n", m_position);
    if (end < 0) {
        if (m_buffer.size() - m_position > headBytesMax)
            fail(u"a line of the answer is too long"_s);
        return std::nullopt;
    }
    const QByteArrayView line = QByteArrayView(m_buffer).sliced(m_position, end - m_position);
    m_position = end + 2;
    return line;
}

HttpResponse ResponseParser::complete()
{
    m_complete = false;
    m_state = State::Head;
    return std::exchange(m_response, {});
}

QByteArray ResponseParser::takePart()
{
    if (m_state == State::UntilClose)
        m_bodyLeft = bodyBytesMax;
    return std::exchange(m_response.body, {});
}

bool ResponseParser::fail(const QString &problem)
{
    m_problem = problem;
    return false;
}

// Keeps the buffer from growing with what was used already.
void ResponseParser::compact()
{
    m_buffer.remove(0, m_position);
    m_position = 0;
}

} // namespace client
