// SPDX-License-Identifier: GPL-3.0-or-later
//
// The blanking is a scanner with one function a kind of token; it need not be a C++ lexer, only never lose its place.

#include "source_file.h"

namespace tidy {

namespace {

class Blanker {
public:
    explicit Blanker(const QString &text)
        : m_text(text)
        , m_out(text)
    {
    }

    QString run()
    {
        while (m_at < m_text.size()) {
            if (startsWith(QLatin1String("//")))
                blankUntil(endOfLine());
            else if (startsWith(QLatin1String("/*")))
                blankUntil(after(QLatin1String("*/"), m_at + 2));
            else if (startsRawString())
                skipRawString();
            else if (m_text[m_at] == QLatin1Char('"') || startsCharacter())
                skipQuoted(m_text[m_at]);
            else
                ++m_at;
        }
        return m_out;
    }

private:
    bool startsWith(QLatin1String token) const { return QStringView(m_text).mid(m_at).startsWith(token); }

    bool isWordAt(qsizetype i) const
    {
        return i >= 0 && (m_text[i].isLetterOrNumber() || m_text[i] == QLatin1Char('_'));
    }

    // An apostrophe inside a token that begins with a digit separates digits.
    bool startsCharacter() const
    {
        if (m_text[m_at] != QLatin1Char('\''))
            return false;
        qsizetype start = m_at;
        while (isWordAt(start - 1) || (start > 0 && m_text[start - 1] == QLatin1Char('\'')))
            --start;
        return start == m_at || !m_text[start].isDigit();
    }

    bool startsRawString() const { return startsWith(QLatin1String("R\"")) && rawPrefixFits(); }

    // R may follow u8, u, U or L, but not the rest of a name.
    bool rawPrefixFits() const
    {
        qsizetype start = m_at;
        while (isWordAt(start - 1))
            --start;
        const QStringView prefix = QStringView(m_text).mid(start, m_at - start);
        return prefix.isEmpty() || prefix == u"u8" || prefix == u"u" || prefix == u"U" || prefix == u"L";
    }

    void skipRawString()
    {
        const qsizetype open = m_text.indexOf(QLatin1Char('('), m_at);
        if (open < 0) {
            m_at = m_text.size();
            return;
        }
        const QString close = QLatin1Char(')') + m_text.mid(m_at + 2, open - m_at - 2) + QLatin1Char('"');
        const qsizetype end = m_text.indexOf(close, open);
        m_at = open + 1;
        blankUntil(end < 0 ? m_text.size() : end);
        m_at = qMin(m_text.size(), m_at + close.size());
    }

    void skipQuoted(QChar quote)
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && m_text[end] != quote && m_text[end] != QLatin1Char('\n'))
            end += m_text[end] == QLatin1Char('\\') ? 2 : 1;
        ++m_at;
        blankUntil(qMin(end, m_text.size()));
        m_at = qMin(m_text.size(), m_at + 1);
    }

    void blankUntil(qsizetype end)
    {
        for (; m_at < end; ++m_at) {
            if (m_text[m_at] != QLatin1Char('\n'))
                m_out[m_at] = QLatin1Char(' ');
        }
    }

    qsizetype endOfLine() const
    {
        const qsizetype end = m_text.indexOf(QLatin1Char('\n'), m_at);
        return end < 0 ? m_text.size() : end;
    }

    qsizetype after(QLatin1String token, qsizetype from) const
    {
        const qsizetype found = m_text.indexOf(token, from);
        return found < 0 ? m_text.size() : found + token.size();
    }

    const QString &m_text;
    QString m_out;
    qsizetype m_at = 0;
};

} // namespace

QString codeOnly(const QString &text)
{
    return Blanker(text).run();
}

SourceFile SourceFile::fromText(const QString &path, const QString &text)
{
    return {path, text.split(QLatin1Char('\n')), codeOnly(text).split(QLatin1Char('\n'))};
}

} // namespace tidy
