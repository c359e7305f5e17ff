// SPDX-License-Identifier: GPL-3.0-or-later
//
// The digits of a name are chosen once for a ring: neighbours in the order of identifiers are the only nodes that a
// prefix can confuse.

#include "model/names.h"

#include "api/key_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int nodeDigitsMin = 4;

int commonPrefix(const QByteArray &a, const QByteArray &b)
{
    return int(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

QString withLength(const QString &cut, qsizetype bytes)
{
    return QCoreApplication::translate("monitor::Names", "%1… (%2)").arg(cut, sizeText(quint64(bytes)));
}

// Not in the middle of a character that takes two units.
QString cutText(const QString &text, int charactersMax)
{
    const bool splits = text.at(charactersMax - 1).isHighSurrogate();
    return text.left(splits ? charactersMax - 1 : charactersMax);
}

} // namespace

Names::Names(const RingSnapshot &ring)
    : m_space(ring.idBits)
{
    m_digits = std::min(nodeDigitsMin, m_space.hexDigits());
    for (size_t i = 1; i < ring.nodes.size(); ++i) {
        const int common = commonPrefix(m_space.toHex(ring.nodes[i - 1].self.id), m_space.toHex(ring.nodes[i].self.id));
        m_digits = std::max(m_digits, std::min(common + 1, m_space.hexDigits()));
    }
}

Names::Names(int idBits)
    : m_space(idBits)
    , m_digits(std::min(nodeDigitsMin, m_space.hexDigits()))
{
}

QString Names::node(const chord::Id &id) const
{
    return isPaperRing() ? u"N%1"_s.arg(id.words()[2]) : QString::fromLatin1(m_space.toHex(id).left(m_digits));
}

QString Names::key(const QByteArray &key, const chord::Id &id, int charactersMax) const
{
    return isPaperRing() ? u"K%1"_s.arg(id.words()[2]) : bytesText(key, charactersMax);
}

QString Names::point(const chord::Id &id) const
{
    if (isPaperRing())
        return QString::number(id.words()[2]);
    const QString hex = QString::fromLatin1(m_space.toHex(id));
    return hex.size() > m_digits ? hex.left(m_digits) + u'…' : hex;
}

QString Names::whole(const chord::Id &id) const
{
    return isPaperRing() ? QString::number(id.words()[2]) : QString::fromLatin1(m_space.toHex(id));
}

bool isReadableText(const QByteArray &bytes)
{
    if (!api::isUtf8(bytes))
        return false;
    const QString text = QString::fromUtf8(bytes);
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint() || c.isSurrogate() || c.isSpace(); });
}

QString bytesText(const QByteArray &bytes, int charactersMax)
{
    if (bytes.isEmpty())
        return QCoreApplication::translate("monitor::Names", "(empty)");
    if (isReadableText(bytes)) {
        const QString text = QString::fromUtf8(bytes);
        return text.size() <= charactersMax ? text : withLength(cutText(text, charactersMax), bytes.size());
    }
    const int shown = std::max(1, charactersMax / 3);
    const QString hex = u"0x"_s + QString::fromLatin1(bytes.left(shown).toHex(' '));
    return bytes.size() <= shown ? hex : withLength(hex, bytes.size());
}

QString plainTip(const QString &text)
{
    if (!text.contains(u'<'))
        return text;
    return QStringLiteral("<span style=\"white-space:pre-wrap\">%1</span>").arg(text.toHtmlEscaped());
}

QString sizeText(quint64 bytes)
{
    if (bytes < 1024)
        return QCoreApplication::translate("monitor::Names", "%n bytes", nullptr, int(bytes));
    return QLocale().formattedDataSize(qint64(bytes), 1, QLocale::DataSizeIecFormat);
}

QString durationText(qint64 micros)
{
    if (micros < 1000)
        return QCoreApplication::translate("monitor::Names", "%1 µs").arg(micros);
    if (micros < 1'000'000)
        return QCoreApplication::translate("monitor::Names", "%1 ms")
            .arg(QLocale().toString(double(micros) / 1000, 'f', micros < 10'000 ? 1 : 0));
    return QCoreApplication::translate("monitor::Names", "%1 s")
        .arg(QLocale().toString(double(micros) / 1'000'000, 'f', 1));
}

QString spanText(qint64 seconds)
{
    const qint64 minutes = seconds / 60;
    if (minutes < 1)
        return QCoreApplication::translate("monitor::Names", "less than a minute");
    if (minutes < 60)
        return QCoreApplication::translate("monitor::Names", "%1 min").arg(minutes);
    return QCoreApplication::translate("monitor::Names", "%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

} // namespace monitor
