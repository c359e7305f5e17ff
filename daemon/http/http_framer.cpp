// SPDX-License-Identifier: GPL-3.0-or-later
//
// The head: request line, fields, and what they say about the body. Line ends are found with memchr and characters
// judged by a table; nothing is copied, and the only allocations are the buffer's and the field list's, kept between
// requests.

#include "http/http_framer.h"

#include "http/characters.h"
#include "http/http_limits.h"

#include <array>
#include <cstring>

namespace http {

namespace {

// Capacity that an idle connection may keep.
constexpr qsizetype keptCapacityMax = 4096;
constexpr qsizetype methodBytesMax = 32;

bool equalsIgnoringCase(QByteArrayView text, QByteArrayView lowerCase)
{
    return text.size() == lowerCase.size() && text.compare(lowerCase, Qt::CaseInsensitive) == 0;
}

QByteArrayView withoutSpaceAround(QByteArrayView text)
{
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && isSpace(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isSpace(text.back()))
        text.chop(1);
    return text;
}

qsizetype indexOf(QByteArrayView text, char c)
{
    const void *found = text.isEmpty() ? nullptr : memchr(text.data(), c, size_t(text.size()));
    return found ? static_cast<const char *>(found) - text.data() : -1;
}

} // namespace

HttpFramer::HttpFramer(const HttpLimits &limits)
    : m_limits(limits)
{
}

void HttpFramer::feed(QByteArrayView bytes)
{
    if (m_state == State::Refused || bytes.isEmpty())
        return;
    if (m_step == Step::RequestLine && m_state != State::Complete && m_position > 0) {
        m_buffer.remove(0, m_position);
        m_seen -= m_position;
        m_position = 0;
    }
    m_buffer.append(bytes);
    advance();
}

void HttpFramer::next()
{
    Q_ASSERT(m_state == State::Complete);
    reset();
    advance();
}

// What is behind the request stays where it is; feed() moves it to the front if it must grow.
void HttpFramer::reset()
{
    if (m_position == m_buffer.size()) {
        if (m_buffer.capacity() > keptCapacityMax)
            m_buffer = QByteArray();
        else
            m_buffer.resize(0);
        m_position = 0;
    }
    m_seen = m_position;
    m_body = QByteArray();
    m_bodyBytes = 0;
    m_fields.clear();
    m_contentLength = m_chunkLeft = 0;
    m_method = m_path = m_query = m_host = Range();
    m_emptyLines = 0;
    m_state = State::Idle;
    m_step = Step::RequestLine;
    m_headComplete = m_closeAsked = m_keepAliveAsked = false;
    m_singleFields = 0;
    m_hostGiven = m_hostFromTarget = m_lengthGiven = m_chunked = m_expectsContinue = false;
}

HttpFramer::Range HttpFramer::rangeOf(QByteArrayView part) const
{
    return Range{qint32(part.data() - m_buffer.constData()), qint32(part.size())};
}

QByteArrayView HttpFramer::path() const
{
    // An absolute target may stop behind its authority.
    return m_path.size ? view(m_path) : QByteArrayView("/", 1);
}

HttpFramer::Field HttpFramer::field(int index) const
{
    const FieldRange &range = m_fields[size_t(index)];
    return Field{view(range.name), view(range.value)};
}

QByteArrayView HttpFramer::header(QByteArrayView name) const
{
    for (const FieldRange &field : m_fields) {
        if (field.name.size == name.size() && view(field.name).compare(name, Qt::CaseInsensitive) == 0)
            return view(field.value);
    }
    return {};
}

bool HttpFramer::continueAwaited() const
{
    return m_state == State::Body && m_expectsContinue && m_bodyBytes == 0 && m_position == m_buffer.size();
}

std::optional<qint64> HttpFramer::announcedBodyBytes() const
{
    return m_chunked ? std::nullopt : std::optional(m_contentLength);
}

void HttpFramer::refuse(int status, const char *detail)
{
    m_refusal = Refusal{status, detail};
    m_state = State::Refused;
    m_body = QByteArray();
    m_bodyBytes = 0;
}

void HttpFramer::complete()
{
    m_body.truncate(m_bodyBytes);
    m_state = State::Complete;
}

bool HttpFramer::keepAlive() const
{
    return !m_closeAsked && (m_minorVersion == 1 || m_keepAliveAsked);
}

// One step a turn, until bytes run out or there is a verdict.
void HttpFramer::advance()
{
    if (m_state == State::Idle && m_position < m_buffer.size())
        m_state = State::Head;
    while (m_state == State::Head || m_state == State::Body) {
        QByteArrayView line;
        switch (m_step) {
        case Step::RequestLine:
            if (!firstCharacterFits())
                return refuse(400, "This is not an HTTP request.");
            if (!takeLine(m_limits.requestLineBytesMax, {414, "The request line is too long."}, line))
                return;
            takeRequestLine(line);
            break;
        case Step::Fields:
        case Step::Trailer:
            if (!takeLine(m_limits.headerBytesMax - (m_position - m_fieldsBegin) - 2,
                          {431, "The header fields are too long."}, line))
                return;
            takeField(line);
            break;
        case Step::FixedBody:
            takeFixedBody();
            if (m_state == State::Body)
                return;
            break;
        case Step::ChunkSize:
            if (!takeLine(m_limits.chunkLineBytesMax, {400, "The line of a chunk's size is too long."}, line))
                return;
            takeChunkSize(line);
            break;
        case Step::ChunkData:
            takeChunkData();
            if (m_step == Step::ChunkData && m_state == State::Body)
                return;
            break;
        case Step::ChunkEnd:
            if (!takeLine(0, {400, "A chunk is longer than its size."}, line))
                return;
            m_step = Step::ChunkSize;
            break;
        }
    }
}

// Tells at once what would never end in a line: a TLS handshake, for one.
bool HttpFramer::firstCharacterFits() const
{
    const QByteArrayView first =
        QByteArrayView(m_buffer).sliced(m_position).first(qMin<qsizetype>(1, m_buffer.size() - m_position));
    return first.isEmpty() || first.front() == '\r' || isAll(first, TokenCharacter);
}

// Takes the line at m_position, without its CRLF. False if it is not all here, or refused. A line that is too long is
// refused before anything else is said about it, so that the verdict is the same however much of it is here.
bool HttpFramer::takeLine(qsizetype bytesMax, Refusal tooLong, QByteArrayView &line)
{
    const char *const data = m_buffer.constData();
    const auto *end = static_cast<const char *>(
        m_seen < m_buffer.size() ? memchr(data + m_seen, '\n', size_t(m_buffer.size() - m_seen)) : nullptr);
    const qsizetype length = (end ? end - data : m_buffer.size()) - m_position; // with CR, without LF
    if (length > bytesMax + 1) {
        refuse(tooLong.status, tooLong.detail);
        return false;
    }
    if (!end) {
        m_seen = m_buffer.size();
        return false;
    }
    if (length == 0 || end[-1] != '\r') {
        refuse(400, "A line ends without a carriage return.");
        return false;
    }
    line = QByteArrayView(data + m_position, length - 1);
    m_position = m_seen = end + 1 - data;
    return true;
}

void HttpFramer::takeRequestLine(QByteArrayView line)
{
    if (line.isEmpty()) {
        if (++m_emptyLines > m_limits.emptyLinesMax)
            refuse(400, "There are too many empty lines before the request.");
        else if (m_position == m_buffer.size())
            m_state = State::Idle;
        return;
    }
    const qsizetype methodEnd = indexOf(line, ' ');
    if (methodEnd <= 0 || methodEnd > methodBytesMax || !isAll(line.first(methodEnd), TokenCharacter))
        return refuse(400, "The request line does not begin with a method.");
    m_method = rangeOf(line.first(methodEnd));
    const QByteArrayView rest = line.sliced(methodEnd + 1);
    const qsizetype targetEnd = indexOf(rest, ' ');
    if (targetEnd <= 0)
        return refuse(400, "The request line has no target or no version.");

    const QByteArrayView version = rest.sliced(targetEnd + 1);
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (version.size() != 8 || !version.startsWith("HTTP/") || !isDigit(version[5]) || version[6] != '.'
        || !isDigit(version[7]))
        return refuse(400, "The request line does not end with a version of HTTP.");
    if (version[5] != '1' || version[7] > '1')
        return refuse(505, "This server speaks HTTP/1.1 and HTTP/1.0.");
    m_minorVersion = qint8(version[7] - '0');

    if (!takeTarget(rest.first(targetEnd)))
        return;
    m_step = Step::Fields;
    m_fieldsBegin = m_position;
}

// RFC 9112, 3.2: origin form, absolute form, and the asterisk of OPTIONS. Nothing here tunnels, so no authority form.
bool HttpFramer::takeTarget(QByteArrayView target)
{
    const auto refused = [this](int status, const char *detail) {
        refuse(status, detail);
        return false;
    };
    if (!isAll(target, TargetCharacter))
        return refused(400, "The target holds characters that must be percent-encoded.");
    if (method() == QByteArrayView("CONNECT"))
        return refused(405, "This server is not a proxy.");
    if (target == QByteArrayView("*") && method() == QByteArrayView("OPTIONS")) {
        m_path = rangeOf(target);
        return true;
    }
    if (target.front() != '/') {
        const qsizetype schemeEnd = indexOf(target, ':');
        const QByteArrayView scheme = target.first(qMax<qsizetype>(schemeEnd, 0));
        if ((!equalsIgnoringCase(scheme, "http") && !equalsIgnoringCase(scheme, "https"))
            || !target.sliced(schemeEnd).startsWith("://"))
            return refused(400, "The target is neither a path nor an absolute address.");
        const QByteArrayView behind = target.sliced(schemeEnd + 3);
        qsizetype authorityEnd = 0;
        while (authorityEnd < behind.size() && behind[authorityEnd] != '/' && behind[authorityEnd] != '?')
            ++authorityEnd;
        if (!isHost(behind.first(authorityEnd)))
            return refused(400, "The target's host is malformed.");
        m_host = rangeOf(behind.first(authorityEnd));
        m_hostFromTarget = true;
        target = behind.sliced(authorityEnd);
    }
    const qsizetype question = indexOf(target, '?');
    m_path = rangeOf(question < 0 ? target : target.first(question));
    if (question >= 0)
        m_query = rangeOf(target.sliced(question + 1));
    return true;
}

void HttpFramer::takeField(QByteArrayView line)
{
    const bool trailer = m_step == Step::Trailer;
    if (line.isEmpty())
        return trailer ? complete() : finishHead();
    if (line.front() == ' ' || line.front() == '\t')
        return refuse(400, "A header field goes on in a second line.");
    const qsizetype colon = indexOf(line, ':');
    if (colon <= 0 || !isAll(line.first(colon), TokenCharacter))
        return refuse(400, "The name of a header field is malformed.");
    const QByteArrayView value = withoutSpaceAround(line.sliced(colon + 1));
    if (!isAll(value, ValueCharacter))
        return refuse(400, "A header field holds control characters.");
    if (trailer) {
        // Nothing a trailer says is of use here, and it must not count as a header (RFC 9110, 6.5.1).
        return;
    }
    if (int(m_fields.size()) == m_limits.headerCountMax)
        return refuse(431, "There are too many header fields.");
    m_fields.push_back(FieldRange{rangeOf(line.first(colon)), rangeOf(value)});
    takeKnownField(line.first(colon), value);
}

// The fields that decide about framing. False if the request is refused.
bool HttpFramer::takeKnownField(QByteArrayView name, QByteArrayView value)
{
    const auto refused = [this](int status, const char *detail) {
        refuse(status, detail);
        return false;
    };
    switch (name.size()) {
    case 4:
        if (equalsIgnoringCase(name, "host")) {
            if (m_hostGiven)
                return refused(400, "There is more than one Host field.");
            if (!isHost(value))
                return refused(400, "The Host field is malformed.");
            m_hostGiven = true;
            if (!m_hostFromTarget)
                m_host = rangeOf(value);
        }
        break;
    case 6:
        if (equalsIgnoringCase(name, "expect") && m_minorVersion == 1) {
            if (!equalsIgnoringCase(value, "100-continue"))
                return refused(417, "The only expectation met here is 100-continue.");
            m_expectsContinue = true;
        }
        break;
    case 10:
        if (equalsIgnoringCase(name, "connection"))
            takeConnection(value);
        break;
    case 14:
        if (equalsIgnoringCase(name, "content-length"))
            return takeContentLength(value);
        break;
    case 17:
        if (equalsIgnoringCase(name, "transfer-encoding")) {
            if (m_chunked || !equalsIgnoringCase(value, "chunked"))
                return refused(400, "The only transfer encoding understood is chunked, once.");
            m_chunked = true;
        }
        break;
    default:
        break;
    }
    return takeSingleField(name);
}

// Of two values of such a field, one would be passed over. False if the request is refused.
bool HttpFramer::takeSingleField(QByteArrayView name)
{
    constexpr std::array<QByteArrayView, 10> names{
        "authorization", "content-disposition", "content-range",  "content-type",   "last-event-id",
        "origin",        "sec-fetch-dest",      "sec-fetch-mode", "sec-fetch-site", "access-control-request-method"};
    for (size_t i = 0; i < names.size(); ++i) {
        if (name.size() != names[i].size() || !equalsIgnoringCase(name, names[i]))
            continue;
        const quint32 bit = 1U << i;
        if (m_singleFields & bit) {
            refuse(400, "A header field that may stand once is there twice.");
            return false;
        }
        m_singleFields |= bit;
        break;
    }
    return true;
}

bool HttpFramer::takeContentLength(QByteArrayView value)
{
    if (m_lengthGiven) {
        refuse(400, "There is more than one Content-Length field.");
        return false;
    }
    if (value.isEmpty() || !isAll(value, DigitCharacter)) {
        refuse(400, "The Content-Length is no decimal number.");
        return false;
    }
    // Saturates far above any limit, so that more digits than fit are "too large" and not a small number.
    constexpr qint64 saturation = qint64(1) << 53;
    for (const char digit : value)
        m_contentLength = qMin(saturation, m_contentLength * 10 + (digit - '0'));
    m_lengthGiven = true;
    return true;
}

void HttpFramer::takeConnection(QByteArrayView value)
{
    while (!value.isEmpty()) {
        const qsizetype comma = indexOf(value, ',');
        const QByteArrayView option = withoutSpaceAround(comma < 0 ? value : value.first(comma));
        if (equalsIgnoringCase(option, "close"))
            m_closeAsked = true;
        else if (equalsIgnoringCase(option, "keep-alive"))
            m_keepAliveAsked = true;
        value = comma < 0 ? QByteArrayView() : value.sliced(comma + 1);
    }
}

void HttpFramer::finishHead()
{
    if (m_minorVersion == 1 && !m_hostGiven)
        return refuse(400, "There is no Host field.");
    if (m_chunked && m_lengthGiven)
        return refuse(400, "Content-Length and Transfer-Encoding contradict each other.");
    if (m_chunked && m_minorVersion == 0)
        return refuse(400, "HTTP/1.0 knows no Transfer-Encoding.");
    // From here on the request is known, and a client without the right to it is told so instead.
    m_headEnd = m_position;
    m_headComplete = true;
    if (!m_chunked && !m_lengthGiven && method() == QByteArrayView("PUT"))
        return refuse(411, "A PUT needs a Content-Length or chunks.");
    if (m_contentLength > m_limits.bodyBytesMax)
        return refuse(413, "The body is larger than any that this node takes (--value-bytes-max).");
    if (m_chunked) {
        m_lengthGiven = true;
        m_state = State::Body;
        m_step = Step::ChunkSize;
    } else if (m_contentLength > 0) {
        m_state = State::Body;
        m_step = Step::FixedBody;
    } else {
        complete();
    }
}

} // namespace http
