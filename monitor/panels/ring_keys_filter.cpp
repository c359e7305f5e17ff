// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keys are any bytes: a text is looked for in their UTF-8, where bytes that are none become replacement characters; in
// the form "0x…", bytes are found as they are.

#include "panels/ring_keys_filter.h"

#include "panels/ring_keys_model.h"

#include <QCoreApplication>

namespace monitor {

namespace {

// Of "0x6a6b"; empty if it is none.
QByteArray bytesOf(const QString &text)
{
    return text.startsWith(QStringLiteral("0x")) ? QByteArray::fromHex(text.sliced(2).toLatin1()) : QByteArray();
}

} // namespace

QString RingKeysFilter::set(const KeySearch &search)
{
    QRegularExpression expression;
    if (search.manner == KeySearch::Manner::Expression) {
        expression.setPattern(search.text);
        if (!expression.isValid())
            // lupdate of Qt 6.8 does not find the context of this class by itself.
            return QCoreApplication::translate("monitor::RingKeysFilter",
                                               "Not a regular expression: %1 (at character %2).")
                .arg(expression.errorString())
                .arg(expression.patternErrorOffset() + 1);
        expression.optimize();
    }
    m_search = search;
    m_expression = expression;
    invalidateFilter();
    return {};
}

bool RingKeysFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const auto *keys = qobject_cast<const RingKeysModel *>(sourceModel());
    const KeyView &key = keys->keyAt(row);
    if (key.bytes < m_search.bytesMin)
        return false;
    if (m_search.node) {
        const NodeView *leader = keys->leaderAt(row);
        if (!leader || leader->self.id != *m_search.node)
            return false;
    }
    if (m_search.text.isEmpty())
        return true;
    switch (m_search.manner) {
    case KeySearch::Manner::Expression:
        return m_expression.match(QString::fromUtf8(key.key)).hasMatch();
    case KeySearch::Manner::Begins:
        return key.key.startsWith(m_search.text.toUtf8());
    case KeySearch::Manner::Contains:
        break;
    }
    const QByteArray bytes = bytesOf(m_search.text);
    return (!bytes.isEmpty() && key.key.contains(bytes))
        || QString::fromUtf8(key.key).contains(m_search.text, Qt::CaseInsensitive);
}

} // namespace monitor
